//! What can be known about the tokens before any is read for its meaning: which brackets belong together, where items and
//! statements end, which operands a join or a comparison ties together.
//! Not nodes: the structural pass asks this and makes them.
//!
//! **Invariant:** two passes over the tokens, each in linear time; an unmatched bracket ends where the bracket around it
//! does, and never takes one that belongs to a string.

use super::generics::without_generics;
use super::line_ends::without_insignificant;
use super::syntax::{ImportShape, Syntax};
use super::token::{Bracket, Lexed, Token, TokenKind};

/// Where things end, by the index of a token.
#[derive(Debug, Default)]
pub(super) struct Levels {
    /// For an opening token: the index after its group.
    pub(super) group_end: Vec<usize>,
    /// For a closing token: its opening token; for others their own index.
    pub(super) opener: Vec<usize>,
    /// The separator, closing token or end that ends the item a token is in.
    pub(super) item_end: Vec<usize>,
    /// The same, but commas do not end it.
    pub(super) statement_end: Vec<usize>,
    /// For an opening token: what its group holds directly.
    pub(super) holds: Vec<Holds>,
    /// For the first token of joined texts: the index after them. Otherwise zero.
    pub(super) join_end: Vec<usize>,
    /// For the first token of a comparison: the index after it. Otherwise zero.
    pub(super) compare_end: Vec<usize>,
}

/// What a group holds directly.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Holds {
    pub(super) commas: usize,
    pub(super) tie: bool,
    pub(super) semicolon: bool,
}

/// One open group while the tokens are passed.
#[derive(Debug, Default)]
struct Open {
    index: usize,
    kind: Option<TokenKind>,
    holds: Holds,
    run: Run,
}

/// The operands passed last on one level.
#[derive(Debug, Default)]
struct Run {
    start: Option<usize>,
    joins: bool,
    text: bool,
    /// The last token was an operand; another one would stand beside it.
    operand: bool,
    last_was_text: bool,
    compare: Option<usize>,
}

impl Levels {
    /// Looks at the tokens, and takes out the line ends that end nothing.
    pub(super) fn of(lexed: &mut Lexed, source: &str, syntax: &Syntax) -> Levels {
        let tokens = without_generics(std::mem::take(&mut lexed.tokens), source, syntax);
        lexed.tokens = without_insignificant(tokens, source, syntax);
        let tokens = lexed.tokens.as_slice();
        let count = tokens.len();
        let mut levels = Levels {
            group_end: vec![0; count],
            opener: (0..count).collect(),
            item_end: vec![count; count],
            statement_end: vec![count; count],
            holds: vec![Holds::default(); count],
            join_end: vec![0; count],
            compare_end: vec![0; count],
        };
        let forced = levels.forward(tokens, source, syntax);
        levels.backward(tokens, source, syntax, &forced);
        levels
    }

    /// Brackets, joins and comparisons. Gives for each index how many groups end there without a closing token.
    fn forward(&mut self, tokens: &[Token], source: &str, syntax: &Syntax) -> Vec<usize> {
        let mut forced = vec![0; tokens.len() + 1];
        let mut stack = vec![Open::default()];
        // How many of each kind are open since the innermost string.
        let mut counts = vec![[0usize; 4]];
        for (index, token) in tokens.iter().enumerate() {
            let word = source.get(token.start..token.end).unwrap_or_default();
            match token.kind {
                TokenKind::Open(kind) => {
                    let called = kind == Bracket::Round || kind == Bracket::Square && !token.spaced;
                    if let Some(open) = stack.last_mut() {
                        let literal = kind == Bracket::Curly && !token.spaced;
                        if !(open.run.operand && (called || literal)) {
                            self.operand(&mut open.run, index, false, syntax);
                        }
                        open.run.last_was_text = false;
                    }
                    stack.push(Open { index, kind: Some(token.kind), ..Open::default() });
                    add(&mut counts, kind, 1);
                }
                TokenKind::TemplateOpen | TokenKind::HoleOpen => {
                    if let Some(open) = stack.last_mut()
                        && token.kind == TokenKind::TemplateOpen
                    {
                        self.operand(&mut open.run, index, true, syntax);
                    }
                    stack.push(Open { index, kind: Some(token.kind), ..Open::default() });
                    counts.push([0; 4]);
                }
                TokenKind::TemplateClose | TokenKind::HoleClose => {
                    counts.pop();
                    let wanted =
                        if token.kind == TokenKind::HoleClose { TokenKind::HoleOpen } else { TokenKind::TemplateOpen };
                    while stack.len() > 1 && stack.last().is_some_and(|open| open.kind != Some(wanted)) {
                        self.close(stack.pop(), index, index, &mut forced);
                    }
                    if stack.len() > 1 {
                        self.close_with(stack.pop(), index);
                    }
                }
                TokenKind::Close(kind) => {
                    let wanted = Some(TokenKind::Open(kind));
                    if counts.last().is_some_and(|counts| counts.get(slot(kind)).is_some_and(|count| *count > 0)) {
                        while stack.last().is_some_and(|open| open.kind != wanted) {
                            if let Some(Open { kind: Some(TokenKind::Open(other)), .. }) = stack.last() {
                                let other = *other;
                                add(&mut counts, other, -1);
                            }
                            self.close(stack.pop(), index, index, &mut forced);
                        }
                        add(&mut counts, kind, -1);
                        self.close_with(stack.pop(), index);
                    }
                }
                TokenKind::Text(_) | TokenKind::Name | TokenKind::Number => {
                    let text = matches!(token.kind, TokenKind::Text(_));
                    // The pieces of a template are no operands.
                    if let Some(open) = stack.last_mut().filter(|open| open.kind != Some(TokenKind::TemplateOpen)) {
                        let member = index
                            .checked_sub(1)
                            .and_then(|before| tokens.get(before))
                            .and_then(|before| source.get(before.start..before.end))
                            .is_some_and(|before| syntax.separators.contains(&before));
                        if !(member && open.run.operand && token.kind == TokenKind::Name) {
                            self.operand(&mut open.run, index, text, syntax);
                        }
                    }
                }
                TokenKind::Keyword | TokenKind::Newline | TokenKind::Symbol => {
                    if let Some(open) = stack.last_mut() {
                        let property = syntax.property_ties.contains(&word) || syntax.argument_ties.contains(&word);
                        open.holds.tie |= property;
                        open.holds.commas += usize::from(word == ",");
                        open.holds.semicolon |= word == ";";
                        self.operator(&mut open.run, index, word, token.kind, syntax);
                    }
                }
            }
        }
        while let Some(open) = stack.pop() {
            self.close(Some(open), tokens.len(), tokens.len(), &mut forced);
        }
        forced
    }

    fn operand(&mut self, run: &mut Run, index: usize, text: bool, syntax: &Syntax) {
        if run.operand {
            let adjacent = syntax.adjacent && run.last_was_text && text;
            if !adjacent {
                self.end_run(run, index);
            }
            run.joins |= adjacent;
        }
        run.start.get_or_insert(index);
        run.text |= text;
        run.last_was_text = text;
        run.operand = true;
    }

    fn operator(&mut self, run: &mut Run, index: usize, word: &str, kind: TokenKind, syntax: &Syntax) {
        run.last_was_text = false;
        let symbol = kind == TokenKind::Symbol;
        if symbol && syntax.joins.contains(&word) && run.operand {
            run.joins = true;
            run.operand = false;
        } else if symbol && (syntax.separators.contains(&word) || matches!(word, "!" | "?" | "!!")) && run.operand {
            // A member of the operand follows.
        } else {
            let start = run.start;
            self.end_run(run, index);
            let compares = matches!(word, "==" | "!=" | "===" | "!==" | "~=" | "-eq" | "-ne" | "-like" | "-match")
                || (word == "in" && matches!(syntax.import_shape, ImportShape::Python | ImportShape::Script));
            run.compare = start.filter(|_| compares);
        }
    }

    /// Says what the run was, and starts a new one.
    fn end_run(&mut self, run: &mut Run, index: usize) {
        let Run { start, joins, text, operand, compare, .. } = std::mem::take(run);
        // A join without its last operand is none.
        if let (Some(start), true) = (start, operand) {
            if joins
                && text
                && let Some(end) = self.join_end.get_mut(start)
            {
                *end = index;
            }
            if let Some(end) = compare.and_then(|compare| self.compare_end.get_mut(compare)) {
                *end = index;
            }
        }
    }

    fn close_with(&mut self, open: Option<Open>, index: usize) {
        if let (Some(open), Some(opener)) = (&open, self.opener.get_mut(index)) {
            *opener = open.index;
        }
        self.close(open, index, index + 1, &mut []);
    }

    fn close(&mut self, open: Option<Open>, index: usize, end: usize, forced: &mut [usize]) {
        let Some(mut open) = open else { return };
        self.end_run(&mut open.run, index);
        if open.kind.is_none() {
            return;
        }
        if let Some(count) = forced.get_mut(index) {
            *count += 1;
        }
        if let Some(group_end) = self.group_end.get_mut(open.index) {
            *group_end = end;
        }
        if let Some(holds) = self.holds.get_mut(open.index) {
            *holds = open.holds;
        }
    }

    /// Ends of items and statements.
    fn backward(&mut self, tokens: &[Token], source: &str, syntax: &Syntax, forced: &[usize]) {
        let count = tokens.len();
        let mut stack = vec![(count, count); 1 + forced.last().copied().unwrap_or(0)];
        for (index, token) in tokens.iter().enumerate().rev() {
            let word = source.get(token.start..token.end).unwrap_or_default();
            let closes = self.opener.get(index).is_some_and(|opener| *opener != index);
            let opens = matches!(token.kind, TokenKind::Open(_) | TokenKind::TemplateOpen | TokenKind::HoleOpen);
            if opens && stack.len() > 1 {
                stack.pop();
            }
            let stops = matches!(token.kind, TokenKind::Keyword | TokenKind::Open(Bracket::Word))
                && syntax.stop_words.contains(&word);
            if let Some(top) = stack.last_mut() {
                match word {
                    "," if token.kind == TokenKind::Symbol => top.0 = index,
                    ";" if token.kind == TokenKind::Symbol => *top = (index, index),
                    _ if token.kind == TokenKind::Newline || stops => *top = (index, index),
                    _ => {}
                }
                if let Some(end) = self.item_end.get_mut(index) {
                    *end = top.0;
                }
                if let Some(end) = self.statement_end.get_mut(index) {
                    *end = top.1;
                }
            }
            if closes {
                stack.push((index, index));
            }
            for _ in 0..forced.get(index).copied().unwrap_or(0) {
                stack.push((index, index));
            }
        }
    }
}

fn slot(kind: Bracket) -> usize {
    match kind {
        Bracket::Round => 0,
        Bracket::Square => 1,
        Bracket::Curly => 2,
        Bracket::Word => 3,
    }
}

fn add(counts: &mut [[usize; 4]], kind: Bracket, change: isize) {
    if let Some(count) = counts.last_mut().and_then(|counts| counts.get_mut(slot(kind))) {
        *count = count.saturating_add_signed(change);
    }
}
