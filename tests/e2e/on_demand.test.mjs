// What this is: the part of the program that is fetched when a page other than the first is wanted: not before, once,
// and with a way on where it does not come.
// What it is not: a test of those pages.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { go, networkErrors, pageNames, world } from "./steps.mjs";

const isPart = (url) => /_split_\w+\.wasm$/.test(new URL(url).pathname);
const asked = (page) => page.requests.filter(({ url }) => isPart(url)).length;
const link = (page, name) => page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: new RegExp(`^${name}\\b`) });

describe("The pages that are fetched on demand", () => {
  const shared = world({ gateways: null });

  test("the first page asks for nothing of them, and all of them come with one request", async (t) => {
    const page = await shared.visit(t);
    await page.waitForLoadState("networkidle");
    assert.equal(asked(page), 0);
    for (const name of pageNames.toReversed()) await go(page, name);
    assert.equal(asked(page), 1);
  });

  test("pointing at a page fetches it, and so does reaching it by keyboard", async (t) => {
    for (const reach of ["hover", "focus"]) {
      const page = await shared.visit(t);
      await link(page, "Connect")[reach]();
      assert.equal(asked(page), 0, reach);
      const coming = page.waitForRequest((request) => isPart(request.url()));
      await link(page, "Models")[reach]();
      await coming;
      await page.getByRole("heading", { level: 1, name: "Connect" }).waitFor();
    }
  });

  test("a page that does not come is said so, the others stay, and it can be tried again", async (t) => {
    const page = await shared.visit(t, { allow: [...networkErrors, /TypeError/] });
    await page.route((url) => isPart(url.href), (route) => route.abort());
    await link(page, "Compare").click();
    await page.getByRole("alert").getByText("This page could not be fetched.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
    await go(page, "Connect");
    await page.getByRole("group", { name: "Source gateway" }).waitFor();
    await page.unrouteAll();
    await link(page, "Models").click();
    await page.getByRole("button", { name: "Validate" }).waitFor();
  });

  test("the press of Try again fetches it", async (t) => {
    const page = await shared.visit(t, { allow: [...networkErrors, /was answered with status 404/] });
    let down = true;
    await page.route((url) => isPart(url.href), (route) => (down ? route.fulfill({ status: 404, body: "gone" }) : route.continue()));
    await link(page, "Report").click();
    await page.getByRole("alert").getByText("This page could not be fetched.").waitFor();
    down = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Download JSON" }).waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  test("a host that does not know WebAssembly's type still serves them", async (t) => {
    const page = await shared.visit(t);
    await page.route((url) => isPart(url.href), async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "content-type": "application/octet-stream" } });
    });
    await go(page, "Migrate");
  });
});
