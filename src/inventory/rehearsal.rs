//! A small made project that is scanned ahead of a person's own. A browser compiles a program while it runs, and compiles
//! well only what has run for a while, so that the first project would wait for that.
//! Not a sample: nothing of it is shown, kept or sent.
//!
//! **Invariant:** a round leaves nothing behind.

use super::intake::ignore::IgnoreRules;
use super::intake::{Decision, Intake};
use super::settings::Settings;
use super::workbench::Workbench;

/// How often a text stands in its file: as long as files are that people write.
const REPEATED: usize = 6;

/// Text that has nothing to do with a gateway, as most files of a project; then one file of each real parser, and of the
/// most common of the lexers and of the line grammars.
const FILES: [(&str, &str); 9] = [
    ("notes.md", "Each order has one ledger; the total is made on first use, and a copy of it is kept for the page.\n"),
    (
        "client.ts",
        r#"import OpenAI from "openai";
// The client of the whole service; each worker shares it.
const base = "https://openrouter.ai/api/v1";
export const client = new OpenAI({ baseURL: base, apiKey: process.env.OPENROUTER_API_KEY });
export interface Reply { text: string; cost?: number }
export const orderTotal = (text: string) => ({ order: text.length + 17, name: "order total" });
export async function ask(text: string, model = "openai/gpt-4o-mini"): Promise<Reply> {
  const reply = await client.chat.completions.create({
    model,
    messages: [{ role: "user", content: `Say it shortly: ${text}` }],
    temperature: 0.2,
  });
  if (!reply.choices?.length) throw new Error("no answer for " + text);
  return { text: reply.choices[0].message.content ?? "", cost: reply.usage.cost };
}
class Ledger { private rows: string[] = []; add(row: string) { this.rows.push(row); return this.rows.length; } }
"#,
    ),
    (
        "client.py",
        r#"import os
from openai import OpenAI

client = OpenAI(base_url="https://openrouter.ai/api/v1", api_key=os.environ["OPENROUTER_API_KEY"])


def ask(text: str, model: str = "openai/gpt-4o-mini") -> dict[str, int]:
    """The answer and what it costs."""
    reply = client.chat.completions.create(model=model, messages=[{"role": "user", "content": f"Say {text}"}])
    return {"text": reply.choices[0].message.content, "cost": reply.usage.cost, "rows": len(text) + 17}
"#,
    ),
    (
        "client.go",
        r#"package main

// client speaks to the gateway.
func client() *openai.Client {
	config := openai.DefaultConfig(os.Getenv("OPENROUTER_API_KEY"))
	config.BaseURL = "https://openrouter.ai/api/v1"
	return openai.NewClientWithConfig(config)
}
"#,
    ),
    (
        "Gateway.java",
        r#"/** The gateway and its key. */
final class Gateway {
    static final String BASE = "https://openrouter.ai/api/v1";
    static final String KEY = System.getenv("OPENROUTER_API_KEY");
    int rows(String text) {
        return text.length() + 17;
    }
}
"#,
    ),
    ("stage.env", "LLM_URL=https://openrouter.ai/api/v1\nOPENROUTER_API_KEY=\n"),
    ("Dockerfile", "FROM scratch\nENV LLM_URL=https://openrouter.ai/api/v1\nRUN echo order ledger > /srv/order\n"),
    (
        "README.md",
        "## Setup\n\nEach order has one ledger.\n\n```sh\ncurl https://openrouter.ai/api/v1/chat/completions\n```\n\n",
    ),
    (
        "settings.yaml",
        r#"gateway:
  url: https://openrouter.ai/api/v1
  key: ${OPENROUTER_API_KEY}
  names: ["order", "ledger"]
"#,
    ),
];

/// Scans the project once. Gives how many places were found, which are the same in each round.
#[must_use]
pub fn round() -> usize {
    let (mut workbench, mut intake) = (Workbench::new(Settings::default()), Intake::new(0));
    let rules = IgnoreRules::new();
    for (path, text) in FILES {
        let text = text.repeat(REPEATED);
        if let Decision::Read(path) = intake.consider(path, text.len() as u64, &rules)
            && let Ok(text) = intake.accept(&path, text.as_bytes())
        {
            workbench.add(path.as_str(), text);
        }
    }
    workbench.scan(intake, |_| {}).total_findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_read_and_each_round_is_alike() {
        assert!(round() >= (FILES.len() - 1) * REPEATED);
        assert_eq!(round(), round());
    }
}
