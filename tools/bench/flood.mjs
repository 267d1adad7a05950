// What this is: the page while both gateways send 500 events a second at once for nine seconds, over real HTTP: how long
// its frames get, and whether every event arrives. Once with the raw frames closed, once with them open.
// What it is not: a measurement of the gateways; they write no event before its time, and the rate that arrived is shown.
// Invariant: an event that is lost is an error, and so is a text that differs from what a plain client reads.
import { newPage } from "../../tests/e2e/harness.mjs";
import { answered, openCompare, openRawFrames, readyToRun, run, setRequest, sides, takeRun } from "./compare_page.mjs";
import { traceFrames, watchBeat } from "./frames.mjs";
import { median, ms, percentile, row, worst } from "./table.mjs";

const passes = 3;
const events = 4500;
const limit = 50;
const request = { model: "fault/flood", max_tokens: events, messages: [{ role: "user", content: "Flood." }] };

/** The text of the flood as a client with nothing else to do reads it, as fast as the gateway can write it. */
async function plainText({ base_url, key }) {
  const response = await fetch(`${base_url}/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ ...request, stream: true, metadata: { events_per_second: "100000" } }),
  });
  const pieces = (await response.text())
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice("data: ".length)).choices?.[0]?.delta?.content)
    .filter((text) => text);
  if (pieces.length !== events) throw new Error(`a plain client got ${pieces.length} of ${events} events`);
  return pieces.join("");
}

/** A page that does nothing but count frames: what this machine can do at best at this moment. */
async function emptyPage(browser) {
  const page = await newPage(browser);
  const { intervals } = await watchBeat(page, () => page.waitForTimeout(3000));
  await page.context().close();
  return intervals;
}

async function pass(given, texts, open) {
  const empty = await emptyPage(given.browser);
  const page = await openCompare(given);
  await setRequest(page, request);
  if (open) await openRawFrames(page);
  await readyToRun(page);
  const { frames, tasks, result } = await traceFrames(given.browser, page, () =>
    watchBeat(page, async () => {
      await run(page, given.gateways, 60_000);
      await page.waitForTimeout(500); // The end counts too: usage, figures, the difference of the texts.
    }),
  );
  await answered(page);
  const taken = await takeRun(page);
  await page.context().close();

  const rates = sides.map((side) => {
    const times = taken[side].frames.filter(({ carries }) => carries.includes("text")).map(({ at }) => at);
    if (times.length !== events) throw new Error(`${side}: ${times.length} of ${events} events arrived`);
    if (taken[side].text !== texts[side]) throw new Error(`${side}: the text differs from what a plain client reads`);
    return ((events - 1) * 1000) / (times.at(-1) - times[0]);
  });
  return { frames, tasks, empty, intervals: result.intervals, rates };
}

export async function flood(given) {
  const texts = {};
  for (const side of sides) texts[side] = await plainText(given.gateways[side]);
  const rows = [];
  const notes = [];
  for (const open of [false, true]) {
    const all = [];
    for (let count = 0; count < passes; count += 1) all.push(await pass(given, texts, open));
    const of = (read) => all.map((one) => worst(read(one)));
    const name = `Flood, raw frames ${open ? "open" : "closed"}`;
    const walls = (one) => one.frames.map(({ wall }) => wall);
    const longest = of(walls);
    rows.push(
      row(`${name}, longest frame, median of ${passes} passes`, median(longest), "ms", limit),
      row(`${name}, longest frame, worst of ${passes} passes`, worst(longest), "ms", limit),
      row(`${name}, most CPU time of a frame`, worst(of(({ frames }) => frames.map(({ cpu }) => cpu))), "ms", limit),
      row(`${name}, longest pause between frames`, worst(of(({ intervals }) => intervals)), "ms", limit),
      row("  an empty page meanwhile, longest pause between frames", worst(of(({ empty }) => empty)), "ms"),
    );
    notes.push(`${name}, ${events} events a side, none lost, each pass:`);
    for (const one of all) notes.push(...describe(one));
  }
  return { rows, notes };
}

/** What one pass was like, in words. */
function describe({ frames, tasks, intervals, empty, rates }) {
  const walls = frames.map(({ wall }) => wall);
  const slowest = frames.find(({ wall }) => wall === worst(walls));
  const busiest = frames.find(({ cpu }) => cpu === worst(frames.map((frame) => frame.cpu)));
  const parts = ({ at, cpu, script, layout, paint }) =>
    `at ${(at / 1000).toFixed(1)} s, CPU ${ms(cpu)} ms (script ${ms(script)}, layout ${ms(layout)}, paint ${ms(paint)})`;
  const last = frames.filter(({ at }) => at > 8000 && at < 9000);
  const late = (part) => ms(median(last.map((frame) => frame[part])));
  return [
    `  ${frames.length} frames: p50 ${ms(median(walls))}, p99 ${ms(percentile(walls, 0.99))} ms; ` +
      `longest ${ms(slowest.wall)} ms ${parts(slowest)}; busiest ${ms(busiest.wall)} ms ${parts(busiest)}`,
    `    longest task ${ms(worst(tasks.map(({ wall }) => wall)))} ms, most CPU of a task ` +
      `${ms(worst(tasks.map(({ cpu }) => cpu)))} ms; pauses p99 ${ms(percentile(intervals, 0.99))} ms ` +
      `(empty page ${ms(percentile(empty, 0.99))} ms)`,
    `    in the ninth second, median: CPU ${late("cpu")} ms (script ${late("script")}, layout ${late("layout")}, ` +
      `paint ${late("paint")}); ${rates.map((rate) => rate.toFixed(1)).join(" and ")} events a second arrived`,
  ];
}
