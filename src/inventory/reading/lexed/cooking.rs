//! The value of a text from how it is written: escapes resolved.
//! Not where a text ends; the lexer knows that.
//!
//! **Invariant:** an escape that is not known stands for itself, so that nothing is lost.

use super::syntax::Escapes;

/// The value, only if it differs from what is written.
pub(in crate::inventory::reading) fn cook(written: &str, escapes: Escapes, quote: char) -> Option<Box<str>> {
    match escapes {
        Escapes::None | Escapes::Kept => None,
        Escapes::Backslash => written.contains('\\').then(|| resolve(written, '\\').into_boxed_str()),
        Escapes::Backtick => {
            (written.contains('`') || written.contains(quote)).then(|| backtick(written, quote).into_boxed_str())
        }
        Escapes::Minimal => written.contains('\\').then(|| minimal(written, quote).into_boxed_str()),
        Escapes::Doubled => doubled(written, quote),
    }
    .filter(|value| value.as_ref() != written)
}

fn doubled(written: &str, quote: char) -> Option<Box<str>> {
    let pair: String = [quote, quote].iter().collect();
    written.contains(&pair).then(|| written.replace(&pair, quote.encode_utf8(&mut [0; 4])).into_boxed_str())
}

fn backtick(written: &str, quote: char) -> String {
    let once = doubled(written, quote);
    resolve(once.as_deref().unwrap_or(written), '`')
}

/// Only the backslash and the quote are escaped.
fn minimal(written: &str, quote: char) -> String {
    let mut value = String::with_capacity(written.len());
    let mut rest = written.chars().peekable();
    while let Some(sign) = rest.next() {
        match rest.peek() {
            Some(next) if sign == '\\' && (*next == '\\' || *next == quote) => {
                value.push(*next);
                rest.next();
            }
            _ => value.push(sign),
        }
    }
    value
}

/// C-like escapes behind `mark`.
fn resolve(written: &str, mark: char) -> String {
    let mut value = String::with_capacity(written.len());
    let mut rest = written.chars();
    while let Some(sign) = rest.next() {
        if sign != mark {
            value.push(sign);
            continue;
        }
        match rest.next() {
            None => value.push(mark),
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some('0') => value.push('\0'),
            Some('a') if mark == '`' => value.push('\u{7}'),
            // A line end behind the mark joins the lines.
            Some('\n') => {}
            Some(kind @ ('x' | 'u' | 'U')) => {
                let before = rest.clone();
                match code_point(&mut rest, kind) {
                    Some(point) => value.push(point),
                    None => {
                        rest = before;
                        value.push(mark);
                        value.push(kind);
                    }
                }
            }
            Some(other) => value.push(other),
        }
    }
    value
}

/// The hexadecimal digits behind `\x`, `\u` or `\U`, also in braces. Surrogate halves are put together.
fn code_point(rest: &mut std::str::Chars<'_>, kind: char) -> Option<char> {
    let first = digits(rest, kind)?;
    if !(0xD800..0xDC00).contains(&first) {
        return char::from_u32(first);
    }
    (rest.next() == Some('\\') && rest.next() == Some('u')).then_some(())?;
    let second = digits(rest, 'u')?;
    (0xDC00..0xE000).contains(&second).then_some(())?;
    char::from_u32(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
}

fn digits(rest: &mut std::str::Chars<'_>, kind: char) -> Option<u32> {
    let mut probe = rest.clone();
    let braced = probe.next() == Some('{');
    if braced {
        *rest = probe;
    }
    let most = match kind {
        _ if braced => 6,
        'x' => 2,
        'u' => 4,
        _ => 8,
    };
    let mut value: u32 = 0;
    let mut count = 0;
    while count < most {
        let mut ahead = rest.clone();
        let Some(digit) = ahead.next().and_then(|sign| sign.to_digit(16)) else { break };
        value = value.checked_mul(16)?.checked_add(digit)?;
        *rest = ahead;
        count += 1;
    }
    if braced && rest.next() != Some('}') {
        return None;
    }
    let enough = if braced || kind == 'x' { count > 0 } else { count == most };
    enough.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_what_they_stand_for_and_unknown_ones_stay_readable() {
        let table = [
            (Escapes::Backslash, '"', r"https:\/\/openrouter.ai", Some("https://openrouter.ai")),
            (Escapes::Backslash, '"', r"a\nb\u0041\u{42}\x43", Some("a\nbABC")),
            (Escapes::Backslash, '"', r"\ud83d\ude00", Some("😀")),
            (Escapes::Backslash, '"', r"\ud83d!", Some(r"\ud83d!")),
            (Escapes::Backslash, '"', r"\u12", Some(r"\u12")),
            (Escapes::Backslash, '"', "plain", None),
            (Escapes::None, '"', r"\n", None),
            (Escapes::Minimal, '\'', r"it\'s \n \\", Some(r"it's \n \")),
            (Escapes::Doubled, '"', r#"a""b"#, Some(r#"a"b"#)),
            (Escapes::Backtick, '"', "a`nb`$c\"\"", Some("a\nb$c\"")),
        ];
        for (escapes, quote, written, value) in table {
            let expected = value.filter(|value| *value != written);
            assert_eq!(cook(written, escapes, quote).as_deref(), expected, "{written}");
        }
    }
}
