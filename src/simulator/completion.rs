//! A whole answer before either gateway puts it into its own shape: choices, tokens, cost, and the beats in which it is
//! spoken. Not what it says (`spoken`), not wire text.
//! **Invariant:** the beats of a choice joined are its reasoning, text and arguments; the tokens are counted from them.

use super::catalogue::Model;
use super::chance::Chance;
use super::cost::Cost;
use super::pieces::{count, pieces};
use super::question::Question;
use super::spoken::{flooded, spoken};

pub(super) use super::spoken::{Call, Finish, Spoken};

/// Events of a flood that says nothing about its length.
const FLOOD_EVENTS: u32 = 1_000;
/// The longest flood.
const FLOOD_MOST: u32 = 200_000;
/// Events a second of a flood that says nothing about its rate.
const FLOOD_RATE: u32 = 500;

/// A whole answer.
#[derive(Debug, Clone)]
pub(super) struct Completion {
    pub(super) model: &'static Model,
    pub(super) choices: Vec<Spoken>,
    pub(super) prompt_tokens: u32,
    /// Reasoning included.
    pub(super) completion_tokens: u32,
    pub(super) reasoning_tokens: u32,
    pub(super) cost: Cost,
    /// Milliseconds to the head of a streamed answer.
    pub(super) head_ms: u32,
    /// Milliseconds from the head to the first beat.
    first_ms: u32,
    /// Events a second, if this is a flood.
    flood: Option<u32>,
    own: Chance,
}

/// What is said in one beat.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said<'a> {
    Reasoning(&'a str),
    Text(&'a str),
    CallStart(&'a Call),
    CallPart(&'a str),
}

/// One beat of a choice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Beat<'a> {
    pub(super) after_ms: u32,
    pub(super) choice: usize,
    pub(super) said: Said<'a>,
}

impl Completion {
    /// Answers a question. `side` is the word of the role, so that two gateways differ a little.
    pub(super) fn of(side: &str, seed: u64, model: &'static Model, question: &Question, flood: bool) -> Self {
        let conversation = question.conversation();
        let own = Chance::of(seed, &[b"own", side.as_bytes(), model.canonical.as_bytes(), conversation.as_bytes()]);
        let mut pace =
            Chance::of(seed, &[b"pace", side.as_bytes(), model.canonical.as_bytes(), conversation.as_bytes()]);
        let events = flood.then(|| question.max_tokens.unwrap_or(FLOOD_EVENTS).min(FLOOD_MOST));
        let choices: Vec<Spoken> = if let Some(events) = events {
            vec![flooded(events)]
        } else {
            (0..question.choices).map(|index| spoken(seed, own, index, model, question, &conversation)).collect()
        };
        let sum = |part: &dyn Fn(&Spoken) -> u32| choices.iter().map(part).fold(0, u32::saturating_add);
        let reasoning_tokens = sum(&|choice| count(&choice.reasoning));
        let said_tokens = events.unwrap_or_else(|| {
            sum(&|choice| {
                count(&choice.text).saturating_add(choice.call.as_ref().map_or(0, |call| count(&call.arguments) + 4))
            })
        });
        let prompt_tokens = prompt_tokens(question);
        let completion_tokens = reasoning_tokens.saturating_add(said_tokens);
        Completion {
            model,
            choices,
            prompt_tokens,
            completion_tokens,
            reasoning_tokens,
            cost: Cost::of(model, prompt_tokens, completion_tokens),
            head_ms: pace.between(80, 180),
            first_ms: if flood { 20 } else { pace.between(150, 450) },
            flood: flood.then(|| question.events_per_second.unwrap_or(FLOOD_RATE).clamp(1, 100_000)),
            own: pace,
        }
    }

    /// The first choice's reason to end.
    pub(super) fn finish(&self) -> Finish {
        self.choices.first().map_or(Finish::Stop, |choice| choice.finish)
    }

    /// Milliseconds to an answer that is sent at once: the time to speak it, up to two and a half seconds.
    pub(super) fn whole_ms(&self) -> u32 {
        let tokens = self.completion_tokens.min(200);
        (self.head_ms + self.first_ms).saturating_add(tokens * 22).min(2_500)
    }

    /// Milliseconds from the head to the first beat.
    pub(super) const fn first_ms(&self) -> u32 {
        self.first_ms
    }

    /// The answer in time; choices take turns.
    pub(super) fn beats(&self) -> Vec<Beat<'_>> {
        let mut chance = self.own;
        let mut rows: Vec<std::vec::IntoIter<Said<'_>>> =
            self.choices.iter().map(|choice| self.said(choice, &mut chance).into_iter()).collect();
        let mut beats: Vec<Beat<'_>> = Vec::new();
        loop {
            let before = beats.len();
            for (choice, row) in rows.iter_mut().enumerate() {
                if let Some(said) = row.next() {
                    let after_ms = self.wait(beats.len(), &mut chance);
                    beats.push(Beat { after_ms, choice, said });
                }
            }
            if beats.len() == before {
                return beats;
            }
        }
    }

    fn wait(&self, at: usize, chance: &mut Chance) -> u32 {
        match (at, self.flood) {
            (0, _) => self.first_ms,
            // Whole milliseconds that add up to the exact rate.
            (at, Some(rate)) => {
                let due = |event: usize| event as u64 * 1_000 / u64::from(rate);
                u32::try_from(due(at) - due(at - 1)).unwrap_or(0)
            }
            (_, None) => chance.between(10, 35),
        }
    }

    /// Whether frames must go out one by one, exactly as timed.
    pub(super) const fn is_flood(&self) -> bool {
        self.flood.is_some()
    }

    fn said<'a>(&self, choice: &'a Spoken, chance: &mut Chance) -> Vec<Said<'a>> {
        if self.flood.is_some() {
            return choice.text.split_inclusive(' ').map(Said::Text).collect();
        }
        let mut all: Vec<Said<'a>> = Vec::new();
        all.extend(grouped(&choice.reasoning, chance).into_iter().map(Said::Reasoning));
        all.extend(grouped(&choice.text, chance).into_iter().map(Said::Text));
        if let Some(call) = &choice.call {
            all.push(Said::CallStart(call));
            all.extend(grouped(&call.arguments, chance).into_iter().map(Said::CallPart));
        }
        all
    }
}

/// Pieces in groups of one to three, mostly one.
fn grouped<'a>(text: &'a str, chance: &mut Chance) -> Vec<&'a str> {
    let mut groups = Vec::new();
    let (mut start, mut end, mut left) = (0, 0, 1);
    for piece in pieces(text) {
        end += piece.len();
        left -= 1;
        if left == 0 {
            groups.extend(text.get(start..end));
            start = end;
            left = if chance.one_in(4) { chance.between(2, 3) } else { 1 };
        }
    }
    groups.extend(text.get(start..end).filter(|rest| !rest.is_empty()));
    groups
}

fn prompt_tokens(question: &Question) -> u32 {
    let of_turns = question.turns.iter().map(|turn| count(&turn.text).saturating_add(4)).fold(3, u32::saturating_add);
    let of_tools =
        question.tools.iter().map(|tool| count(&tool.description).saturating_add(count(&tool.parameters.to_string())));
    of_tools.fold(of_turns, u32::saturating_add).saturating_add(question.images().saturating_mul(85))
}
