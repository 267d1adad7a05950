//! Tests of the table of response fields. What is found with it, the corpus shows.
//!
//! **Invariant:** every telling name of the table is one that the quick look lets through.

use super::*;

#[test]
fn the_quick_look_misses_no_telling_name() {
    for read in READS.iter().filter(|read| read.telling) {
        assert!(may_name_field(&format!(".{}", read.names.join("."))), "{}", read.field);
        assert!(read.names.len() > 1 || may_name_field(read.names[0]), "{}", read.field);
    }
    for plain in ["", "cost", "a message of 12 words", &"_".repeat(400)] {
        assert!(!may_name_field(plain), "{plain}");
    }
}

#[test]
fn the_compatibility_layer_says_something_of_every_field() {
    let others = ["provider", "error.code", "id", "headers", "stream.comment"];
    for field in READS.iter().map(|read| read.field).chain(others) {
        assert!(crate::migrate::compatibility::ResponseField::by_path(field).is_some(), "{field}");
    }
}
