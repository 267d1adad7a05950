//! What a command writes, where that is plain to see. Nothing is run.

use crate::exchange::shell::{Command, Input, Word};

/// What a command writes, if its text says it: `echo`, `printf '%s'`, `cat` of a here-document.
pub(super) fn output(command: &Command) -> Option<Word> {
    let mut words = command.words.iter();
    let program = words.next()?;
    let arguments: Vec<&Word> = words.collect();
    let joined = |arguments: &[&Word], end: &str| {
        let mut text = Word::default();
        for (position, argument) in arguments.iter().enumerate() {
            if position > 0 {
                text.push(' ');
            }
            text.push_word(argument);
        }
        text.text.push_str(end);
        text
    };
    match program.text.as_str() {
        "cat" if arguments.iter().all(|argument| argument.text == "-") => match &command.input {
            Input::Text(text) => Some(text.clone()),
            _ => None,
        },
        "echo" => match arguments.split_first() {
            Some((first, rest)) if first.text == "-n" => Some(joined(rest, "")),
            Some((first, _)) if first.text.starts_with("-e") => None,
            _ => Some(joined(&arguments, "\n")),
        },
        "printf" => match arguments.as_slice() {
            [format, text] if format.text == "%s" => Some((*text).clone()),
            [format, text] if format.text == "%s\\n" => Some(joined(&[*text], "\n")),
            [text] if !text.text.contains(['%', '\\']) => Some((*text).clone()),
            _ => None,
        },
        _ => None,
    }
}
