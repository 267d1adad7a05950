// What this is: no page is wider than its window, from 320 px to 4K, empty, filled, and with content that never breaks.
// What it is not: a judgement of looks; see `make screenshots`.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answer, editor, findingsTable, gateway, go, pageNames, run, smallChat, tryDemo, world } from "./steps.mjs";

const widths = [320, 360, 768, 1440, 3840];

/** The pages and widths at which something sticks out, and what. */
async function tooWide(page) {
  const found = [];
  for (const name of pageNames) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await go(page, name);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      const over = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.scrollingElement;
        if (scrollWidth <= clientWidth) return null;
        const clips = (element) => element !== document.body && getComputedStyle(element).overflowX !== "visible";
        const clipped = (element) => element && (clips(element) || clipped(element.parentElement));
        const outside = [...document.querySelectorAll("body *")].filter(
          (element) => element.getBoundingClientRect().right > clientWidth + 0.5 && !clipped(element.parentElement),
        );
        return `${scrollWidth} > ${clientWidth}: ${outside.slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`).join(", ")}`;
      });
      if (over) found.push(`${name} at ${width} px: ${over}`);
    }
  }
  return found;
}

describe("Every width", () => {
  const shared = world({ gateways: null });

  test("no page scrolls sideways on a first visit", async (t) => {
    const page = await shared.visit(t);
    assert.deepEqual(await tooWide(page), []);
  });

  test("two answers side by side, and tables of many, use the width that there is", async (t) => {
    const page = await shared.visit(t, { width: 3840, height: 2160 });
    for (const name of pageNames) {
      await go(page, name);
      const [main, column] = await page.getByRole("main").evaluate((main) => [main, main.parentElement].map((element) => element.getBoundingClientRect().width));
      if (["Compare", "Golden set"].includes(name)) assert.ok(main > column - 1, `${name}: ${main} of ${column} px`);
      else assert.ok(main <= 2000, `${name}: ${main} px are too many for lines to be read`);
    }
  });

  test("no page scrolls sideways once the demo filled it", async (t) => {
    const page = await shared.visit(t);
    await tryDemo(page);
    await go(page, "Compare");
    for (const side of ["Source", "Target"]) await answer(page, side).frames();
    await go(page, "Inventory");
    await findingsTable(page);
    assert.deepEqual(await tooWide(page), []);
  });

  test("content that never breaks stays inside", async (t) => {
    const page = await shared.visit(t);
    await tryDemo(page);
    const long = "long".repeat(120);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill(`author/${"very-".repeat(30)}long`);
    await page.getByRole("button", { name: "Validate models" }).click();
    await page.getByRole("combobox", { name: /^Target ID for author/ }).waitFor();
    await go(page, "Compare");
    await run(page, smallChat({ messages: [{ role: "user", content: long }], metadata: { [long]: long } }));
    await editor(page).fill(`{"model": "${long}", "messages": [{}], }`);
    await go(page, "Connect");
    const { baseUrl, keyVariable } = gateway(page, "Target");
    await baseUrl.fill(`https://${"sub.".repeat(20)}example.org/${long}`);
    await keyVariable.fill(long);
    assert.deepEqual(await tooWide(page), []);
  });

  test("at 320 px everything needed is still there: the demo runs and the pages open", async (t) => {
    const page = await shared.visit(t, { width: 320, height: 640 });
    await tryDemo(page);
    for (const name of pageNames) await go(page, name);
    await go(page, "Compare");
    await run(page);
    assert.notEqual(await answer(page, "Target").text.textContent(), "");
  });
});
