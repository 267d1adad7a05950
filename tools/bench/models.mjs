// What this is: how long the page takes to judge 500 ids against 2,000 rows: from the press of "Validate models" until the
// press has been dealt with, in Chromium, both lists loaded from files.
// What it is not: the time to draw 500 rows: a search that matches none keeps the table empty.
// Invariant: a run that does not end with 500 judged ids is an error.
import { newPage } from "../../tests/e2e/harness.mjs";
import { median, row, worst } from "./table.mjs";

const runs = 9;
const limit = 50;
const families = ["gpt", "claude-sonnet", "gemini-flash", "llama", "mistral-large", "qwen", "deepseek-v", "grok"];
const there = ["openai", "anthropic", "google", "meta", "mistral", "qwen", "deepseek", "spacex-ai"];
const here = ["openai", "anthropic", "google", "meta-llama", "mistralai", "qwen", "deepseek", "x-ai"];

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
    rows: [row(`500 ids against 2,000 rows, median of ${runs}`, median(times), "ms", limit)],
    notes: [`Models: the first of ${runs} presses took ${times[0].toFixed(1)} ms, the slowest ${worst(times).toFixed(1)} ms`],
  };
}
