//! The commands of notebooks, `!pip install openai` and `%cd x`, which snippets are copied with.
//! Not their reading: they are texts. The parser's own mode for notebooks is not used: some texts make it panic.
//!
//! **Invariant:** the parser sees a source of the same length, in which commands are comments.

use ruff_python_ast::Mod;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Parsed;
use ruff_text_size::Ranged as _;

/// Parses a source with its commands as comments; where these begin. Nothing if it is no better for that.
pub(super) fn parse(source: &str) -> Option<(Parsed<Mod>, Vec<usize>)> {
    let mut commands = commands(source);
    // What looks like a command may stand in a text, whose value must stay.
    for _ in 0..2 {
        if commands.is_empty() {
            return None;
        }
        let parsed = super::parse(&hidden(source, &commands));
        let comments = parsed.tokens().iter().filter(|token| token.kind() == TokenKind::Comment);
        let mut comments = comments.map(|token| token.start().to_usize()).peekable();
        let before = commands.len();
        commands.retain(|command| {
            while comments.next_if(|comment| comment < command).is_some() {}
            comments.peek() == Some(command)
        });
        if commands.len() == before {
            return parsed.has_valid_syntax().then_some((parsed, commands));
        }
    }
    None
}

/// Where lines begin with the mark of a command.
fn commands(source: &str) -> Vec<usize> {
    let mut starts = vec![];
    let mut line_start = 0;
    for line in source.split_inclusive('\n') {
        let code = line.trim_start_matches([' ', '\t']);
        if code.starts_with(['!', '%']) {
            starts.push(line_start + line.len() - code.len());
        }
        line_start += line.len();
    }
    starts
}

fn hidden(source: &str, commands: &[usize]) -> String {
    let mut hidden = String::with_capacity(source.len());
    let mut at = 0;
    for command in commands {
        hidden.push_str(source.get(at..*command).unwrap_or_default());
        hidden.push('#');
        at = command + 1;
    }
    hidden.push_str(source.get(at..).unwrap_or_default());
    hidden
}
