//! `update` as the page drives it.

mod compare;
mod connect;
mod golden;
mod inventory;
mod models;
mod page;
mod report;
mod sheets;
