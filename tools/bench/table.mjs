// What this is: the one table of `make bench`, and the few statistics that its figures are.
// What it is not: a judgement on who is to blame for a missed limit; the load column is there for the reader.
// Invariant: percentiles are values that were measured (nearest rank), never interpolated ones.
import { loadavg } from "node:os";

/** The value that this share of all values does not exceed. */
export function percentile(values, share) {
  if (values.length === 0) throw new Error("there are no values to take a percentile of");
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
export const median = (values) => percentile(values, 0.5);
export const worst = (values) => percentile(values, 1);

/** `12.3` */
export const ms = (value) => (value < 1000 ? value.toFixed(1) : value.toFixed(0));

/**
 * One row. `limit` is left out for a figure that only explains another. The load is that of the last minute, read now:
 * a row is to be made when its figure has just been taken.
 */
export const row = (name, figure, unit, limit) => ({ name, figure, unit, limit, load: loadavg()[0] });

/** The rows as text. */
export function table(rows) {
  const show = (value, unit) => (unit === "ms" ? `${ms(value)} ms` : `${value.toLocaleString("en-US")} ${unit}`);
  const cells = rows.map(({ name, figure, unit, limit, load }) => [
    name,
    show(figure, unit),
    limit === undefined ? "" : show(limit, unit),
    limit === undefined ? "" : (figure / limit).toFixed(2),
    limit === undefined ? "" : figure <= limit ? "yes" : "NO",
    load.toFixed(1),
  ]);
  cells.unshift(["figure", "measured", "limit", "ratio", "met", "load"]);
  const widths = cells[0].map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  const pad = (text, column) => (column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]));
  return cells.map((line) => line.map(pad).join("  ")).join("\n");
}
