// What this is: the folders that the bench of the Inventory page reads: made text of many languages, the same on every run,
// and the places of the source planted in them, each with what has to be found of it.
// What it is not: code that anybody wrote, or a labelled corpus: what the rules find in real code is another test's.
// Invariant: what is planted is counted here, by the action that the page has to name, so that the bench can demand it.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// A small generator of numbers stands in for chance.
export function numbers(seed) {
  let state = seed;
  return (below) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
}

const words = "account answer buffer cache client column counter cursor entry event field filter handler index item job ledger limit line list lookup message metric model node number order page parser path point queue reader record region request result route row sample schema score session source stage state status store stream table target task text token total trace value window worker writer".split(" ");

/** Pieces of a language until they have a size. `piece` gets three words and a number. */
function filled(next, size, piece, join = "\n") {
  const parts = [];
  let length = 0;
  while (length < size) {
    const [one, two, three] = [words[next(words.length)], words[next(words.length)], words[next(words.length)]];
    const text = piece(one, two, three, length, next);
    parts.push(text);
    length += text.length + join.length;
  }
  return `${parts.join(join)}\n`;
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** Each kind of file: its name, plain text of a size, and a text that speaks to the source with what is to be found in it. */
const kinds = [
  {
    name: (number) => `file-${number}.ts`,
    plain: (next, size) =>
      filled(next, size, (one, two, three, at) =>
        next(5) === 0
          ? `// Each ${one} has one ${two}; the ${three} is made on first use.`
          : `export const ${one}${capital(two)}${at} = (${three}: string) => ({ ${one}: ${three}.length + ${next(1000)}, name: "${two} ${three}" });`,
      ),
    mention: `import OpenAI from "openai";\nconst client = new OpenAI({ baseURL: "https://openrouter.ai/api/v1", apiKey: process.env.OPENROUTER_API_KEY });\nexport const ask = (text: string) => client.chat.completions.create({ model: "openai/gpt-4o-mini", messages: [{ role: "user", content: text }] });\n`,
    found: { must: 2, review: 1, information: 0 },
  },
  {
    name: (number) => `file-${number}.py`,
    plain: (next, size) =>
      filled(next, size, (one, two, three, at) => `def ${one}_${two}_${at}(${three}: str) -> dict[str, int]:\n    """The ${one} of a ${two}."""\n    return {"${one}": len(${three}) + ${next(1000)}}\n`),
    mention: `import os\nfrom openai import OpenAI\n\nclient = OpenAI(base_url="https://openrouter.ai/api/v1", api_key=os.environ["OPENROUTER_API_KEY"])\n`,
    found: { must: 2, review: 0, information: 0 },
  },
  {
    name: (number) => `file_${number}.go`,
    plain: (next, size) =>
      `package main\n\n${filled(next, size, (one, two, three, at) => `// ${one}${capital(two)}${at} counts each ${three}.\nfunc ${one}${capital(two)}${at}(${three} string) int {\n\treturn len(${three}) + ${next(1000)}\n}\n`)}`,
    mention: `\nfunc client() *openai.Client {\n\tconfig := openai.DefaultConfig(os.Getenv("OPENROUTER_API_KEY"))\n\tconfig.BaseURL = "https://openrouter.ai/api/v1"\n\treturn openai.NewClientWithConfig(config)\n}\n`,
    after: true,
    found: { must: 2, review: 0, information: 0 },
  },
  {
    name: (number) => `File${number}.java`,
    plain: (next, size) =>
      filled(next, size, (one, two, three, at) => `/** The ${one} of a ${two}. */\nfinal class ${capital(one)}${capital(two)}${at} {\n    int ${three}(String text) {\n        return text.length() + ${next(1000)};\n    }\n}\n`),
    mention: `final class Gateway {\n    static final String BASE = "https://openrouter.ai/api/v1";\n    static final String KEY = System.getenv("OPENROUTER_API_KEY");\n}\n`,
    found: { must: 2, review: 0, information: 0 },
  },
  {
    name: (number) => `settings-${number}.yaml`,
    plain: (next, size) => filled(next, size, (one, two, three, at) => `${one}_${two}_${at}:\n  ${three}: ${next(1000)}\n  name: "${two} ${three}"`),
    mention: `gateway:\n  url: https://openrouter.ai/api/v1\n`,
    found: { must: 1, review: 0, information: 0 },
  },
  {
    name: (number) => `stage-${number}.env`,
    plain: (next, size) => filled(next, size, (one, two, three, at) => `${one}_${two}_${at}=${three}-${next(1000)}`.toUpperCase()),
    mention: `LLM_URL=https://openrouter.ai/api/v1\nOPENROUTER_API_KEY=\n`,
    found: { must: 2, review: 0, information: 0 },
  },
  {
    name: (number) => `Dockerfile.${number}`,
    plain: (next, size) => `FROM scratch\n${filled(next, size, (one, two, three, at) => `RUN echo ${one} ${two} ${three} > /srv/${one}-${at}`)}`,
    mention: `ENV LLM_URL=https://openrouter.ai/api/v1\n`,
    after: true,
    found: { must: 1, review: 0, information: 0 },
  },
  {
    name: (number) => `page-${number}.md`,
    plain: (next, size) => filled(next, size, (one, two, three, at) => `## ${capital(one)} ${at}\n\nEach ${one} has one ${two}; the ${three} is made on first use.\n`),
    mention: `## Setup\n\n\`\`\`sh\ncurl https://openrouter.ai/api/v1/chat/completions\n\`\`\`\n\n`,
    found: { must: 0, review: 1, information: 0 },
  },
];

/** So many files of about 10 kB in all languages, of which each hundredth speaks to the source; and what is planted. */
export function mixed(folder, count = 2000) {
  const next = numbers(1);
  const planted = { must: 0, review: 0, information: 0, places: 0 };
  for (let number = 0; number < count; number += 1) {
    const kind = kinds[number % kinds.length];
    let text = kind.plain(next, 10_000);
    // Each hundredth in turn is of another language.
    if (Math.floor(number / 100) * 100 + (Math.floor(number / 100) % kinds.length) === number) {
      text = kind.after ? text + kind.mention : kind.mention + text;
      for (const action of Object.keys(kind.found)) planted[action] += kind.found[action];
      planted.places += 1;
    }
    const path = join(folder, `package-${number % 40}`, "src", kind.name(number));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return planted;
}

/** 5 MB of TypeScript in 100 files, all of which speak to the source again and again. */
export function dense(folder) {
  const next = numbers(2);
  const planted = { must: 0, review: 0, information: 0, places: 0 };
  for (let number = 0; number < 100; number += 1) {
    let text = "";
    while (text.length < 50_000) {
      text += `${kinds[0].plain(next, 1500)}export const address${text.length} = "https://openrouter.ai/api/v1";\n`;
      planted.must += 1;
      planted.places += 1;
    }
    writeFileSync(join(folder, `file-${number}.ts`), text);
  }
  return planted;
}
