// What this is: every export of an alias map, read by a grammar of its language or a reader of its format, and compiled
// or run where this machine has the means.
// What it is not: a test of who is approved; that is a native test of the core.
// Needs `cargo`, or the built example, named by SWITCHYARD_ALIASES or beside the one of SWITCHYARD_COMPATIBILITY.
// Compilers and interpreters that are not found are said in the name of the test that is skipped. No grammar is: they
// are packages of this project.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parsed } from "./grammars.mjs";
import { transpiled, typeErrors } from "./harness.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "alias-exports-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const PLAIN = {
  aliases: [
    ["openai/gpt-4o", "openai/gpt-4o"],
    ["meta-llama/llama-3.3-70b-instruct:free", "meta/llama-3.3-70b"],
  ],
  unresolved: ["x-ai/grok-3", "gpt-3"],
};
// Ids that end, begin or run something in one of the languages. No id is like this; the quoting must not rely on it.
const NASTY = [
  "odd/\"quoted\"",
  "odd/'it''s'",
  "odd/back\\slash\\",
  "odd/\\u0022\\x41\\101",
  "odd/${HOME}$x{$y}#{id}\\(z)#$x#@y",
  "odd/`id`$(id)",
  "odd/line\nfeed\r\ttab",
  "odd/seen\u007f\u0085\u2028\u202e\ufeff",
  "odd/ünï-🙂-\u{10ffff}",
  "odd/nul\0",
  "odd/*/ // # -- \"\"\" ''' {{x}} %(y)s %q {} ??/ <?php ?>",
  "__proto__",
  "constructor",
  "123",
  "true",
  "«from»",
  "- a: b # c",
];
const ODD = {
  aliases: NASTY.map((id, position) => [id, NASTY.at(-1 - position)]),
  unresolved: ["left/\"${out}\\", "left/'#{out}\n", "toString"],
};
const MAPS = {
  "plain ids": PLAIN,
  "ids of any text": ODD,
  "nothing approved": { aliases: [], unresolved: ["a/b"] },
  "no ids": { aliases: [], unresolved: [] },
};
const CONTEXT = {
  base_url: "https://api.phaseo.app/v1",
  key_variable: "PHASEO_API_KEY",
  // It is named in the first comment. The name of a file is anybody's text.
  list: "from the file Übersicht \"it's\" */ ?> {{-- \\u000a #{x} ${y} \n=begin `z`.json, 431 models",
};

function aliases(format, input) {
  const beside = process.env.SWITCHYARD_COMPATIBILITY && join(dirname(process.env.SWITCHYARD_COMPATIBILITY), "aliases");
  const built = process.env.SWITCHYARD_ALIASES ?? beside;
  const [command, words] = built ? [built, []] : ["cargo", ["run", "--quiet", "--example", "aliases", "--"]];
  return execFileSync(command, [...words, format], { cwd: here, input, encoding: "utf8" });
}

const exported = (format, map) => aliases(format, JSON.stringify({ ...CONTEXT, ...map }));

/** Whether a command is there and does its work. */
const has = (command, ...words) => {
  const { status, error } = spawnSync(command, words, { stdio: "ignore", timeout: 60_000 });
  return !error && status === 0;
};

/** A new folder with these files; gives its path. */
let folders = 0;
function files(contents) {
  const path = join(folder, String(++folders));
  mkdirSync(path);
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(path, name), text);
  return path;
}

const run = (cwd, command, ...words) =>
  execFileSync(command, words, { cwd, encoding: "utf8", maxBuffer: 2 ** 26, timeout: 300_000, stdio: ["ignore", "pipe", "inherit"] });

/** What is asked of a resolver: every id with its answer, and ids that it has to refuse. */
const questions = (map) => [...map.aliases.map(([id]) => id), ...map.unresolved, "some/other", "", "hasOwnProperty"];

/** The answers of a program that prints a line of hexadecimal digits each, or `refused`. */
const answers = (output) =>
  output
    .trim()
    .split(/\s+/)
    .map((line) => (line === "refused" ? null : Buffer.from(line.slice(1), "hex").toString("utf8")));

const expected = (map) => questions(map).map((id) => new Map(map.aliases).get(id) ?? null);

/** The bytes of a text as numbers: a driver's literals are to have no quoting that could be wrong. */
const bytes = (text) => [...Buffer.from(text, "utf8")].join(", ");

const LANGUAGES = [
  {
    format: "TypeScript",
    found: true,
    ask(text, map) {
      const use = `import { MODEL_ALIASES, resolveModelId } from "./layer";
        const map: Readonly<Record<string, string>> = MODEL_ALIASES;
        const id: string = resolveModelId("a/b");
        // @ts-expect-error
        MODEL_ALIASES["a/b"] = "c/d";
        // @ts-expect-error
        resolveModelId(undefined);
        export { map, id };`;
      assert.equal(typeErrors(text, use), "");
      return askModule(transpiled(text), map);
    },
  },
  { format: "JavaScript", found: true, ask: (text, map) => askModule(text, map) },
  {
    format: "Python",
    found: has("python3", "--version"),
    ask(text, map) {
      const driver = `
import json
from model_aliases import MODEL_ALIASES, UNRESOLVED_MODEL_IDS, resolve_model_id
with open("questions.json", encoding="utf-8") as file:
    ids = json.load(file)
for id in ids:
    try:
        print("x" + resolve_model_id(id).encode().hex())
    except ValueError as error:
        assert "has no approved id" in str(error)
        print("refused")
print(json.dumps([list(MODEL_ALIASES.items()), list(UNRESOLVED_MODEL_IDS)]))
`;
      const path = files({ "model_aliases.py": text, "driver.py": driver, "questions.json": JSON.stringify(questions(map)) });
      const lines = run(path, "python3", "-X", "utf8", "-W", "error", "driver.py").trim().split("\n");
      assert.deepEqual(JSON.parse(lines.pop()), [map.aliases, map.unresolved]);
      return answers(lines.join("\n"));
    },
  },
  {
    format: "Go",
    found: has("go", "version"),
    ask(text, map) {
      const driver = `package main
import ("fmt"; "example.org/m/modelaliases")
func main() {
	for _, id := range []string{${questions(map).map((id) => `string([]byte{${bytes(id)}})`).join(", ")}} {
		if target, err := modelaliases.ResolveModelID(id); err != nil { fmt.Println("refused") } else { fmt.Printf("x%x\\n", target) }
	}
}`;
      const path = files({ "go.mod": "module example.org/m\n\ngo 1.21\n", "main.go": driver });
      mkdirSync(join(path, "modelaliases"));
      writeFileSync(join(path, "modelaliases", "model_aliases.go"), text);
      run(path, "go", "vet", "./...");
      return answers(run(path, "go", "run", "."));
    },
  },
  {
    format: "Rust",
    found: has("rustc", "--version"),
    ask(text, map) {
      const driver = `#![deny(warnings)]
pub mod model_aliases;
fn main() {
    let ids: &[&[u8]] = &[${questions(map).map((id) => `&[${bytes(id)}]`).join(", ")}];
    for id in ids {
        let id = std::str::from_utf8(id).unwrap();
        match model_aliases::resolve_model_id(id) {
            Ok(target) => println!("x{}", target.bytes().map(|byte| format!("{byte:02x}")).collect::<String>()),
            Err(error) => {
                let error: Box<dyn std::error::Error> = Box::new(error);
                assert!(error.to_string().contains("has no approved id"));
                println!("refused");
            }
        }
    }
    assert_eq!(model_aliases::UNRESOLVED_MODEL_IDS.len(), ${map.unresolved.length});
}`;
      const path = files({ "model_aliases.rs": text, "main.rs": driver });
      run(path, "rustc", "--edition", "2021", "-C", "debuginfo=0", "main.rs");
      return answers(run(path, "./main"));
    },
  },
  {
    format: "Java",
    found: has("javac", "-version") && has("java", "-version"),
    ask(text, map) {
      const driver = `import java.nio.charset.StandardCharsets;
public class Driver {
    public static void main(String[] words) {
        byte[][] ids = {${questions(map).map((id) => `{${[...Buffer.from(id)].map((byte) => (byte << 24) >> 24).join(", ")}}`).join(", ")}};
        for (byte[] id : ids) {
            try {
                StringBuilder line = new StringBuilder("x");
                for (byte one : ModelAliases.resolveModelId(new String(id, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)) line.append(String.format("%02x", one));
                System.out.println(line);
            } catch (IllegalArgumentException error) {
                System.out.println("refused");
            }
        }
        if (ModelAliases.UNRESOLVED_MODEL_IDS.size() != ${map.unresolved.length}) throw new Error();
    }
}`;
      const path = files({ "ModelAliases.java": text, "Driver.java": driver });
      // Whatever the encoding that the compiler takes the file to have.
      run(path, "javac", "-Xlint:all", "-Werror", "-encoding", "US-ASCII", "ModelAliases.java", "Driver.java");
      return answers(run(path, "java", "-cp", ".", "Driver"));
    },
  },
  {
    format: "Kotlin",
    found: has("kotlinc", "-version") && has("java", "-version"),
    ask(text, map) {
      const driver = `fun main() {
    val ids = listOf<ByteArray>(${questions(map).map((id) => `byteArrayOf(${[...Buffer.from(id)].map((byte) => (byte << 24) >> 24).join(", ")})`).join(", ")})
    for (id in ids) {
        val line = try { "x" + resolveModelId(String(id)).toByteArray().joinToString("") { "%02x".format(it) } } catch (error: IllegalArgumentException) { "refused" }
        println(line)
    }
}`;
      const path = files({ "ModelAliases.kt": text, "Driver.kt": driver });
      run(path, "kotlinc", "ModelAliases.kt", "Driver.kt", "-include-runtime", "-d", "all.jar");
      return answers(run(path, "java", "-cp", "all.jar", "DriverKt"));
    },
  },
  {
    format: "C#",
    found: has("dotnet", "--version"),
    ask(text, map) {
      const driver = `using System; using System.Collections.Generic; using System.Text;
foreach (var id in new byte[][] { ${questions(map).map((id) => `new byte[] { ${bytes(id)} }`).join(", ")} })
{
    try { Console.WriteLine("x" + Convert.ToHexString(Encoding.UTF8.GetBytes(ModelAliases.ResolveModelId(Encoding.UTF8.GetString(id))))); }
    catch (KeyNotFoundException) { Console.WriteLine("refused"); }
}`;
      const project = `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net8.0</TargetFramework><RollForward>Major</RollForward><Nullable>disable</Nullable></PropertyGroup></Project>`;
      const path = files({ "ModelAliases.cs": text, "Driver.cs": driver, "all.csproj": project });
      return answers(run(path, "dotnet", "run"));
    },
  },
  {
    format: "Ruby",
    found: has("ruby", "--version"),
    ask(text, map) {
      const driver = `require_relative "model_aliases"
[${questions(map).map((id) => `[${bytes(id)}]`).join(", ")}].each do |bytes|
  begin
    puts "x" + ModelAliases.resolve_model_id(bytes.pack("C*").force_encoding("UTF-8")).unpack1("H*")
  rescue KeyError
    puts "refused"
  end
end`;
      const path = files({ "model_aliases.rb": text, "driver.rb": driver });
      return answers(run(path, "ruby", "-w", "driver.rb"));
    },
  },
  {
    format: "PHP",
    found: has("php", "--version"),
    ask(text, map) {
      const driver = `<?php
require "ModelAliases.php";
foreach (json_decode(file_get_contents("questions.json")) as $id) {
    try { echo "x" . bin2hex(ModelAliases::resolveModelId($id)) . "\\n"; }
    catch (InvalidArgumentException $error) { echo "refused\\n"; }
}`;
      const path = files({ "ModelAliases.php": text, "driver.php": driver, "questions.json": JSON.stringify(questions(map)) });
      return answers(run(path, "php", "-d", "display_errors=stderr", "driver.php"));
    },
  },
  {
    format: "Swift",
    found: has("swiftc", "--version"),
    ask(text, map) {
      const driver = `let ids: [[UInt8]] = [${questions(map).map((id) => `[${bytes(id)}]`).join(", ")}]
for id in ids {
    do { print("x" + (try resolveModelID(String(decoding: id, as: UTF8.self))).utf8.map { let digits = String($0, radix: 16); return digits.count == 1 ? "0" + digits : digits }.joined()) }
    catch { print("refused") }
}`;
      const path = files({ "ModelAliases.swift": text, "main.swift": driver });
      run(path, "swiftc", "-o", "all", "ModelAliases.swift", "main.swift");
      return answers(run(path, "./all"));
    },
  },
];

async function askModule(text, map) {
  const path = files({ "model-aliases.mjs": text });
  const module = await import(pathToFileURL(join(path, "model-aliases.mjs")).href);
  assert.deepEqual(Object.entries(module.MODEL_ALIASES).sort(), [...map.aliases].sort());
  assert.deepEqual(module.UNRESOLVED_MODEL_IDS ?? [], map.unresolved);
  return questions(map).map((id) => {
    try {
      return module.resolveModelId(id);
    } catch (error) {
      assert.match(error.message, /has no approved id/);
      return null;
    }
  });
}

describe("a map in code resolves what is approved and refuses the rest", () => {
  for (const { format, found, ask } of LANGUAGES) {
    if (!found) {
      test(`${format}: no compiler or interpreter was found to run it; its grammar reads it in the tests below`, { skip: true });
      continue;
    }
    for (const [name, map] of Object.entries(MAPS)) {
      test(`${format}, ${name}`, async () => {
        assert.deepEqual(await ask(exported(format, map), map), expected(map));
      });
    }
  }
});

const without = (file, position) => file.slice(0, position) + file.slice(position + 1);

/** What would be run, or be replaced by a value, but for the backslash that it begins with. */
const HELD_BACK = {
  Kotlin: ["\\${HOME}", "\\$x"],
  Ruby: ["\\#{id}", "\\#$x", "\\#@y"],
  PHP: ["\\${HOME}", "\\$x"],
  Swift: ["\\\\(z)"],
};

describe("a map in code is a file of its language, and each id a text in it", () => {
  for (const { format } of LANGUAGES) {
    for (const [name, map] of Object.entries(MAPS)) {
      test(`${format}, ${name}`, async () => {
        // A file has a few texts besides the ids: what it imports, what its error says.
        const { texts: others } = await parsed(format, exported(format, MAPS["no ids"]));
        const ids = [...map.aliases.flat(), ...map.unresolved];
        for (const list of [CONTEXT.list, "from the file Übersicht-模型.json", ""]) {
          const { faults, texts } = await parsed(format, exported(format, { ...map, list }));
          assert.deepEqual(faults, []);
          const start = texts.findIndex((text, position) => text !== others[position]);
          assert.deepEqual(texts, others.toSpliced(start, 0, ...ids));
        }
      });
    }

    // The other way round: a grammar that lets anything pass would have nothing to say about the exports.
    test(`${format} is not read without any one of its closing quotes and brackets`, async () => {
      for (const map of Object.values(MAPS)) {
        const file = exported(format, map);
        const { closings } = await parsed(format, file);
        assert.ok(closings.length > 2 * map.aliases.length + map.unresolved.length);
        for (const position of closings) {
          const { faults } = await parsed(format, without(file, position));
          assert.notDeepEqual(faults, [], `nothing was said about\n${without(file, position)}`);
        }
      }
    });

    if (!HELD_BACK[format]) continue;
    test(`${format} is not read as the ids where a backslash is not there that holds a value back`, async () => {
      const file = exported(format, ODD);
      const { texts: right } = await parsed(format, file);
      for (const held of HELD_BACK[format]) {
        assert.ok(file.includes(held), held);
        const { faults, texts } = await parsed(format, without(file, file.indexOf(held)));
        assert.deepEqual(faults, []);
        assert.deepEqual(texts.filter((text, position) => text !== right[position]), [null], held);
      }
    });
  }
});

const python = (code, input) =>
  JSON.parse(execFileSync("python3", ["-X", "utf8", "-c", code], { input, encoding: "utf8" }));
const hasPython = (module) => has("python3", "-c", `import ${module}`);
const reader = (found, name, how) => (found ? { name, how } : { name, how: null });

/** Formats of data, each with a reader other than this project's. */
const DATA = {
  JSON: reader(true, "Node", JSON.parse),
  TOML: reader(hasPython("tomllib"), "Python's tomllib", (text) =>
    python("import tomllib, sys, json; print(json.dumps(tomllib.load(sys.stdin.buffer)))", text)),
  YAML: reader(hasPython("yaml"), "PyYAML", (text) =>
    python("import yaml, sys, json; print(json.dumps(yaml.safe_load(sys.stdin.buffer)))", text)),
};
/** Readers of `.env` files: a shell, Node's own, and one that takes a backslash for an escape in single quotes. */
const ENVIRONMENT = {
  sh: reader(has("sh", "-c", "true"), "a shell", (text) => {
    const path = files({ ".env": text });
    const print = `. ./.env; "${process.execPath}" -e 'console.log(JSON.stringify(process.env))'`;
    return JSON.parse(run(path, "sh", "-c", `set -a; ${print}`));
  }),
  node: reader(has(process.execPath, "--env-file=/dev/null", "-e", ""), "Node", (text) => {
    const path = files({ ".env": text });
    return JSON.parse(run(path, process.execPath, "--env-file=.env", "-e", "console.log(JSON.stringify(process.env))"));
  }),
  "python-dotenv": reader(hasPython("dotenv"), "python-dotenv", (text) =>
    python("import dotenv, sys, io, json; print(json.dumps(dotenv.dotenv_values(stream=io.StringIO(sys.stdin.read()))))", text)),
};

describe("a map in data holds what is approved and names the rest", () => {
  const same = (found, map) => {
    assert.deepEqual(Object.entries(found.aliases).sort(), [...map.aliases].sort());
    assert.deepEqual(found.unresolved, map.unresolved);
  };
  const each = (title, how, check) => {
    if (!how) return test(`${title}: not found on this machine`, { skip: true });
    for (const [name, map] of Object.entries(MAPS)) test(`${title}, ${name}`, () => check(map));
  };
  for (const [format, { name, how }] of Object.entries(DATA)) {
    each(`${format}, read by ${name}`, how, (map) => same(how(exported(format, map)), map));
  }
  each(`LiteLLM, read by ${DATA.YAML.name}`, DATA.YAML.how, (map) => {
    const { model_list } = DATA.YAML.how(exported("LiteLLM", map));
    const entry = ([from, to]) => ({
      model_name: from,
      litellm_params: { model: `openai/${to}`, api_base: CONTEXT.base_url, api_key: `os.environ/${CONTEXT.key_variable}` },
    });
    assert.deepEqual(model_list, map.aliases.map(entry));
  });
  for (const { name, how } of Object.values(ENVIRONMENT)) {
    each(`.env, read by ${name}`, how, (map) => {
      const found = how(exported(".env", map));
      same({ aliases: JSON.parse(found.MODEL_ALIASES), unresolved: JSON.parse(found.UNRESOLVED_MODEL_IDS) }, map);
    });
  }
});

describe("an exported map can be imported again", () => {
  for (const format of [...LANGUAGES.map(({ format }) => format), ...Object.keys(DATA), ".env", "LiteLLM"]) {
    test(format, () => {
      for (const map of Object.values(MAPS)) {
        assert.deepEqual(JSON.parse(aliases("import", exported(format, map))), map.aliases);
      }
    });
  }
});
