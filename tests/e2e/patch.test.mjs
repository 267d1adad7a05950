// What this is: the Migrate page on scanned code: hunks taken and left, the files made of them, the key variable, the
// environment and the compatibility layer.
// What it is not: a test of the rules and of the patch format case by case; those are native.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { axeViolations } from "./axe.mjs";
import { clipboard, copy, gateway, go, waitUntil, withClipboard, world } from "./steps.mjs";

const source = `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "https://openrouter.ai/api/v1",
  maxRetries: 2,
  timeout: 20_000,
  apiKey: process.env.OPENROUTER_API_KEY,
});

export async function ask(question: string) {
  const completion = await client.chat.completions.create({
    model: "acme/never-heard-of",
    messages: [{ role: "user", content: question }],
  });
  console.log((completion.usage as any).cost);
  return completion.choices[0].message.content;
}
`;
const tabs = ["Patch", "Snippets", "Environment", "Compatibility layer"];

const tab = (page, name) => page.getByRole("tab", { name, exact: true });
const patchRegion = (page) => page.getByRole("region", { name: "Patch", exact: true });
const file = (page) => patchRegion(page).getByRole("button", { name: /pasted\.ts/, expanded: false });
const diff = (page) => page.getByRole("group", { name: "Diff of pasted.ts" });
const hunks = (page) => page.getByRole("checkbox", { name: /^Take hunk at line \d+ of pasted\.ts$/ });
const keyVariable = (page, name) =>
  page.getByRole("radiogroup", { name: "Key variable" }).getByRole("radio", { name });
const button = (page, name) => patchRegion(page).getByRole("button", { name, exact: true });

/** Scans a text on the Inventory page and waits for its findings. */
async function scan(page, text) {
  await go(page, "Inventory");
  // As one event: typing a long text takes the browser longer than everything else here.
  await page.getByRole("textbox", { name: "Paste code" }).evaluate((box, text) => {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "TypeScript" });
  await page.getByRole("button", { name: "Scan", exact: true }).click();
  await page.getByRole("region", { name: "Summary" }).waitFor();
}

/** Scans a text, opens the tab Patch and the one file in it. */
async function openPatch(page, text = source) {
  await scan(page, text);
  await go(page, "Migrate");
  await tab(page, "Patch").click();
  await openFile(page);
}

async function openFile(page) {
  await file(page).click();
  await diff(page).waitFor();
  await hunks(page).first().waitFor();
}

/** Presses a button and gives the name and the bytes of the file that it saves. */
async function save(page, name, region = patchRegion(page)) {
  const pressed = region.getByRole("button", { name, exact: true });
  const [saved] = await Promise.all([page.waitForEvent("download"), pressed.click()]);
  return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
}

/** A folder with the scanned file in it, and what git does there. */
async function folder(t, text = source) {
  const at = await mkdtemp(join(tmpdir(), "switchyard-patch-"));
  t.after(() => rm(at, { recursive: true, force: true }));
  await writeFile(join(at, "pasted.ts"), text);
  return {
    read: () => readFile(join(at, "pasted.ts"), "utf8"),
    async apply(patch, ...options) {
      await writeFile(join(at, "it.patch"), patch);
      // Without a repository around it, git applies to the folder as it is.
      const env = { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() };
      const done = spawnSync("git", ["apply", ...options, "it.patch"], { cwd: at, env, encoding: "utf8" });
      assert.equal(done.status, 0, `git apply ${options.join(" ")}: ${done.stderr}\n${patch}`);
    },
  };
}

/** The files of a zip archive by name, read by its directory. */
function unzip(bytes) {
  const files = {};
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  assert.ok(end >= 0, "the archive has a directory");
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    files[name] = (bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString("utf8");
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

describe("Patch", () => {
  const shared = world({ gateways: null });

  test("without a scan every part says so and leads to the Inventory page", async (t) => {
    const page = await shared.visit(t, { fragment: "#/migrate" });
    for (const name of tabs.filter((name) => name !== "Snippets")) {
      await tab(page, name).click();
      const region = page.getByRole("region", { name, exact: true });
      await region.getByRole("link", { name: /Inventory page/ }).waitFor();
      assert.equal(await region.getByRole("button").count(), 0, "there is nothing to save yet");
    }
    await page.getByRole("link", { name: /Inventory page/ }).click();
    await page.getByRole("heading", { level: 1, name: "Inventory" }).waitFor();
  });

  test("tabs work by keyboard as tabs do", async (t) => {
    const page = await shared.visit(t, { fragment: "#/migrate" });
    const chosen = () => page.getByRole("tab", { selected: true }).innerText();
    assert.equal(await chosen(), "Snippets");
    await tab(page, "Snippets").focus();
    for (const [key, name] of [
      ["ArrowRight", "Presets"],
      ["ArrowRight", "Environment"],
      ["ArrowRight", "Field map"],
      ["ArrowRight", "Compatibility layer"],
      ["ArrowRight", "Patch"],
      ["ArrowLeft", "Compatibility layer"],
      ["Home", "Patch"],
      ["End", "Compatibility layer"],
    ]) {
      await page.keyboard.press(key);
      assert.equal(await chosen(), name, key);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), name, `${key} takes the focus along`);
      await page.getByRole("tabpanel", { name, exact: true }).waitFor();
      assert.equal(await page.getByRole("tabpanel").count(), 1);
    }
    const inTabOrder = await page.getByRole("tab").evaluateAll((all) => all.filter((each) => each.tabIndex === 0).length);
    assert.equal(inTabOrder, 1, "Tab enters the tabs once");
  });

  test("the patch holds what is taken, applies, and can be undone", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await openPatch(page);
    const all = await hunks(page).count();
    assert.ok(all >= 1);
    const names = await hunks(page).evaluateAll((boxes) => boxes.map((box) => box.getAttribute("aria-label")));
    assert.equal(new Set(names).size, all, "every hunk has a name of its own");

    await button(page, "Take all but shown only").click();
    for (const box of await hunks(page).all()) assert.ok(await box.isChecked());
    const { name, bytes } = await save(page, "Download patch");
    const patch = bytes.toString("utf8");
    assert.equal(name, "switchyard.patch");
    assert.match(patch, /^-.*https:\/\/openrouter\.ai\/api\/v1/m);
    assert.match(patch, /^\+.*https:\/\/api\.phaseo\.app\/v1/m);
    assert.match(patch, /^\+.*AI_STATS_API_KEY/m);
    const place = await folder(t);
    await place.apply(patch, "--check");
    await place.apply(patch);
    const changed = await place.read();
    assert.ok(!changed.includes("openrouter.ai"), changed);
    const files = unzip((await save(page, "Download files")).bytes);
    assert.deepEqual(files, { "pasted.ts": changed }, "the files are those that the patch makes");
    await place.apply((await save(page, "Download undo patch")).bytes.toString("utf8"));
    assert.equal(await place.read(), source);
    assert.equal(await copy(page, button(page, "Copy patch")), patch);
  });

  test("a hunk that is left out is not in the patch, and the diff shows it as left out", async (t) => {
    const page = await shared.visit(t);
    await openPatch(page);
    await button(page, "Take all but shown only").click();
    const whole = (await save(page, "Download patch")).bytes.toString("utf8");
    const before = await diff(page).locator(".left-out").count();
    assert.ok((await hunks(page).count()) > 1, "the file has several hunks");
    await hunks(page).first().uncheck();
    assert.ok((await diff(page).locator(".left-out").count()) > before);
    const less = (await save(page, "Download patch")).bytes.toString("utf8");
    assert.ok(less.length < whole.length);
    await (await folder(t)).apply(less, "--check");
    await button(page, "Take none").click();
    for (const box of await hunks(page).all()) assert.ok(!(await box.isChecked()));
    for (const name of ["Download patch", "Download undo patch", "Download files", "Copy patch"]) {
      assert.ok(await button(page, name).isDisabled(), `${name} has nothing to give`);
    }
    await button(page, "Take safe hunks").click();
    assert.ok(await button(page, "Download patch").isEnabled());
  });

  test("what has no equivalent is shown with the code to write, and is taken alone or not at all", async (t) => {
    const page = await shared.visit(t);
    const text = `${source}export const signIn = "https://openrouter.ai/auth?callback_url=";\n`;
    await openPatch(page, text);
    const line = text.split("\n").findIndex((line) => line.includes("/auth?")) + 1;
    const item = page.getByRole("list", { name: "Hunks of pasted.ts" }).locator("> li").filter({ hasText: "NO EQUIVALENT" });
    assert.match(await item.innerText(), /Write this by hand[\s\S]*Shown only[\s\S]*Code to write/);
    const box = page.getByRole("checkbox", { name: `Take hunk at line ${line} of pasted.ts` });
    await button(page, "Take all but shown only").click();
    assert.equal(await box.isChecked(), false, "no button takes it along");
    const without = (await save(page, "Download patch")).bytes.toString("utf8");
    assert.doesNotMatch(without, /no-equivalent/);
    await box.check();
    const patch = (await save(page, "Download patch")).bytes.toString("utf8");
    assert.match(patch, /^\+.*https:\/\/no-equivalent\.invalid\/auth/m);
    await (await folder(t, text)).apply(patch, "--check");
  });

  test("lines are told apart by sign and element in both views", async (t) => {
    const page = await shared.visit(t);
    await openPatch(page);
    const view = page.getByRole("radiogroup", { name: "View" });
    for (const name of ["Unified", "Split", "Unified"]) {
      await view.getByRole("radio", { name }).check();
      await diff(page).locator("del").filter({ hasText: "https://openrouter.ai/api/v1" }).first().waitFor();
      const added = diff(page).locator("ins").filter({ hasText: "https://api.phaseo.app/v1" }).first();
      await added.waitFor();
      assert.match(await added.locator("xpath=..").innerText(), /\+/, "a sign stands before the line");
      assert.ok((await diff(page).locator("mark").count()) > 0, "what differs within the line is marked");
      assert.equal(await diff(page).locator(".diff-pair").count() > 0, name === "Split");
    }
  });

  test("Show brings the hunk into sight, and the diff scrolls by keyboard", async (t) => {
    const page = await shared.visit(t, { height: 500 });
    const apart = Array.from({ length: 40 }, (_, at) => `const pause${at} = ${at};\n`).join("");
    await openPatch(page, source + apart + source.replace("const client", "const second").replace("function ask", "function askAgain"));
    const last = page.getByRole("button", { name: /^Show hunk at line \d+ of pasted\.ts$/ }).last();
    await last.click();
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Diff of pasted.ts");
    const top = () => diff(page).evaluate((frame) => frame.scrollTop);
    // Pressed until it is seen: a busy machine may still be on the way to the hunk.
    const pressed = (key, arrived) => async () => {
      await diff(page).press(key);
      return arrived(await top());
    };
    await waitUntil(pressed("Home", (at) => at === 0), "Home scrolls to the beginning");
    await waitUntil(pressed("End", (at) => at > 0), "End scrolls to the end");
  });

  test("a long diff builds only the lines in sight", async (t) => {
    const page = await shared.visit(t);
    const lines = 5_000;
    const call = (at) => `export const url${at} = "https://openrouter.ai/api/v1/chat/completions";\n`;
    await openPatch(page, Array.from({ length: lines }, (_, at) => call(at)).join(""));
    const built = () => diff(page).locator("del, ins").count();
    assert.ok((await built()) > 0 && (await built()) < 200, `${await built()} lines are in the document`);
    await diff(page).evaluate((frame) => (frame.scrollTop = frame.scrollHeight));
    await diff(page).locator("ins").filter({ hasText: `url${lines - 1} ` }).waitFor();
    assert.ok((await built()) < 200);
    const height = await diff(page).evaluate((frame) => frame.scrollHeight);
    assert.ok(height > lines * 2 * 20 - 1, "the scroll bar is as long as the diff");
  });

  test("a hard cut leaves the old name out, and the focus stays on the choice", async (t) => {
    const page = await shared.visit(t);
    await openPatch(page);
    await button(page, "Take all but shown only").click();
    const soft = (await save(page, "Download patch")).bytes.toString("utf8");
    assert.match(soft, /^\+.*AI_STATS_API_KEY.*OPENROUTER_API_KEY/m);
    await keyVariable(page, "Hard cut").check();
    await file(page).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.type), "radio");
    await button(page, "Take all but shown only").click();
    const hard = (await save(page, "Download patch")).bytes.toString("utf8");
    assert.match(hard, /^\+.*AI_STATS_API_KEY/m);
    assert.doesNotMatch(hard, /^\+.*OPENROUTER_API_KEY/m);
    await (await folder(t)).apply(hard, "--check");
  });

  test("Environment names the variables, and follows the choice", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await scan(page, source);
    await go(page, "Migrate");
    await tab(page, "Environment").click();
    const region = page.getByRole("region", { name: "Environment", exact: true });
    const row = region.getByRole("row").filter({ hasText: "OPENROUTER_API_KEY" });
    await row.waitFor();
    assert.match(await row.innerText(), /AI_STATS_API_KEY[\s\S]*stays set[\s\S]*pasted\.ts/);
    const lines = (name) => region.getByRole("region", { name, exact: true });
    assert.equal(await copy(page, lines("Before").getByRole("button", { name: "Copy" })), "OPENROUTER_API_KEY=\n");
    assert.match(await copy(page, lines("After").getByRole("button", { name: "Copy" })), /^AI_STATS_API_KEY=\nOPENROUTER_API_KEY=\n$/);
    await keyVariable(page, "Hard cut").check();
    await region.getByRole("row").filter({ hasText: "can go" }).waitFor();
    assert.equal(await lines("After").getByLabel("After variables").textContent(), "AI_STATS_API_KEY=\n");
  });

  test("Environment names addresses too, whose old name is never read again", async (t) => {
    const page = await shared.visit(t);
    await scan(page, source.replace('"https://openrouter.ai/api/v1"', "process.env.OPENROUTER_BASE_URL"));
    await go(page, "Migrate");
    await tab(page, "Environment").click();
    const region = page.getByRole("region", { name: "Environment", exact: true });
    const row = region.getByRole("row").filter({ hasText: "OPENROUTER_BASE_URL" });
    assert.match(await row.innerText(), /AI_STATS_BASE_URL[\s\S]*can go/);
    assert.equal(await region.getByLabel("After variables").textContent(), "AI_STATS_API_KEY=\nOPENROUTER_API_KEY=\nAI_STATS_BASE_URL=\n");
  });

  test("another key variable makes the scan one of yesterday, which is said and mended", async (t) => {
    const page = await shared.visit(t);
    await scan(page, source);
    await go(page, "Connect");
    await gateway(page, "Target").keyVariable.fill("ACME_GATEWAY_KEY");
    await go(page, "Migrate");
    await tab(page, "Environment").click();
    await page.getByRole("status").filter({ hasText: "since the scan" }).waitFor();
    await page.getByRole("button", { name: "Scan again" }).click();
    await page.getByRole("row").filter({ hasText: "ACME_GATEWAY_KEY" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Scan again" }).count(), 0);
  });

  test("the compatibility layer is shown, copied and saved in both languages", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await scan(page, source);
    await go(page, "Migrate");
    await tab(page, "Compatibility layer").click();
    const region = page.getByRole("region", { name: "Compatibility layer", exact: true });
    const code = region.getByLabel("Compatibility layer code");
    for (const [label, name, sign] of [
      ["TypeScript", "gateway-compatibility.ts", /export /],
      ["Python", "gateway_compatibility.py", /^def /m],
    ]) {
      await region.getByRole("combobox", { name: "Layer language" }).selectOption({ label });
      await code.filter({ hasText: sign }).waitFor();
      const text = await code.textContent();
      for (const part of ["https://api.phaseo.app/v1", "https://openrouter.ai/api/v1", "acme/never-heard-of", "GATEWAY"]) {
        assert.ok(text.includes(part), `${label} names ${part}`);
      }
      const saved = await save(page, "Download", region);
      assert.deepEqual([saved.name, saved.bytes.toString("utf8")], [name, text]);
      assert.equal(await copy(page, region.getByRole("button", { name: "Copy", exact: true })), text);
      assert.equal(await clipboard(page), text);
    }
    const unresolved = region.getByRole("list", { name: "Unresolved ids" });
    assert.match(await unresolved.innerText(), /acme\/never-heard-of/);
    const field = region.getByRole("table", { name: "Response fields" }).getByRole("row").filter({ hasText: "usage.cost" });
    assert.match(await field.innerText(), /put back/);
  });

  test("axe finds nothing, and nothing is wider than the window", { timeout: 120_000 }, async (t) => {
    const page = await shared.visit(t);
    await openPatch(page);
    const found = [];
    for (const name of tabs) {
      await tab(page, name).click();
      if (name === "Patch") await diff(page).waitFor();
      for (const theme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        for (const width of [320, 900, 1440, 3840]) {
          await page.setViewportSize({ width, height: 800 });
          const over = await page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
          if (over > 0) found.push(`${name} at ${width} px is ${over} px too wide`);
        }
        await page.setViewportSize({ width: 1280, height: 800 });
        for (const { id, help, nodes } of await axeViolations(page)) {
          found.push(`${name}, ${theme}: ${id} (${help}): ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
        }
      }
    }
    assert.deepEqual(found, []);
  });
});
