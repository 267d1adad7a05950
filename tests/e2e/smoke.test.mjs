// What this is: the first thing that must hold: the built page opens, takes over from its loading note, says nothing
// on the console, and asks no other host for anything; and where it cannot start, it says so.
// What it is not: a test of any screen.
import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { serve } from "../../tools/serve.mjs";
import { measure } from "../../tools/size.mjs";
import { launch, newPage, startPage } from "./harness.mjs";

const isProgram = (url) => url.pathname.endsWith(".wasm");
const dist = fileURLToPath(new URL("../../dist", import.meta.url));

describe("the built page", () => {
  let browser, site;
  before(async () => {
    [browser, site] = await Promise.all([launch(), startPage()]);
  });
  after(() => Promise.all([browser?.close(), site?.close()]));

  test("opens quietly and talks to its own host only", async () => {
    const page = await newPage(browser);
    await page.goto(site.url);
    await page.locator("#boot").waitFor({ state: "detached" });
    assert.match(await page.title(), /Switchyard/);
    const urls = page.requests.map(({ url }) => url);
    assert.deepEqual([...new Set(urls.map((url) => new URL(url).origin + "/"))], [site.url]);
    assert.deepEqual(urls, [...new Set(urls)], "a file that is preloaded is not asked for again");
    // What the size budget counts is what the browser fetches, also from scripts.
    await page.waitForLoadState("networkidle");
    const weighed = new Set((await measure(dist)).map(({ path }) => path));
    const fetched = page.requests.map(({ url }) => new URL(url).pathname.slice(1) || "index.html");
    assert.deepEqual(fetched.filter((path) => !weighed.has(path)), [], `weighed are ${[...weighed].join(", ")}`);
    page.assertQuiet();
    await page.context().close();
  });

  test("takes a stored theme before anything is painted", async () => {
    const page = await newPage(browser, { theme: "light" });
    await page.addInitScript(() => localStorage.setItem("switchyard.theme", "dark"));
    await page.route(isProgram, () => {}); // The app never starts, so boot.js is alone.
    await page.goto(site.url, { waitUntil: "domcontentloaded" });
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
    await page.context().close();
  });

  test("runs below a path of a host", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "switchyard-"));
    await cp(dist, join(folder, "some", "path"), { recursive: true });
    const below = await serve(folder);
    t.after(() => below.close().then(() => rm(folder, { recursive: true })));
    const page = await newPage(browser);
    await page.goto(`${below.url}some/path/`);
    await page.locator("#boot").waitFor({ state: "detached" });
    page.assertQuiet();
    await page.context().close();
  });

  test("says why when its program cannot be loaded", async () => {
    const page = await newPage(browser);
    await page.route(isProgram, (route) => route.fulfill({ status: 404, body: "gone" }));
    await page.goto(site.url);
    const alert = page.getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.innerText(), /could not start/);
    await page.context().close();
  });

  test("says why when the browser has no WebAssembly", async () => {
    const page = await newPage(browser);
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await page.goto(site.url);
    await page.getByRole("alert").getByText("WebAssembly switched off").waitFor();
    await page.context().close();
  });

  test("ships its program and no source map", async () => {
    const names = await readdir(dist, { recursive: true });
    assert.ok(names.some((name) => name.endsWith(".wasm")));
    assert.deepEqual(names.filter((name) => name.endsWith(".map")), []);
  });
});
