// What this is: how much of the speed of a bare `fetch` loop is left to a run of a golden set: the same number of calls, as
// many at a time, on the same gateways, in the same browser, one after the other.
// What it is not: a speed of the gateways; both wait for the same simulated answers.
// Invariant: a run that does not finish, or a call of the loop that fails, is an error.
import { newPage } from "../../tests/e2e/harness.mjs";
import { row } from "./table.mjs";

const cases = 150;
const atOnce = 8;
const least = 0.9;
const model = "openai/gpt-4.1-mini";
const request = (question) => ({ model, messages: [{ role: "user", content: question }], max_tokens: 4, stream: true });

/** Calls a second of a loop that does nothing but fetch and read. */
async function bare(page, gateways) {
  const bodies = (side, calls) => Array.from({ length: calls }, (_, at) => JSON.stringify(request(`${side} ${at}`)));
  const sides = [
    { ...gateways.source, bodies: bodies("source", 2 * cases) },
    { ...gateways.target, bodies: bodies("target", cases) },
  ];
  return page.evaluate(
    async ({ sides, atOnce }) => {
      const start = performance.now();
      const lanes = sides.flatMap(({ base_url, key, bodies }) =>
        Array.from({ length: atOnce }, async () => {
          for (let body = bodies.pop(); body; body = bodies.pop()) {
            const headers = { "Content-Type": "application/json", Authorization: `Bearer ${key}` };
            const answer = await fetch(`${base_url}/chat/completions`, { method: "POST", headers, body });
            if (!answer.ok) throw new Error(`status ${answer.status}`);
            const reader = answer.body.getReader();
            while (!(await reader.read()).done);
          }
        }),
      );
      await Promise.all(lanes);
      return (performance.now() - start) / 1000;
    },
    { sides, atOnce },
  );
}

/** Seconds of a run of the page. */
async function ofThePage(page, gateways) {
  for (const [title, { base_url, key }] of [["Source", gateways.source], ["Target", gateways.target]]) {
    const group = page.getByRole("group", { name: `${title} gateway` });
    await group.getByRole("textbox", { name: "Base URL" }).fill(base_url);
    await group.getByLabel("API key", { exact: true }).fill(key);
  }
  await page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name: "Golden set" }).click();
  const lines = Array.from({ length: cases }, (_, at) => JSON.stringify({ custom_id: `${at}`, url: "/v1/chat/completions", body: request(`page ${at}`) }));
  const file = { name: "set.jsonl", mimeType: "application/x-ndjson", buffer: Buffer.from(lines.join("\n")) };
  await page.getByLabel("Import set").setInputFiles(file);
  await page.getByText(`${cases} cases`).waitFor();
  const concurrency = page.getByRole("spinbutton", { name: "Concurrency" });
  await concurrency.fill(String(atOnce));
  await concurrency.blur();
  await page.getByText("Pace, retries, caches").click();
  const warmUp = page.getByRole("spinbutton", { name: "Warm-up pairs" });
  await warmUp.fill("0");
  await warmUp.blur();
  await page.getByRole("checkbox", { name: "Accept calls of unknown price" }).check();
  const state = page.getByRole("region", { name: "Run", exact: true });
  const start = performance.now();
  await page.getByRole("button", { name: "Run set" }).click();
  await state.getByText(/^Finished/).waitFor({ timeout: 300_000 });
  return (performance.now() - start) / 1000;
}

export async function golden({ browser, site, gateways }) {
  const page = await newPage(browser);
  await page.goto(site.url);
  const calls = 3 * cases;
  const loop = calls / (await bare(page, gateways));
  const run = calls / (await ofThePage(page, gateways));
  await page.context().close();
  const share = run / loop;
  return {
    // The table holds what may not be exceeded: the share that is lost.
    rows: [row(`share of a bare fetch loop that a golden run loses, ${calls} calls`, 1 - share, "", 1 - least)],
    notes: [`Golden set: ${run.toFixed(1)} calls a second against ${loop.toFixed(1)} of a bare fetch loop, a ratio of ${share.toFixed(2)} (at least ${least})`],
  };
}
