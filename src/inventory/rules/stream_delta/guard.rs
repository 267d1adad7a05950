//! Whether a read of a delta is guarded already, and where a guard of a Python loop belongs.
//! Not a data-flow analysis: it looks at the lines around the read for conditions that name the delta or the choices.
//! **Invariant:** an unclear place counts as not guarded; a second guard changes nothing.

use super::{Needs, Read, insert};
use crate::inventory::context::Context;
use crate::inventory::outline::Span;
use crate::migrate::change::Edit;

/// How many lines before a read are looked at.
const LINES: usize = 10;

/// How many bytes at most, so that a minified file takes time that grows with it alone.
const BYTES: usize = 2_000;

/// What a read still needs.
pub(super) fn needs(context: &Context<'_>, read: &Read<'_>) -> Needs {
    let source = context.outline.source();
    let text = |from: usize, to: usize| source.get(from..to).unwrap_or_default();
    let start = read.node.span.start as usize;
    let (Some(delta), before) = (read.spans.get(read.delta), window(source, start)) else {
        return Needs { choice: false, delta: false };
    };
    let line_end = source.get(start..).and_then(|rest| rest.find('\n')).map_or(source.len(), |at| start + at);
    // A condition of Python stands behind what it guards: `x if y else z`.
    let tail =
        text(read.node.span.end as usize, line_end.min(start + BYTES)).split(" else ").next().unwrap_or_default();
    let tail = if tail.trim_start().starts_with("if ") { tail } else { "" };
    let delta_text = text(start, delta.end as usize).trim_end_matches([']', '"', '\'']);
    let field = read.spans.get(read.delta + 1);
    let between = field.map(|field| text(delta.end as usize, field.start as usize)).unwrap_or_default();
    let field_text = field.map(|field| text(start, field.end as usize)).unwrap_or_default();
    let kept = read.delta == 0;
    let asked_delta = conditions(before, tail)
        .any(|line| asks(line, delta_text, true) || asks_by_key(line) || (kept && asks_for_the_kept(line)));
    let asked_field = nearest(before).any(|line| is_condition(line) && asks(line, field_text, true));
    let has_delta = field.is_none()
        || between.contains("?.")
        || between.contains(".get(") && read_by_get(source, delta)
        || asked_delta
        || asked_field;
    let has_choice = read.delta == 0 || {
        let choices = read.spans.get(read.delta - 1).copied().unwrap_or_default();
        let access = text(choices.end as usize, delta.start as usize);
        let list = text(start, choices.end as usize);
        // A choice by its own name, `choice.delta`, is there.
        let indexed = access.contains('[') && access.contains(|c: char| c.is_ascii_digit());
        !indexed
            || access.ends_with("?.")
            || access.contains("]?.[")
            || (read_by_get(source, &choices) && access.contains(','))
            || asked_delta
            || asked_field
            || conditions(before, tail).any(|line| asks(line, list, false))
    };
    Needs { choice: !has_choice, delta: !has_delta }
}

/// `.get("delta", {})`: the delta itself is read with a default.
fn read_by_get(source: &str, delta: &Span) -> bool {
    source.get(..delta.start as usize).is_some_and(|before| before.trim_end_matches(['"', '\'']).ends_with(".get("))
}

/// The text before a read that is looked at.
fn window(source: &str, start: usize) -> &str {
    let first = start.saturating_sub(BYTES);
    let first = (first..=start).find(|at| source.is_char_boundary(*at)).unwrap_or(start);
    let text = source.get(first..start).unwrap_or_default();
    let line = text.rmatch_indices('\n').nth(LINES).map_or(0, |(at, _)| at + 1);
    let text = text.get(line..).unwrap_or_default();
    // A condition of another function guards nothing here.
    let starts = ["def ", "async def ", "class ", "function ", "async function ", "export "];
    let mut from = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if starts.iter().any(|word| line.trim_start().starts_with(word)) {
            from = at;
        }
        at += line.len();
    }
    text.get(from..).unwrap_or_default()
}

/// The lines that ask for something.
fn conditions<'t>(before: &'t str, tail: &'t str) -> impl Iterator<Item = &'t str> {
    before.lines().chain(std::iter::once(tail)).filter(|line| is_condition(line))
}

/// The line of the read up to it, and the line before.
fn nearest(before: &str) -> impl Iterator<Item = &str> {
    before.rsplit('\n').take(2)
}

fn is_condition(line: &str) -> bool {
    ["if ", "if(", "while ", "&&", "||", " and ", " or ", "not ", "hasattr", "is None", " ? ", "assert ", "filter("]
        .iter()
        .any(|word| line.contains(word))
}

/// Whether a line names an expression as a whole, or goes on behind it with `?.`; with `exactly` no further access counts.
fn asks(line: &str, expression: &str, exactly: bool) -> bool {
    let plain: Vec<char> = expression.chars().filter(|c| !matches!(c, '?' | '!')).collect();
    if plain.is_empty() {
        return false;
    }
    line.char_indices().any(|(at, _)| {
        let begins =
            !line.get(..at).is_some_and(|head| head.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.'));
        let assigned = line.get(..at).is_some_and(|head| {
            let head = head.trim_end();
            head.ends_with('=') && !head.ends_with("==")
        });
        let Some(rest) = line.get(at..).filter(|_| begins && !assigned).and_then(|rest| behind(rest, &plain)) else {
            return false;
        };
        let rest = rest.trim_start_matches(['"', '\'', ']', '!']);
        let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | '('));
        let optional = rest.starts_with("?.");
        if exactly { !goes_on && !optional } else { !goes_on || rest.starts_with(".length") }
    })
}

/// Whether a line asks for the delta by its key.
fn asks_by_key(line: &str) -> bool {
    [".get(\"delta\")", ".get('delta')", "\"delta\" in ", "'delta' in ", "\"delta\" not in ", "'delta' not in "]
        .iter()
        .any(|text| line.contains(text))
}

/// Whether a line asks for the delta of a choice as a whole, of which the read has a name of its own.
fn asks_for_the_kept(line: &str) -> bool {
    let words = line.trim_start();
    ["if ", "elif ", "if(", "if ("].iter().any(|word| words.starts_with(word))
        && words.match_indices(".delta").any(|(at, part)| {
            let after = words.get(at + part.len()..).unwrap_or_default();
            !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | '('))
        })
}

/// What stands behind an expression at the start of a text that may have `?` and `!` between.
fn behind<'t>(text: &'t str, plain: &[char]) -> Option<&'t str> {
    let mut rest = text.chars();
    for wanted in plain {
        loop {
            match rest.next()? {
                c if c == *wanted => break,
                '?' | '!' => {}
                _ => return None,
            }
        }
    }
    Some(rest.as_str())
}

/// The guard at the start of the loop that a read stands in; `None` if the loop reads more of a chunk than its choices, or is
/// not written over lines.
pub(super) fn of_loop(context: &Context<'_>, read: &Read<'_>) -> Option<Edit> {
    let source = context.outline.source();
    let start = read.node.span.start as usize;
    let line_start = source.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let mut indent = indentation(source.get(line_start..)?);
    let mut header = None;
    let mut at = line_start;
    for line in source.get(..line_start)?.lines().rev().take(60) {
        at = source.get(..at.saturating_sub(1))?.rfind('\n').map_or(0, |end| end + 1);
        if line.trim().is_empty() || indentation(line) >= indent {
            continue;
        }
        indent = indentation(line);
        let words = line.trim_start();
        let words = words.strip_prefix("async ").unwrap_or(words);
        if let Some(rest) = words.strip_prefix("for ") {
            header = Some((at, line, rest));
            break;
        }
        // A function ends what belongs to the loop.
        if words.starts_with("def ") || words.starts_with("class ") {
            return None;
        }
    }
    let (header_start, header, rest) = header?;
    let variable = rest.split(" in ").next()?.trim();
    let body_start = header_start + header.len() + 1;
    if !header.trim_end().ends_with(':') || !variable.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let body_end = end_of_body(source, body_start, indentation(header));
    let body = source.get(body_start..body_end)?;
    let first = body.lines().find(|line| !line.trim().is_empty())?;
    // A chunk that is read for its usage too is not passed over, and nothing is counted that the source does not send.
    let only_choices = words_of(body, variable).all(|after| after.starts_with(".choices"));
    let by_index = body.contains(&format!("{variable}.choices[0].delta"));
    let alone = !["chunk.choices[0].finish_reason", ".finish_reason", ".usage"].iter().any(|more| body.contains(more));
    let choice_of_it = read.names.first() == Some(&variable) || read.delta == 0;
    if !only_choices || !by_index || !alone || !choice_of_it {
        return None;
    }
    let outer = header.get(..header.len() - header.trim_start().len())?;
    let inner = first.get(..first.len() - first.trim_start().len())?;
    let step = inner.strip_prefix(outer)?;
    let newline = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let guard = format!(
        "{inner}if not {variable}.choices or {variable}.choices[0].delta is None:{newline}{inner}{step}continue{newline}"
    );
    Some(insert(body_start, guard))
}

fn indentation(line: &str) -> usize {
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).count()
}

/// Where the lines end that stand further in than a header.
fn end_of_body(source: &str, start: usize, indent: usize) -> usize {
    let mut at = start;
    for line in source.get(start..).unwrap_or_default().split_inclusive('\n') {
        if !line.trim().is_empty() && indentation(line) <= indent {
            break;
        }
        at += line.len();
    }
    at
}

/// What stands behind each whole word in a text.
fn words_of<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = &'t str> {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).filter_map(move |(at, _)| {
        let after = text.get(at + word.len()..)?;
        let whole = !text.get(..at)?.ends_with(inside) && !after.starts_with(inside);
        whole.then_some(after)
    })
}
