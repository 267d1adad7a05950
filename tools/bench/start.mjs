// What this is: how long the page takes until a person can use it, in a new context each time (nothing cached).
// Usable means both: the first page's own fields are painted, and a real click on a link of the navigation, made by the
// browser's own input as soon as the heading has been painted, has been answered with a painted frame that shows the other
// page's heading. Each is a row of its own, and so is the time until all of the other page is there, which is fetched on
// demand; the CPU time is that until then.
// What it is not: a lower bound. The way of the click from this script to the browser is part of the figure.
// Invariant: a run in which the heading does not come, or the click is not answered, is an error.
// Invariant: until the last time of a visit is taken nothing is evaluated in the page: what a question brings with it (a
// third of a megabyte of script) would keep the page busy for a tenth of a second and stand in the figure.
import { newPage } from "../../tests/e2e/harness.mjs";
import { median, ms, row, worst } from "./table.mjs";

const runs = 7;
const limit = 1000;
const kilobit = 1000 / 8;
const slowLine = { offline: false, latency: 150, downloadThroughput: 1600 * kilobit, uploadThroughput: 750 * kilobit };
const kinds = [
  { name: "CPU 4 times slower", slower: 4, limit },
  { name: "this machine as it is", slower: 1 },
  { name: "CPU 4 times slower, 1.6 Mbit/s, 150 ms", slower: 4, line: slowLine },
];

// Of each gateway: base URL, key, key variable.
const ownFields = 6;

// Runs in the page before anything else. Times are milliseconds since the start of the navigation.
function watch(ownFields) {
  const times = (globalThis.benchTimes = {});
  let first = null;
  let answered = false;
  let fields = false;
  // The task after an animation frame comes when the frame has been made.
  const painted = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
  addEventListener("pointerdown", (event) => (times.clicked = event.timeStamp), { capture: true });
  new MutationObserver((_, observer) => {
    if (!fields && document.querySelectorAll("main:not(#boot) fieldset input").length >= ownFields) {
      fields = true;
      painted((now) => {
        times.fields = now;
        globalThis.benchTook("fields", times);
      });
    }
    const heading = document.querySelector("main:not(#boot) h1")?.textContent;
    if (!heading) return;
    if (first === null) {
      first = heading;
      painted((now) => {
        times.shown = now;
        globalThis.benchTook("shown", times);
      });
    } else if (heading !== first) {
      if (!answered) painted((now) => (times.answered = now));
      answered = true;
      if (document.querySelector("main [aria-busy]")) return;
      observer.disconnect();
      painted((now) => {
        times.whole = now;
        globalThis.benchTook("whole", times);
      });
    }
  }).observe(document, { childList: true, characterData: true, subtree: true });
}

// How long the same work takes in the page: tells whether the slow-down that was asked for is there.
function work() {
  const from = performance.now();
  let sum = 0;
  for (let step = 0; step < 30_000_000; step += 1) sum = (sum + step) | 0;
  return performance.now() - from + (sum & 0);
}

/** Opens the page and gives its times once it says that it has come so far. `told` hears of every step before. */
async function visit(page, url, last, told = () => {}) {
  let timer;
  const done = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the page did not come as far as "${last}" in 120 s`)), 120_000);
    page.exposeBinding("benchTook", (_, step, times) => {
      told(step);
      if (step === last) resolve(times);
    }).catch(reject);
  });
  await page.addInitScript(watch, ownFields);
  try {
    const [times] = await Promise.all([done, page.goto(url, { timeout: 120_000 })]);
    return times;
  } finally {
    clearTimeout(timer);
  }
}

/** Opens the page once and clicks; gives the times and the factor by which the page was really slowed. */
async function open(browser, url, { slower, line }, place) {
  const page = await newPage(browser);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  if (line) {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", line);
  }
  const link = page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Compare", exact: true });
  if (!place) {
    // The first visit finds out where the link is, and asks for everything once.
    await visit(page, url, "fields");
    const { x, y, width, height } = await link.boundingBox();
    await link.click();
    await page.waitForFunction(() => globalThis.benchTimes.whole, null, { timeout: 60_000 });
    await page.context().close();
    return { place: { x: x + width / 2, y: y + height / 2 } };
  }
  let clicked = null;
  const times = await visit(page, url, "whole", (step) => {
    if (step === "shown") clicked = page.mouse.click(place.x, place.y);
  });
  await clicked;
  const { metrics } = await session.send("Performance.getMetrics");
  const cpu = metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  const slowed = await page.evaluate(work);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await page.evaluate(work); // The change takes a moment to come into force.
  const factor = slowed / (await page.evaluate(work));
  await page.context().close();
  return { ...times, cpu, factor };
}

/** Opens the page several times and touches nothing; gives when the fields of the first page were painted. */
async function firstPage(browser, url, { slower }) {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const page = await newPage(browser);
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
    times.push((await visit(page, url, "fields")).fields);
    await page.context().close();
  }
  return times;
}

export async function start({ browser, site }) {
  const { place } = await open(browser, site.url, kinds[1]); // The server compresses each file once, ahead of the runs.
  const rows = [];
  const notes = ["Start:"];
  for (const kind of kinds) {
    const all = [];
    for (let run = 0; run < runs; run += 1) all.push(await open(browser, site.url, kind, place));
    const usable = all.map(({ answered }) => answered);
    rows.push(row(`Click answered, ${kind.name}, median of ${runs}`, median(usable), "ms", kind.limit));
    if (kind.limit) {
      rows.push(row(`Click answered, ${kind.name}, worst of ${runs}`, worst(usable), "ms", kind.limit));
      const own = await firstPage(browser, site.url, kind);
      rows.push(row(`Fields of the first page, ${kind.name}, median of ${runs}`, median(own), "ms", kind.limit));
      rows.push(row(`Fields of the first page, ${kind.name}, worst of ${runs}`, worst(own), "ms", kind.limit));
      const whole = all.map((one) => one.whole);
      rows.push(row(`The other page whole, ${kind.name}, median of ${runs}`, median(whole), "ms", kind.limit));
      // Whatever else the machine does, the page cannot be faster than this.
      const cpu = median(all.map((one) => one.cpu));
      rows.push(row("  CPU time of its main thread until then, median", cpu, "ms", kind.limit));
    }
    const part = (name, of) => `${name} ${ms(median(all.map(of)))} ms (worst ${ms(worst(all.map(of)))})`;
    notes.push(
      `  ${kind.name}: ${part("heading painted after", ({ shown }) => shown)}, ` +
        `${part("then click arrived after", ({ shown, clicked }) => clicked - shown)}, ` +
        `${part("answered after", ({ clicked, answered }) => answered - clicked)}, ` +
        `${part("the other page whole after", ({ answered, whole }) => whole - answered)}; ` +
        `the page's own code ran ${median(all.map(({ factor }) => factor)).toFixed(1)} times slower`,
    );
  }
  return { rows, notes };
}
