// What this is: the Connect page: first visit, profiles, addresses, keys, the connection check over real HTTP, and the
// list of requests held against what the browser really sent.
// What it is not: the hunt for keys in every corner; that is keys.test.mjs.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import {
  answer,
  check,
  checkRow,
  connectTo,
  findingsTable,
  gateway,
  go,
  networkErrors,
  pageNames,
  requestRows,
  run,
  smallChat,
  strangersKey,
  tryDemo,
  waitUntil,
  world,
} from "./steps.mjs";

const wrongSourceKey = strangersKey("sk-or-v1-");
const wrongTargetKey = strangersKey("aistats_v1_sk_");

/** What was sent, in the words of the list "Requests". */
function inWords(requests, pair) {
  const keys = { [`Bearer ${pair.source.key}`]: "source key", [`Bearer ${pair.target.key}`]: "target key" };
  return requests.map(({ method, url, headers }) => {
    const authorization = headers.authorization;
    return `${method} ${url} ${authorization ? (keys[authorization] ?? "a strange key") : "no key"}`;
  });
}

describe("Connect", () => {
  const shared = world();

  test("a first visit says what the page is for and offers one button", async (t) => {
    const page = await shared.visit(t);
    assert.equal(await page.title(), "Connect · Switchyard");
    assert.match(await page.getByRole("main").innerText(), /OpenRouter/);
    await page.getByRole("button", { name: "Try the demo" }).waitFor();
    assert.deepEqual(
      await page.getByRole("navigation", { name: "Steps" }).getByRole("link").allInnerTexts(),
      pageNames,
    );
    assert.deepEqual(shared.sent(page), []);
  });

  test("the demo fills every page, marks it as simulated and sends nothing", async (t) => {
    const page = await shared.visit(t);
    await tryDemo(page);
    assert.equal(await page.getByRole("switch", { name: "Demo gateways" }).isChecked(), true);
    for (const step of ["Health", "Models", "Key", "Chat"]) {
      for (const side of ["Source", "Target"]) assert.match(await checkRow(page, step, side).innerText(), /\bpass\b/);
    }
    const rows = await requestRows(page);
    assert.ok(rows.length >= 10);
    assert.deepEqual(rows.filter(({ state }) => !/\bsimulated\b/.test(state)), []);
    assert.match(await page.getByRole("region", { name: "Connection" }).innerText(), /simulated/);

    await go(page, "Inventory");
    assert.ok((await (await findingsTable(page)).getByRole("row").count()) > 8);
    assert.match(await page.getByRole("textbox", { name: "Paste code" }).inputValue(), /belongs to the demo/);
    await go(page, "Models");
    assert.ok((await page.getByRole("table", { name: "Alias map" }).getByRole("row").count()) > 3);
    assert.match(await page.getByRole("main").innerText(), /simulated/);
    await go(page, "Compare");
    for (const side of ["Source", "Target"]) {
      assert.notEqual(await answer(page, side).text.textContent(), "");
      assert.match(await answer(page, side).region.innerText(), /simulated/);
    }
    assert.match(await page.getByRole("region", { name: "Differences" }).getByRole("status").innerText(), /The two texts/);
    await go(page, "Golden set");
    await page.getByRole("status").filter({ hasText: "Finished" }).waitFor({ timeout: 60_000 });
    assert.ok((await page.getByRole("table", { name: "Results", exact: true }).getByRole("row").count()) > 3);
    assert.match(await page.getByRole("main").innerText(), /simulated/);
    await go(page, "Migrate");
    for (const name of ["Before", "After"]) {
      assert.match(await page.getByRole("region", { name, exact: true }).innerText(), /gpt-4\.1-mini/);
    }
    await page.getByRole("tab", { name: "Patch" }).click();
    await page.getByRole("button", { name: /pasted\.ts/ }).first().waitFor();
    await go(page, "Report");
    assert.match(await page.getByRole("main").innerText(), /simulated/);
    assert.deepEqual(shared.sent(page), []);
  });

  test("the demo can be switched off again, and what it showed goes with it", async (t) => {
    const page = await shared.visit(t);
    await tryDemo(page);
    await page.getByRole("switch", { name: "Demo gateways" }).uncheck();
    assert.match(await checkRow(page, "Health", "Source").innerText(), /not run/);
    await go(page, "Compare");
    assert.equal(await answer(page, "Source").text.textContent(), "");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    assert.match(await page.getByRole("alert").innerText(), /no key for the source gateway/);
    assert.deepEqual(shared.sent(page), []);
  });

  test("the target starts as the guide's edition, and today's is one choice away", async (t) => {
    const page = await shared.visit(t);
    const source = gateway(page, "Source");
    const target = gateway(page, "Target");
    const values = async ({ profile, baseUrl, keyVariable }) => [
      await profile.locator("option:checked").innerText(),
      await baseUrl.inputValue(),
      await keyVariable.inputValue(),
    ];
    assert.deepEqual(await values(source), ["OpenRouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"]);
    assert.deepEqual(await values(target), ["AI Stats Gateway", "https://api.phaseo.app/v1", "AI_STATS_API_KEY"]);
    await target.profile.selectOption({ label: "Phaseo Gateway" });
    assert.deepEqual(await values(target), ["Phaseo Gateway", "https://api.phaseo.app/v1", "PHASEO_API_KEY"]);
    await target.profile.selectOption({ label: "OpenAI-compatible" });
    assert.deepEqual(await values(target), ["OpenAI-compatible", "", "OPENAI_API_KEY"]);
    assert.match(await target.problem.innerText(), /base URL is empty/);
    await target.profile.selectOption({ label: "AI Stats Gateway" });
    assert.equal(await target.problem.count(), 0);
  });

  test("base URLs are normalised, and the form in use is shown", async (t) => {
    const page = await shared.visit(t);
    const { group, baseUrl, problem } = gateway(page, "Target");
    for (const [typed, used] of [
      ["  https://API.Phaseo.app/v1/  ", "https://api.phaseo.app/v1"],
      ["api.phaseo.app/v1", "https://api.phaseo.app/v1"],
      ["https://api.phaseo.app:443/v1/chat/completions", "https://api.phaseo.app/v1"],
      ["localhost:9102/v1", "http://localhost:9102/v1"],
    ]) {
      await baseUrl.fill(typed);
      await group.getByText(`Used as ${used}`, { exact: true }).waitFor();
      assert.equal(await problem.count(), 0, typed);
    }
  });

  test("base URLs that no key may go to are refused beside the field, and nothing is sent there", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, { source: shared.gateways.source, target: shared.gateways.target });
    const { baseUrl, problem } = gateway(page, "Target");
    for (const [typed, words] of [
      ["http://api.phaseo.app/v1", /Plain http is refused/],
      ["http://127.0.0.1.example.org/v1", /Plain http is refused/],
      ["https://api.phaseo.app/v1?key=1", /no query or fragment/],
      ["https://api.phaseo.app/v1#x", /no query or fragment/],
      ["https://me@api.phaseo.app/v1", /user name or password/],
      ["ftp://api.phaseo.app/v1", /neither https nor http/],
      ["https://api phaseo.app", /space/],
      ["https://api.phaseo.app:99999/v1", /port/],
      ["https://nowhere", /host/],
      ["", /empty/],
    ]) {
      await baseUrl.fill(typed);
      await problem.filter({ hasText: words }).waitFor();
    }
    await baseUrl.fill("http://api.phaseo.app/v1");
    const results = await check(page);
    assert.match(results["Chat Source"], /\bpass\b/);
    assert.match(results["Health Target"], /not run|skipped/);
    const hosts = new Set(shared.sent(page).map(({ url }) => new URL(url).origin));
    assert.deepEqual([...hosts], [new URL(shared.gateways.source.base_url).origin]);
  });

  test("swapped keys are caught before anything is sent", async (t) => {
    const page = await shared.visit(t);
    const { source, target } = shared.gateways;
    await connectTo(page, { source: { ...source, key: target.key }, target: { ...target, key: source.key } });
    assert.match(await gateway(page, "Source").problem.innerText(), /AI Stats key, in the field of the source/);
    assert.match(await gateway(page, "Target").problem.innerText(), /OpenRouter key, in the field of the target/);
    assert.equal(await page.getByRole("button", { name: "Check connection" }).isDisabled(), true);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("openai/gpt-4o");
    await page.getByRole("button", { name: "Validate models" }).click();
    await page.getByRole("alert").first().waitFor();
    await go(page, "Compare");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "swapped" }).first().waitFor();
    assert.deepEqual(shared.sent(page), []);
  });

  test("one swapped key keeps its side silent, on every page", async (t) => {
    const page = await shared.visit(t);
    const { source, target } = shared.gateways;
    await connectTo(page, { source: { ...source, key: target.key }, target });
    await gateway(page, "Source").problem.waitFor();
    await check(page);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("openai/gpt-4o");
    const validate = page.getByRole("button", { name: "Validate models" });
    await validate.click();
    await waitUntil(() => validate.isEnabled(), "the validation ends");
    const atSource = shared.sent(page).filter(({ url }) => url.startsWith(source.base_url));
    assert.deepEqual(atSource, []);
  });

  test("a key can be shown and forgotten", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    const { group, key, show, forget } = gateway(page, "Target");
    assert.equal(await key.getAttribute("type"), "password");
    await show.click();
    assert.equal(await key.getAttribute("type"), "text");
    assert.equal(await show.getAttribute("aria-pressed"), "true");
    assert.equal(await key.inputValue(), shared.gateways.target.key);
    await show.click();
    assert.equal(await key.getAttribute("type"), "password");
    await group.getByText(/sent only to http:\/\/127\.0\.0\.1/).waitFor();
    await forget.click();
    assert.equal(await key.inputValue(), "");
    await go(page, "Compare");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "no key for the target gateway" }).waitFor();
    assert.deepEqual(shared.sent(page), []);
  });

  test("keys stay while one goes through the pages, and are gone after a reload", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    for (const name of pageNames) await go(page, name);
    await go(page, "Connect");
    const { source } = shared.gateways;
    const results = await check(page);
    assert.match(results["Key Source"], /\bpass\b/);
    await page.reload();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await gateway(page, "Source").key.inputValue(), "");
    await gateway(page, "Source").baseUrl.fill(source.base_url);
    await go(page, "Compare");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByRole("alert").filter({ hasText: "no key" }).waitFor();
  });

  test("another origin in the base URL forgets the key, another path does not", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    const { group, baseUrl, key } = gateway(page, "Target");
    const held = shared.gateways.target;
    await baseUrl.fill(`${held.base_url}/other`);
    assert.equal(await key.inputValue(), held.key);
    await baseUrl.fill(shared.gateways.source.base_url);
    await group.getByRole("status").filter({ hasText: "The key was forgotten" }).waitFor();
    assert.equal(await key.inputValue(), "");
    await baseUrl.fill(held.base_url);
    const results = await check(page);
    assert.match(results["Key Target"], /skipped[\s\S]*No key was entered/);
  });

  test("a connection check passes every row over real HTTP, and the list has exactly what was sent", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    const results = await check(page);
    for (const [row, text] of Object.entries(results)) assert.match(text, /\bpass\b/, row);
    assert.match(results["Models Source"], /99 models/);
    assert.match(results["Models Target"], /94 models/);

    const listed = await requestRows(page);
    assert.deepEqual(listed.filter(({ state }) => state !== "200"), []);
    assert.deepEqual(
      listed.map(({ method, url, key }) => `${method} ${url} ${key}`).sort(),
      inWords(shared.sent(page), shared.gateways).sort(),
    );
    const unkeyed = listed.filter(({ key }) => key === "no key").map(({ url }) => new URL(url).pathname);
    assert.deepEqual(unkeyed.sort(), ["/api/v1/models", "/v1/health"], "health needs no key, so it gets none");
  });

  test("a refused key is told apart from a gateway that is down", async (t) => {
    const page = await shared.visit(t, { allow: networkErrors });
    await connectTo(page, {
      source: { ...shared.gateways.source, key: wrongSourceKey },
      target: { ...shared.gateways.target, key: wrongTargetKey },
    });
    const results = await check(page);
    for (const side of ["Source", "Target"]) {
      assert.match(results[`Health ${side}`], /\bpass\b/);
      assert.match(results[`Key ${side}`], /fail: 401[\s\S]*does not accept this key[\s\S]*Copy the key again/);
    }
  });

  test("a server that is down is explained, and later steps are not tried", async (t) => {
    const gone = await shared.start(t);
    await gone.stop();
    const page = await shared.visit(t, { allow: networkErrors });
    await connectTo(page, gone);
    const results = await check(page);
    for (const side of ["Source", "Target"]) {
      assert.match(results[`Health ${side}`], /fail: unreachable[\s\S]*Nothing answers at 127\.0\.0\.1:\d+[\s\S]*curl/);
      for (const step of ["Models", "Key", "Chat"]) assert.match(results[`${step} ${side}`], /skipped/);
    }
    assert.doesNotMatch(await page.getByRole("main").innerText(), /Failed to fetch|TypeError/);
  });

  for (const fault of ["no-cors", "refused-header"]) {
    test(`${fault}: an answer that the browser may not read is called so`, async (t) => {
      const pair = await shared.start(t, { fault });
      const page = await shared.visit(t, { allow: networkErrors });
      await connectTo(page, pair);
      const results = await check(page);
      for (const side of ["Source", "Target"]) {
        const failed = Object.entries(results).filter(([row, text]) => row.endsWith(side) && /fail:/.test(text));
        assert.equal(failed.length, 1, `one failed step of ${side}: ${JSON.stringify(results)}`);
        assert.match(failed[0][1], /fail: cors[\s\S]*\(CORS\)[\s\S]*Your servers are not affected/);
      }
      assert.doesNotMatch(await page.getByRole("main").innerText(), /Failed to fetch|TypeError/);
      const unread = (await requestRows(page)).filter(({ state }) => state === "reached");
      assert.deepEqual(unread.map(({ key }) => key), ["no key", "no key"], "the look into a failure carries no key");
    });
  }

  test("a redirect is said and not followed, so that no third host hears of it", async (t) => {
    const listen = async (answer) => {
      const server = createServer(answer).listen(0, "127.0.0.1");
      await once(server, "listening");
      t.after(() => server.close());
      server.unref();
      return `http://127.0.0.1:${server.address().port}`;
    };
    let heard = 0;
    const third = await listen((request, response) => {
      heard += 1;
      response.writeHead(200, { "access-control-allow-origin": "*", "access-control-allow-headers": "*" }).end("{}");
    });
    for (const cors of [{}, { "access-control-allow-origin": "*", "access-control-allow-headers": "*" }]) {
      const redirecting = await listen((request, response) => {
        if (request.method === "OPTIONS") return void response.writeHead(204, cors).end();
        response.writeHead(307, { ...cors, location: third + request.url }).end();
      });
      // That the browser says what it held back is the point of this test.
      const page = await shared.visit(t, { allow: [...networkErrors, /violates[^"]*"connect-src /] });
      await connectTo(page, {
        source: { ...shared.gateways.source, base_url: `${redirecting}/api/v1` },
        target: { ...shared.gateways.target, base_url: `${redirecting}/v1` },
      });
      const results = await check(page);
      for (const side of ["Source", "Target"]) {
        assert.match(results[`Health ${side}`], /fail: redirect[\s\S]*redirect to another address/);
      }
      assert.ok((await requestRows(page)).length >= 4);
    }
    assert.equal(heard, 0);
  });

  test("a redirect within the host is said too, and what carries a key never follows it", async (t) => {
    const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
    const elsewhere = [];
    for (const [allowed, result] of [[cors, /fail: redirect[\s\S]*redirect to another address/], [{}, /fail: cors[\s\S]*redirects within its own host/]]) {
      const server = createServer((request, response) => {
        if (request.url.startsWith("/new")) {
          elsewhere.push({ cors: allowed === cors, authorization: request.headers.authorization });
          return void response.writeHead(200, cors).end("{}");
        }
        if (request.method === "OPTIONS") return void response.writeHead(204, allowed).end();
        response.writeHead(308, { ...allowed, location: `/new${request.url}` }).end();
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      t.after(() => server.close());
      server.unref();
      const at = `http://127.0.0.1:${server.address().port}`;
      const page = await shared.visit(t, { allow: networkErrors });
      await connectTo(page, {
        source: { ...shared.gateways.source, base_url: `${at}/api/v1` },
        target: { ...shared.gateways.target, base_url: `${at}/v1` },
      });
      const results = await check(page);
      for (const side of ["Source", "Target"]) assert.match(results[`Health ${side}`], result);
      assert.deepEqual((await requestRows(page)).filter(({ key }) => key !== "no key"), []);
    }
    // CORS hides one that has no permission: only the look past CORS, which has no key, is led on by the browser.
    assert.deepEqual(elsewhere.filter((request) => request.cors || request.authorization), []);
  });

  test("the chips say demo or live, and reachable of everything that answers", async (t) => {
    const page = await shared.visit(t, { allow: networkErrors });
    const chip = (side) => page.getByRole("link", { name: new RegExp(`^${side} gateway:`) });
    await chip("Source").filter({ hasText: "live, not checked" }).waitFor();
    const refusing = await shared.start(t, { fault: "503" });
    await connectTo(page, refusing);
    await check(page);
    for (const side of ["Source", "Target"]) {
      assert.match(await chip(side).innerText(), /live, reachable/);
      assert.match(await chip(side).innerText(), new RegExp(new URL(refusing[side.toLowerCase()].base_url).host));
    }
    await refusing.stop();
    await check(page);
    for (const side of ["Source", "Target"]) assert.match(await chip(side).innerText(), /live, not reachable/);
    await page.getByRole("switch", { name: "Demo gateways" }).check();
    await check(page);
    for (const side of ["Source", "Target"]) assert.match(await chip(side).innerText(), /demo, reachable/);
  });

  test("the explanation of a failed step is an alert", async (t) => {
    const gone = await shared.start(t);
    await gone.stop();
    const page = await shared.visit(t, { allow: networkErrors });
    await connectTo(page, gone);
    await check(page);
    for (const side of ["Source", "Target"]) {
      assert.match(await checkRow(page, "Health", side).getByRole("alert").innerText(), /Nothing answers at[\s\S]*curl/);
      assert.equal(await checkRow(page, "Models", side).getByRole("alert").count(), 0);
    }
  });

  test("an address of another gateway than the profile's is caught before anything is sent", async (t) => {
    const page = await shared.visit(t);
    const { baseUrl, key, problem, profile } = gateway(page, "Target");
    await baseUrl.fill("https://openrouter.ai/api/v1");
    await problem.filter({ hasText: "This is an address of OpenRouter, and the profile is AI Stats Gateway." }).waitFor();
    await key.fill(strangersKey("aistats_v1_sk_"));
    await problem.filter({ hasText: "The key was not taken." }).waitFor();
    await profile.selectOption({ label: "OpenAI-compatible" });
    await baseUrl.fill("http://127.0.0.1:9/v1");
    for (const typed of [strangersKey("sk-or-v1-"), strangersKey("phaseo_v1_sk_")]) {
      await key.fill(typed);
      await problem.filter({ hasText: /This is an? (OpenRouter|Phaseo) key/ }).waitFor();
    }
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("openai/gpt-4o");
    await page.getByRole("button", { name: "Validate models" }).click();
    await page.getByRole("alert").first().waitFor();
    assert.deepEqual(shared.sent(page), []);
  });

  test("the list of requests is what was sent, for a reading of the lists and for a run", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("openai/gpt-4o");
    const validate = page.getByRole("button", { name: "Validate models" });
    await validate.click();
    await page.getByRole("combobox", { name: /^Target ID for/ }).waitFor();
    const listed = async () => {
      await go(page, "Connect");
      return (await requestRows(page)).map(({ method, url, key }) => `${method} ${url} ${key}`).sort();
    };
    const read = await listed();
    assert.ok(read.length >= 2 && read.every((row) => /^GET \S+\/models(\?\S+)? (source|target) key$/.test(row)), `${read}`);
    assert.deepEqual(read, inWords(shared.sent(page), shared.gateways).sort());
    for (const stream of [true, false]) {
      await go(page, "Compare");
      await page.getByRole("switch", { name: "Stream" }).setChecked(stream);
      await run(page, smallChat());
    }
    const all = await listed();
    const of = (method) => all.filter((row) => row.startsWith(`${method} `));
    assert.equal(of("POST").length, 4);
    assert.equal(of("OPTIONS").length, 4, "the preflight before each measured request stands in the list");
    assert.deepEqual(all, inWords(shared.sent(page), shared.gateways).sort());
  });

  test("a long list of requests can be seen whole", async (t) => {
    const page = await shared.visit(t);
    await page.getByRole("switch", { name: "Demo gateways" }).check();
    const rows = page.getByRole("list", { name: "Requests" }).getByRole("listitem");
    await page.evaluate(async () => {
      const button = (name) => [...document.querySelectorAll("main button")].find(({ textContent }) => textContent.trim() === name);
      for (let round = 0; round < 110; round += 1) {
        button("Check connection").click();
        await new Promise((wake) => setTimeout(wake));
        button("Stop").click();
        await new Promise((wake) => setTimeout(wake));
      }
    });
    const all = page.getByRole("button", { name: /^Show all / });
    await all.waitFor();
    assert.equal(await rows.count(), 200);
    const count = Number(/\d+/.exec(await all.innerText())[0]);
    assert.ok(count >= 220, `${count}`);
    await all.click();
    await waitUntil(async () => (await rows.count()) === count, "all are there");
    await page.getByRole("button", { name: "Show the newest 200" }).click();
    await waitUntil(async () => (await rows.count()) === 200, "the newest are there");
  });

  test("a gateway that keeps silent is given up and explained", async (t) => {
    const pair = await shared.start(t, { fault: "hang" });
    const page = await shared.visit(t, { allow: networkErrors });
    await page.clock.install();
    await page.reload();
    await connectTo(page, pair);
    const button = page.getByRole("button", { name: "Check connection" });
    await button.click();
    // A request that has not arrived yet could not be seen to be closed.
    await waitUntil(() => pair.log.filter(({ log }) => log === "silence").length === 2, "both requests have arrived");
    await page.clock.fastForward(16_000);
    for (const side of ["Source", "Target"]) {
      const row = checkRow(page, "Health", side);
      await row.filter({ hasText: "fail: hang" }).waitFor();
      assert.match(await row.innerText(), /from 127\.0\.0\.1:\d+ within 15 s/);
    }
    const closed = (side) => pair.log.some((line) => line.side === side && line.aborted);
    await waitUntil(() => closed("source") && closed("target"), "the connections are closed");
  });

  test("being offline is called so", async (t) => {
    const page = await shared.visit(t, { allow: networkErrors });
    await connectTo(page, shared.gateways);
    await page.context().setOffline(true);
    await page.waitForFunction(() => !navigator.onLine);
    const results = await check(page);
    for (const side of ["Source", "Target"]) assert.match(results[`Health ${side}`], /fail: offline[\s\S]*Reconnect/);
  });

  test("a website in place of a gateway is not mistaken for one", async (t) => {
    const page = await shared.visit(t, { allow: networkErrors });
    const pair = await shared.start(t, { fault: "html" });
    await connectTo(page, pair);
    const results = await check(page);
    for (const [row, text] of Object.entries(results)) assert.doesNotMatch(text, /\bpass\b/, row);
    assert.match(results["Health Target"], /no gateway[\s\S]*The key was not sent/);
    assert.match(results["Key Target"], /skipped[\s\S]*your key is not sent/);
    assert.deepEqual(shared.sent(page).filter(({ headers }) => headers.authorization), []);
  });

  // A person may choose the other edition, or call the target by neither name: what is read is read tolerantly.
  for (const [edition, profile] of [
    ["phaseo", "Phaseo Gateway"],
    ["phaseo", "AI Stats Gateway"],
    ["ai-stats", "Phaseo Gateway"],
    ["ai-stats", "OpenAI-compatible"],
  ]) {
    test(`a target of the edition ${edition} is checked, listed and compared as ${profile}`, async (t) => {
      const pair = await shared.start(t, { edition });
      // The health of one of no known name is whether it answers at all without a key, here with 401.
      const page = await shared.visit(t, profile === "OpenAI-compatible" ? { allow: networkErrors } : {});
      await gateway(page, "Target").profile.selectOption({ label: profile });
      let { target } = pair;
      if (profile === "OpenAI-compatible") {
        // A gateway of no known name has keys of no known form; here it is exchanged on the way.
        target = { ...target, key: "any-key-of-a-gateway-of-ones-own" };
        await page.route(`${target.base_url}/**`, (route) => {
          const headers = route.request().headers();
          if (headers.authorization) headers.authorization = headers.authorization.replace(target.key, pair.target.key);
          return route.continue({ headers });
        });
      }
      await connectTo(page, { source: pair.source, target });
      const results = await check(page);
      for (const [row, text] of Object.entries(results)) {
        const unknown = profile === "OpenAI-compatible" && row === "Key Target";
        assert.match(text, unknown ? /skipped[\s\S]*no address for it that is known; the chat shows it/ : /\bpass\b/, row);
      }
      await go(page, "Models");
      await page.getByRole("textbox", { name: "Model IDs" }).fill("openai/gpt-4.1-mini\nzzz-nobody/quite-unlike-anything-99q");
      const validate = page.getByRole("button", { name: "Validate models" });
      await validate.click();
      await waitUntil(() => validate.isEnabled(), "the validation ends");
      const row = (id) => page.getByRole("table", { name: "Alias map" }).getByRole("row").filter({ hasText: id });
      assert.match(await row("openai/gpt-4.1-mini").first().innerText(), /exact/);
      assert.match(await row("zzz-nobody").first().innerText(), /missing/);
      await go(page, "Compare");
      await run(page, smallChat());
      for (const side of ["Source", "Target"]) {
        assert.match(await answer(page, side).state.innerText(), /^answered 200/, side);
        assert.notEqual(await answer(page, side).text.textContent(), "", side);
        assert.match((await answer(page, side).figures()).Tokens, /\d+ in, \d+ out/, side);
      }
    });
  }
});
