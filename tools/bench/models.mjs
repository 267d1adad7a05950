// What this is: the Models page with 2,000 rows on each side, both lists loaded from files, in Chromium: how long it takes
// to judge 500 ids, from the press of "Validate models" until the press has been dealt with; and the longest frame while
// the table of a list is drawn, scrolled, and searched letter by letter.
// What it is not: the time to draw 500 judged rows: a search that matches none keeps that table empty.
// Invariant: a run that does not end with 500 judged ids, or with the searched row, is an error.
import { newPage } from "../../tests/e2e/harness.mjs";
import { traceFrames } from "./frames.mjs";
import { median, row, worst } from "./table.mjs";

const runs = 9;
const limit = 50;
const families = ["gpt", "claude-sonnet", "gemini-flash", "llama", "mistral-large", "qwen", "deepseek-v", "grok"];
const there = ["openai", "anthropic", "google", "meta", "mistral", "qwen", "deepseek", "spacex-ai"];
const here = ["openai", "anthropic", "google", "meta-llama", "mistralai", "qwen", "deepseek", "x-ai"];

/** The table of a list of 2,000 rows: drawn, scrolled from end to end, searched. Gives the longest frame of each. */
async function tableOfRows({ browser, site }) {
  const page = await newPage(browser);
  await page.goto(`${site.url}#/models`);
  const listed = Array.from({ length: 2000 }, (_, n) => ({
    id: `${there[n % 8]}/${families[n % 8]}-${Math.floor(n / 200)}.${n % 10}-${n}b`,
    name: `Model ${n}`,
    context_length: 1000 * (n % 300),
    pricing: { prompt: `0.0000${String(n % 90).padStart(2, "0")}`, completion: "0.00001" },
  }));
  const load = (side) =>
    page.getByLabel(`Load ${side} catalogue`).setInputFiles({ name: "rows.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(listed)) });
  await load("source");
  await page.getByText("from the file rows.json").waitFor();
  const table = page.getByRole("table", { name: "Model list" });
  const longest = async (action) => worst((await traceFrames(browser, page, action)).frames.map(({ wall }) => wall));
  // Nothing is shown of the target until its list is there: then the table of all its rows is drawn.
  const drawn = await longest(async () => {
    await load("target");
    await page.getByText("from the file rows.json").nth(1).waitFor();
    await table.getByRole("rowheader", { name: listed[0].id }).waitFor();
    await page.getByRole("combobox", { name: "List shown" }).selectOption("source");
    await page.getByRole("combobox", { name: "Order of models" }).selectOption("by price");
    await page.waitForTimeout(300);
  });
  const scrolled = await longest(() =>
    page.getByRole("group", { name: "Model list, table" }).evaluate(async (frame) => {
      for (let at = 0; at <= frame.scrollHeight; at += 900) {
        frame.scrollTop = at;
        await new Promise(requestAnimationFrame);
      }
    }),
  );
  const search = page.getByRole("searchbox", { name: "Search models" });
  const typed = await longest(async () => {
    await search.pressSequentially(listed[1999].id, { delay: 30 });
    await table.getByRole("rowheader", { name: listed[1999].id }).waitFor();
    for (let letter = 0; letter < listed[1999].id.length; letter += 1) await search.press("Backspace");
    await page.waitForTimeout(300);
  });
  const ids = page.getByRole("textbox", { name: "Model IDs" });
  const elsewhere = await longest(async () => {
    await ids.pressSequentially("openai/gpt-4.1-mini", { delay: 30 });
    await page.waitForTimeout(300);
  });
  await page.context().close();
  return [
    row("2,000 rows on each side, drawing the table, longest frame", drawn, "ms", limit),
    row("2,000 rows on each side, scrolling it, longest frame", scrolled, "ms", limit),
    row("2,000 rows on each side, typing a search, longest frame", typed, "ms", limit),
    row("2,000 rows on each side, typing an id, longest frame", elsewhere, "ms", limit),
  ];
}

export async function models({ browser, site }) {
  const rows = Array.from({ length: 2000 }, (_, n) => `${there[n % 8]}/${families[n % 8]}-${Math.floor(n / 200)}.${n % 10}-${n % 100}b`);
  // None of them is listed as it is: an id that is listed costs one look.
  const ids = Array.from({ length: 500 }, (_, n) => `${here[n % 8]}/${families[n % 8]}-${Math.floor(n / 20)}.${n % 20}-instruct:free`);
  const page = await newPage(browser);
  await page.goto(`${site.url}#/models`);
  for (const side of ["target", "source"]) {
    const file = { name: "rows.txt", mimeType: "text/plain", buffer: Buffer.from(rows.join("\n")) };
    await page.getByLabel(`Load ${side} catalogue`).setInputFiles(file);
  }
  await page.getByText("from the file rows.txt").nth(1).waitFor();
  const field = page.getByRole("textbox", { name: "Model IDs" });
  const button = page.getByRole("button", { name: "Validate models" });
  await field.fill(ids[0]);
  await button.click();
  await page.getByRole("searchbox", { name: "Search aliases" }).fill("nothing has this name");
  await field.fill(ids.join("\n"));
  const times = await button.evaluate(
    (button, runs) =>
      Array.from({ length: runs }, () => {
        const start = performance.now();
        button.click();
        return performance.now() - start;
      }),
    runs,
  );
  await page.getByText(/^500 ids: /).waitFor();
  await page.context().close();
  return {
    rows: [row(`500 ids against 2,000 rows, median of ${runs}`, median(times), "ms", limit), ...(await tableOfRows({ browser, site }))],
    notes: [`Models: the first of ${runs} presses took ${times[0].toFixed(1)} ms, the slowest ${worst(times).toFixed(1)} ms`],
  };
}
