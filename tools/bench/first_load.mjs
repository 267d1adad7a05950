// What this is: the bytes that Chromium receives when it opens the page for the first time.
// What it is not: the budget that `make test` enforces; that is size.mjs, whose total stands in the second row.
// Invariant: every byte of every answer counts, headers included, whichever part of the page asked for it.
import { newPage } from "../../tests/e2e/harness.mjs";
import { budget, measure } from "../size.mjs";
import { row } from "./table.mjs";

export async function firstLoad({ browser, site, dist }) {
  const page = await newPage(browser);
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const responses = new Map();
  const received = [];
  session.on("Network.responseReceived", ({ requestId, response }) => responses.set(requestId, response));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const response = responses.get(requestId);
    const coding = Object.entries(response?.headers ?? {}).find(([name]) => name.toLowerCase() === "content-encoding");
    received.push({ url: response?.url ?? "?", bytes: encodedDataLength, coding: coding?.[1] ?? "as it is" });
  });
  // The server compresses each file at its first request, which takes seconds.
  await page.goto(site.url, { waitUntil: "networkidle", timeout: 120_000 });
  await page.locator("main h1").waitFor();
  await page.context().close();

  if (!received.some(({ url, bytes }) => url.endsWith(".wasm") && bytes > 0)) {
    throw new Error("the first load brought no WebAssembly");
  }
  const transferred = received.reduce((sum, { bytes }) => sum + bytes, 0);
  const named = (await measure(dist)).reduce((sum, { compressed }) => sum + compressed, 0);
  received.sort((one, other) => other.bytes - one.bytes);
  return {
    rows: [
      row("First load, all that Chromium received, headers included", transferred, "B", budget),
      row("First load, all files that the page names, brotli (size.mjs)", named, "B", budget),
    ],
    notes: [
      "First load:",
      ...received.map(({ url, bytes, coding }) => `  ${String(bytes).padStart(7)} B  ${new URL(url).pathname} (${coding})`),
    ],
  };
}
