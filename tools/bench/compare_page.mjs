// What this is: the steps on the page that the measurements of streams share: connect both gateways, set a request,
// run it, take the case file.
// What it is not: a test of those pages; it expects them to work.
// Invariant: everything is found by the role and name of the page's own names.
import { readFile } from "node:fs/promises";
import { newPage } from "../../tests/e2e/harness.mjs";

export const sides = ["source", "target"];
const title = (side) => side[0].toUpperCase() + side.slice(1);

const goTo = (page, name) =>
  page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name, exact: true }).click();

/** A new page, connected to both gateways, on Compare. */
export async function openCompare({ browser, site, gateways }) {
  const page = await newPage(browser);
  await page.goto(site.url);
  for (const side of sides) {
    const group = page.getByRole("group", { name: `${title(side)} gateway` });
    await group.getByRole("textbox", { name: "Base URL" }).fill(gateways[side].base_url);
    await group.getByLabel("API key", { exact: true }).fill(gateways[side].key);
  }
  await goTo(page, "Compare");
  return page;
}

export const setRequest = (page, body) => page.getByRole("textbox", { name: "Request body" }).fill(JSON.stringify(body));

export async function openRawFrames(page) {
  for (const side of sides) {
    await page.getByRole("region", { name: `${title(side)} answer` }).getByText(/^Raw frames/).click();
  }
}

/**
 * Does `action` and waits until both gateways have answered one POST to the end. Gives what they wrote in their log
 * about it: `{ source: { preflight, request }, target: … }` and the `result` of the action.
 */
export async function logged(gateways, limit, action) {
  const before = gateways.log.length;
  const lines = (side, method) =>
    gateways.log.slice(before).filter((line) => line.side === side && line.method === method);
  const result = await action();
  const until = performance.now() + limit;
  while (!sides.every((side) => lines(side, "POST").length > 0)) {
    if (performance.now() > until) throw new Error(`the gateways did not answer within ${limit} ms`);
    await new Promise((soon) => setTimeout(soon, 20));
  }
  const of = (side) => ({ preflight: lines(side, "OPTIONS")[0] ?? null, request: lines(side, "POST")[0] });
  return { source: of("source"), target: of("target"), result };
}

/** Gets Run ready to be pressed, so that `run` asks the page nothing: searching it would cost frames of its own. */
export const readyToRun = (page) => page.getByRole("button", { name: "Run", exact: true }).focus();

/** Presses Run and waits for the gateways to have answered, without touching the page. Gives what `logged` gives. */
export const run = (page, gateways, limit) => logged(gateways, limit, () => page.keyboard.press("Enter"));

/** Waits until the page has taken both answers in. */
export async function answered(page) {
  for (const side of sides) {
    await page.getByRole("region", { name: `${title(side)} answer` }).getByText("answered 200").waitFor();
  }
}

/** The run of the case, by side, as "Download JSON" on Report saves them; then back to Compare. */
export async function takeRun(page) {
  await goTo(page, "Report");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download JSON" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  await goTo(page, "Compare");
  const run = JSON.parse(text).runs?.[0];
  for (const side of sides) {
    if (run?.[side]?.outcome !== "answered") throw new Error(`the case holds no ${side} answer: ${run?.[side]?.outcome}`);
  }
  return run;
}
