//! `update` as the page drives it.

mod any_input;
mod compare;
mod connect;
mod golden;
mod inventory;
mod models;
mod page;
mod parameter_probe;
mod report;
mod request_editor;
mod sheets;
mod verdicts;
