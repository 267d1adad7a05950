// What this is: the figures that have limits, taken in Chromium from the built page, as one table beside these:
// `node tools/bench.mjs [first-load] [start] [flood] [first-token] [inventory] [models] [parsing] [golden]`, all of them if
// none is named.
// SWITCHYARD_DIST names another built page than dist/.
// What it is not: a gate. A missed limit is printed and fails nothing, because times depend on the machine and on what
// else it does meanwhile; that is why its load stands beside every figure.
// Invariant: a part that gets no data, or loses an event, is an error, never a missing row.
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { launch, startGateways, startPage } from "../tests/e2e/harness.mjs";
import { firstLoad } from "./bench/first_load.mjs";
import { firstToken } from "./bench/first_token.mjs";
import { flood } from "./bench/flood.mjs";
import { golden } from "./bench/golden.mjs";
import { inventory } from "./bench/inventory.mjs";
import { models } from "./bench/models.mjs";
import { parsing } from "./bench/parsing.mjs";
import { start } from "./bench/start.mjs";
import { table } from "./bench/table.mjs";

const parts = { "first-load": firstLoad, start, flood, "first-token": firstToken, inventory, models, parsing, golden };
const asked = process.argv.slice(2);
for (const name of asked) if (!parts[name]) throw new Error(`no part ${name}; there are: ${Object.keys(parts).join(", ")}`);

const dist = process.env.SWITCHYARD_DIST || fileURLToPath(new URL("../dist", import.meta.url));
const [site, gateways, browser] = await Promise.all([startPage(dist), startGateways(), launch()]);
try {
  console.log(`Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model.trim()}`);
  const rows = [];
  const notes = [];
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
    console.log(`… ${name}`);
    try {
      const found = await parts[name]({ browser, site, gateways, dist });
      rows.push(...found.rows);
      notes.push(...found.notes);
    } catch (error) {
      // What the other parts measured is worth its time; the error is the end of the run all the same.
      process.exitCode = 1;
      notes.push(`${name}: NO FIGURE. ${error.stack}`);
    }
  }
  console.log(`\n${table(rows)}\n\n${notes.join("\n")}`);
} finally {
  await browser.close();
  await Promise.all([site.close(), gateways.stop()]);
}
