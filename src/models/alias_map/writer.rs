//! Fills the text of a format with the map.
//! Not a language: how a value is written is the business of whoever fills.
//! **Invariant:** a filled-in value is never read as part of the template, whatever it holds.
//!
//! A line of a template stands as it is, unless it begins with a mark and a space:
//!
//! | mark | the line comes |
//! | --- | --- |
//! | `@a`, `@u` | once for each approved or unresolved id; such lines in a row are one block |
//! | `@A`, `@U` | if there is an approved or unresolved id |
//! | `@B`, `@V` | if there is none |
//!
//! `«name»` is a place for a value.

/// A value to be filled in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// What stands between the marks.
    pub name: &'a str,
    /// The id of the source.
    pub from: &'a str,
    /// The id of the target; the same for one that is unresolved.
    pub to: &'a str,
    /// Whether it is the last of its list.
    pub last: bool,
}

/// The template with the ids in it.
pub(super) fn fill(
    template: &str,
    approved: &[(&str, &str)],
    unresolved: &[(&str, &str)],
    value: &dyn Fn(Place<'_>) -> String,
) -> String {
    let mut text = String::new();
    let mut lines = template.lines().map(marked).peekable();
    while let Some((mark, line)) = lines.next() {
        let mut block = vec![line];
        let once: &[(&str, &str)] = &[("", "")];
        let rounds = match mark {
            "a" | "u" => {
                while let Some((_, line)) = lines.next_if(|(next, _)| *next == mark) {
                    block.push(line);
                }
                if mark == "a" { approved } else { unresolved }
            }
            "A" if approved.is_empty() => &[],
            "B" if !approved.is_empty() => &[],
            "U" if unresolved.is_empty() => &[],
            "V" if !unresolved.is_empty() => &[],
            _ => once,
        };
        for (position, (from, to)) in rounds.iter().enumerate() {
            for line in &block {
                let mut rest = *line;
                while let Some((before, after)) = rest.split_once('«') {
                    let (name, after) = after.split_once('»').unwrap_or((after, ""));
                    text.push_str(before);
                    text.push_str(&value(Place { name, from, to, last: position + 1 == rounds.len() }));
                    rest = after;
                }
                text.push_str(rest);
                text.push('\n');
            }
        }
    }
    text
}

/// The mark of a line, if any, and what stands after it.
fn marked(line: &str) -> (&str, &str) {
    match line.strip_prefix('@').and_then(|line| line.split_once(' ')) {
        Some(parts) => parts,
        None => ("", line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_places() {
        let template = "head\n@A some\n@B none\n@a - «from»\n@a   «to»«,»\n@U open\n@V settled\n@u «from»\ntail «x»";
        let value = |place: Place<'_>| match place.name {
            "from" => place.from.to_owned(),
            "to" => place.to.to_owned(),
            "," => if place.last { "" } else { "," }.to_owned(),
            other => other.to_uppercase(),
        };
        assert_eq!(
            fill(template, &[("a«to»", "@b"), ("c", "d")], &[], &value),
            "head\nsome\n- a«to»\n  @b,\n- c\n  d\nsettled\ntail X\n"
        );
        assert_eq!(fill(template, &[], &[("e", "e")], &value), "head\nnone\nopen\ne\ntail X\n");
        assert_eq!(fill("a «b", &[], &[], &value), "a B\n", "an unclosed place");
    }
}
