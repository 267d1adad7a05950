//! `update` as the page drives it.

mod compare;
mod connect;
mod models;
mod page;
mod report;
