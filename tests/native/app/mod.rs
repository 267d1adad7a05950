//! `update` as the page drives it.

mod compare;
mod connect;
mod inventory;
mod models;
mod page;
mod report;
mod request_editor;
mod sheets;
