//! Loops over a stream before and after the safe hunks. Not other reads of an answer, which `response_read` has.
//! **Invariant:** what is patched is found no more.

use crate::inventory::finding::Action;
use crate::inventory::intake::Intake;
use crate::inventory::settings::Settings;
use crate::inventory::workbench::Workbench;

/// The file after its safe hunks, and whether the rule finds anything before and after.
fn patched(path: &str, text: &str) -> (String, usize) {
    let mut bench = Workbench::new(Settings::default());
    bench.add(path, text);
    bench.scan(Intake::new(0), |_| {});
    let found = bench
        .findings()
        .filter(|finding| finding.rule == "stream-delta")
        .inspect(|finding| assert_eq!(finding.action, Action::MustFix))
        .count();
    let changed = bench.changed(&bench.accept(crate::migrate::change::Safety::Safe));
    (changed.into_iter().next().map_or(text.to_owned(), |(_, text)| text), found)
}

const SPEAKS: &str = "https://openrouter.ai/api/v1";
const SPOKEN: &str = "https://api.phaseo.app/v1";

#[track_caller]
fn check(path: &str, before: &str, after: &str) {
    let whole = |text: &str, base: &str| format!("base = \"{base}\"\n{text}");
    let (text, found) = patched(path, &whole(before, SPEAKS));
    assert_eq!(text, whole(after, SPOKEN), "{path}");
    assert_eq!(found > 0, before != after, "{path}: {before}");
    // A file of which nothing but the stream is left to say: the guard is seen.
    let (again, left) = patched(path, &whole(after, SPEAKS));
    assert_eq!(left, 0, "{path} after the patch: {after}");
    assert_eq!(again, whole(after, SPOKEN));
}

#[test]
fn scripts_read_optionally() {
    for (before, after) in [
        ("text += chunk.choices[0].delta.content;", "text += chunk.choices[0]?.delta?.content ?? \"\";"),
        ("text += chunk.choices[0]?.delta.content || '';", "text += chunk.choices[0]?.delta?.content || '';"),
        ("const a = chunk.choices[0].delta.content;", "const a = chunk.choices[0]?.delta?.content;"),
        ("const a = chunk.choices[0]!.delta!.content!;", "const a = chunk.choices[0]?.delta?.content!;"),
        ("write(chunk.choices[0].delta.content);", "write(chunk.choices[0]?.delta?.content ?? \"\");"),
        ("s = `${chunk.choices[0].delta.content}`;", "s = `${chunk.choices[0]?.delta?.content ?? \"\"}`;"),
        ("s = s + chunk.choices[0].delta.content;", "s = s + (chunk.choices[0]?.delta?.content ?? \"\");"),
        (
            "const a = chunk[\"choices\"][0][\"delta\"][\"content\"];",
            "const a = chunk[\"choices\"][0]?.[\"delta\"]?.[\"content\"];",
        ),
        (
            "const delta = chunk.choices[0].delta;\nif (delta.content) yield delta.content;",
            "const delta = chunk.choices[0]?.delta;\nif (delta?.content) yield delta.content;",
        ),
        ("f(chunk.choices[0].delta.tool_calls);", "f(chunk.choices[0]?.delta?.tool_calls);"),
    ] {
        check("a.mjs", &format!("{before}\n"), &format!("{after}\n"));
    }
}

#[test]
fn what_is_guarded_stays() {
    for (path, text) in [
        ("a.ts", "const a = chunk.choices[0]?.delta?.content ?? '';\n"),
        ("a.ts", "const a = chunk.choices?.[0]?.delta?.content;\n"),
        ("a.ts", "if (!chunk.choices[0]?.delta) continue;\nf(chunk.choices[0].delta.content);\n"),
        ("a.ts", "const delta = chunk.choices[0]?.delta;\nif (delta?.content) f(delta.content);\n"),
        ("a.ts", "const a = reply.choices[0].message.content;\n"),
        ("a.ts", "const a = event.delta.text;\n"),
        (
            "a.py",
            "for c in s:\n    if not c.choices or c.choices[0].delta is None:\n        continue\n    f(c.choices[0].delta.content)\n",
        ),
        ("a.py", "for c in s:\n    if c.choices and c.choices[0].delta:\n        f(c.choices[0].delta.content)\n"),
        ("a.py", "x = (c.choices[0].delta.content if c.choices and c.choices[0].delta else None)\n"),
        ("a.py", "x = c.get(\"choices\", [{}])[0].get(\"delta\", {}).get(\"content\")\n"),
        ("a.py", "import litellm\nx = c.choices[0].delta.content\n"),
    ] {
        check(path, text, text);
    }
}

#[test]
fn python_passes_over_the_frame_or_asks() {
    for (before, after) in [
        (
            "for c in s:\n    if c.choices[0].delta.content:\n        f(c.choices[0].delta.content)\n",
            "for c in s:\n    if not c.choices or c.choices[0].delta is None:\n        continue\n    if c.choices[0].delta.content:\n        f(c.choices[0].delta.content)\n",
        ),
        (
            "async def g():\n\tasync for c in s:\n\n\t\tdelta = c.choices[0].delta\n\t\tyield delta.content\n",
            "async def g():\n\tasync for c in s:\n\t\tif not c.choices or c.choices[0].delta is None:\n\t\t\tcontinue\n\n\t\tdelta = c.choices[0].delta\n\t\tyield delta.content\n",
        ),
        // The usage of the last frame is read too, so that the frame is not passed over.
        (
            "for c in s:\n    f(c.choices[0].delta.content)\n    u = c.usage\n",
            "for c in s:\n    f((c.choices[0].delta.content if c.choices and c.choices[0].delta else \"\"))\n    u = c.usage\n",
        ),
        (
            "t = \"\".join(c.choices[0].delta.content or \"\" for c in s)\n",
            "t = \"\".join((c.choices[0].delta.content if c.choices and c.choices[0].delta else None) or \"\" for c in s)\n",
        ),
        (
            "y = c[\"choices\"][0][\"delta\"].get(\"content\") or \"\"\n",
            "y = (c[\"choices\"][0][\"delta\"].get(\"content\") if c[\"choices\"] and c[\"choices\"][0].get(\"delta\") else None) or \"\"\n",
        ),
        (
            "for choice in c.choices:\n    t += choice.delta.content\n",
            "for choice in c.choices:\n    t += (choice.delta.content if choice.delta else \"\")\n",
        ),
    ] {
        check("a.py", before, after);
    }
}
