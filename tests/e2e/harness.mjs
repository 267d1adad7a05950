// What this is: what every end-to-end test needs: the page served, the stand-in gateways running, a browser, and a
// page that remembers all it said and asked for.
// What it is not: a place for steps or expectations of one test.
// Invariant: everything started here is ended by its `close` or `stop`, and at the latest with this process.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../tools/serve.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The folder of the built page; SWITCHYARD_DIST names another than dist/. */
export const dist = process.env.SWITCHYARD_DIST || join(root, "dist");

/**
 * Serves the built page on a free port: `{ url, close() }` and the `server`. Compressing takes seconds, which is of no
 * use to a test of anything else: `compressed: false` does without.
 */
export async function startPage(folder = dist, { compressed = true } = {}) {
  assert.ok(existsSync(join(folder, "index.html")), `${folder} holds no page; build it first: make dist`);
  const site = await serve(folder);
  if (!compressed) site.server.prependListener("request", ({ headers }) => delete headers["accept-encoding"]);
  site.server.unref(); // A test that forgets it must not keep the run from ending.
  return site;
}

/** The path of the stand-in gateways' program, as built from the code that is here now: cargo knows what is stale. */
export function gatewaysProgram() {
  if (!process.env.SWITCHYARD_GATEWAYS) {
    const built = spawnSync("cargo", ["build", "--quiet", "--locked", "--profile", "test", "--example", "gateways"], { cwd: root, stdio: "inherit" });
    assert.equal(built.status, 0, "the stand-in gateways could not be built");
    const target = process.env.CARGO_TARGET_DIR || join(root, "target");
    process.env.SWITCHYARD_GATEWAYS = join(target, "debug", "examples", "gateways");
  }
  return process.env.SWITCHYARD_GATEWAYS;
}

/**
 * Starts both stand-in gateways on free loopback ports.
 *
 * Gives `{ source: { base_url, key }, target: { base_url, key }, log, stop() }`; `log` grows by one parsed object for
 * each line that the program writes after the first. Options that are left out are not passed on.
 */
export async function startGateways({ edition, seed, fault, pace, args = [] } = {}) {
  const given = ["--source", "127.0.0.1:0", "--target", "127.0.0.1:0"];
  for (const [name, value] of Object.entries({ edition, seed, fault, pace })) {
    if (value !== undefined && value !== null) given.push(`--${name}`, String(value));
  }
  const child = spawn(gatewaysProgram(), [...given, ...args], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  child.unref();
  child.stdout.unref();
  const endWithUs = () => child.kill("SIGKILL");
  process.once("exit", endWithUs);
  const ended = once(child, "exit").finally(() => process.off("exit", endWithUs));
  const stop = async () => {
    child.ref();
    child.kill("SIGKILL");
    await ended;
  };

  const log = [];
  let addresses = null;
  try {
    await new Promise((started, failed) => {
      const timer = setTimeout(() => failed(new Error("the stand-in gateways said nothing for 20 s")), 20_000);
      const settle = (how, value) => {
        clearTimeout(timer);
        how(value);
      };
      ended.then(
        ([code, signal]) => settle(failed, new Error(`the stand-in gateways ended early: ${signal ?? code}`)),
        (error) => settle(failed, error),
      );
      createInterface({ input: child.stdout }).on("line", (line) => {
        let value;
        try {
          value = JSON.parse(line);
        } catch {
          value = { line };
        }
        if (addresses) return void log.push(value);
        addresses = value;
        if (value.source?.base_url && value.target?.base_url) settle(started);
        else settle(failed, new Error(`the first line of the stand-in gateways names no addresses: ${line}`));
      });
    });
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
  return { source: addresses.source, target: addresses.target, log, stop };
}

/** Chromium as the system has it. */
export function launch(options = {}) {
  return chromium.launch({
    executablePath: process.env.SWITCHYARD_CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    ...options,
  });
}

/**
 * A page of its own context, so that storage is empty. It has, beside what a page has:
 * `messages`: what the console said: `{ type, text, url }`;
 * `errors`: exceptions that nothing caught;
 * `requests`: all that was asked of any host, by the page and its workers: `{ url, method, headers, postData }`;
 * `assertQuiet({ allow })`: no console error or warning and no exception but those whose text matches `allow`.
 * `context` is passed on to the browser as it is; `page.context().close()` ends the page.
 */
export async function newPage(browser, { theme = "light", width = 1280, height = 800, context = {} } = {}) {
  const itsContext = await browser.newContext({
    colorScheme: theme,
    reducedMotion: "reduce",
    viewport: { width, height },
    ...context,
  });
  itsContext.setDefaultTimeout(15_000);
  const messages = [];
  const errors = [];
  const requests = [];
  itsContext.on("request", (request) => {
    const record = {
      url: request.url(),
      method: request.method(),
      headers: request.headers(),
      postData: request.postData(),
    };
    requests.push(record);
    // The browser adds some headers later; a page that closes first keeps those known so far.
    request.allHeaders().then(
      (headers) => (record.headers = headers),
      () => {},
    );
  });
  itsContext.on("console", (message) =>
    messages.push({ type: message.type(), text: message.text(), url: message.location().url }),
  );
  itsContext.on("weberror", (error) => errors.push(error.error()));

  const page = await itsContext.newPage();
  const assertQuiet = ({ allow = [] } = {}) => {
    const allowed = (text) => allow.some((pattern) => pattern.test(text));
    const said = messages
      .filter(({ type }) => type === "error" || type === "warning")
      .map(({ type, text, url }) => `console ${type}: ${text} (${url})`)
      .concat(errors.map((error) => `exception: ${error?.stack ?? error}`));
    assert.deepEqual(said.filter((text) => !allowed(text)), []);
  };
  return Object.assign(page, { messages, errors, requests, assertQuiet });
}
