// What this is: the hunt for keys. Keys are typed, every control of every page is used, and then they are looked for in
// every place that a key could get to: addresses, requests, exports, storage, document, console, clipboard.
// What it is not: a test of what the controls do.
// Invariant: a control that is added to a page is used here without being named here.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { selectors } from "playwright-core";
import {
  answer,
  arrived,
  check,
  clipboard,
  connectTo,
  copy,
  download,
  editor,
  ended,
  gateway,
  go,
  networkErrors,
  pageNames,
  panelsFollow,
  run,
  smallChat,
  strangersKey,
  waitUntil,
  withClipboard,
  world,
} from "./steps.mjs";

const sides = ["Source", "Target"];

/** The forms in which a key is looked for: itself, its last part, and what encodings make of it. */
function needles(keys) {
  const forms = keys.flatMap((key) => [
    key,
    key.slice(-24),
    encodeURIComponent(key),
    [...key].reverse().join(""),
    ...[0, 1, 2].map((shift) => Buffer.from("x".repeat(shift) + key).toString("base64").slice(shift ? 4 : 0, -4)),
    Buffer.from(key).toString("hex"),
  ]);
  return [...new Set(forms)];
}

const hit = (place, needle) => `${place} holds ${needle.slice(0, 12)}…`;

/** Where any of the needles stands in a text. */
function hits(place, text, wanted) {
  return wanted.filter((needle) => text.includes(needle)).map((needle) => hit(place, needle));
}

/**
 * Looks through everything that the page shows and stores. It does so in the page, with the needles of `hits`: what a long
 * table shows is megabytes, and it is looked through after each control.
 */
async function searchPage(page, wanted) {
  const found = await page.evaluate(async (wanted) => {
    const stored = {};
    for (const name of ["localStorage", "sessionStorage"]) stored[name] = JSON.stringify({ ...window[name] });
    stored.cookies = document.cookie;
    stored.caches = JSON.stringify(await caches.keys());
    stored.databases = JSON.stringify(await indexedDB.databases());
    stored.workers = String((await navigator.serviceWorker.getRegistrations()).length || "");
    stored.history = JSON.stringify(history.state) + window.name;
    const places = {
      html: document.documentElement.outerHTML,
      // Not what is rendered, which takes a layout: this runs across elements as well, and has what is hidden.
      text: document.documentElement.textContent,
      address: location.href,
      title: document.title,
      ...stored,
    };
    return Object.entries(places).flatMap(([place, text]) => wanted.filter((needle) => text?.includes(needle)).map((needle) => [place, needle]));
  }, wanted);
  return found.map(([place, needle]) => hit(place, needle));
}

/** Gathers all that leaves a page by console, download and clipboard, and looks through it. */
function gather(page) {
  const left = [];
  page.on("download", (file) =>
    left.push(
      (async () => {
        const chunks = [];
        for await (const chunk of await file.createReadStream()) chunks.push(chunk);
        return [`the file ${file.suggestedFilename()}`, Buffer.concat(chunks).toString("utf8")];
      })(),
    ),
  );
  return {
    left,
    async copied() {
      left.push(["the clipboard", await clipboard(page)]);
    },
    async search(wanted) {
      const texts = await Promise.all(left);
      for (const { text, url } of page.messages) texts.push(["the console", `${text} ${url}`]);
      for (const error of page.errors) texts.push(["an exception", String(error?.stack ?? error)]);
      // A link is deflated, so it is unfolded before it is searched.
      const unfolded = await Promise.all(texts.map(async ([place, text]) => [place, `${text}\n${await unfold(text)}`]));
      return unfolded.flatMap(([place, text]) => hits(place, text, wanted));
    },
  };
}

async function unfold(text) {
  const code = /#\/case\/1\.([\w-]+)/.exec(text)?.[1];
  if (!code) return "";
  const { inflateRawSync } = await import("node:zlib");
  return inflateRawSync(Buffer.from(code, "base64url")).toString("utf8");
}

/** Every request: to whom, and with what. A key may stand in one place only: the header of its own gateway. */
function searchRequests(requests, owners, site, wanted) {
  const found = [];
  for (const { url, method, headers, postData } of requests) {
    const { origin } = new URL(url);
    const name = `${method} ${url}`;
    if (origin !== new URL(site.url).origin && !owners.some((owner) => owner.origin === origin)) found.push(`${name}: a third host`);
    found.push(...hits(`the address of ${name}`, url, wanted), ...hits(`the body of ${name}`, postData ?? "", wanted));
    for (const [header, value] of Object.entries(headers)) {
      if (header !== "authorization") found.push(...hits(`the header ${header} of ${name}`, value, wanted));
      else if (!owners.some((owner) => owner.origin === origin && value === `Bearer ${owner.key}`)) found.push(`${name}: a key of another gateway`);
    }
  }
  return found;
}

const owner = ({ base_url, key }) => ({ origin: new URL(base_url).origin, key });

/** Whatever a person can operate. */
const operable = [
  "a[href]", "area[href]", "button", "input", "select", "textarea", "summary", "iframe", "object", "[contenteditable]",
  ...["button", "checkbox", "combobox", "link", "listbox", "menuitem", "option", "radio", "searchbox", "slider", "spinbutton", "switch", "tab", "textbox", "treeitem"].map((role) => `[role=${role}]`),
].join(", ");

/**
 * The selectors of a list in one go, in shadow trees too. The driver's own way with a list walks through the whole page for
 * each selector of it, which was a fifth of the hunt.
 */
await selectors.register("any", () => {
  const queryAll = (root, list) => [
    ...root.querySelectorAll(list),
    ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? queryAll(shadowRoot, list) : [])),
  ];
  return { queryAll, query: (root, list) => queryAll(root, list)[0] ?? null };
});
const controls = (page) => page.locator(`any=${operable}`);

/** What a file input is given, by its name. */
async function filesFor(name, page, folder) {
  const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  switch (name) {
    case "Load source catalogue":
    case "Load target catalogue":
      return file("list.json", JSON.stringify({ data: [{ id: "openai/gpt-4.1-mini" }, { id: "x-ai/grok-4.3" }] }));
    case "Import alias map":
      return file("aliases.json", JSON.stringify({ "openai/gpt-4.1-mini": "openai/gpt-4.1-mini" }));
    case "Choose files":
      return file("bot.ts", exampleCode);
    case "Choose folder":
      return folder;
    case "Open case":
      return file("case.json", (await download(page, "Download JSON")).text);
    case "Open a HAR file":
      return file("session.har", JSON.stringify({ log: { entries: [{ request: { method: "POST", url: "https://openrouter.ai/api/v1/chat/completions", headers: [], postData: { text: smallChat() } } }] } }));
    case "Import set":
      return file("set.jsonl", exampleSet);
    case "Compare with a case":
      return file("case.json", JSON.stringify({ switchyard: 1 }));
    default:
      if (/^Image file for message \d+$/.test(name)) return { name: "dot.png", mimeType: "image/png", buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64") };
      return assert.fail(`nobody knows what to give the file input ${name}`);
  }
}

/** Code with something of every kind that the page offers controls for. */
const exampleCode = `import OpenAI from "openai";
const client = new OpenAI({
  baseURL: "https://openrouter.ai/api/v1",
  apiKey: process.env.OPENROUTER_API_KEY,
  defaultHeaders: { "X-OpenRouter-Title": "Shop" },
});
export const ask = () => client.chat.completions.create({
  model: "openai/gpt-4.1-mini:floor",
  messages: [],
  provider: { order: ["openai"], data_collection: "deny" },
});
`;

/** A golden set of two cases. */
const exampleSet = ["a", "b"]
  .map((id) => JSON.stringify({ custom_id: id, url: "/v1/chat/completions", body: JSON.parse(smallChat()) }))
  .join("\n");

/** Every operable element: how it is told from the others, and what it is. Numbers in names change and do not count. */
const operables = (page) =>
  controls(page).evaluateAll((elements) => {
    const seen = {};
    return elements.map((element) => {
      const label = element.labels?.[0];
      const named = element.getAttribute("aria-label") ?? label?.querySelector("span")?.innerText ?? label?.innerText ?? element.innerText ?? "";
      const name = named.trim().split("\n")[0];
      const area = element.closest("dialog, fieldset, [role=tabpanel], section, header, nav");
      const where = area?.querySelector("legend, h2")?.innerText ?? area?.getAttribute("aria-label") ?? area?.id ?? "";
      const kind = element.getAttribute("role") ?? (element.tagName === "INPUT" ? element.type : element.tagName.toLowerCase());
      const inFrame = !element.closest("main");
      const key = `${inFrame ? "frame" : "page"}: ${kind} ${name} in ${where.trim()}`.replaceAll(/\d+/g, "#");
      seen[key] = (seen[key] ?? 0) + 1;
      const usable = element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled") && element.ariaDisabled !== "true";
      return { key: `${key} (${seen[key]})`, kind, name, usable, href: element.getAttribute("href"), inDialog: Boolean(element.closest("dialog")) };
    });
  });

/** What takes the keys or their gateways away: used last, and the keys are typed again behind it. */
const takesAway = /^(Profile|Base URL|API key|Forget key|Demo gateways|Open case|Clear|Key variable)$/;

/**
 * Uses every control of the page that is open, one after the other, those that appear on the way included, and calls
 * `afterEach` after each. `used` holds what was used; those of the frame around all pages are used once.
 * Fails if one that can be used is left, or is of a kind that nobody here can use.
 */
async function useEverything(page, used, { afterEach, restore, folder }) {
  const here = new URL(page.url()).hash;
  const find = async (key) => {
    const at = (await operables(page)).findIndex((control) => control.key === key);
    return at < 0 ? null : controls(page).nth(at);
  };
  const unused = async () => (await operables(page)).filter(({ key, usable }) => usable && !used.has(key));
  /** Pages change under a long look: what is wanted next is what changes least. */
  const rank = ({ kind, name, inDialog }) => (inDialog ? 0 : kind === "tab" ? 3 : takesAway.test(name) ? 2 : /^(Commands|Keyboard)/.test(name) ? 4 : 1);
  const back = async () => {
    if (new URL(page.url()).hash === here) return;
    await page.evaluate((hash) => (location.hash = hash), here);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await arrived(page);
  };

  const use = async ({ key, kind, name, href, inDialog }) => {
    const dialog = page.locator("dialog[open]");
    // Behind an open dialog nothing can be pressed.
    if (!inDialog && (await dialog.count())) await page.keyboard.press("Escape");
    const control = await find(key);
    if (!control) return; // It has gone in the meantime, and is looked for again if it comes back.
    switch (kind) {
      case "button":
      case "tab":
      case "option": {
        // A dialog has the name of the button that opens it, but for one.
        const title = inDialog && (await dialog.evaluate((element) => element.ariaLabel ?? element.querySelector("h2").innerText));
        const opener = title === "Import a request" ? "Import cURL" : title;
        await control.click();
        // What can be stopped is stopped once, and then left to end.
        const stop = page.getByRole("main").getByRole("button", { name: "Stop", exact: true }).first();
        // One look: asked for in two, it may be gone before the second, which would wait for it in vain.
        const goes = () => stop.evaluateAll(([there]) => Boolean(there) && !there.matches(":disabled") && there.ariaDisabled !== "true");
        if (!inDialog && (await goes())) {
          await afterEach("starting");
          // It may have ended by itself in the meantime.
          const stopped = await stop.click({ timeout: 1_000 }).then(() => true, () => false);
          if (stopped) used.add("button Stop");
          await waitUntil(async () => !(await goes()), `${name} stops`);
          const canAgain = (await operables(page)).some((control) => control.key === key && control.usable);
          if (canAgain) await (await find(key))?.click();
        }
        await waitUntil(async () => !(await goes()), `${name} ends`, 30_000);
        if (inDialog) {
          await afterEach(key);
          if (await dialog.count()) await page.keyboard.press("Escape");
          await back();
          await restore();
          await back();
          // The rest of its list is used as well.
          await page.getByRole("button", { name: opener, exact: true }).click();
        }
        break;
      }
      case "link":
      case "a":
        // A link to elsewhere is not followed, but must not carry anything; one of our own is.
        if (!href.startsWith("#")) break;
        await control.press("Enter"); // The skip link can be reached by keyboard only.
        await page.getByRole("heading", { level: 1 }).waitFor();
        break;
      case "combobox":
      case "select": {
        if (!(await control.evaluate((element) => element.tagName === "SELECT"))) {
          await control.fill("x");
          await afterEach(key);
          await control.fill("");
          break;
        }
        const first = await control.inputValue();
        const values = await control.locator("option").evaluateAll((all) => all.map((option) => option.value));
        for (const value of [...values.slice(0, 5), first]) {
          const now = await find(key);
          if (now) await now.selectOption(value);
          await afterEach(key);
        }
        break;
      }
      case "text":
      case "url":
      case "password":
      case "search":
      case "searchbox":
      case "textbox":
      case "textarea": {
        const first = await control.inputValue();
        await control.fill(`${first} x`);
        await afterEach(key);
        await (await find(key))?.fill(first);
        break;
      }
      case "number":
      case "spinbutton": {
        const first = await control.inputValue();
        await control.fill("2");
        await afterEach(key);
        await (await find(key))?.fill(first);
        break;
      }
      case "checkbox":
      case "switch":
        await control.click();
        await afterEach(key);
        await (await find(key))?.click();
        break;
      case "radio":
        await control.click();
        break;
      case "summary":
        await control.click();
        break;
      case "file":
        await control.setInputFiles(await filesFor(name, page, folder));
        await page.waitForTimeout(300);
        break;
      default:
        assert.fail(`nobody knows how to use ${key}`);
    }
    used.add(key);
    used.add(`${kind} ${name}`);
    await afterEach(key);
    if (takesAway.test(name)) await restore();
    await back();
  };

  for (let round = 0; round < 400; round += 1) {
    const left = (await unused()).sort((a, b) => rank(a) - rank(b));
    if (left.length > 0) {
      await use(left[0]);
      continue;
    }
    if (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
    // Another part of the page may have got new ones.
    let more = false;
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      more ||= (await unused()).length > 0;
      if (more) break;
    }
    if (!more) return;
  }
  assert.fail(`there is no end to the controls: ${(await unused()).map(({ key }) => key)}`);
}

describe("Keys", () => {
  const shared = world();

  /** Types keys, uses every control of every page and gives whatever was found of them. */
  async function journey(t, pair, { allow = [] } = {}) {
    const page = await shared.visit(t, { context: withClipboard, allow });
    const wanted = needles([pair.source.key, pair.target.key]);
    const gathered = gather(page);
    const found = new Set();
    const used = new Set();
    const folder = await mkdtemp(join(tmpdir(), "switchyard-keys-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "shop.ts"), exampleCode);
    const typeKeys = async () => {
      await go(page, "Connect");
      await page.getByRole("switch", { name: "Demo gateways" }).uncheck();
      for (const [side, { base_url, key }] of [["Source", pair.source], ["Target", pair.target]]) {
        const fields = gateway(page, side);
        const profile = side === "Source" ? "openrouter" : "ai-stats";
        if ((await fields.profile.inputValue()) !== profile) await fields.profile.selectOption(profile);
        if ((await fields.baseUrl.inputValue()) !== base_url) await fields.baseUrl.fill(base_url);
        await fields.key.fill(key);
      }
    };
    /** Brings every page to where it has the most to use. */
    const fillPages = async () => {
      await typeKeys();
      await go(page, "Inventory");
      await page.getByRole("textbox", { name: "Paste code" }).fill(exampleCode);
      await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "TypeScript" });
      await page.getByRole("button", { name: "Scan", exact: true }).click();
      await page.getByRole("table", { name: "Findings" }).waitFor();
      await look("Scan");
      await go(page, "Models");
      await page.getByRole("textbox", { name: "Model IDs" }).fill("openai/gpt-4.1-mini\nx-ai/grok-4.3");
      const validate = page.getByRole("button", { name: "Validate models" });
      await validate.click();
      await waitUntil(() => validate.isEnabled(), "the validation ends");
      await look("Validate models");
      await go(page, "Compare");
      await page.getByRole("radio", { name: "JSON", exact: true }).first().check();
      await run(page, smallChat());
      await look("Run");
      await go(page, "Golden set");
      await page.getByLabel("Import set").setInputFiles({ name: "set.jsonl", mimeType: "text/plain", buffer: Buffer.from(exampleSet) });
      await page.getByText("2 cases").waitFor();
    };
    const look = async (where) => {
      for (const place of await searchPage(page, wanted)) found.add(`after ${where}: ${place}`);
    };
    await typeKeys();
    await look("typing");
    await page.getByRole("button", { name: "Try the demo" }).click();
    await waitUntil(() => page.getByRole("button", { name: "Check connection" }).isEnabled(), "the demo's check ends");
    await look("Try the demo");
    await typeKeys();
    for (const side of sides) {
      await gateway(page, side).show.click();
      await look("Show key");
    }
    await check(page);
    const afterEach = async (control) => {
      if (/\bbutton copy/i.test(control)) {
        // The press takes the outcome before it away; some are made by the worker first.
        const outcome = page.getByRole("status").filter({ hasText: /^(Copied|Not copied)/ });
        await outcome.first().waitFor();
        await gathered.copied();
      }
      await look(control);
    };
    for (const name of pageNames) {
      await fillPages();
      await go(page, name);
      await useEverything(page, used, { afterEach, restore: typeKeys, folder });
      await look(`the page ${name}`);
    }
    await typeKeys();
    await check(page);
    await go(page, "Compare");
    await page.getByRole("radio", { name: "JSON", exact: true }).first().check();
    await run(page, smallChat());
    await ended(page);
    for (const name of pageNames) {
      await go(page, name);
      await look(`all, on ${name}`);
    }
    await page.waitForTimeout(200);
    for (const hit of await gathered.search(wanted)) found.add(hit);
    const state = JSON.stringify(await page.context().storageState({ indexedDB: true }));
    for (const hit of hits("the stored state", state, wanted)) found.add(hit);
    for (const hit of searchRequests(page.requests, [owner(pair.source), owner(pair.target)], shared.site, wanted)) found.add(hit);
    return { page, used, gathered, found: [...found] };
  }

  test("accepted keys are nowhere but in the header for their own gateway", { timeout: 600_000 }, async (t) => {
    const { page, used, gathered, found } = await journey(t, shared.gateways);
    assert.deepEqual(found, []);
    const keyed = shared.sent(page).filter(({ headers }) => headers.authorization);
    assert.ok(keyed.length >= 8, "the keys were really used");
    // The search goes by what is there; these must be there.
    const expected = [
      ...["Show key", "Forget key", "Check connection", "Scan", "Clear", "Validate models", "Stop", "Copy alias map", "Download alias map"],
      ...["Run", "Copy link", "Copy", "Download JSON", "Download patch", "Download undo patch", "Download files", "Copy patch", "Run set", "Download set", "Forget progress"],
    ].map((name) => `button ${name}`);
    expected.push(...["Choose files", "Choose folder", "Load source catalogue", "Load target catalogue", "Import alias map", "Open case"].map((name) => `file ${name}`));
    expected.push(...["Patch", "Snippets", "Presets", "Field map", "Environment", "Compatibility layer"].map((name) => `tab ${name}`));
    assert.deepEqual(expected.filter((name) => !used.has(name)), [], `all of these were used: ${[...used].join("; ")}`);
    assert.ok([...used].some((name) => /^(search|searchbox) /.test(name)), "a search field was used");
    const places = (await Promise.all(gathered.left)).map(([place]) => place);
    assert.ok(places.filter((place) => place === "the clipboard").length >= 4, "copies were looked through");
    assert.ok(places.some((place) => /\.json$/.test(place)) && places.some((place) => /model-aliases/.test(place)), `${places}`);
    t.diagnostic(`${[...used].filter((name) => /^(page|frame): /.test(name)).length} controls used`);
  });

  test("refused keys are nowhere either, whatever the gateways say about them", { timeout: 600_000 }, async (t) => {
    const { source, target } = shared.gateways;
    const pair = {
      source: { ...source, key: strangersKey("sk-or-v1-") },
      target: { ...target, key: strangersKey("aistats_v1_sk_") },
    };
    const { found } = await journey(t, pair, { allow: networkErrors });
    assert.deepEqual(found, []);
  });

  test("a swapped or malformed key is not shown by its own warning", async (t) => {
    const page = await shared.visit(t);
    const keys = [strangersKey("sk-or-v1-"), strangersKey("phaseo_v1_sk_"), strangersKey("phaseo_v1_mk_")];
    const { key, problem } = gateway(page, "Target");
    for (const typed of [keys[0], `Bearer ${keys[1]}`, `${keys[1]} ${keys[1]}`, `“${keys[1]}”`, keys[2]]) {
      await key.fill(typed);
      await problem.waitFor();
      assert.deepEqual(await searchPage(page, needles(keys)), [], typed);
      await go(page, "Report");
      assert.deepEqual(await searchPage(page, needles(keys)), []);
      await go(page, "Connect");
    }
    assert.deepEqual(shared.sent(page), []);
  });

  test("a key pasted into a field of another kind gets into no link, file or snippet", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    const key = strangersKey("sk-or-v1-");
    const name = strangersKey("phaseo_v1_sk_"); // By its form it could be the name of a variable.
    const wanted = needles([key, name]);
    const found = [];
    const exported = async (where) => {
      await go(page, "Report");
      const link = await copy(page, page.getByRole("main").getByRole("button", { name: "Copy link" }));
      const { text } = await download(page, "Download JSON");
      found.push(...hits(`${where}: the link`, (await unfold(link)) + link, wanted), ...hits(`${where}: the file`, text, wanted));
    };
    const snippets = async (where) => {
      await go(page, "Migrate");
      for (const label of ["TypeScript (openai)", "Python (openai)", "cURL"]) {
        await page.getByRole("combobox", { name: "Language" }).selectOption({ label });
        for (const side of ["Before", "After"]) {
          const region = page.getByRole("region", { name: side, exact: true });
          found.push(...hits(`${where}: the ${label} snippet`, await region.innerText(), wanted));
          const button = region.getByRole("button", { name: "Copy" });
          if (await button.isEnabled()) found.push(...hits(`${where}: the ${label} copy`, await copy(page, button), wanted));
        }
      }
    };
    await gateway(page, "Source").baseUrl.fill(`https://${key}@openrouter.ai/api/v1`);
    await exported("base URL");
    await go(page, "Connect");
    await gateway(page, "Source").baseUrl.fill("https://openrouter.ai/api/v1");
    await gateway(page, "Source").keyVariable.fill(name);
    await gateway(page, "Target").keyVariable.fill(name);
    await exported("key variable");
    await snippets("key variable");
    await go(page, "Connect");
    await gateway(page, "Target").keyVariable.fill(key);
    await exported("key variable");
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill(`${key}\nopenai/gpt-4o`);
    await exported("model ids");
    await go(page, "Connect");
    for (const side of sides) await gateway(page, side).keyVariable.fill("SOME_KEY");
    await go(page, "Compare");
    await editor(page).fill(smallChat({ model: key, messages: [{ role: "user", content: `Bearer ${key}` }] }));
    await exported("request body");
    await snippets("request body");
    assert.deepEqual(found, []);
    assert.deepEqual(shared.sent(page), []);
  });

  test("a gateway that echoes the key is shown redacted: errors, streams, headers, lists", async (t) => {
    const page = await shared.visit(t, { context: withClipboard, allow: networkErrors });
    const { source, target } = shared.gateways;
    const wanted = [source.key, target.key];
    const gathered = gather(page);
    await connectTo(page, shared.gateways);
    const headers = { "access-control-allow-origin": "*", "access-control-expose-headers": "*" };
    const json = (status, value, more = {}) => ({ status, headers: { ...headers, ...more, "content-type": "application/json" }, body: JSON.stringify(value) });
    const stream = (key) => {
      const chunk = (content) => `event: ${key}\ndata: ${JSON.stringify({ id: `gen-${key}`, model: key, provider: key, choices: [{ index: 0, delta: { content } }] })}\n\n`;
      return {
        status: 200,
        headers: { ...headers, "content-type": "text/event-stream", "x-request-id": key },
        body: `: ${key}\n\n${chunk("Your key is ")}${chunk(key)}${chunk(" or ")}${chunk(key.slice(0, 20))}${chunk(key.slice(20))}${chunk(".")}data: [DONE]\n\n`,
      };
    };
    let reply = () => assert.fail("nothing is asked for yet");
    for (const { base_url, key } of [source, target]) {
      await page.route(`${base_url}/**`, (route) => route.fulfill(reply(key, route.request())));
    }
    const found = [];
    const look = async (where) => found.push(...(await searchPage(page, wanted)).map((hit) => `after ${where}: ${hit}`));

    reply = (key) => json(401, { error: { message: `No such key: ${key}`, code: key, metadata: { key, raw: `{"k":"${key}"}` } }, user_id: key }, { "x-request-id": key });
    const results = await check(page);
    assert.match(results["Health Source"], /pass[\s\S]*it wants a key/);
    assert.match(results["Key Source"], /No such key: \[redacted source key\]/);
    assert.match(results["Key Target"], /\[redacted target key\]/);
    await look("the check");

    await go(page, "Compare");
    await run(page, smallChat());
    for (const side of sides) {
      assert.match(await answer(page, side).problem.innerText(), /No such key: \[redacted (source|target) key\]/);
      await answer(page, side).frames();
    }
    await panelsFollow(page);
    await look("an error");

    reply = stream;
    await run(page, smallChat());
    for (const side of sides) {
      const redacted = `[redacted ${side.toLowerCase()} key]`;
      assert.equal(await answer(page, side).text.textContent(), `Your key is ${redacted} or ${redacted}.`, "whole, and over two frames");
    }
    await panelsFollow(page);
    await look("a stream");

    reply = (key) => json(200, { id: key, model: key, choices: [{ message: { role: "assistant", content: `It is ${key}`, reasoning: key, tool_calls: [{ id: key, function: { name: key, arguments: `{"a":"${key}"}` } }] }, finish_reason: key }] });
    await page.getByRole("switch", { name: "Stream" }).uncheck();
    await run(page, smallChat());
    assert.match(await answer(page, "Source").text.textContent(), /It is \[redacted source key\]/);
    await panelsFollow(page);
    await look("a document");

    reply = (key) => ({ status: 502, headers: { ...headers, "content-type": "text/html" }, body: `<html><title>${key}</title><body>${key}</body></html>` });
    await run(page, smallChat());
    await panelsFollow(page);
    await look("a page of HTML");

    reply = (key) => json(200, { data: [{ id: `a/${key}`, name: key, aliases: [key] }, { id: "openai/gpt-4o" }] });
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("openai/gpt-4o-mini");
    const validate = page.getByRole("button", { name: "Validate models" });
    await validate.click();
    await waitUntil(() => validate.isEnabled(), "the validation ends");
    await page.getByRole("combobox", { name: /^Target ID for/ }).focus();
    await look("a model list");

    await go(page, "Report");
    await copy(page, page.getByRole("main").getByRole("button", { name: "Copy link" }));
    await gathered.copied();
    await download(page, "Download JSON");
    await page.waitForTimeout(200);
    found.push(...(await gathered.search(wanted)));
    found.push(...searchRequests(page.requests, [owner(source), owner(target)], shared.site, wanted));
    assert.deepEqual(found, []);
  });
});
