// What this is: how long the built page takes to start: from navigation to the first frame after the app has replaced
// the loading note, in a new context each time (nothing cached), on three kinds of machine and line.
// What it is not: a gate; times depend on the machine that measures. The size budget is the gate (size.mjs).
// Invariant: a run in which the app does not start is an error, never a missing sample.
import { launch, newPage, startPage } from "../tests/e2e/harness.mjs";

const samples = Number(process.env.SAMPLES || 15);
const kilobit = 1000 / 8;
const kinds = [
  { name: "this machine", slower: 1 },
  { name: "CPU 4 times slower", slower: 4 },
  { name: "CPU 4 times slower, 1.6 Mbit/s, 150 ms", slower: 4, line: { down: 1600 * kilobit, up: 750 * kilobit, latency: 150 } },
];

// Runs in the page before anything else: notes the frame that follows the removal of the loading note.
function watchStart() {
  const seen = { boot: false };
  new MutationObserver((_, observer) => {
    const boot = document.getElementById("boot");
    if (boot) seen.boot = true;
    if (!boot && seen.boot) {
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => (globalThis.startedAt = performance.now())));
    }
  }).observe(document, { childList: true, subtree: true });
}

async function start(browser, url, { slower, line }) {
  const page = await newPage(browser);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  if (line) {
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: line.latency,
      downloadThroughput: line.down,
      uploadThroughput: line.up,
    });
  }
  await page.addInitScript(watchStart);
  await page.goto(url);
  const handle = await page.waitForFunction(() => globalThis.startedAt, null, { timeout: 60_000 });
  const time = await handle.jsonValue();
  await page.context().close();
  return time;
}

const site = await startPage();
const browser = await launch();
try {
  console.log(`Start-up of the page, n = ${samples}, ms`);
  const cell = (value) => String(value).padStart(8);
  console.log(`${"".padEnd(40)}${["min", "median", "p90", "max"].map(cell).join("")}`);
  for (const kind of kinds) {
    await start(browser, site.url, kind); // The server compresses each file once, ahead of the samples.
    const times = [];
    for (let run = 0; run < samples; run += 1) times.push(await start(browser, site.url, kind));
    times.sort((one, other) => one - other);
    const at = (share) => Math.round(times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)] ?? times[0]);
    console.log(`${kind.name.padEnd(40)}${[Math.round(times[0]), at(0.5), at(0.9), Math.round(times.at(-1))].map(cell).join("")}`);
  }
} finally {
  await browser.close();
  await site.close();
}
