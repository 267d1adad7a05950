//! Changes to a JSON text that leave everything else in it as it is: spaces, order, digits, fields that nobody knows.
//! Not a parser that checks: a text that is no JSON gives `None`.
//! **Invariant:** what a change does not name stays byte for byte, but for the comma beside it.

use std::ops::Range;

use serde_json::Value;

/// A step on the way to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'name> {
    /// A field of an object. Of several of that name the last counts, as for every reader of JSON.
    Key(&'name str),
    /// An item of a list, from 0.
    Index(usize),
}

/// A field or an item.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Child {
    key: Option<String>,
    /// The key, what is between, and the value.
    whole: Range<usize>,
    value: Range<usize>,
}

/// Where a value stands.
#[must_use]
pub fn find(text: &str, path: &[Step<'_>]) -> Option<Range<usize>> {
    let mut place = value_at(text, blanks(text, 0))?;
    for step in path {
        place = child(&children(text, &place)?, *step)?.value.clone();
    }
    Some(place)
}

/// Sets a value. A field that is not there is added at the end of its object, which has to be there.
#[must_use]
pub fn set(text: &str, path: &[Step<'_>], value: &Value) -> Option<String> {
    if let Some(place) = find(text, path) {
        let written = written(text, value, &indent_of(text, place.start));
        return Some(replaced(text, place, &written));
    }
    let (last, parent) = path.split_last()?;
    match last {
        Step::Key(name) => insert(text, parent, usize::MAX, Some(name), value),
        Step::Index(index) => insert(text, parent, *index, None, value),
    }
}

/// Adds an item to a list before the item of that number, or at its end.
#[must_use]
pub fn insert_item(text: &str, list: &[Step<'_>], index: usize, value: &Value) -> Option<String> {
    insert(text, list, index, None, value)
}

/// Takes a field or an item away. `None` if it is not there.
#[must_use]
pub fn remove(text: &str, path: &[Step<'_>]) -> Option<String> {
    let (last, parent) = path.split_last()?;
    let place = find(text, parent)?;
    let all = children(text, &place)?;
    let gone = child(&all, *last)?.whole.clone();
    let position = all.iter().position(|one| one.whole == gone)?;
    let before = position.checked_sub(1).and_then(|before| all.get(before));
    let cut = match (before, all.get(position + 1)) {
        (_, Some(after)) => gone.start..after.whole.start,
        (Some(before), None) => before.whole.end..gone.end,
        (None, None) => place.start + 1..place.end - 1,
    };
    Some(replaced(text, cut, ""))
}

fn replaced(text: &str, place: Range<usize>, with: &str) -> String {
    let mut whole = text.to_owned();
    whole.replace_range(place, with);
    whole
}

fn child<'all>(all: &'all [Child], step: Step<'_>) -> Option<&'all Child> {
    match step {
        Step::Key(name) => all.iter().rev().find(|child| child.key.as_deref() == Some(name)),
        Step::Index(index) => all.get(index).filter(|child| child.key.is_none()),
    }
}

fn insert(text: &str, parent: &[Step<'_>], index: usize, key: Option<&str>, value: &Value) -> Option<String> {
    let place = find(text, parent)?;
    let opens = if key.is_some() { "{" } else { "[" };
    if !text.get(place.clone())?.starts_with(opens) {
        return None;
    }
    let all = children(text, &place)?;
    let many_lines = text.contains('\n');
    let Some(like) = all.last() else {
        let outer = indent_of(text, place.start);
        let inner = format!("{outer}  ");
        let member = member(key, ": ", &written(text, value, &inner));
        let filled = if many_lines { format!("\n{inner}{member}\n{outer}") } else { member };
        return Some(replaced(text, place.start + 1..place.end - 1, &filled));
    };
    // The new one is set like the last: the same space before it, the same space around its colon.
    let space_start = text.get(..like.whole.start)?.trim_end_matches([' ', '\t', '\n', '\r']).len();
    let space = text.get(space_start..like.whole.start)?;
    let key_end = like.whole.start
        + like.key.is_some().then(|| string_at(text, like.whole.start)).flatten().map_or(0, |key| key.len());
    let colon = text.get(key_end..like.value.start).filter(|colon| colon.contains(':')).unwrap_or(": ");
    let new = member(key, colon, &written(text, value, &indent_of(text, like.whole.start)));
    Some(match all.get(index) {
        Some(next) => replaced(text, next.whole.start..next.whole.start, &format!("{new},{space}")),
        None => replaced(text, like.whole.end..like.whole.end, &format!(",{space}{new}")),
    })
}

fn member(key: Option<&str>, colon: &str, value: &str) -> String {
    match key {
        Some(key) => format!("{}{colon}{value}", Value::from(key)),
        None => value.to_owned(),
    }
}

/// A value as it is written into this text: over several lines if the text is.
fn written(text: &str, value: &Value, indent: &str) -> String {
    let is_empty =
        value.as_object().is_some_and(serde_json::Map::is_empty) || value.as_array().is_some_and(Vec::is_empty);
    let is_container = value.is_object() || value.is_array();
    if is_container && !is_empty && text.contains('\n') {
        // A line end within a text of the value is an escape, so that every line end here is one of the layout.
        format!("{value:#}").replace('\n', &format!("\n{indent}"))
    } else {
        value.to_string()
    }
}

/// The blanks at the beginning of the line.
fn indent_of(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.chars().take_while(|character| matches!(character, ' ' | '\t')).collect()
}

fn byte(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(at).copied()
}

fn blanks(text: &str, mut at: usize) -> usize {
    while matches!(byte(text, at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// The string that begins here, with its quotes.
fn string_at(text: &str, start: usize) -> Option<Range<usize>> {
    if byte(text, start)? != b'"' {
        return None;
    }
    let mut at = start + 1;
    loop {
        match byte(text, at)? {
            b'"' => return Some(start..at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The value that begins here.
fn value_at(text: &str, start: usize) -> Option<Range<usize>> {
    match byte(text, start)? {
        b'"' => string_at(text, start),
        b'{' | b'[' => {
            let mut open = 0usize;
            let mut at = start;
            loop {
                match byte(text, at)? {
                    b'"' => at = string_at(text, at)?.end,
                    b'{' | b'[' => {
                        open += 1;
                        at += 1;
                    }
                    b'}' | b']' => {
                        open -= 1;
                        at += 1;
                        if open == 0 {
                            return Some(start..at);
                        }
                    }
                    _ => at += 1,
                }
            }
        }
        b',' | b'}' | b']' | b':' => None,
        _ => {
            let rest = text.get(start..)?;
            let end = rest.find([',', '}', ']', ' ', '\t', '\n', '\r']).unwrap_or(rest.len());
            Some(start..start + end)
        }
    }
}

/// The fields of an object or the items of a list.
fn children(text: &str, place: &Range<usize>) -> Option<Vec<Child>> {
    let is_object = match byte(text, place.start)? {
        b'{' => true,
        b'[' => false,
        _ => return None,
    };
    let mut all = Vec::new();
    let mut at = blanks(text, place.start + 1);
    while at < place.end - 1 {
        let start = at;
        let key = if is_object {
            let key = string_at(text, at)?;
            at = blanks(text, key.end);
            if byte(text, at)? != b':' {
                return None;
            }
            at = blanks(text, at + 1);
            Some(serde_json::from_str::<String>(text.get(key)?).ok()?)
        } else {
            None
        };
        let value = value_at(text, at)?;
        at = blanks(text, value.end);
        all.push(Child { key, whole: start..value.end, value });
        match byte(text, at)? {
            b',' => at = blanks(text, at + 1),
            _ => break,
        }
    }
    (at == place.end - 1).then_some(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::Step::{Index, Key};
    use super::*;

    #[track_caller]
    fn check(before: &str, path: &[Step<'_>], value: Value, after: &str) {
        assert_eq!(set(before, path, &value).as_deref(), Some(after));
    }

    #[test]
    fn values_are_set_where_they_stand() {
        check(r#"{"a": 1.50 , "b":[ 2,3 ]}"#, &[Key("b"), Index(1)], json!("x"), r#"{"a": 1.50 , "b":[ 2,"x" ]}"#);
        check(r#"{"a":1,"a":2}"#, &[Key("a")], json!(3), r#"{"a":1,"a":3}"#);
        check(r#"{"a\u0062":{"c":"}"}}"#, &[Key("ab"), Key("c")], json!(null), r#"{"a\u0062":{"c":null}}"#);
        check(
            "{\n  \"a\": 1\n}",
            &[Key("a")],
            json!({"b": [1]}),
            "{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}",
        );
    }

    #[test]
    fn new_fields_are_set_like_the_others() {
        check(r#"{"a": 1, "b": 2}"#, &[Key("c")], json!(3), r#"{"a": 1, "b": 2, "c": 3}"#);
        check(r#"{"a":1}"#, &[Key("b")], json!([1]), r#"{"a":1,"b":[1]}"#);
        check("{\n\t\"a\" : 1\n}\n", &[Key("b")], json!(2), "{\n\t\"a\" : 1,\n\t\"b\" : 2\n}\n");
        check("{}", &[Key("a")], json!(1), r#"{"a": 1}"#);
        check("{\n  \"a\": {}\n}", &[Key("a"), Key("b")], json!(1), "{\n  \"a\": {\n    \"b\": 1\n  }\n}");
        assert_eq!(set(r#"{"a": 1}"#, &[Key("b"), Key("c")], &json!(1)), None);
        assert_eq!(set(r#"{"a": 1}"#, &[Key("a"), Key("c")], &json!(1)), None);
        assert_eq!(insert_item("[1, 2]", &[], 0, &json!(0)).as_deref(), Some("[0, 1, 2]"));
        assert_eq!(insert_item("[1, 2]", &[], 9, &json!(3)).as_deref(), Some("[1, 2, 3]"));
    }

    #[test]
    fn removed_fields_take_one_comma() {
        for (before, path, after) in [
            (r#"{"a": 1, "b": 2, "c": 3}"#, Key("a"), r#"{"b": 2, "c": 3}"#),
            (r#"{"a": 1, "b": 2, "c": 3}"#, Key("b"), r#"{"a": 1, "c": 3}"#),
            (r#"{"a": 1, "b": 2, "c": 3}"#, Key("c"), r#"{"a": 1, "b": 2}"#),
            (r#"{ "a": 1 }"#, Key("a"), "{}"),
            ("[\n  1,\n  2\n]", Index(1), "[\n  1\n]"),
        ] {
            assert_eq!(remove(before, &[path]).as_deref(), Some(after));
        }
        assert_eq!(remove("{}", &[Key("a")]), None);
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[ -~äß\n\"\\\\]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec(("[a-c\"]{0,2}", inner), 0..4)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_change_is_what_a_parser_would_do(
            fields in proptest::collection::vec(("[a-d]", any_json()), 0..5),
            key in "[a-e]",
            value in any_json(),
            pretty in any::<bool>(),
        ) {
            let mut object = Value::Object(fields.into_iter().collect());
            let text = if pretty { format!("{object:#}") } else { object.to_string() };
            let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            let taken = remove(&text, &[Key(&key)]);
            let set = set(&text, &[Key(&key)], &value).unwrap();
            // What comes before the value is untouched.
            if let Some(place) = find(&text, &[Key(&key)]) {
                prop_assert_eq!(text.get(..place.start), set.get(..place.start));
                prop_assert!(set.ends_with(text.get(place.end..).unwrap()));
            }
            let gone = object.as_object_mut().unwrap().shift_remove(&key);
            prop_assert_eq!(taken.is_some(), gone.is_some());
            if let Some(taken) = taken {
                prop_assert_eq!(parse(&taken), object.clone());
            }
            object[&key] = value;
            // The order of the fields is not compared by `==`, and the text above shows it.
            prop_assert_eq!(parse(&set), object);
        }

        #[test]
        fn nothing_panics(text in "[\\[\\]{}\",:\\\\ a1\n]{0,24}", index in 0usize..3) {
            for path in [&[][..], &[Key("a")], &[Index(index)], &[Key("a"), Index(index)]] {
                let _ = (find(&text, path), set(&text, path, &json!([1])), remove(&text, path));
            }
        }
    }
}
