// What this is: the request editor against real HTTP: import of commands, recordings and fetch, the form and the JSON in
// step, undo, images, and a copied command that the real bash and curl run.
// What it is not: a test of what each option of curl means; that is a native test with its own corpus.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { answer, connectTo, copy, editor, ended, go, run, smallChat, strangersKey, waitUntil, withClipboard, world } from "./steps.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const dialog = (page) => page.getByRole("dialog", { name: "Import a request" });
const body = async (page) => JSON.parse(await editor(page).inputValue());
const view = (page, name) => page.getByRole("group", { name: "View of the request" }).getByRole("radio", { name }).check();

/** Opens the dialog and types a text into it. */
async function paste(page, text) {
  await button(page, "Import cURL").click();
  await dialog(page).getByRole("textbox", { name: "Command, HAR or fetch" }).fill(text);
}

const take = (page) => dialog(page).getByRole("button", { name: "Use this request" }).click();

describe("Request editor", () => {
  const shared = world();

  async function opened(t, options) {
    const page = await shared.visit(t, options);
    await connectTo(page, shared.gateways);
    await go(page, "Compare");
    return page;
  }

  test("a command of each shell is imported, and both gateways answer it", async (t) => {
    const page = await opened(t);
    const json = '{"model":"openai/gpt-4.1-mini","temperature":0.70,"max_tokens":8,"messages":[{"role":"user","content":"It is so."}]}';
    const commands = {
      bash: `curl https://openrouter.ai/api/v1/chat/completions \\\n  -H "Authorization: Bearer $OPENROUTER_API_KEY" \\\n  -d '${json}'`,
      cmd: `curl https://openrouter.ai/api/v1/chat/completions ^\n  -H "Authorization: Bearer %OPENROUTER_API_KEY%" ^\n  -d "${json.replaceAll('"', '\\"')}"`,
      powershell: `curl.exe https://openrouter.ai/api/v1/chat/completions \`\n  -H "Authorization: Bearer $env:OPENROUTER_API_KEY" \`\n  -d '${json}'`,
      fetch: `fetch("https://openrouter.ai/api/v1/chat/completions", { method: "POST", body: JSON.stringify(${json}) });`,
    };
    for (const [shell, command] of Object.entries(commands)) {
      await editor(page).fill("{}");
      await paste(page, command);
      const found = dialog(page).getByLabel("Request found");
      assert.match(await found.innerText(), /POST[\s\S]*https:\/\/openrouter\.ai\/api\/v1\/chat\/completions/, shell);
      await take(page);
      assert.equal(await dialog(page).count(), 0);
      assert.match(await editor(page).inputValue(), /"temperature": 0\.70,/, shell);
      assert.deepEqual(await body(page), JSON.parse(json), shell);
      await run(page);
      for (const side of ["Source", "Target"]) {
        assert.match(await answer(page, side).state.innerText(), /^answered 200/, `${shell} ${side}`);
      }
    }
  });

  test("endpoint and stream follow the request, and Undo brings all of it back", async (t) => {
    const page = await opened(t);
    const before = await editor(page).inputValue();
    await paste(page, `curl https://a.example/v1/responses -d '{"model":"a/b","input":"hi"}'`);
    await take(page);
    const endpoint = page.getByRole("combobox", { name: "Endpoint" });
    const stream = page.getByRole("switch", { name: "Stream" });
    assert.equal(await endpoint.inputValue(), "/responses");
    assert.equal(await stream.isChecked(), false);
    await page.getByRole("region", { name: "Notes on the import" }).getByText("another host").waitFor();
    await button(page, "Undo").click();
    assert.equal(await editor(page).inputValue(), before);
    assert.equal(await endpoint.inputValue(), "/chat/completions");
    assert.equal(await stream.isChecked(), true);
    await button(page, "Redo").click();
    assert.deepEqual(await body(page), { model: "a/b", input: "hi" });
    await button(page, "Close notes").click();
    assert.equal(await page.getByRole("region", { name: "Notes on the import" }).count(), 0);
  });

  test("of a recording one request is chosen", async (t) => {
    const page = await opened(t);
    await button(page, "Import cURL").click();
    await dialog(page).getByLabel("Open a HAR file").setInputFiles(new URL("../fixtures/har/session.har", import.meta.url).pathname);
    const choices = dialog(page).getByRole("group", { name: "Requests found" }).getByRole("radio");
    await choices.nth(2).waitFor();
    assert.equal(await choices.count(), 3);
    await choices.nth(1).check();
    await take(page);
    assert.deepEqual(await body(page), { model: "a/b", input: "hi" });
  });

  test("what is no request to a model is explained and not taken", async (t) => {
    const page = await opened(t);
    await paste(page, "curl https://a.example/x -d @body.json");
    await dialog(page).getByText("body.json").first().waitFor();
    await dialog(page).getByRole("alert").filter({ hasText: "no JSON body" }).waitFor();
    assert.equal(await dialog(page).getByRole("button", { name: "Use this request" }).isDisabled(), true);
    await page.keyboard.press("Escape");
    assert.equal(await dialog(page).count(), 0);
    await button(page, "Import cURL").click();
    const field = dialog(page).getByRole("textbox", { name: "Command, HAR or fetch" });
    assert.equal(await field.inputValue(), "", "the text is gone with the dialog");
    await field.fill("nothing of the kind");
    await dialog(page).getByText("No request was found").waitFor();
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    assert.deepEqual(shared.sent(page), []);
  });

  test("a key in a command is nowhere in the page once it is read", async (t) => {
    const page = await opened(t);
    const key = strangersKey("sk-or-v1-");
    await paste(
      page,
      `curl 'https://me:${key}@openrouter.ai/api/v1/chat/completions?key=${key}' -H 'Authorization: Bearer ${key}' -H 'X-Other: ${key}' -u me:${key} -d '${smallChat({ user: key })}'`,
    );
    await dialog(page).getByLabel("Request found").getByText("[redacted key]").first().waitFor();
    const pageText = () => page.evaluate(() => document.documentElement.outerHTML);
    assert.equal((await pageText()).includes(key), false);
    // In the same task as the press: the text is gone with it, not a moment later.
    const values = await dialog(page).getByRole("button", { name: "Use this request" }).evaluate((taking) => {
      taking.click();
      return [...document.querySelectorAll("textarea, input")].map(({ value }) => value).join("\n");
    });
    assert.equal(((await pageText()) + values).includes(key), false);
    assert.match(await editor(page).inputValue(), /\[redacted key\]/);
  });

  test("form and JSON stay in step, and what the form does not know stays as it is", async (t) => {
    const page = await opened(t);
    await editor(page).fill('{\n  "model": "openai/gpt-4.1-mini",\n  "mine": [1.50, {}],\n  "messages": [\n    { "role": "user", "content": "Hello" }\n  ],\n  "temperature": 0.70\n}');
    await view(page, "Form");
    const model = page.getByRole("textbox", { name: "Model", exact: true });
    assert.equal(await model.inputValue(), "openai/gpt-4.1-mini");
    assert.equal(await page.getByRole("textbox", { name: "Temperature" }).inputValue(), "0.70");
    await page.getByRole("textbox", { name: "System prompt" }).fill("Be brief.");
    await page.getByRole("textbox", { name: "Message 1", exact: true }).fill("Say \"yes\".");
    await page.getByRole("textbox", { name: "Max tokens" }).fill("16");
    await page.getByRole("textbox", { name: "Seed" }).fill("12345678901234567890");
    await page.getByRole("textbox", { name: "Stop texts" }).fill("END\n\\n");
    await button(page, "Add message").click();
    await page.getByRole("combobox", { name: "Role of message 2" }).selectOption("assistant");
    await page.getByRole("textbox", { name: "Message 2", exact: true }).fill("yes");
    await button(page, "Example tool").click();
    await page.getByRole("combobox", { name: "Tool choice" }).selectOption({ label: "call get_weather" });
    await page.getByRole("combobox", { name: "Parallel tool calls" }).selectOption("one at a time");
    await button(page, "Example schema").click();
    await view(page, "JSON");
    const text = await editor(page).inputValue();
    assert.match(text, /"mine": \[1\.50, \{\}\],/);
    assert.match(text, /"temperature": 0\.70,/);
    assert.match(text, /"seed": 12345678901234567890/);
    const request = JSON.parse(text);
    assert.deepEqual(request.messages, [
      { role: "system", content: "Be brief." },
      { role: "user", content: 'Say "yes".' },
      { role: "assistant", content: "yes" },
    ]);
    assert.deepEqual(request.stop, ["END", "\n"]);
    assert.equal(request.tools[0].function.name, "get_weather");
    assert.deepEqual(request.tool_choice, { type: "function", function: { name: "get_weather" } });
    assert.equal(request.parallel_tool_calls, false);
    assert.equal(request.response_format.type, "json_schema");

    await editor(page).fill(text.replace("Be brief.", "Be long.").replace("get_weather", "get_time"));
    await view(page, "Form");
    assert.equal(await page.getByRole("textbox", { name: "System prompt" }).inputValue(), "Be long.");
    await page.getByRole("textbox", { name: "Temperature" }).fill("warm");
    await page.getByRole("alert").filter({ hasText: "no number" }).waitFor();
    const tools = page.getByRole("textbox", { name: "Tools" });
    await tools.fill("[");
    await tools.blur();
    await page.getByRole("alert").filter({ hasText: "not valid JSON" }).waitFor();
    assert.equal(await tools.inputValue(), "[", "what was typed stays to be corrected");
    await view(page, "JSON");
    assert.match(await editor(page).inputValue(), /"temperature": 0\.70,/);
  });

  test("what is typed is undone in steps, and the browser's own undo works in the field", async (t) => {
    const page = await opened(t);
    const first = await editor(page).inputValue();
    await editor(page).fill(smallChat());
    await editor(page).press("End");
    await editor(page).pressSequentially("xyz");
    await button(page, "Undo").click();
    assert.equal(await editor(page).inputValue(), smallChat());
    await button(page, "Undo").click();
    assert.equal(await editor(page).inputValue(), first);
    assert.equal(await button(page, "Undo").getAttribute("aria-disabled"), "true");
    await button(page, "Redo").click();
    await editor(page).focus();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("x");
    await page.keyboard.press("Control+z");
    assert.equal(await editor(page).inputValue(), smallChat());
  });

  test("images come by address and by file, up to a size", async (t) => {
    const page = await opened(t);
    await editor(page).fill(smallChat());
    await view(page, "Form");
    const message = page.getByRole("group", { name: "Message 1" });
    await message.getByText("Add an image").click();
    await message.getByRole("textbox", { name: "Image address for message 1" }).fill("https://a.example/one.png");
    await message.getByRole("button", { name: "Add image" }).click();
    const list = message.getByRole("list", { name: "Images of message 1" });
    await list.getByText("https://a.example/one.png").waitFor();
    const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
    const file = message.getByLabel("Image file for message 1");
    await message.getByText("Add an image").click({ trial: true });
    await file.setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: png });
    await list.getByText("image/png").waitFor();
    await file.setInputFiles({ name: "big.png", mimeType: "image/png", buffer: Buffer.alloc(3 * 1024 * 1024 + 1) });
    await page.getByRole("alert").filter({ hasText: "larger than 3 MiB" }).waitFor();
    await file.setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") });
    await page.getByRole("alert").filter({ hasText: "no image" }).waitFor();
    await message.getByRole("button", { name: "Remove image 1 of message 1" }).click();
    await view(page, "JSON");
    const [{ content }] = (await body(page)).messages;
    assert.deepEqual(content, [
      { type: "text", text: "Say hello." },
      { type: "image_url", image_url: { url: `data:image/png;base64,${png.toString("base64")}` } },
    ]);
    await run(page);
    await ended(page);
    assert.match(await answer(page, "Target").state.innerText(), /^answered 200/);
  });

  test("a copied command runs in the real bash with the real curl, for either side", async (t) => {
    const page = await opened(t, { context: withClipboard });
    await editor(page).fill(smallChat({ messages: [{ role: "user", content: "It's \"so\": $HOME `x` \\ é 😀" }] }));
    await page.getByRole("switch", { name: "Stream" }).setChecked(false);
    for (const [name, side] of [["Source gateway", "source"], ["Target gateway", "target"]]) {
      await page.getByRole("combobox", { name: "Copy for" }).selectOption({ label: name });
      const command = await copy(page, button(page, "Copy as cURL"));
      const variable = /Bearer \$(\w+)/.exec(command)[1];
      const { key, base_url } = shared.gateways[side];
      assert.ok(command.includes(base_url) && !command.includes(key));
      const { stdout } = await promisify(execFile)("bash", ["-c", command], { env: { ...process.env, [variable]: key } });
      assert.ok(JSON.parse(stdout).choices[0].message.content.length > 0, stdout);
    }
    assert.match(await copy(page, button(page, "Copy as TypeScript")), /new OpenAI\(/);
    assert.match(await copy(page, button(page, "Copy as Python")), /OpenAI\(/);
    await editor(page).fill("{");
    await waitUntil(() => button(page, "Copy as cURL").isDisabled(), "nothing is copied of a request that is none");
  });
});
