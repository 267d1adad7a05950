// What this is: the hunt for keys. Keys are typed, every control of every page is used, and then they are looked for in
// every place that a key could get to: addresses, requests, exports, storage, document, console, clipboard.
// What it is not: a test of what the controls do.
// Invariant: a control that is added to a page is used here without being named here.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  answer,
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

/** Where any of the needles stands in a text. */
function hits(place, text, wanted) {
  return wanted.filter((needle) => text.includes(needle)).map((needle) => `${place} holds ${needle.slice(0, 12)}…`);
}

/** Looks through everything that the page shows and stores. */
async function searchPage(page, wanted) {
  const places = await page.evaluate(async () => {
    const stored = {};
    for (const name of ["localStorage", "sessionStorage"]) stored[name] = JSON.stringify({ ...window[name] });
    stored.cookies = document.cookie;
    stored.caches = JSON.stringify(await caches.keys());
    stored.databases = JSON.stringify(await indexedDB.databases());
    stored.workers = String((await navigator.serviceWorker.getRegistrations()).length || "");
    stored.history = JSON.stringify(history.state) + window.name;
    return {
      html: document.documentElement.outerHTML,
      text: document.documentElement.innerText,
      address: location.href,
      title: document.title,
      ...stored,
    };
  });
  return Object.entries(places).flatMap(([place, text]) => hits(place, text ?? "", wanted));
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

/** Uses every control of the page that is open, one after the other, and calls `afterEach` after each. */
async function useEverything(page, afterEach) {
  const used = [];
  const main = page.locator("body");
  for (const role of ["button", "checkbox", "switch", "radio", "tab", "combobox", "spinbutton", "textbox", "group", "link"]) {
    for (let at = 0; at < (await main.getByRole(role).count()); at += 1) {
      const control = main.getByRole(role).nth(at);
      if (!(await control.isVisible()) || !(await control.isEnabled())) continue;
      const name = await control.evaluate((element) => element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText ?? element.innerText);
      if (role === "button" || role === "tab") {
        await control.click();
        // What can be stopped is stopped once, and then left to end.
        const stop = main.getByRole("button", { name: "Stop", exact: true });
        if ((await stop.count()) && (await stop.isEnabled())) {
          await afterEach("starting");
          await stop.click();
          used.push("button Stop");
          await waitUntil(() => control.isEnabled(), `${name} can be pressed again`);
          await control.click();
          await waitUntil(() => control.isEnabled(), `${name} ends`);
        }
      } else if (role === "link") {
        // A link to elsewhere is not followed, but must not carry anything; one of our own is.
        const address = await control.getAttribute("href");
        if (!address.startsWith("#")) continue;
        const here = await page.evaluate(() => location.hash);
        await control.press("Enter"); // The skip link can be reached by keyboard only.
        await page.evaluate((hash) => (location.hash = hash), here);
        await page.getByRole("heading", { level: 1 }).waitFor();
      } else if (role === "combobox") {
        const first = await control.inputValue();
        const values = await control.getByRole("option").evaluateAll((all) => all.slice(0, 4).map((option) => option.value));
        // Fields of one gateway are exchanged with its profile; they are not left that way.
        for (const value of [...values, first]) {
          await control.selectOption(value);
          await afterEach(`${role} ${name}`);
        }
      } else if (role === "spinbutton") {
        await control.fill("2");
      } else if (role === "textbox") {
        if (/API key|Base URL/.test(name)) continue; // They hold the keys' own gateways.
        const first = await control.inputValue();
        await control.fill(`${first} `);
        await control.fill(first);
      } else if (role === "group") {
        const summary = control.locator("summary");
        if ((await summary.count()) !== 1) continue;
        await summary.click();
      } else {
        await control.click();
        await afterEach(`${role} ${name}`);
        await control.click();
      }
      used.push(`${role} ${name}`);
      await afterEach(`${role} ${name}`);
    }
  }
  return used;
}

describe("Keys", () => {
  const shared = world();

  /** Types keys, uses every control of every page and gives whatever was found of them. */
  async function journey(t, pair, { allow = [] } = {}) {
    const page = await shared.visit(t, { context: withClipboard, allow });
    const wanted = needles([pair.source.key, pair.target.key]);
    const gathered = gather(page);
    const found = new Set();
    const used = [];
    const typeKeys = async () => {
      await go(page, "Connect");
      for (const [side, { base_url, key }] of [["Source", pair.source], ["Target", pair.target]]) {
        const fields = gateway(page, side);
        if ((await fields.baseUrl.inputValue()) !== base_url) await fields.baseUrl.fill(base_url);
        await fields.key.fill(key);
      }
    };
    const look = async (where) => {
      for (const hit of await searchPage(page, wanted)) found.add(`after ${where}: ${hit}`);
    };
    await typeKeys();
    await look("typing");
    await page.getByRole("button", { name: "Try the demo" }).click();
    await waitUntil(() => page.getByRole("button", { name: "Check connection" }).isEnabled(), "the demo's check ends");
    await look("Try the demo");
    await page.getByRole("switch", { name: "Demo gateways" }).uncheck();
    await typeKeys();
    for (const side of sides) {
      await gateway(page, side).show.click();
      await look("Show key");
    }
    await check(page);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("openai/gpt-4.1-mini\nx-ai/grok-4.3");
    const validate = page.getByRole("button", { name: "Validate models" });
    await validate.click();
    await waitUntil(() => validate.isEnabled(), "the validation ends");
    await look("Validate models");
    await go(page, "Compare");
    await run(page, smallChat());
    await look("Run");
    await go(page, "Golden set");
    const question = { model: "openai/gpt-4.1-mini", messages: [{ role: "user", content: "Say yes." }], max_tokens: 4 };
    const set = ["a", "b"].map((id) => JSON.stringify({ custom_id: id, url: "/v1/chat/completions", body: question })).join("\n");
    await page.getByLabel("Import set").setInputFiles({ name: "set.jsonl", mimeType: "text/plain", buffer: Buffer.from(set) });
    await page.getByText("2 cases").waitFor();
    for (const name of pageNames) {
      await go(page, name);
      used.push(
        ...(await useEverything(page, async (control) => {
          if (/copy/i.test(control)) {
            await page.waitForTimeout(50);
            await gathered.copied();
          }
          await look(control);
        })),
      );
      // Forgetting, other profiles and the demo are among the controls: the next page is to see keys again.
      await go(page, "Connect");
      await page.getByRole("switch", { name: "Demo gateways" }).uncheck();
      await typeKeys();
      await look(`the page ${name}`);
    }
    await check(page);
    await go(page, "Compare");
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

  test("accepted keys are nowhere but in the header for their own gateway", { timeout: 180_000 }, async (t) => {
    const { page, used, gathered, found } = await journey(t, shared.gateways);
    assert.deepEqual(found, []);
    const keyed = shared.sent(page).filter(({ headers }) => headers.authorization);
    assert.ok(keyed.length >= 8, "the keys were really used");
    const expected = ["Show key", "Forget key", "Check connection", "Validate models", "Stop", "Copy alias map", "Download alias map", "Run", "Run set", "Download set", "Forget progress", "Copy link", "Copy", "Download JSON"];
    for (const name of expected) assert.ok(used.some((control) => control === `button ${name}`), `${name} was used: ${used}`);
    const places = (await Promise.all(gathered.left)).map(([place]) => place);
    assert.ok(places.filter((place) => place === "the clipboard").length >= 4, "copies were looked through");
    assert.ok(places.some((place) => /\.json$/.test(place)) && places.some((place) => /model-aliases/.test(place)), `${places}`);
    t.diagnostic(`${used.length} controls used`);
  });

  test("refused keys are nowhere either, whatever the gateways say about them", { timeout: 180_000 }, async (t) => {
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
    assert.match(results["Health Source"], /No such key: \[redacted source key\]/);
    assert.match(results["Health Target"], /\[redacted target key\]/);
    await look("the check");

    await go(page, "Compare");
    await run(page, smallChat());
    for (const side of sides) {
      assert.match(await answer(page, side).problem.innerText(), /No such key: \[redacted (source|target) key\]/);
      await answer(page, side).frames();
    }
    await look("an error");

    reply = stream;
    await run(page, smallChat());
    for (const side of sides) {
      const redacted = `[redacted ${side.toLowerCase()} key]`;
      assert.equal(await answer(page, side).text.innerText(), `Your key is ${redacted} or ${redacted}.`, "whole, and over two frames");
    }
    await look("a stream");

    reply = (key) => json(200, { id: key, model: key, choices: [{ message: { role: "assistant", content: `It is ${key}`, reasoning: key, tool_calls: [{ id: key, function: { name: key, arguments: `{"a":"${key}"}` } }] }, finish_reason: key }] });
    await page.getByRole("switch", { name: "Stream" }).uncheck();
    await run(page, smallChat());
    assert.match(await answer(page, "Source").text.innerText(), /It is \[redacted source key\]/);
    await look("a document");

    reply = (key) => ({ status: 502, headers: { ...headers, "content-type": "text/html" }, body: `<html><title>${key}</title><body>${key}</body></html>` });
    await run(page, smallChat());
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
