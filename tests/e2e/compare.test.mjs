// What this is: the Compare page against real HTTP: the editor, both answers live, their figures, frames and
// difference, Stop, one side failing, and every fault of the stand-in gateways.
// What it is not: a test of the readers; their shapes are native tests. Speed is measured by `make bench`.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { gatewaysProgram } from "./harness.mjs";
import {
  answer,
  connectTo,
  editor,
  ended,
  gateway,
  go,
  networkErrors,
  panelsFollow,
  run,
  smallChat,
  strangersKey,
  waitUntil,
  world,
} from "./steps.mjs";

const sides = ["Source", "Target"];
const runButton = (page) => page.getByRole("button", { name: "Run", exact: true });
const stopButton = (page) => page.getByRole("button", { name: "Stop", exact: true });
const difference = (page) => page.getByRole("region", { name: "Differences" });
const question = (content, fields = {}) => smallChat({ messages: [{ role: "user", content }], ...fields });

/** What a fault leads to on each side: the state, and the words of its explanation where there is one. */
const faults = {
  401: [/^refused 401/, /\(401\)[\s\S]*does not accept this key/],
  402: [/^refused 402/, /\(402\)[\s\S]*no credit/],
  403: [/^refused 403/, /\(403\)[\s\S]*guardrail/],
  404: [/^refused 404/, /\(404\)[\s\S]*model[\s\S]*Models page/],
  408: [/^refused 408/, /\(408\)[\s\S]*too long/],
  413: [/^refused 413/, /\(413\)[\s\S]*larger than the gateway takes/],
  429: [/^refused 429/, /\(429\)[\s\S]*Wait/],
  "429-retry-after": [/^refused 429/, /\(429\)[\s\S]*Wait/],
  "429-brief": [/^refused 429/, /\(429\)[\s\S]*Wait/],
  502: [/^refused 502/, /\(502\)[\s\S]*provider behind the gateway failed/],
  503: [/^refused 503/, /\(503\)[\s\S]*Run again/],
  html: [/^refused 502/, /no answer of a gateway/],
  "close-mid-stream": [/^failed: cut/, /broke the connection before the answer was complete/],
  "error-mid-stream": [/^refused 200/, /provider behind the gateway failed/],
  "error-in-200": [/^refused 200/, /no credit|provider behind the gateway failed/],
  "slow-drip": [/^answered 200/, null],
  burst: [/^answered 200/, null],
  "no-cors": [/^failed: cors/, /may not read its answer \(CORS\)/],
  "refused-header": [/^failed: cors/, /\(CORS\)/],
  "wrong-content-type": [/^answered 200/, null],
  "invalid-utf-8": [/^answered 200/, null],
  "huge-frame": [/^answered 200/, null],
  flood: [/^answered 200/, null],
  "faulty-parameters": [/^answered 200/, null],
};
/** Faults by chance, which the golden set meets. */
const elsewhere = ["mixed"];
/** Faults that never end: a person ends them. */
const silences = ["hang", "hang-mid-stream"];
/** Faults before the end of which some text had come. */
const withText = ["close-mid-stream", "error-mid-stream", "slow-drip", "burst", "wrong-content-type", "invalid-utf-8", "huge-frame", "flood", "faulty-parameters"];

/** A growing text is laid out where it can be seen, and nowhere else has its text to give. */
const inSight = (page) => answer(page, "Target").text.scrollIntoViewIfNeeded();

describe("Compare", () => {
  const shared = world();

  /** A page on Compare with both gateways set. */
  async function opened(t, { pair = shared.gateways, ...options } = {}) {
    const page = await shared.visit(t, options);
    await connectTo(page, pair);
    await go(page, "Compare");
    return page;
  }

  /** The JSON that each side was sent in the last run. */
  function bodies(page) {
    const posts = shared.sent(page).filter(({ method }) => method === "POST");
    const last = ({ base_url }) => posts.filter(({ url }) => url.startsWith(base_url)).at(-1);
    const { source, target } = shared.gateways;
    return { source: last(source), target: last(target), count: posts.length };
  }

  test("a request that cannot be sent is explained, and Run waits", async (t) => {
    const page = await opened(t);
    const alert = page.getByRole("region", { name: "Request" }).getByRole("alert");
    const invalid = async (text, words) => {
      await editor(page).fill(text);
      await alert.filter({ hasText: words }).waitFor();
      assert.equal(await runButton(page).isDisabled(), true, text);
    };
    await invalid('{\n  "model": "a/b",\n}', /not valid JSON, at line 3 column 1/);
    await invalid("", /not valid JSON, at line 1/);
    await invalid("[]", /not a JSON object/);
    await invalid("{}", /no model/);
    await invalid('{"model": "a/b"}', /no messages/);
    await invalid('{"model": "a/b", "messages": []}', /no messages/);
    await editor(page).fill(smallChat());
    assert.equal(await alert.count(), 0);
    assert.equal(await runButton(page).isEnabled(), true);
    await page.getByRole("combobox", { name: "Endpoint" }).selectOption("/responses");
    await alert.filter({ hasText: /no input/ }).waitFor();
    await editor(page).press("Control+Enter");
    assert.deepEqual(shared.sent(page), []);
  });

  test("both sides are sent the same JSON, digit for digit, on either endpoint, streamed or not", async (t) => {
    const page = await opened(t);
    const stream = page.getByRole("switch", { name: "Stream" });
    const expectBodies = (path, streams) => {
      const { source, target } = bodies(page);
      assert.equal(source.postData, target.postData);
      assert.ok(source.url.endsWith(path) && target.url.endsWith(path), source.url);
      assert.match(source.postData, /"temperature":0\.70[,}]/);
      assert.equal(JSON.parse(source.postData).stream, streams);
    };
    const chat = smallChat().replace("{", '{\n  "temperature": 0.70,');
    const responses = JSON.stringify({ model: "openai/gpt-4.1-mini", input: "Say hello.", max_output_tokens: 16 }).replace(
      "{",
      '{"temperature": 0.70,',
    );
    for (const [endpoint, body] of [
      ["/chat/completions", chat],
      ["/responses", responses],
    ]) {
      await page.getByRole("combobox", { name: "Endpoint" }).selectOption(endpoint);
      for (const streams of [true, false]) {
        await stream.setChecked(streams);
        await run(page, body);
        expectBodies(endpoint, streams ? true : undefined);
        for (const side of sides) {
          const { state, text } = answer(page, side);
          assert.match(await state.innerText(), /^answered 200/, `${side} ${endpoint} stream ${streams}`);
          assert.notEqual(await text.textContent(), "");
          const figures = await answer(page, side).figures();
          assert.equal(/\d/.test(figures["Time to first token"]), streams, "only a stream has a first token");
          assert.match(figures.Tokens, /\d+ in, \d+ out/);
        }
      }
    }
    assert.equal(bodies(page).count, 8);
  });

  test("the untouched example follows the endpoint", async (t) => {
    const page = await opened(t);
    const endpoint = page.getByRole("combobox", { name: "Endpoint" });
    const first = await editor(page).inputValue();
    await endpoint.selectOption("/responses");
    assert.ok("input" in JSON.parse(await editor(page).inputValue()));
    await endpoint.selectOption("/chat/completions");
    assert.equal(await editor(page).inputValue(), first);
  });

  test("both answers grow live, at the same time", async (t) => {
    const page = await opened(t);
    await editor(page).fill(question("Tell a long story about two tracks and a switch.", { max_tokens: 300 }));
    await runButton(page).click();
    await inSight(page);
    const seen = { Source: new Set(), Target: new Set() };
    let together = 0;
    await waitUntil(async () => {
      const running = [];
      for (const side of sides) {
        const [state, text] = [answer(page, side).state, answer(page, side).text];
        const length = (await text.textContent()).length;
        if (!/^running/.test(await state.innerText())) continue;
        seen[side].add(length);
        if (length > 0) running.push(side);
      }
      if (running.length === 2) together += 1;
      return await stopButton(page).isDisabled();
    }, "both answers end");
    for (const side of sides) assert.ok(seen[side].size >= 4, `${side} was seen at lengths ${[...seen[side]]}`);
    assert.ok(together >= 2, `both were seen growing ${together} times`);
  });

  test("the arguments of a tool call grow while they are streamed", async (t) => {
    const pair = await shared.start(t, { fault: "slow-drip" });
    const page = await opened(t, { pair });
    const names = Array.from({ length: 8 }, (_, at) => `stop_number_${at}`);
    const parameters = {
      type: "object",
      required: names,
      additionalProperties: false,
      properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
    };
    const tool = { type: "function", function: { name: "route_of_train", description: "Plans a route.", parameters } };
    await editor(page).fill(question("Which stops has this train?", { tools: [tool], tool_choice: "required", max_tokens: 400 }));
    await runButton(page).click();
    /** The arguments as they stand there, without what only makes them easier to read. */
    const argumentsOf = async (side) => {
      const list = answer(page, side).region.getByRole("list", { name: "Tool calls" });
      const [text] = await list.getByRole("listitem").allInnerTexts();
      return text?.replace("route_of_train", "").replaceAll(/\s/g, "");
    };
    const seen = { Source: [], Target: [] };
    const read = async (side) => {
      const now = await argumentsOf(side);
      if (now !== undefined && now !== seen[side].at(-1)) seen[side].push(now);
    };
    await waitUntil(
      async () => {
        for (const side of sides) if (/^running/.test(await answer(page, side).state.innerText())) await read(side);
        return await stopButton(page).isDisabled();
      },
      "both calls end",
      40_000,
    );
    for (const side of sides) {
      assert.ok(seen[side].length >= 4, `${side} was seen with ${JSON.stringify(seen[side])}`);
      assert.ok(seen[side].some((text) => text !== "" && !text.endsWith("}")), `${side} was seen in the middle`);
      await read(side);
      for (const [at, text] of seen[side].slice(1).entries()) assert.ok(text.startsWith(seen[side][at]), `${side}: ${text} after ${seen[side][at]}`);
      // A target that repeats what came before must not be shown twice over.
      assert.deepEqual(Object.keys(JSON.parse(seen[side].at(-1))), names, side);
    }
  });

  test("the figures are those of the wire: times, tokens, exact cost, provider", async (t) => {
    const page = await opened(t);
    const before = shared.gateways.log.length;
    await run(page, question("How many sleepers has a mile of track?", { max_tokens: 24 }));
    await waitUntil(() => shared.gateways.log.slice(before).filter(({ method }) => method === "POST").length === 2, "the log is written");
    for (const side of sides) {
      const figures = await answer(page, side).figures();
      const server = shared.gateways.log.slice(before).find((line) => line.method === "POST" && line.side === side.toLowerCase());
      const milliseconds = (text) => parseFloat(text) * (/ ms$/.test(text) ? 1 : 1000);
      const [first, total] = [figures["Time to first token"], figures["Total time"]].map(milliseconds);
      assert.ok(first >= server.first_text_ms - 10 && first < server.first_text_ms + 10_000, `${side}: ${first} ms`);
      assert.ok(total >= first && total >= server.end_ms - 10, `${side}: ${total} ms`);
      assert.match(figures["Tokens per second"], /^\d+(\.\d)?$/, `${side} counted by the gateway`);

      const frames = (await answer(page, side).frames()).join("\n");
      const [, input, output] = /"prompt_tokens":(\d+),"completion_tokens":(\d+)/.exec(frames);
      assert.equal(figures.Tokens, `${input} in, ${output} out`);
      // 0.40 and 1.60 dollars a million: four and sixteen ten-millionths a token.
      const tenMillionths = BigInt(input) * 4n + BigInt(output) * 16n;
      const exact = `$0.${String(tenMillionths).padStart(7, "0")}`.replace(/0+$/, "");
      assert.equal(figures.Cost, exact, `${side} cost`);
      assert.match(figures.Model, /gpt-4\.1-mini/);
      assert.notEqual(figures["Finish reason"], "–");
    }
    assert.equal((await answer(page, "Source").figures())["Serving provider"], "OpenAI");
  });

  test("the raw frames are shown as received, each with its time", async (t) => {
    const page = await opened(t);
    await run(page, smallChat());
    for (const side of sides) {
      const { region, text } = answer(page, side);
      const rows = await answer(page, side).frames();
      const [, count] = /Raw frames \((\d+)\)/.exec(await region.getByText(/^Raw frames/).innerText());
      assert.equal(rows.length, Number(count));
      const times = rows.map((row) => parseFloat(row));
      assert.deepEqual(times, [...times].sort((a, b) => a - b), "times only grow");
      const pieces = rows
        .map((row) => row.slice(row.indexOf("{")))
        .filter((data) => data.startsWith("{"))
        .map((data) => JSON.parse(data).choices?.[0]?.delta?.content ?? "");
      assert.equal(pieces.join(""), await text.textContent(), `${side}: the frames add up to the text`);
    }
  });

  test("the difference lays one text over the other", async (t) => {
    const page = await opened(t);
    await run(page, question("Why is the sky blue?", { max_tokens: 200 }));
    const texts = [await answer(page, "Source").text.textContent(), await answer(page, "Target").text.textContent()];
    assert.notEqual(texts[0], texts[1], "the two gateways word this one differently");
    const status = difference(page).getByRole("status");
    await status.filter({ hasText: /differ in \d+ place/ }).waitFor();
    await difference(page).getByRole("deletion").first().waitFor();
    const marked = async (role) => (await difference(page).getByRole(role).allInnerTexts()).map((text) => text.replace(/^(source|target):\s+/, ""));
    for (const [role, own, other] of [
      ["deletion", texts[0], texts[1]],
      ["insertion", texts[1], texts[0]],
    ]) {
      const words = await marked(role);
      assert.ok(words.length > 0, role);
      for (const word of words) assert.ok(own.includes(word.trim()), `${role} "${word}" is in its own text`);
      assert.ok(words.some((word) => !other.includes(word.trim())), `${role}: something is only there`);
    }

    await run(page, question("Reply with exactly: one two three four five"));
    assert.equal(await answer(page, "Source").text.textContent(), await answer(page, "Target").text.textContent());
    await status.filter({ hasText: /the same/ }).waitFor();
    await difference(page).getByText("No difference of the text").waitFor();
    assert.deepEqual([await marked("deletion"), await marked("insertion")], [[], []]);
  });

  test("Stop closes both connections at once and keeps what had come", async (t) => {
    const page = await opened(t);
    const before = shared.gateways.log.length;
    await editor(page).fill(smallChat({ model: "fault/slow-drip", max_tokens: 400 }));
    await runButton(page).click();
    await inSight(page);
    for (const side of sides) {
      await waitUntil(async () => (await answer(page, side).text.textContent()).length > 5, `some ${side} text is there`);
    }
    assert.equal(await runButton(page).isDisabled(), true);
    assert.equal(await page.getByRole("progressbar", { name: "Answers that have ended" }).getAttribute("value"), "0");
    await stopButton(page).click();
    const pressed = Date.now();
    const aborted = () => shared.gateways.log.slice(before).filter((line) => line.method === "POST" && line.aborted);
    await waitUntil(() => aborted().length === 2, "the gateways see both connections closed");
    t.diagnostic(`closed ${Date.now() - pressed} ms after the press`);
    await ended(page);
    const texts = [];
    for (const side of sides) {
      assert.match(await answer(page, side).state.innerText(), /^stopped/);
      texts.push(await answer(page, side).text.textContent());
    }
    await page.waitForTimeout(200);
    for (const [at, side] of sides.entries()) {
      assert.ok(texts[at].length > 5);
      assert.equal(await answer(page, side).text.textContent(), texts[at], "nothing is added afterwards");
      assert.match((await answer(page, side).figures())["Total time"], /\d/);
    }
    assert.equal(await runButton(page).isEnabled(), true);
    assert.equal(await stopButton(page).isDisabled(), true);
    await run(page, smallChat());
    assert.match(await answer(page, "Source").state.innerText(), /^answered/, "and one can run again");
  });

  test("Ctrl+Enter runs and stops, from within the editor too", async (t) => {
    const page = await opened(t);
    await editor(page).fill(smallChat({ model: "fault/slow-drip", max_tokens: 400 }));
    const text = await editor(page).inputValue();
    await editor(page).press("Control+Enter");
    await waitUntil(() => stopButton(page).isEnabled(), "it runs");
    await page.keyboard.press("Control+Enter");
    await ended(page);
    for (const side of sides) assert.match(await answer(page, side).state.innerText(), /^stopped/);
    assert.equal(await editor(page).inputValue(), text, "the press leaves no line break behind");
  });

  for (const [failing, whole] of [
    ["Target", "Source"],
    ["Source", "Target"],
  ]) {
    test(`${failing} failing leaves ${whole} whole`, async (t) => {
      const pairs = await Promise.all(["502", "close-mid-stream", "no-cors"].map((fault) => shared.start(t, { fault })));
      const down = await shared.start(t);
      await down.stop();
      const page = await shared.visit(t, { allow: networkErrors });
      for (const [pair, state] of [...pairs.map((pair, at) => [pair, [/^refused 502/, /^failed: cut/, /^failed: cors/][at]]), [down, /^failed: unreachable/]]) {
        await go(page, "Connect");
        const mixed = failing === "Target" ? { source: shared.gateways.source, target: pair.target } : { source: pair.source, target: shared.gateways.target };
        await connectTo(page, mixed);
        await go(page, "Compare");
        await run(page, smallChat());
        assert.match(await answer(page, failing).state.innerText(), state);
        assert.notEqual(await answer(page, failing).problem.innerText(), "");
        assert.match(await answer(page, whole).state.innerText(), /^answered 200/);
        assert.notEqual(await answer(page, whole).text.textContent(), "");
        assert.equal(await answer(page, whole).problem.count(), 0);
      }
    });
  }

  test("every fault ends in a state that says what happened", async (t) => {
    const names = Object.keys(faults);
    const lanes = [0, 1, 2].map((lane) => names.filter((_, at) => at % 3 === lane));
    const wrong = [];
    await Promise.all(
      lanes.map(async (lane) => {
        const page = await opened(t, { allow: networkErrors });
        for (const name of lane) {
          await run(page, smallChat({ model: `fault/${name}`, max_tokens: 8 }));
          await panelsFollow(page);
          const [state, words] = faults[name];
          for (const side of sides) {
            const found = answer(page, side);
            const problems = (await found.problem.allInnerTexts()).join("\n");
            const note = (text) => wrong.push(`${name} on ${side}: ${text}`);
            if (!state.test(await found.state.innerText())) note(`the state is ${await found.state.innerText()}`);
            if (words ? !words.test(problems) : problems !== "") note(`the explanation is ${JSON.stringify(problems)}`);
            const text = await found.text.textContent();
            if (withText.includes(name) !== text.length > 0) note(`the text is ${JSON.stringify(text)}`);
          }
          if (/Failed to fetch|TypeError|undefined|NaN/.test(await page.getByRole("main").innerText())) wrong.push(`${name}: a bare error`);
        }
      }),
    );
    assert.deepEqual(wrong, []);
  });

  test("one run is no evidence: the same request is asked many times in the golden set", async (t) => {
    const page = await opened(t);
    const verdicts = page.getByRole("region", { name: "Verdicts on this run" });
    const repeats = verdicts.getByRole("spinbutton", { name: "Repeats" });
    assert.equal(await repeats.inputValue(), "20");
    await editor(page).fill("{");
    assert.equal(await verdicts.getByRole("link", { name: "Repeat as a golden set" }).count(), 0);
    await editor(page).fill(question("How many sleepers has a mile of track?", { max_tokens: 8 }));
    await repeats.fill("3");
    await verdicts.getByRole("link", { name: "Repeat as a golden set" }).click();
    await page.getByRole("heading", { level: 1, name: "Golden set" }).waitFor();
    await page.getByText(/Request of the Compare page\s*: 1 cases, 1 requests/).waitFor();
    assert.equal(await page.getByRole("spinbutton", { name: "Repeats" }).inputValue(), "3");
  });

  test("the table of faults has every fault that the stand-ins have", async () => {
    const { stderr } = spawnSync(gatewaysProgram(), ["--fault", "no such fault"], { encoding: "utf8" });
    const all = /there are: ([^.\n]+)/.exec(stderr)?.[1].split(", ") ?? assert.fail(stderr);
    const told = [...Object.keys(faults), ...silences, ...elsewhere];
    assert.deepEqual(all.toSorted(), told.toSorted());
  });

  test("a gateway that says how long to wait is quoted", async (t) => {
    const page = await opened(t, { allow: networkErrors });
    await run(page, smallChat({ model: "fault/429-retry-after" }));
    assert.match((await answer(page, "Source").problem.allInnerTexts()).join("\n"), /It asks to wait \d+ s/);
    await run(page, smallChat({ model: "fault/429" }));
    assert.doesNotMatch((await answer(page, "Source").problem.allInnerTexts()).join("\n"), /asks to wait/);
  });

  for (const name of silences) {
    test(`${name}: a silence is said, and Stop ends it`, async (t) => {
      const page = await shared.visit(t, { allow: networkErrors });
      await page.clock.install();
      await page.reload();
      await connectTo(page, shared.gateways);
      await go(page, "Compare");
      await editor(page).fill(smallChat({ model: `fault/${name}` }));
      await runButton(page).click();
      await waitUntil(() => bodies(page).count === 2, "both requests are out");
      if (name === "hang-mid-stream") {
        await inSight(page);
        for (const side of sides) await waitUntil(async () => (await answer(page, side).text.textContent()) !== "", "some text is there");
      }
      await page.clock.runFor("00:40");
      // Whether the page gives up or goes on waiting, after that it must not look as if all were well.
      const silent = /silent|no answer|nothing (more )?(has )?(come|arrived)|hang/i;
      const said = [];
      for (const side of sides) {
        let text = await answer(page, side).region.innerText();
        // On a busy machine the last pieces come after the clock was set forward.
        for (let more = 0; more < 8 && !silent.test(text); more += 1) {
          await page.clock.runFor("00:05");
          text = await answer(page, side).region.innerText();
        }
        said.push(text);
      }
      if (await stopButton(page).isEnabled()) await stopButton(page).click();
      await ended(page);
      for (const [at, side] of sides.entries()) {
        assert.match(said[at], silent, `${side} after forty seconds of silence`);
      }
    });
  }

  test("a key in the request body refuses to run, whosever it is", async (t) => {
    const page = await opened(t);
    const { source, target } = shared.gateways;
    for (const key of [source.key, target.key, strangersKey("sk-or-v1-"), strangersKey("phaseo_v1_sk_")]) {
      await editor(page).fill(question(`My key is ${key}, does it work?`));
      await runButton(page).click();
      await page.getByRole("alert").filter({ hasText: /Nothing was sent: the request.* contains a key/ }).waitFor();
    }
    assert.deepEqual(shared.sent(page), []);
    await run(page, smallChat());
    assert.equal(await page.getByRole("alert").count(), 0);
    assert.equal(bodies(page).count, 2);
  });

  test("an approved alias is what the target is sent, and only the target", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("x-ai/grok-4.3");
    await page.getByRole("button", { name: "Validate models" }).click();
    const target = page.getByRole("combobox", { name: "Target ID for x-ai/grok-4.3" });
    await target.selectOption("spacex-ai/grok-4.3");
    await go(page, "Compare");
    await editor(page).fill(smallChat({ model: "x-ai/grok-4.3" }));
    const told = page.getByRole("region", { name: "Request" }).getByText(/The target is sent spacex-ai\/grok-4\.3 for x-ai\/grok-4\.3/);
    assert.equal(await told.count(), 0, "a pick is not an approval");
    await go(page, "Models");
    await page.getByRole("checkbox", { name: "Approve x-ai/grok-4.3" }).check();
    await go(page, "Compare");
    await told.waitFor();
    await run(page);
    const sent = bodies(page);
    assert.equal(JSON.parse(sent.source.postData).model, "x-ai/grok-4.3");
    assert.equal(JSON.parse(sent.target.postData).model, "spacex-ai/grok-4.3");
    for (const side of sides) assert.match(await answer(page, side).state.innerText(), /^answered 200/);
  });

  test("without keys nothing runs, and the page says where to enter them", async (t) => {
    const page = await shared.visit(t, { fragment: "#/compare" });
    await runButton(page).click();
    const alert = page.getByRole("alert");
    assert.match(await alert.innerText(), /no key for the source gateway[\s\S]*Connect page/);
    assert.deepEqual(shared.sent(page), []);
  });

  test("a run goes on while one looks at another page", async (t) => {
    const page = await opened(t);
    await editor(page).fill(question("Tell a story.", { max_tokens: 100 }));
    await runButton(page).click();
    await go(page, "Migrate");
    await go(page, "Compare");
    await ended(page);
    for (const side of sides) assert.match(await answer(page, side).state.innerText(), /^answered 200/);
    await go(page, "Connect");
    await gateway(page, "Source").group.waitFor();
  });

  test("a long silence is spoken of seldom, because each change of the words is read out", async (t) => {
    const page = await shared.visit(t, { allow: networkErrors });
    await page.clock.install();
    await page.reload();
    await connectTo(page, shared.gateways);
    await go(page, "Compare");
    await editor(page).fill(smallChat({ model: "fault/hang" }));
    await runButton(page).click();
    await waitUntil(() => stopButton(page).isEnabled(), "it runs");
    const said = answer(page, "Source").region.getByRole("status").filter({ hasText: "Nothing has come" });
    const words = new Set();
    // The clock goes on by itself between these steps, so that this may be later than it counts.
    for (let second = 0; second < 125 && words.size < 4; second += 1) {
      await page.clock.runFor(1_000);
      if (await said.count()) words.add(await said.innerText());
    }
    const seconds = [...words].map((text) => Number(/for (\d+) s/.exec(text)[1]));
    assert.deepEqual(seconds, [10, 30, 60, 120]);
    await stopButton(page).click();
    await ended(page);
    assert.equal(await said.count(), 0);
  });
});
