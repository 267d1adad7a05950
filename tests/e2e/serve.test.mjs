// What this is: the static server of tools/serve.mjs: what it sends, in which coding, and what it refuses.
// What it is not: a test of the page.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { serve } from "../../tools/serve.mjs";

const text = "two tracks, one switch. ".repeat(100);

test("the command says where it serves, and that a page has to be built first", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-"));
  t.after(() => rm(folder, { recursive: true }));
  const program = fileURLToPath(new URL("../../tools/serve.mjs", import.meta.url));
  const start = () => spawn(process.execPath, [program, folder], { env: { ...process.env, PORT: "0" }, stdio: ["ignore", "pipe", "pipe"] });
  const first = async (stream) => (await once(stream, "data"))[0].toString("utf8");
  assert.match(await first(start().stderr), /holds no page\. Build it first: make dist/);
  await writeFile(join(folder, "index.html"), text);
  const served = start();
  t.after(() => served.kill());
  const [, url] = /Switchyard is served on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(await first(served.stdout)) ?? assert.fail("no address");
  assert.equal(await (await fetch(url)).text(), text);
});

describe("the static server", () => {
  let folder, site;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "switchyard-"));
    const dist = join(folder, "dist");
    await mkdir(join(dist, "deep er"), { recursive: true });
    await writeFile(join(folder, "secret.txt"), "not for you");
    await symlink(join(folder, "secret.txt"), join(dist, "link.txt"));
    await writeFile(join(dist, "index.html"), text);
    await writeFile(join(dist, "app.wasm"), text);
    await writeFile(join(dist, "deep er", "index.html"), "deeper");
    site = await serve(dist);
  });
  after(async () => {
    await site?.close();
    await rm(folder, { recursive: true });
  });

  // Node's fetch tidies paths and headers, so requests are written by hand.
  const get = (path, { headers = {}, method = "GET" } = {}) =>
    new Promise((answered, failed) => {
      const { hostname, port } = new URL(site.url);
      request({ hostname, port, path, method, headers }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          answered({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      })
        .on("error", failed)
        .end();
    });

  for (const [path, status] of [
    ["/", 200],
    ["/index.html", 200],
    ["/?v=1", 200],
    ["/deep%20er/", 200],
    ["/deep%20er", 404],
    ["/none", 404],
    ["/../secret.txt", 404],
    ["/%2e%2e/secret.txt", 404],
    ["/..%2fsecret.txt", 404],
    ["/link.txt", 404],
    ["/%00", 404],
    ["/%zz", 404],
  ]) {
    test(`answers ${path} with ${status}`, async () => assert.equal((await get(path)).status, status));
  }

  for (const [accepted, coding, decode] of [
    ["gzip, deflate, br", "br", brotliDecompressSync],
    ["gzip", "gzip", gunzipSync],
    ["br;q=0, gzip", "gzip", gunzipSync],
    ["identity", undefined, (body) => body],
    ["", undefined, (body) => body],
  ]) {
    test(`sends ${coding ?? "no coding"} to a client that takes "${accepted}"`, async () => {
      const { headers, body } = await get("/app.wasm", { headers: { "accept-encoding": accepted } });
      assert.equal(headers["content-encoding"], coding);
      assert.equal(headers["content-type"], "application/wasm");
      assert.equal(Number(headers["content-length"]), body.length);
      assert.equal(decode(body).toString(), text);
    });
  }

  test("answers 304 while the file is the same", async () => {
    const { etag } = (await get("/")).headers;
    const again = await get("/", { headers: { "if-none-match": etag } });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
  });

  test("sends no body to HEAD and refuses to be written to", async () => {
    assert.equal((await get("/", { method: "HEAD" })).body.length, 0);
    assert.equal((await get("/", { method: "POST" })).status, 405);
  });
});
