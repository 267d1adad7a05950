// Writes compatibility modules and runs them: TypeScript in this process, Python in one of its own.
// Not a test. Needs `cargo` (or the built example, named by SWITCHYARD_COMPATIBILITY) and `python3` (or another, named by
// SWITCHYARD_PYTHON).

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";

const python = process.env.SWITCHYARD_PYTHON || "python3";
const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "compatibility-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (extension) => join(folder, `module_${++files}.${extension}`);

/** The text of a module. `language` is `typescript` or `python`. */
export function generate(language, layer) {
  const built = process.env.SWITCHYARD_COMPATIBILITY;
  const [command, words] = built ? [built, []] : ["cargo", ["run", "--quiet", "--example", "compatibility", "--"]];
  return execFileSync(command, [...words, language], { cwd: here, input: JSON.stringify(layer), encoding: "utf8" });
}

/** The module as JavaScript. */
export function transpiled(text, module = ts.ModuleKind.ESNext) {
  const compilerOptions = { target: ts.ScriptTarget.ES2020, module, isolatedModules: true };
  const { outputText, diagnostics } = ts.transpileModule(text, { compilerOptions, reportDiagnostics: true });
  if (diagnostics.length > 0) throw new Error(explained(diagnostics));
  return outputText;
}

/** A fresh instance of a TypeScript module. */
export async function loadTypeScript(text) {
  const file = newFile("mjs");
  writeFileSync(file, transpiled(text));
  return import(pathToFileURL(file).href);
}

/** The path of a TypeScript module as JavaScript, to run with another environment. */
export function javaScriptFile(text) {
  const file = newFile("mjs");
  writeFileSync(file, transpiled(text));
  return file;
}

/** The declarations of the language, read once. */
const libraries = new Map();

/** What the compiler says under `strict` about a module and about code that uses it as `./layer`; empty if nothing. */
export function typeErrors(text, use) {
  return checked(new Map([["/layer.ts", text], ["/use.ts", use]]), {});
}

/** What of Node a program of the snippets uses. */
const NODE = `declare const process: { env: Record<string, string | undefined>; stdout: { write(text: string): boolean } };`;

/** What the compiler says under `strict` about a program that imports packages of this project; empty if nothing. */
export function programTypeErrors(text) {
  const files = new Map([[join(here, "node.d.ts"), NODE], [join(here, "program.ts"), text]]);
  // The packages' own declarations are theirs to mend.
  return checked(files, { skipLibCheck: true, exactOptionalPropertyTypes: false });
}

function checked(files, others) {
  const options = {
    strict: true,
    // The declarations of the language and of the browser are not ours to mend, and took longer to check than a module.
    skipDefaultLibCheck: true,
    noEmit: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noImplicitReturns: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    isolatedModules: true,
    types: [],
    target: ts.ScriptTarget.ES2020,
    lib: ["lib.es2020.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    ...others,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, target, ...rest) => {
    if (files.has(name)) return ts.createSourceFile(name, files.get(name), target, true);
    if (!libraries.has(name)) libraries.set(name, getSourceFile.call(host, name, target, ...rest));
    return libraries.get(name);
  };
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name);
  host.readFile = (name) => files.get(name) ?? readFile.call(host, name);
  const program = ts.createProgram([...files.keys()], options, host);
  return explained(ts.getPreEmitDiagnostics(program));
}

function explained(diagnostics) {
  const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => "/", getNewLine: () => "\n" };
  return ts.formatDiagnostics(diagnostics, host);
}

/** Calls of functions of a Python module, each with its result or what it raised; `environment` replaces all else. */
export function runPython(text, calls, environment = {}) {
  const file = newFile("py");
  writeFileSync(file, text);
  const output = execFileSync(python, ["-X", "utf8", join(here, "calls.py"), file], {
    input: JSON.stringify(calls),
    env: { PATH: process.env.PATH, ...environment },
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output);
}
