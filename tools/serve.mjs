// What this is: the static server that shows dist/: `node tools/serve.mjs [FOLDER]`, port from PORT, 8080 if unset.
// Tests start it in their own process with `serve()`. It compresses on the fly, as any good host does, so that
// what goes over the wire here is what a visitor would wait for.
// What it is not: a server of the product, which has none; any static host can take dist/.
// Invariant: it answers only with files inside its folder, and only to GET and HEAD.
import { createHash } from "node:crypto";
import { realpath, readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const contentTypes = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const alreadyCompressed = new Set([".png", ".woff2", ".ico"]);

/** Brotli at its best quality: what a host that compresses ahead of time sends. */
export const brotli = (bytes) =>
  promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
const compressors = { br: brotli, gzip: promisify(gzip) };

/** The better of the codings that the client takes, or null. A coding with q=0 is refused, not taken. */
function chooseCoding(header) {
  const taken = new Set();
  for (const part of (header ?? "").split(",")) {
    const [name, ...parameters] = part.trim().toLowerCase().split(/\s*;\s*/);
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) taken.add(name);
  }
  return ["br", "gzip"].find((coding) => taken.has(coding)) ?? null;
}

/** The file that a request path names, or null where it names none inside the root (an absolute, real path). */
async function findFile(root, requestPath) {
  let path;
  try {
    path = decodeURIComponent(requestPath);
  } catch {
    return null;
  }
  if (path.includes("\0")) return null;
  if (path.endsWith("/")) path += "index.html";
  try {
    // The real path is what counts, so that neither ".." nor a link leads out.
    const file = await realpath(join(root, path));
    if (!file.startsWith(root + sep) || !(await stat(file)).isFile()) return null;
    return file;
  } catch {
    return null;
  }
}

/** A request listener for one folder. */
export function staticFiles(folder) {
  const compressed = new Map();
  const compress = (coding, digest, bytes) => {
    const key = `${coding} ${digest}`;
    if (!compressed.has(key)) compressed.set(key, compressors[coding](bytes));
    return compressed.get(key);
  };

  return async (request, response) => {
    const answer = (status, text) => {
      response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
      response.end(request.method === "HEAD" ? undefined : text);
    };
    try {
      if (request.method !== "GET" && request.method !== "HEAD") {
        response.setHeader("allow", "GET, HEAD");
        return answer(405, "Only GET and HEAD are answered.\n");
      }
      const root = await realpath(folder).catch(() => null);
      const file = root && (await findFile(root, request.url.split(/[?#]/, 1)[0]));
      if (!file) return answer(404, "There is no such file.\n");

      const bytes = await readFile(file);
      const extension = extname(file);
      const digest = createHash("sha256").update(bytes).digest("base64url");
      const coding = alreadyCompressed.has(extension) ? null : chooseCoding(request.headers["accept-encoding"]);
      const etag = `"${digest}${coding ? `-${coding}` : ""}"`;
      const headers = {
        "content-type": contentTypes[extension] ?? "application/octet-stream",
        // Ask again each time: a file of a new build can bear the name of an old one.
        "cache-control": "no-cache",
        "x-content-type-options": "nosniff",
        vary: "accept-encoding",
        etag,
      };
      if (request.headers["if-none-match"] === etag) {
        response.writeHead(304, headers);
        return response.end();
      }
      const body = coding ? await compress(coding, digest, bytes) : bytes;
      if (coding) headers["content-encoding"] = coding;
      headers["content-length"] = body.length;
      response.writeHead(200, headers);
      response.end(request.method === "HEAD" ? undefined : body);
    } catch (error) {
      console.error(error);
      if (response.headersSent) response.destroy();
      else answer(500, "The file could not be read.\n");
    }
  };
}

/** Serves a folder on the loopback address. Port 0 takes a free one. */
export async function serve(folder, port = 0) {
  const server = createServer(staticFiles(folder));
  await new Promise((listening, failed) => server.once("error", failed).listen(port, "127.0.0.1", listening));
  const close = () =>
    new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${server.address().port}/`, close, server };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url)));
  const text = process.env.PORT || "8080";
  const port = Number(text);
  try {
    if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`PORT is not a port: ${text}`);
    await stat(join(folder, "index.html")).catch(() => {
      throw new Error(`${folder} holds no page. Build it first: make dist`);
    });
    const { url } = await serve(folder, port);
    console.log(`Switchyard is served on ${url} (Ctrl+C stops it)`);
  } catch (error) {
    console.error(
      error.code === "EADDRINUSE" ? `Port ${port} is in use. Choose another: PORT=8081 make serve` : error.message,
    );
    process.exitCode = 1;
  }
}
