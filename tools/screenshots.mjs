// What this is: pictures of every page, in light and dark, wide and narrow, with the demo's case in it:
// tests/screenshots/ROUTE-THEME-WIDTH.png.
// What it is not: a comparison with earlier pictures.
// Invariant: the list of pages is the page's own navigation "Steps"; none is left out silently.
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, newPage, startPage } from "../tests/e2e/harness.mjs";

const folder = fileURLToPath(new URL("../tests/screenshots", import.meta.url));
const widths = [
  { width: 1440, height: 900 },
  { width: 360, height: 780 },
];

async function settle(page) {
  await page.evaluate(() => document.fonts.ready);
  // Long work shows a progress bar, and a page on its way is busy; the picture is of what comes after them. One that never
  // ends stops the whole run: a wrong picture is worse than none.
  const settled = () =>
    !document.querySelector("main [aria-busy=true], [role=progressbar]") &&
    [...document.querySelectorAll("progress")].every((bar) => bar.value >= bar.max);
  await page.waitForFunction(settled, null, { timeout: 60_000 });
  await page.waitForTimeout(200);
}

const site = await startPage();
const browser = await launch();
try {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const theme of ["light", "dark"]) {
    for (const size of widths) {
      const page = await newPage(browser, { theme, ...size });
      await page.goto(site.url);
      await page.locator("#boot").waitFor({ state: "detached" });
      await settle(page);
      const save = async (name) => {
        const path = join(folder, `${name}-${theme}-${size.width}.png`);
        // What is out of sight is not laid out, and would be blank: for the picture the window is as high as the page.
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width: size.width, height: Math.min(Math.max(height, size.height), 12_000) });
        await settle(page);
        await page.screenshot({ path, fullPage: true });
        await page.setViewportSize(size);
        console.log(path);
      };
      await save("first-visit");

      // A narrow page keeps the navigation in a closed menu, so hidden links count.
      const links = page.getByRole("navigation", { name: "Steps", includeHidden: true }).locator("a[href*='#/']");
      const routes = await links.evaluateAll((all) => all.map((link) => new URL(link.href).hash));
      if (routes.length === 0) throw new Error('The page has no navigation "Steps".');
      const demo = page.getByRole("button", { name: "Try the demo" });
      if (await demo.isVisible()) await demo.click();
      await page.getByRole("row", { name: /^Chat\s+Target\s+pass/ }).waitFor();
      for (const route of routes) {
        await page.evaluate((hash) => (location.hash = hash), route);
        await settle(page);
        // What the demo's example is scanned by is loaded with the first scan.
        if (route === "#/inventory") await page.getByRole("table", { name: "Findings" }).waitFor();
        await save(route.replace("#/", ""));
        for (const tab of await page.getByRole("tab").all()) {
          await tab.click();
          const file = page.getByRole("button", { name: /pasted\.ts/, expanded: false });
          if (await file.isVisible()) await file.click();
          await settle(page);
          await save(`${route.replace("#/", "")}-${(await tab.innerText()).toLowerCase().replaceAll(" ", "-")}`);
        }
      }
      await page.context().close();
    }
  }
} finally {
  await browser.close();
  await site.close();
}
