// What this is: what makes the page usable without a mouse and without eyes: axe finds nothing on any page, headings and
// landmarks are in place, and the whole journey works by keyboard.
// What it is not: a proof of accessibility; axe sees a part of it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axeViolations } from "./axe.mjs";
import { answer, connectTo, editor, ended, go, networkErrors, pageNames, run, smallChat, tryDemo, waitUntil, world } from "./steps.mjs";

const wideAndNarrow = ["light", "dark"].flatMap((theme) => [1280, 360].map((width) => ({ theme, width })));

/** The name of what has the focus. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return `${element.tagName.toLowerCase()} ${(element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText ?? element.innerText ?? "").trim()}`;
  });

/** Presses Tab until the focus is on what matches. */
async function tabTo(page, wanted, key = "Tab") {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press(key);
    if (wanted.test(await focused(page))) {
      const visible = await page.evaluate(() => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
      });
      assert.ok(visible, `the focus on ${await focused(page)} can be seen`);
      return;
    }
  }
  assert.fail(`${key} never reaches ${wanted}; it ends on ${await focused(page)}`);
}

describe("Accessibility", () => {
  const shared = world();

  /** Runs axe on the page as it is, in a theme, and adds what it finds to `found`: what, on which elements, where. */
  async function look(page, found, where, theme) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    for (const { id, help, nodes } of await axeViolations(page)) {
      const what = `${id} (${help}): ${nodes.map(({ html }) => html.slice(0, 100)).join(" | ")}`;
      found[what] = [...(found[what] ?? []), `${where}, ${theme}`];
    }
  }

  /** Runs axe on every page in each of the looks. */
  async function violations(page, looks) {
    const found = {};
    for (const name of pageNames) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await go(page, name);
      const parts = await page.getByRole("tab").allInnerTexts();
      for (const part of parts.length > 0 ? parts : [""]) {
        await page.setViewportSize({ width: 1280, height: 800 });
        if (part) await page.getByRole("tab", { name: part, exact: true }).click();
        for (const { theme, width } of looks) {
          await page.setViewportSize({ width, height: 800 });
          await look(page, found, `${name} ${part} at ${width} px`, theme);
        }
      }
    }
    return found;
  }

  test("lines and shapes stand out from every ground that they are on, and words more", async (t) => {
    const page = await shared.visit(t);
    const grounds = ["background", "panel", "raised", "code", "source-soft", "target-soft", "fail-soft"];
    const least = {
      7: { text: ["background", "panel", "raised", "code"] },
      4.5: {
        text: grounds,
        muted: grounds,
        "source-text": [...grounds.slice(0, 4), "source-soft"],
        "target-text": [...grounds.slice(0, 4), "target-soft"],
        accent: ["background", "panel"],
        pass: ["background", "panel", "raised"],
        fail: ["background", "panel", "raised", "fail-soft"],
      },
      3: {
        source: [...grounds.slice(0, 4), "source-soft"],
        target: [...grounds.slice(0, 4), "target-soft"],
        "line-strong": ["background", "panel"],
        focus: grounds.slice(0, 4),
      },
    };
    for (const theme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme: theme });
      const wrong = await page.evaluate((least) => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const tokens = getComputedStyle(document.documentElement);
        const luminance = (name) => {
          canvas.fillStyle = tokens.getPropertyValue(`--${name}`);
          canvas.fillRect(0, 0, 1, 1);
          const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const found = [];
        for (const [ratio, colours] of Object.entries(least)) {
          for (const [colour, grounds] of Object.entries(colours)) {
            for (const ground of grounds) {
              const [dark, light] = [luminance(colour), luminance(ground)].sort((a, b) => a - b);
              const contrast = (light + 0.05) / (dark + 0.05);
              if (!(contrast >= Number(ratio))) found.push(`${colour} on ${ground}: ${contrast.toFixed(2)} of ${ratio}`);
            }
          }
        }
        return found;
      }, least);
      assert.deepEqual(wrong, [], theme);
    }
  });

  test("axe finds nothing on a first visit", { timeout: 300_000 }, async (t) => {
    const page = await shared.visit(t);
    assert.deepEqual(await violations(page, wideAndNarrow), {});
  });

  test("axe finds nothing on pages that the demo filled", { timeout: 300_000 }, async (t) => {
    const page = await shared.visit(t);
    await tryDemo(page);
    await go(page, "Compare");
    for (const side of ["Source", "Target"]) await answer(page, side).frames();
    assert.deepEqual(await violations(page, wideAndNarrow), {});
  });

  test("axe finds nothing where things went wrong", async (t) => {
    const page = await shared.visit(t, { fragment: "#/case/1.AAAA", allow: networkErrors });
    const found = {};
    const both = async (where) => {
      for (const theme of ["light", "dark"]) await look(page, found, where, theme);
    };
    await both("a damaged link");
    await go(page, "Connect");
    const { source, target } = shared.gateways;
    await connectTo(page, { source: { ...source, key: target.key }, target: { base_url: "http://example.org" } });
    await both("refused fields");
    await connectTo(page, shared.gateways);
    await go(page, "Compare");
    await run(page, smallChat({ model: "fault/close-mid-stream" }));
    await both("failed answers");
    await editor(page).fill("{");
    await both("a broken request");
    await page.getByRole("combobox", { name: "Theme" }).selectOption("dark");
    await both("the chosen theme");
    assert.deepEqual(found, {});
  });

  test("every page has its title, one h1, both landmarks, and takes the focus to its heading", async (t) => {
    const page = await shared.visit(t);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    for (const name of [...pageNames.slice(1), pageNames[0]]) {
      await go(page, name);
      assert.equal(await page.title(), `${name} · Switchyard`);
      assert.deepEqual(await page.getByRole("heading", { level: 1 }).allInnerTexts(), [name]);
      assert.equal(await page.getByRole("main").count(), 1);
      const steps = page.getByRole("navigation", { name: "Steps" });
      assert.equal(await steps.count(), 1);
      assert.equal(await steps.locator("[aria-current=page]").innerText(), name);
      await waitUntil(async () => (await focused(page)) === `h1 ${name}`, `the heading of ${name} has the focus`, 2_000);
      const levels = await page.getByRole("heading").evaluateAll((all) => all.map((heading) => Number(heading.tagName[1])));
      for (const [at, level] of levels.entries()) assert.ok(at === 0 || level <= levels[at - 1] + 1, `${name}: no level is left out: ${levels}`);
    }
  });

  test("the links of the steps keep their names once there are results", async (t) => {
    const page = await shared.visit(t);
    await tryDemo(page);
    const steps = page.getByRole("navigation", { name: "Steps" });
    const changed = [];
    for (const name of pageNames) {
      if ((await steps.getByRole("link", { name, exact: true }).count()) !== 1) changed.push(name);
    }
    assert.deepEqual(changed, [], "a link is found by the name of its page");
  });

  test("a narrow window keeps the steps within reach", async (t) => {
    const page = await shared.visit(t, { width: 360 });
    for (const name of [...pageNames].reverse()) await go(page, name);
    await tabTo(page, /^(a Connect\b|button Menu)/, "Shift+Tab");
    if (/Menu/.test(await focused(page))) {
      await page.keyboard.press("Enter");
      assert.equal(await page.getByRole("button", { name: "Menu" }).getAttribute("aria-expanded"), "true");
      await tabTo(page, /^a Compare\b/);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
    }
  });

  test("the skip link is the first stop and leads past the navigation", async (t) => {
    const page = await shared.visit(t, { fragment: "#/compare" });
    await page.keyboard.press("Tab");
    assert.match(await focused(page), /^a Skip to content/);
    assert.equal(await page.getByRole("link", { name: "Skip to content" }).isVisible(), true);
    const box = await page.getByRole("link", { name: "Skip to content" }).boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0, "it comes into view with the focus");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    assert.match(page.url(), /#\/compare$/, "the address stays");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), true);
  });

  test("the whole journey goes by keyboard", async (t) => {
    const page = await shared.visit(t);
    await tabTo(page, /^button Try the demo$/);
    await page.keyboard.press("Enter");
    await waitUntil(() => page.getByRole("button", { name: "Check connection" }).isEnabled(), "the demo's check ends");
    await page.keyboard.press("Home");
    await tabTo(page, /^a Compare\b/, "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
    await ended(page);
    await tabTo(page, /^button Run$/);
    await page.keyboard.press("Enter");
    await waitUntil(() => page.getByRole("button", { name: "Stop" }).isEnabled(), "it runs");
    await ended(page);
    await tabTo(page, /Stream$/);
    await page.keyboard.press("Space");
    assert.equal(await page.getByRole("switch", { name: "Stream" }).isChecked(), false);
    await tabTo(page, /Source text$/);
    await tabTo(page, /^summary Raw frames/);
    await page.keyboard.press("Enter");
    await page.getByRole("table", { name: "Source raw frames" }).waitFor();
    await tabTo(page, /^a Models\b/, "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Models" }).waitFor();
    await tabTo(page, /^select Target ID for x-ai\/grok-4\.3$/);
    await page.keyboard.type("spacex-ai/grok-4.3");
    await waitUntil(async () => (await page.getByRole("combobox", { name: "Target ID for x-ai/grok-4.3" }).inputValue()) === "spacex-ai/grok-4.3", "the id is chosen", 2_000);
    await tabTo(page, /^input Approve x-ai\/grok-4\.3$/);
    await page.keyboard.press("Space");
    assert.equal(await page.getByRole("checkbox", { name: "Approve x-ai/grok-4.3" }).isChecked(), true);
    await tabTo(page, /^a Report\b/, "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Report" }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      tabTo(page, /^button Download JSON$/).then(() => page.keyboard.press("Enter")),
    ]);
    assert.match(file.suggestedFilename(), /\.json$/);
    assert.deepEqual(shared.sent(page), []);
  });

  test("a chosen theme holds over a reload, and the page follows the system until one is chosen", async (t) => {
    const page = await shared.visit(t, { theme: "dark" });
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await page.getByRole("combobox", { name: "Theme" }).selectOption("light");
    const light = await background();
    assert.notEqual(light, dark);
    await page.reload();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await background(), light);
    assert.equal(await page.getByRole("combobox", { name: "Theme" }).inputValue(), "light");
    await page.getByRole("combobox", { name: "Theme" }).selectOption("system");
    assert.equal(await background(), dark);
  });
});
