//! Requests from elsewhere: the corpus of commands, the real curl beside it, keys, and texts that want to end the program.

mod cases;
mod corpus;
mod forms;
mod fuzz;
mod keys;
mod properties;
mod real_curl;
