//! The table of one answer: what becomes of it for code that was written for the source, and why.
//! Not the translation, which is in `translate::answer`.
//! **Invariant:** a stream is read frame by frame, and what is no JSON in it is passed on as it is.

use serde_json::Value;

use super::{CHANGE_COLUMNS, Sheet, Tone, cells, named, pretty, tone};
use crate::diagnostic::Diagnostic;
use crate::migrate::field_map::Edition;
use crate::migrate::translate::Translation;
use crate::migrate::translate::answer::{translate_answer, translate_frame};

/// Makes the table of a whole answer, the body of an error, one frame, or the text of a stream.
pub(super) fn answer(text: &str, edition: Edition) -> Result<Sheet, Diagnostic> {
    let mut rows: Vec<(Tone, Vec<String>)> = Vec::new();
    let (read_as, text) = if text.lines().any(|line| line.starts_with("data:")) {
        let mut frames = 0;
        let lines = text.lines().map(|line| {
            let frame = line.strip_prefix("data:").and_then(|data| serde_json::from_str::<Value>(data.trim()).ok());
            let Some(frame) = frame else { return line.to_owned() };
            frames += 1;
            let translated = translate_frame(&frame, edition);
            add(&mut rows, &translated, &format!("frame {frames}, "));
            format!("data: {}", translated.body)
        });
        let lines: Vec<String> = lines.collect();
        (format!("a stream of {frames} frames"), lines.join("\n"))
    } else {
        let value = whole(text)?;
        let is_frame = value.get("object").and_then(Value::as_str) == Some("chat.completion.chunk");
        let translated = if is_frame { translate_frame(&value, edition) } else { translate_answer(&value, edition) };
        add(&mut rows, &translated, "");
        (if is_frame { "one frame" } else { "a whole answer" }.to_owned(), pretty(&translated.body))
    };
    let found = match rows.len() {
        0 => "nothing has to change for code that reads the source's answers".to_owned(),
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    };
    let summary = format!("Read as {read_as} of {}: {found}.", edition.name());
    Ok(Sheet { summary, columns: named(&CHANGE_COLUMNS), rows, text })
}

fn add(rows: &mut Vec<(Tone, Vec<String>)>, translated: &Translation, place: &str) {
    rows.extend(translated.changes.iter().map(|change| {
        let mut cells = cells(change).to_vec();
        if let Some(path) = cells.first_mut() {
            path.insert_str(0, place);
        }
        (tone(change), cells)
    }));
}

fn whole(text: &str) -> Result<Value, Diagnostic> {
    let wrong = |why: String| {
        let what = "The answer is no JSON object and no stream.";
        Diagnostic::new(what, why, "Paste the body that the target answered, or the lines of its stream.")
    };
    match serde_json::from_str(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(wrong("It is JSON of another kind.".to_owned())),
        Err(error) => Err(wrong(format!("The reader says: {error}."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, read_as: &str, changes: usize, has: &str) {
        for edition in Edition::ALL {
            let sheet = answer(text, edition).unwrap();
            assert!(sheet.summary.contains(read_as), "{}", sheet.summary);
            assert_eq!(sheet.rows.len(), changes, "{:?}", sheet.rows);
            assert!(sheet.text.contains(has), "{}", sheet.text);
            assert!(sheet.rows.iter().all(|(_, cells)| cells.len() == sheet.columns.len() && !cells[5].is_empty()));
        }
    }

    #[test]
    fn answers_errors_frames_and_streams() {
        let message = r#"{"choices":[{"message":{"content":"4","reasoning_content":"2+2"}}],"usage":{"pricing":{"total_nanos":9600}}}"#;
        check(message, "a whole answer", 2, r#""cost": 0.0000096"#);
        check(
            r#"{"status_code":400,"error":"validation_error","description":"Bad"}"#,
            "a whole answer",
            1,
            r#""code": 400"#,
        );
        check(r#"{"object":"chat.completion.chunk","choices":[{"delta":{"content":"a"}}]}"#, "one frame", 0, "\"a\"");
        let stream = "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"a\"}}]}\n\ndata: {\"object\":\"error\",\"message\":\"overloaded\"}\n\ndata: [DONE]\n";
        check(stream, "a stream of 2 frames", 2, "data: [DONE]");
    }
}
