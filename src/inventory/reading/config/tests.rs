//! Tests of the readers of configuration, documents and markup: a table a format, and what holds for any text.

mod any_text;
mod data_formats;
mod documents;
mod line_formats;
mod yaml;
