// What this is: the Migrate page: the current request as code, before and after, which runs as it stands.
// What it is not: a test of quoting case by case; that is native.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { programTypeErrors } from "../compatibility/harness.mjs";
import { connectTo, copy, editor, gateway, go, smallChat, waitUntil, withClipboard, world } from "./steps.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const languages = { "TypeScript (openai)": "process.env.", "Python (openai)": "os.environ", cURL: "$" };
/** Content that breaks every careless way of quoting. */
const nasty = "It's \"quoted\", `ticked`, $HOME, $(id), ${x}, {y}, %s, \\n, back\\slash,\n new line, \u2028, ünï\u{1F600} </script> 'EOF'";

/** Runs a program and gives what it printed. The environment holds the keys and the way to the program, nothing else. */
async function output(program, args, env) {
  const child = spawn(program, args, { cwd: root, env: { PATH: process.env.PATH, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  for (const pipe of [child.stdout, child.stderr]) pipe.on("data", (data) => (printed += data));
  const code = await new Promise((ended) => child.on("close", ended));
  assert.equal(code, 0, `${program} ended with ${code}: ${printed}`);
  return printed;
}

/** One side of the page. */
function snippet(page, name) {
  const region = page.getByRole("region", { name, exact: true });
  return { code: region.getByLabel(`${name} code`), copy: region.getByRole("button", { name: "Copy" }) };
}

const choose = (page, label) => page.getByRole("combobox", { name: "Language" }).selectOption({ label });

describe("Migrate", () => {
  const shared = world();

  test("before and after differ in base URL and key variable, in every language", async (t) => {
    const page = await shared.visit(t, { fragment: "#/migrate" });
    for (const [label, fromEnvironment] of Object.entries(languages)) {
      await choose(page, label);
      const [before, after] = [await snippet(page, "Before").code.innerText(), await snippet(page, "After").code.innerText()];
      assert.ok(before.includes("https://openrouter.ai/api/v1"), before);
      assert.ok(after.includes("https://api.phaseo.app/v1"), after);
      for (const [code, variable] of [[before, "OPENROUTER_API_KEY"], [after, "AI_STATS_API_KEY"]]) {
        assert.ok(code.includes(variable) && code.includes(fromEnvironment), code);
        assert.ok(code.includes("openai/gpt-4.1-mini"));
      }
      const bare = (code) => code.replace(/https:\/\/[^"'\s/]+(\/api)?\/v1/, "URL").replace(/(OPENROUTER|AI_STATS)_API_KEY/, "KEY");
      assert.equal(bare(before), bare(after), "nothing else differs");
    }
  });

  test("the key variable and the edition are those of the Connect page", async (t) => {
    const page = await shared.visit(t);
    await gateway(page, "Target").profile.selectOption({ label: "Phaseo Gateway" });
    await gateway(page, "Source").keyVariable.fill("ACME_ROUTER_KEY");
    await go(page, "Migrate");
    assert.match(await snippet(page, "Before").code.innerText(), /process\.env\.ACME_ROUTER_KEY/);
    assert.match(await snippet(page, "After").code.innerText(), /process\.env\.PHASEO_API_KEY/);
    await go(page, "Connect");
    await gateway(page, "Source").keyVariable.fill("1 $(bad)");
    await gateway(page, "Source").problem.filter({ hasText: "no name of an environment variable" }).waitFor();
    await go(page, "Migrate");
    await page.getByRole("alert").first().waitFor();
    assert.equal(await snippet(page, "Before").code.count(), 0);
  });

  test("each edition of the target has its own advice on the headers of the source", async (t) => {
    const page = await shared.visit(t);
    for (const [profile, advice] of [["AI Stats Gateway", "remove unless needed"], ["Phaseo Gateway", "keep"]]) {
      await go(page, "Connect");
      await gateway(page, "Target").profile.selectOption({ label: profile });
      await go(page, "Migrate");
      const row = (name) => page.getByRole("table", { name: "Headers", exact: true }).getByRole("row").filter({ hasText: name }).first();
      for (const name of ["HTTP-Referer", "X-Title"]) assert.match(await row(name).innerText(), new RegExp(`\\s${advice}\\s`), `${name} for ${profile}`);
      assert.match(await row("X-OpenRouter-Categories").innerText(), /remove: not read by the target/);
    }
  });

  test("Copy gives exactly what is shown", async (t) => {
    const page = await shared.visit(t, { fragment: "#/migrate", context: withClipboard });
    for (const label of Object.keys(languages)) {
      await choose(page, label);
      for (const name of ["Before", "After"]) {
        assert.equal(await copy(page, snippet(page, name).copy), await snippet(page, name).code.textContent());
      }
    }
  });

  test("typed keys never get into the code", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    await go(page, "Migrate");
    for (const label of Object.keys(languages)) {
      await choose(page, label);
      for (const name of ["Before", "After"]) {
        const code = await snippet(page, name).code.innerText();
        for (const { key } of [shared.gateways.source, shared.gateways.target]) assert.ok(!code.includes(key));
      }
    }
  });

  test("the code runs as it stands, whatever the content", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    assert.ok(process.env.SWITCHYARD_PYTHON, "SWITCHYARD_PYTHON names no Python; `make test` sets it");
    const bodies = {
      "/chat/completions": smallChat({ messages: [{ role: "user", content: nasty }], temperature: 0 }),
      "/responses": JSON.stringify({ model: "openai/gpt-4.1-mini", input: nasty, temperature: 0, max_output_tokens: 40 }),
    };
    const keys = { OPENROUTER_API_KEY: shared.gateways.source.key, AI_STATS_API_KEY: shared.gateways.target.key };
    for (const [endpoint, streams] of [["/chat/completions", true], ["/chat/completions", false], ["/responses", true], ["/responses", false]]) {
      const where = `${endpoint}, ${streams ? "streamed" : "whole"}`;
      await go(page, "Compare");
      await page.getByRole("combobox", { name: "Endpoint" }).selectOption(endpoint);
      await editor(page).fill(bodies[endpoint]);
      await page.getByRole("switch", { name: "Stream" }).setChecked(streams);
      await go(page, "Migrate");
      const before = shared.gateways.log.length;
      const runs = {
        cURL: (code) => output("sh", ["-c", code], keys),
        "TypeScript (openai)": (code) => {
          assert.equal(programTypeErrors(code), "", where);
          return output(process.execPath, ["--input-type=module", "--eval", code], keys);
        },
        "Python (openai)": (code) => output(process.env.SWITCHYARD_PYTHON, ["-c", code], { ...keys, PYTHONIOENCODING: "utf-8" }),
      };
      for (const [label, run] of Object.entries(runs)) {
        await choose(page, label);
        const codes = await Promise.all(["Before", "After"].map((name) => snippet(page, name).code.textContent()));
        for (const text of await Promise.all(codes.map(run))) {
          if (label !== "cURL") assert.ok(text.trim().length > 10, `${label}, ${where}: ${JSON.stringify(text)}`);
          else if (streams) assert.match(text, /^data: \{/m, where);
          else assert.match(text, endpoint === "/responses" ? /"output":\[\{/ : /"choices":\[\{/, where);
        }
      }
      // A line of the log follows its answer.
      const lines = () => shared.gateways.log.slice(before).filter(({ method }) => method === "POST");
      await waitUntil(() => lines().length >= 6, `every program asked, ${where}`);
      const answered = lines().map(({ side, status }) => `${side} ${status}`).sort();
      assert.deepEqual(answered, ["source 200", "source 200", "source 200", "target 200", "target 200", "target 200"], where);
    }
  });

  test("an approved alias is applied to the code after the move", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("x-ai/grok-4.3");
    await page.getByRole("button", { name: "Validate models" }).click();
    await page.getByRole("combobox", { name: "Target ID for x-ai/grok-4.3" }).selectOption("spacex-ai/grok-4.3");
    await page.getByRole("checkbox", { name: "Approve x-ai/grok-4.3" }).check();
    await go(page, "Compare");
    await editor(page).fill(smallChat({ model: "x-ai/grok-4.3" }));
    await go(page, "Migrate");
    for (const label of Object.keys(languages)) {
      await choose(page, label);
      assert.match(await snippet(page, "Before").code.innerText(), /"x-ai\/grok-4\.3"/);
      assert.match(await snippet(page, "After").code.innerText(), /"spacex-ai\/grok-4\.3"/);
    }
  });

  test("a request that is not valid is explained here too, and /responses has its own form", async (t) => {
    const page = await shared.visit(t, { fragment: "#/compare" });
    await editor(page).fill("{");
    await go(page, "Migrate");
    await page.getByRole("alert").filter({ hasText: "not valid JSON" }).first().waitFor();
    assert.equal(await snippet(page, "After").code.count(), 0);
    assert.equal(await snippet(page, "After").copy.isDisabled(), true);
    await go(page, "Compare");
    await page.getByRole("combobox", { name: "Endpoint" }).selectOption("/responses");
    await editor(page).fill(JSON.stringify({ model: "openai/gpt-4.1-mini", input: "hi" }));
    await go(page, "Migrate");
    assert.match(await snippet(page, "After").code.innerText(), /client\.responses\.create/);
    await choose(page, "cURL");
    assert.match(await snippet(page, "After").code.innerText(), /\/v1\/responses/);
  });
});
