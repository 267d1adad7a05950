// What this is: the look that axe takes at a page as it is.
// What it is not: a choice of rules; all that axe has on by default run, on all elements.
// Invariant: what is found does not depend on how often the page was looked at before.
import { AxeBuilder } from "@axe-core/playwright";
import axe from "axe-core";

/** What axe finds wrong with the page: `{ id, help, nodes }` for each rule that is broken. */
export async function axeViolations(page) {
  // Axe is 1.5 MB of script, which the builder would send twice for each look; the page keeps it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const builder = new AxeBuilder({ page, axeSource: "void window.axe" }).setLegacyMode(true);
  // Elements that pass a rule are tested as ever, but not described one by one, which takes as long as the tests.
  const { violations } = await builder.options({ resultTypes: ["violations"] }).analyze();
  return violations;
}
