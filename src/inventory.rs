//! Finds every use of the source gateway in a code base: files in, findings and proposed changes out.
//!
//! | room | what lives there |
//! | --- | --- |
//! | [`intake`] | which files are read, and the zip container |
//! | [`arrival`] | the files of one scan as they come in: which are wanted, what becomes of each |
//! | [`language`], [`language_of`] | which language a file is in |
//! | [`outline`] | the one neutral form of source text that every rule reads |
//! | [`reading`] | the readers: text of each language to its outline |
//! | [`place`], [`context`] | what a rule is told about a file and a node's surroundings |
//! | [`project`], [`source_package`] | what is the project's own, and which packages of others speak to the source |
//! | [`source_address`], [`path_move`], [`variable_name`], [`model_text`] | addresses, paths, variables and model ids as they stand in code |
//! | [`relevance`], [`neighbourhood`] | which files are worth reading, and how close each is to the source |
//! | [`rules`] | the rules, one a file |
//! | [`request_body`] | what is literal of the requests that the code makes |
//! | [`finding`] | what a rule says |
//! | [`settings`] | what a person chose |
//! | [`scan`](mod@scan) | all of it over a project |
//! | [`workbench`], [`protocol`] | the worker's memory, and what page and worker say to each other |
//! | [`rehearsal`] | a made project that is scanned ahead, so that the first scan finds compiled code |
//! | [`sarif`] | the findings for code hosts and editors |
//!
//! Not the page: this runs in the worker, because parsers are heavy and a trap there cannot end the page.
//!
//! **Invariant:** any bytes are taken; what could not be read is said and counted.

pub mod arrival;
pub mod context;
pub mod finding;
pub mod intake;
pub mod language;
pub mod language_of;
pub mod model_text;
pub mod neighbourhood;
pub mod outline;
pub mod path_move;
pub mod place;
pub mod project;
pub mod protocol;
pub mod reading;
pub mod rehearsal;
pub mod relevance;
pub mod request_body;
pub mod rules;
pub mod sarif;
pub mod scan;
pub mod settings;
pub mod source_address;
pub mod source_package;
pub mod variable_name;
pub mod workbench;
