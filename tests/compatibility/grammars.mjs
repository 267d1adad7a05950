// What this is: reads a file of code by the grammar of its language: its faults, its texts, and where it closes what.
// What it is not: a compiler. A file that parses can still have a wrong type, or a name that is not there.
// Invariant: no language goes unread; a grammar that is not there or does not load is an error, never a skipped test.

import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

const { resolve } = createRequire(import.meta.url);

// An escape by the code of a character. Where texts are rows of UTF-16 units, half of a pair has one too.
const UNIT = "u[0-9a-fA-F]{4}";
const CHARACTER = "u(?![dD][89a-fA-F])[0-9a-fA-F]{4}";
const BRACES = "u\\{[0-9a-fA-F]{1,6}\\}";

/**
 * Of each language: the file of its grammar, the node that is a text in double quotes, the escape by a code, and what
 * a backslash may stand before there, beside what it may stand before in all of them.
 */
const GRAMMARS = {
  TypeScript: { grammar: "typescript", literal: "string", code: UNIT, also: "" },
  JavaScript: { grammar: "javascript", literal: "string", code: UNIT, also: "" },
  Python: { grammar: "python", literal: "string", code: CHARACTER, also: "" },
  Go: { grammar: "go", literal: "interpreted_string_literal", code: CHARACTER, also: "" },
  Rust: { grammar: "rust", literal: "string_literal", code: BRACES, also: "" },
  Java: { grammar: "java", literal: "string_literal", code: UNIT, also: "" },
  Kotlin: { grammar: "kotlin", literal: "string_literal", code: UNIT, also: "$" },
  "C#": { grammar: "c_sharp", literal: "string_literal", code: UNIT, also: "" },
  Ruby: { grammar: "ruby", literal: "string", code: CHARACTER, also: "#" },
  PHP: { grammar: "php", literal: "encapsed_string", code: BRACES, also: "$" },
  Swift: { grammar: "swift", literal: "line_string_literal", code: BRACES, also: "" },
};

/** The parts of a text that is the same whenever it is run. Whatever else is in one is computed and put into it. */
const CONSTANT = new Set([
  "\"",
  "string_start",
  "string_end",
  "string_fragment",
  "string_content",
  "line_str_text",
  "escape_sequence",
  "str_escaped_char",
]);
/** Swift's grammar has the parts of an escape by a code as nodes of their own. */
const WHOLE = new Set(["str_escaped_char"]);
const CLOSING = new Set([")", "]", "}"]);
const CONTROLS = { n: "\n", r: "\r", t: "\t" };

let ready;
/** Each grammar that was asked for is loaded once: the larger ones take a second. */
const parsers = new Map();

async function load(grammar) {
  ready ??= Parser.init();
  await ready;
  const path = resolve(`tree-sitter-wasms/out/tree-sitter-${grammar}.wasm`);
  return new Parser().setLanguage(await Language.load(path));
}

/**
 * A whole file as the grammar of its language has it.
 *
 * `faults`: what cannot be read and what is missing, each with its line.
 * `texts`: each text in double quotes, in order. It is null where something is put into the text when it runs, and
 * where it has an escape that the language does not know.
 * `closings`: the position of each bracket and quote that closes something.
 */
export async function parsed(format, file) {
  const { grammar, literal, code, also } = GRAMMARS[format];
  if (!parsers.has(grammar)) parsers.set(grammar, load(grammar));
  const tree = (await parsers.get(grammar)).parse(file);
  const escapes = new RegExp(`\\\\(?:${code}|[nrt"\\\\${also}])|\\\\`, "g");
  const [faults, texts, closings] = [[], [], []];
  const visit = (node) => {
    if (node.isMissing) faults.push(`line ${node.startPosition.row + 1}: no ${node.type}`);
    else if (node.isError) faults.push(`line ${node.startPosition.row + 1}: ${node.text}`);
    // A keyword can have the name of a node: `string` is a type in some languages.
    if (node.isNamed && node.type === literal) {
      texts.push(isConstant(node) ? meaning(node.text, escapes) : null);
      closings.push(node.endIndex - 1);
    }
    if (!node.isNamed && CLOSING.has(node.type)) closings.push(node.startIndex);
    node.children.forEach(visit);
  };
  visit(tree.rootNode);
  // Neither of the two has a node of its own.
  if (tree.rootNode.hasError && faults.length === 0) faults.push("a fault without a place");
  if (tree.rootNode.endIndex !== file.length) faults.push(`nothing was read from ${tree.rootNode.endIndex} on`);
  tree.delete();
  return { faults, texts, closings };
}

const isConstant = (node) =>
  node.children.every((part) => CONSTANT.has(part.type) && (WHOLE.has(part.type) || isConstant(part)));

/** What a literal in single double quotes stands for; null for any other, and for one with an unknown escape. */
function meaning(literal, escapes) {
  if (!/^"(?!"").*"$/s.test(literal)) return null;
  let known = true;
  const text = literal.slice(1, -1).replaceAll(escapes, (escape) => {
    if (escape === "\\") known = false;
    const digits = escape.match(/[0-9a-f]{1,6}(?=\}?$)/i);
    if (escape[1] === "u") return String.fromCodePoint(parseInt(digits, 16));
    return CONTROLS[escape[1]] ?? escape[1];
  });
  return known ? text : null;
}
