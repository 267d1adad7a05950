// What this is: the built page as a guest of any static host: below a path, under its file name, with a query, and with
// a host that names the types of files badly.
// What it is not: a test of tools/serve.mjs; that is serve.test.mjs.
import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { dist, startPage } from "./harness.mjs";
import { answer, copy, go, pageNames, tryDemo, withClipboard, world } from "./steps.mjs";

describe("Hosting", () => {
  const shared = world({ gateways: null });
  let folder, host;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "switchyard-"));
    await cp(dist, join(folder, "a", "b"), { recursive: true });
    await cp(join(dist, "index.html"), join(folder, "index.html")); // What startPage looks for; never asked for.
    host = await startPage(folder, { compressed: false });
  });
  after(async () => {
    await host?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("the whole journey works below a path", async (t) => {
    const base = `${host.url}a/b/`;
    const page = await shared.visit(t, { url: base, context: withClipboard });
    await tryDemo(page);
    for (const name of pageNames) await go(page, name);
    await go(page, "Report");
    const link = await copy(page, page.getByRole("main").getByRole("button", { name: "Copy link" }));
    assert.ok(link.startsWith(`${base}#/case/`), link.slice(0, 80));
    const clean = await shared.visit(t, { url: link });
    await go(clean, "Compare");
    assert.notEqual(await answer(clean, "Source").text.textContent(), "");
    for (const { url } of [...page.requests, ...clean.requests]) assert.ok(url.startsWith(base), url);
  });

  test("it opens under its file name, with a query, and at each page's own address", async (t) => {
    for (const [address, name] of [
      ["index.html", "Connect"],
      ["?utm_source=mail#/compare", "Compare"],
      ["index.html?x=1#/models", "Models"],
      ["#/migrate", "Migrate"],
      ["#/report", "Report"],
    ]) {
      const page = await shared.visit(t, { url: `${host.url}a/b/`, fragment: address });
      await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
      await page.context().close();
    }
  });

  test("Back and Forward go through the pages, and an unknown address opens the first", async (t) => {
    const page = await shared.visit(t, { fragment: "#/nonsense" });
    await page.getByRole("heading", { level: 1, name: "Connect" }).waitFor();
    await go(page, "Models");
    await go(page, "Report");
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Models" }).waitFor();
    await page.goForward();
    await page.getByRole("heading", { level: 1, name: "Report" }).waitFor();
  });

  test("a host that does not know WebAssembly's type still serves it", async (t) => {
    const site = await startPage(dist, { compressed: false });
    shared.ends(t, () => site.close());
    site.server.prependListener("request", (request, response) => {
      const { writeHead } = response;
      const bare = (headers) => ({ ...headers, "content-type": "application/octet-stream" });
      if (/^[^?]*\.wasm$/.test(request.url)) response.writeHead = (status, headers) => writeHead.call(response, status, bare(headers));
    });
    const page = await shared.visit(t, { url: site.url, allow: [/MIME type/] });
    await page.getByRole("heading", { level: 1, name: "Connect" }).waitFor();
  });
});
