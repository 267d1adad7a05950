// What this is: the steps that several end-to-end tests take, and how they read the page: by role and name only.
// What it is not: expectations of one test, and not the harness, which knows nothing of the screens.
// Invariant: a page opened by `visit` is closed with its test, which fails if the page threw or complained.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import { launch, newPage, startGateways, startPage } from "./harness.mjs";

/** The links of the navigation "Steps", in order. */
export const pageNames = ["Connect", "Inventory", "Models", "Compare", "Golden set", "Migrate", "Report"];

/** What Chromium itself says on the console when a request fails or is refused; no page can keep it from that. */
export const networkErrors = [/Failed to load resource/, /blocked by CORS policy/, /net::ERR_/];

/**
 * What the tests of one file share: `{ browser, site, gateways, visit, start }`, started before the first and ended
 * after the last of them. Call it at the top of a `describe`.
 */
export function world({ gateways = { edition: "ai-stats" } } = {}) {
  const shared = {};
  before(async () => {
    [shared.browser, shared.site, shared.gateways] = await Promise.all([
      launch(),
      startPage(undefined, { compressed: false }),
      gateways && startGateways(gateways),
    ]);
  });
  // The pages end before what they ask: one that is still open would complain of what no longer answers.
  after(async () => {
    await shared.browser?.close();
    await Promise.all([shared.site?.close(), shared.gateways?.stop()]);
  });

  /** Ends something with its test: the last begun first, so that a page never outlives what it asks. */
  const endings = new WeakMap();
  shared.ends = (t, end) => {
    const all = endings.get(t) ?? [];
    if (all.length === 0) {
      endings.set(t, all);
      t.after(async () => {
        while (all.length > 0) await all.pop()();
      });
    }
    all.push(end);
  };
  /** A page of its own context, open at `fragment`. `allow`: what it may say on the console. */
  shared.visit = async (t, { fragment = "", allow = [], url = shared.site.url, ...options } = {}) => {
    const page = await newPage(shared.browser, options);
    shared.ends(t, async () => {
      await page.context().close();
      page.assertQuiet({ allow });
    });
    await page.goto(url + fragment);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await arrived(page);
    return page;
  };
  /** Another pair of gateways, for one test. */
  shared.start = async (t, options) => {
    const pair = await startGateways({ edition: "ai-stats", ...options });
    shared.ends(t, () => pair.stop());
    return pair;
  };
  /** What the page asked of anyone but its own host. */
  shared.sent = (page) => page.requests.filter(({ url }) => !url.startsWith(shared.site.url));
  return shared;
}

/** Waits for all of a page: until then it, or the part of it that is fetched on demand, is marked as busy. */
export const arrived = (page) => page.waitForFunction(() => !document.querySelector("main[aria-busy], main [aria-busy]"));

/** What keeps a click from an element: how often the page draws in a second, and where the element is meanwhile. */
const unrest = (element) =>
  element.evaluate(async (node) => {
    const places = new Set();
    let frames = 0;
    const look = () => {
      const { x, y, width, height } = node.getBoundingClientRect();
      places.add([x, y, width, height].join(" "));
      frames += 1;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    await new Promise((wake) => setTimeout(wake, 1000));
    return `${frames} frames in a second, the element at ${[...places].slice(0, 5).join(" | ") || "no place that was drawn"}`;
  });

/** Opens a page by its link and waits for its heading. A narrow window keeps the links in a menu. */
export async function go(page, name) {
  const link = page
    .getByRole("navigation", { name: "Steps", includeHidden: true })
    .getByRole("link", { name: new RegExp(`^${name}\\b`), includeHidden: true });
  if (!(await link.isVisible())) await page.getByRole("button", { name: "Menu" }).click();
  await link.click().catch(async (error) => {
    throw new Error(`${error.message}\n${await unrest(link)}`, { cause: error });
  });
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  // What depends on sizes is drawn, or marked as busy, in a task after the first frame.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
  await arrived(page);
}

/** "Source" or "Target" with all of its fields on the Connect page. */
export function gateway(page, side) {
  const group = page.getByRole("group", { name: `${side} gateway` });
  return {
    group,
    profile: group.getByRole("combobox", { name: "Profile" }),
    baseUrl: group.getByRole("textbox", { name: "Base URL" }),
    key: group.getByRole("textbox", { name: "API key" }),
    keyVariable: group.getByRole("textbox", { name: "Key variable" }),
    show: group.getByRole("button", { name: "Show key" }),
    forget: group.getByRole("button", { name: "Forget key" }),
    problem: group.getByRole("alert"),
  };
}

/** Types the addresses and keys of a pair of gateways, as `startGateways` gives it, on the Connect page. */
export async function connectTo(page, pair) {
  for (const [side, { base_url, key }] of [["Source", pair.source], ["Target", pair.target]]) {
    const fields = gateway(page, side);
    if ((await fields.baseUrl.inputValue()) !== base_url) await fields.baseUrl.fill(base_url);
    if (key) await fields.key.fill(key);
  }
}

/** The row of the table "Connection" for a step and a side. */
export const checkRow = (page, step, side) =>
  page.getByRole("table", { name: "Connection" }).getByRole("row", { name: new RegExp(`^${step} ${side} `) });

/** Presses "Check connection" and gives every row's words once none is on the way. */
export async function check(page, { timeout = 15_000 } = {}) {
  const button = page.getByRole("button", { name: "Check connection" });
  await button.click();
  await page.waitForTimeout(100);
  await waitUntil(() => button.isEnabled(), "the connection check ends", timeout);
  const results = {};
  for (const step of ["Health", "Models", "Key", "Chat"]) {
    for (const side of ["Source", "Target"]) {
      results[`${step} ${side}`] = await checkRow(page, step, side).innerText();
    }
  }
  return results;
}

/** The list "Requests", oldest first. */
export async function requestRows(page) {
  const items = await page.getByRole("list", { name: "Requests" }).getByRole("listitem").allInnerTexts();
  return items.reverse().map((text) => {
    const [, method, url, key, state] =
      /^(\S+)\s+(\S+)\s+(source key|target key|no key)\s+(.*)$/s.exec(text) ?? assert.fail(`an unreadable row: ${text}`);
    return { method, url, key, state };
  });
}

/** "Source answer" or "Target answer" on the Compare page. */
export function answer(page, side) {
  const region = page.getByRole("region", { name: `${side} answer` });
  return {
    region,
    text: region.getByLabel(`${side} text`),
    state: region.getByRole("status").first(),
    problem: region.getByRole("alert"),
    /** The figures as `{ name: value }`. */
    async figures() {
      const [names, values] = await Promise.all([
        region.getByRole("term").allInnerTexts(),
        region.getByRole("definition").allInnerTexts(),
      ]);
      assert.equal(names.length, values.length);
      return Object.fromEntries(names.map((name, at) => [name, values[at]]));
    },
    /** Unfolds the raw frames and gives the rows of their table as text. */
    async frames() {
      await region.getByText(/^Raw frames/).click();
      const table = region.getByRole("table", { name: `${side} raw frames` });
      await table.getByRole("row").nth(1).waitFor();
      // The rows come a few a frame.
      await page.locator(`table[aria-label="${side} raw frames"]:not([aria-busy])`).waitFor();
      return (await table.getByRole("row").allInnerTexts()).slice(1);
    },
  };
}

/** A small request; its answer streams for less than a second. */
export const smallChat = (fields = {}) =>
  JSON.stringify(
    { model: "openai/gpt-4.1-mini", messages: [{ role: "user", content: "Say hello." }], max_tokens: 16, ...fields },
    null,
    2,
  );

/** The editor of the Compare page. */
export const editor = (page) => page.getByRole("textbox", { name: "Request body" });

/** Waits until neither side is on the way and no cause is looked for. */
export async function ended(page, { timeout = 15_000 } = {}) {
  for (const side of ["Source", "Target"]) {
    const { state } = answer(page, side);
    await waitUntil(
      async () => /^(answered|refused|failed|stopped)/.test((await state.innerText()).trim()),
      `the ${side} answer ends`,
      timeout,
    );
  }
}

/** On the Compare page: sends a request and waits for both ends. */
export async function run(page, body) {
  if (body !== undefined) await editor(page).fill(body);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await ended(page);
  // The panels below the answers follow one after another.
  const verdicts = page.getByRole("table", { name: "Verdicts" });
  await waitUntil(async () => !(await verdicts.innerText()).includes("not run"), "the run is judged");
}

/** On the Compare page, after a run: waits for the panels that follow the verdicts, one after another. */
export async function panelsFollow(page) {
  const summary = page.getByRole("region", { name: "Differences" }).getByRole("status").first();
  await waitUntil(async () => /^(The two texts|Neither answer|Both texts)/.test(await summary.innerText()), "the difference is taken");
  if (/^The two texts/.test(await summary.innerText())) await page.getByText(/ of the text$/).first().waitFor();
}

/** The table "Findings" on the Inventory page, once all of its rows are there: they come a few a frame, after the summary. */
export async function findingsTable(page) {
  const table = page.getByRole("table", { name: "Findings", exact: true });
  await table.and(page.locator(":not([aria-busy])")).waitFor();
  return table;
}

/** Presses "Try the demo" and waits until every page has its results. */
export async function tryDemo(page) {
  await page.getByRole("button", { name: "Try the demo" }).click();
  await waitUntil(() => page.getByRole("button", { name: "Check connection" }).isEnabled(), "the demo's check ends");
  await go(page, "Compare");
  await ended(page);
  await go(page, "Connect");
}

/** The published schema of the case file. */
export const schemaFile = fileURLToPath(new URL("../../public/case.schema.json", import.meta.url));

/** Fails unless a case is as the published schema says. */
export async function assertValid(value) {
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(JSON.parse(await readFile(schemaFile, "utf8")));
  validate(value);
  assert.deepEqual(validate.errors ?? [], []);
}

/** Presses a button and gives the text of the file that it saves, with its name. A case is checked on the way. */
export async function download(page, button) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  if (button === "Download JSON") await assertValid(JSON.parse(text));
  return { name: file.suggestedFilename(), text };
}

/** Lets a page read the clipboard; pass it to `visit` as `context`. */
export const withClipboard = { permissions: ["clipboard-read", "clipboard-write"] };

export const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

/** Presses a copy button and gives what it put on the clipboard. */
export async function copy(page, button) {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await button.click();
  await waitUntil(async () => (await clipboard(page)) !== "", "the clipboard is filled");
  return clipboard(page);
}

/** A well-formed key of nobody, another one each time; in two parts, so that no scanner takes it for a secret. */
export function strangersKey(prefix) {
  const digits = randomBytes(32).toString("hex");
  return prefix.startsWith("sk-or") ? prefix + digits : `${prefix}${digits.slice(0, 12)}_${digits.slice(12, 52)}`;
}

/**
 * Asks again and again until the answer is true; the more seldom, the longer it has taken, so that a long run of the page
 * is not slowed by being asked. It notices at most a tenth late, or a quarter of a second.
 */
export async function waitUntil(asks, what, timeout = 15_000) {
  const start = Date.now();
  while (!(await asks())) {
    const waited = Date.now() - start;
    if (waited > timeout) throw new Error(`waited ${timeout / 1000} s in vain until ${what}`);
    await new Promise((wake) => setTimeout(wake, Math.min(Math.max(waited / 10, 25), 250)));
  }
}
