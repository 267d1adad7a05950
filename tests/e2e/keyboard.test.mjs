// What this is: the keys on the keyboard: the list of commands, the list of shortcuts, and where keys do nothing.
// What it is not: the journey by Tab and Enter; that is accessibility.test.mjs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axeViolations } from "./axe.mjs";
import { answer, arrived, editor, ended, go, networkErrors, pageNames, smallChat, waitUntil, world } from "./steps.mjs";

const commands = (page) => page.getByRole("dialog", { name: "Commands" });
const shortcuts = (page) => page.getByRole("dialog", { name: "Keyboard shortcuts" });
const opener = (page, name) => page.getByRole("button", { name, exact: true });
const list = (page) => commands(page).getByRole("list", { name: "Commands" }).getByRole("button");
const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme ?? "system");

/** Sends the page a press as it is told it, for keys that no keyboard here has. */
const press = (page, selector, init) =>
  page.locator(selector).first().evaluate((element, init) => element.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...init })), init);

/** Waits so long that a dialog that was going to open has opened. */
const settled = (page) => page.waitForTimeout(150);

describe("Keys on the keyboard", () => {
  const shared = world({ gateways: null });

  test("Ctrl+K and Cmd+K open the commands, from a field too, and Escape closes them and gives the focus back", async (t) => {
    const page = await shared.visit(t);
    await opener(page, "Commands").waitFor();
    for (const keys of ["Control+k", "Meta+k"]) {
      const field = page.getByRole("textbox", { name: "Base URL" }).first();
      await field.focus();
      await page.keyboard.press(keys);
      await commands(page).waitFor();
      assert.equal(await commands(page).getByRole("textbox", { name: "Filter commands" }).evaluate((element) => element === document.activeElement), true);
      await page.keyboard.press("Escape");
      await commands(page).waitFor({ state: "detached" });
      assert.equal(await field.evaluate((element) => element === document.activeElement), true);
    }
  });

  test("the commands go to every page, by typing, by arrows and by pressing", async (t) => {
    const page = await shared.visit(t);
    for (const name of [...pageNames.slice(1), pageNames[0]]) {
      await opener(page, "Commands").waitFor();
      await page.keyboard.press("Control+k");
      await commands(page).getByRole("textbox").fill(`to ${name.toLowerCase()}`);
      await waitUntil(async () => (await list(page).count()) === 1, `${name} is left`);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
      await arrived(page);
      assert.equal(await commands(page).count(), 0);
    }
    await opener(page, "Commands").click();
    await list(page).first().waitFor();
    for (const [key, at] of [["ArrowDown", 0], ["ArrowDown", 1], ["ArrowUp", 0]]) {
      await page.keyboard.press(key);
      assert.equal(await list(page).nth(at).evaluate((element) => element === document.activeElement), true, `${key} to ${at}`);
    }
    const name = /Go to (.*)/.exec(await list(page).first().innerText())[1];
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    await opener(page, "Commands").click();
    await commands(page).getByRole("textbox").fill("nothing is called so");
    await commands(page).getByRole("status").filter({ hasText: "No command" }).waitFor();
    await commands(page).getByRole("button", { name: "Close" }).click();
    await commands(page).waitFor({ state: "detached" });
  });

  test("the commands do what the pages do: demo, check, validate, run and stop, theme", async (t) => {
    const page = await shared.visit(t);
    const choose = async (name) => {
      await opener(page, "Commands").click();
      await list(page).filter({ hasText: name }).click();
      await commands(page).waitFor({ state: "detached" });
    };
    await choose("Use the demo gateways");
    assert.equal(await page.getByRole("switch", { name: "Demo gateways" }).isChecked(), true);
    await go(page, "Report");
    await choose("Check connection");
    await page.getByRole("heading", { level: 1, name: "Connect" }).waitFor();
    await waitUntil(() => page.getByRole("button", { name: "Check connection" }).isEnabled(), "the check ends");
    await choose("Validate models");
    await page.getByRole("heading", { level: 1, name: "Models" }).waitFor();
    await page.getByRole("alert").filter({ hasText: "There is no model id to validate" }).waitFor();
    // One that is still under way when it is to be stopped, however slow this machine is.
    await go(page, "Compare");
    await editor(page).fill(smallChat({ model: "fault/hang-mid-stream" }));
    await go(page, "Report");
    await choose("Run the request on both gateways");
    await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
    await choose("Stop the run");
    await ended(page);
    assert.match(await answer(page, "Source").state.innerText(), /stopped/);
    await choose("Theme: dark");
    assert.equal(await theme(page), "dark");
    await choose("Theme: system");
    await choose("List keyboard shortcuts");
    await shortcuts(page).waitFor();
    await page.keyboard.press("Escape");
    await shortcuts(page).waitFor({ state: "detached" });
    assert.deepEqual(shared.sent(page), []);
  });

  test("? lists the shortcuts, but not in a field, in composition, with Alt, AltGr or Control", async (t) => {
    const page = await shared.visit(t);
    await opener(page, "Keyboard shortcuts").waitFor();
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("Shift+?");
    await shortcuts(page).waitFor();
    for (const keys of ["Ctrl+K", "Ctrl+Enter", "?", "Esc"]) await shortcuts(page).getByText(keys, { exact: false }).first().waitFor();
    await shortcuts(page).getByRole("button", { name: "Close" }).click();
    await shortcuts(page).waitFor({ state: "detached" });

    for (const role of ["textbox", "combobox"]) {
      await page.getByRole(role).first().focus();
      await page.keyboard.press("Shift+?");
    }
    await page.getByRole("switch", { name: "Demo gateways" }).focus();
    await page.keyboard.press("Shift+?");
    for (const held of [{ isComposing: true }, { altKey: true }, { modifierAltGraph: true }, { ctrlKey: true }, { metaKey: true }, { repeat: true }]) {
      await press(page, "h1", { key: "?", ...held });
    }
    for (const held of [{ isComposing: true }, { altKey: true }, { modifierAltGraph: true }, { repeat: true }]) {
      await press(page, "h1", { key: "k", ctrlKey: true, ...held });
    }
    for (const key of ["k", "K", "r", "d", "/"]) await press(page, "h1", { key });
    await settled(page);
    assert.equal(await page.getByRole("dialog").count(), 0);
    await press(page, "h1", { key: "?" });
    await shortcuts(page).waitFor();
  });

  test("all shortcuts can be switched off, which holds over a reload; the buttons stay", async (t) => {
    const page = await shared.visit(t);
    const shortcutsWork = shortcuts(page).getByRole("switch", { name: "Shortcuts work" });
    await opener(page, "Keyboard shortcuts").click();
    await shortcutsWork.uncheck();
    await page.keyboard.press("Escape");
    const silent = async () => {
      await page.getByRole("heading", { level: 1 }).click();
      await page.keyboard.press("Control+k");
      await page.keyboard.press("Shift+?");
      await settled(page);
      assert.equal(await page.getByRole("dialog").count(), 0);
    };
    await silent();
    await page.getByRole("switch", { name: "Demo gateways" }).check();
    await go(page, "Compare");
    await editor(page).focus();
    await page.keyboard.press("Control+Enter");
    await settled(page);
    assert.equal(await answer(page, "Source").state.innerText(), "");
    await page.reload();
    await opener(page, "Commands").waitFor();
    await silent();
    await opener(page, "Commands").click();
    await commands(page).waitFor();
    await page.keyboard.press("Escape");
    await opener(page, "Keyboard shortcuts").click();
    await shortcutsWork.check();
    await page.keyboard.press("Escape");
    await page.reload();
    await opener(page, "Commands").waitFor();
    await page.keyboard.press("Control+k");
    await commands(page).waitFor();
    assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), {}, "what is as it is by itself is not stored");
  });

  test("Ctrl+Enter runs and stops on Compare, not behind a dialog", async (t) => {
    const page = await shared.visit(t);
    await page.getByRole("switch", { name: "Demo gateways" }).check();
    await go(page, "Compare");
    await editor(page).fill(smallChat());
    await page.keyboard.press("Control+k");
    await commands(page).waitFor();
    await press(page, "dialog input", { key: "Enter", ctrlKey: true });
    await settled(page);
    assert.equal(await answer(page, "Source").state.innerText(), "");
    await page.keyboard.press("Escape");
    await editor(page).focus();
    await page.keyboard.press("Control+Enter");
    await ended(page);
    assert.match(await answer(page, "Source").state.innerText(), /answered/);
  });

  test("the dialogs are fetched when they are wanted; one that does not come is said so and can be tried again", async (t) => {
    const page = await shared.visit(t, { allow: [...networkErrors, /was answered with status 404/] });
    const isPart = (url) => /_split_\w+\.wasm$/.test(url.pathname);
    await opener(page, "Commands").waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(page.requests.filter(({ url }) => isPart(new URL(url))).length, 0);
    let down = true;
    await page.route(isPart, (route) => (down ? route.fulfill({ status: 404, body: "gone" }) : route.continue()));
    await page.keyboard.press("Control+k");
    await page.getByRole("alert").filter({ hasText: "This dialog could not be fetched." }).waitFor();
    down = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await commands(page).waitFor();
  });

  test("axe finds nothing in the dialogs, and they fit from 320 px up", { timeout: 120_000 }, async (t) => {
    const page = await shared.visit(t);
    const found = [];
    for (const name of ["Commands", "Keyboard shortcuts"]) {
      await opener(page, name).click();
      await page.getByRole("dialog", { name }).waitFor();
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: 640 });
          found.push(...(await axeViolations(page)).map(({ id, nodes }) => `${name} ${colorScheme} ${width}: ${id} ${nodes[0].html.slice(0, 100)}`));
          const box = await page.getByRole("dialog", { name }).boundingBox();
          assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 640, `${name} fits ${width}: ${JSON.stringify(box)}`);
          assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth), true);
        }
      }
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.keyboard.press("Escape");
    }
    assert.deepEqual(found, []);
  });
});
