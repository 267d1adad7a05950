//! What a rule says of one place: rule, class, what it means for the move, where, and what to do.
//! Not the rules, and not the change of the code, which a finding may carry along.
//!
//! **Invariant:** the text of a finding is masked where it is made; no finding holds a live key.

use serde::{Deserialize, Serialize};

/// What kind of use it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// An address of the source's API, or a path below it.
    Endpoint,
    /// A key, or the environment variable that holds one.
    Key,
    /// A request header that only the source reads, or reads in its own way.
    Header,
    /// A model id.
    Model,
    /// Which provider or model serves the request.
    Routing,
    /// Another field of the request body.
    Field,
    /// A read of a response field that the target lacks or names otherwise.
    ResponseRead,
    /// A package, constructor or tool setting that speaks only to the source.
    Package,
    /// Code that behaves differently by host name or key prefix.
    BehaviourSwitch,
    /// Comments, links, names.
    Documentation,
}

impl Class {
    /// All classes in the order in which they are shown.
    pub const ALL: [Class; 10] = [
        Class::Endpoint,
        Class::Key,
        Class::Package,
        Class::Model,
        Class::Routing,
        Class::Field,
        Class::Header,
        Class::ResponseRead,
        Class::BehaviourSwitch,
        Class::Documentation,
    ];

    /// The word of files and exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Class::Endpoint => "endpoint",
            Class::Key => "key",
            Class::Header => "header",
            Class::Model => "model",
            Class::Routing => "routing",
            Class::Field => "field",
            Class::ResponseRead => "response_read",
            Class::Package => "package",
            Class::BehaviourSwitch => "behaviour_switch",
            Class::Documentation => "documentation",
        }
    }

    /// The words for a person.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Class::Endpoint => "Endpoint",
            Class::Key => "Key",
            Class::Header => "Header",
            Class::Model => "Model",
            Class::Routing => "Routing",
            Class::Field => "Request field",
            Class::ResponseRead => "Response read",
            Class::Package => "Package",
            Class::BehaviourSwitch => "Behaviour switch",
            Class::Documentation => "Documentation",
        }
    }
}

/// What it means for the move. The order is that of urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Left as it is, the moved application breaks or still talks to the source.
    MustFix,
    /// It degrades, or a person has to decide.
    Review,
    /// Nothing has to be done.
    Information,
}

impl Action {
    /// All, most urgent first.
    pub const ALL: [Action; 3] = [Action::MustFix, Action::Review, Action::Information];

    /// The word of files and exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Action::MustFix => "must_fix",
            Action::Review => "review",
            Action::Information => "information",
        }
    }

    /// The words for a person.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Action::MustFix => "Must fix",
            Action::Review => "Review",
            Action::Information => "Information",
        }
    }
}

/// How sure the rule is that the place is what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The text alone proves it.
    High,
    /// The text and its surroundings make it likely.
    Medium,
    /// The shape is right; the context is missing.
    Low,
}

impl Confidence {
    /// The word of files, exports and the page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
        }
    }
}

/// What a finding gives to the other pages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carried {
    /// A model id as the source knows it, with suffixes, without client-side prefix.
    Model(String),
    /// The dotted path of a response field that the code reads.
    ResponseField(String),
    /// The dotted path of a request field, with its value as JSON where it is a literal.
    RequestField(String),
    /// The name of an environment variable that holds the source's key.
    KeyVariable(String),
    /// The name of an environment variable that holds the source's address.
    AddressVariable(String),
    /// A key in the code. Its text is not kept.
    LiveKey,
}

/// One finding as the page, the case and the exports have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's stable id.
    pub rule: String,
    /// What kind of use it is.
    pub class: Class,
    /// The path of the file within the project.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The line of code with secrets masked, at most 240 characters.
    pub text: String,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// What it means for the move.
    pub action: Action,
    /// What to do, as sentences.
    pub advice: String,
    /// What it gives to the other pages.
    pub carries: Option<Carried>,
}
