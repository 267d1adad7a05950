//! The objects in which page and worker wrap what they say: names of fields, and reading and making such objects.
//! Not what is said, which is in `inventory::protocol`.
//!
//! **Invariant:** both sides name a field only by the constants here.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// The number of the question; its answers bear it too.
pub const ID: &str = "id";
/// The question, as JSON.
pub const REQUEST: &str = "request";
/// Beside a scan of files: the path of each.
pub const PATHS: &str = "paths";
/// From the worker: which files of the scan it wants next, as numbers in the list of paths.
pub const WANTED: &str = "wanted";
/// Beside the wanted files: the most bytes that one of them may have.
pub const LIMIT: &str = "limit";
/// To the worker: a piece of the wanted files, in order. Of each its bytes; a number, if it has more than the limit; or
/// null, if it cannot be read.
pub const CONTENTS: &str = "contents";
/// From the worker: it takes the next piece.
pub const NEXT: &str = "next";
/// Beside a scan of files: paths that only count, since their names rule them out; a folder's path ends with a slash.
pub const NAMES: &str = "names";
/// Beside a scan of files: whether there are more than were looked at.
pub const MORE: &str = "more";
/// Beside a scan of a text: its path.
pub const PATH: &str = "path";
/// Beside a scan of a text: the text.
pub const TEXT: &str = "text";
/// To the worker: nobody asks yet, so that it may get ready for it.
pub const REHEARSE: &str = "rehearse";
/// From the worker: it takes questions from now on.
pub const READY: &str = "ready";
/// From the worker: its program did not start.
pub const BROKEN: &str = "broken";
/// From the worker: where its program stopped, as file and line of this source.
pub const STOPPED_AT: &str = "stopped_at";
/// From the worker: an answer, as bytes.
pub const REPLY: &str = "reply";
/// Beside an answer: the bytes of a finished file.
pub const BYTES: &str = "bytes";

/// Beside a question to the simulator: which gateway it is put to.
pub const ROLE: &str = "role";
/// Beside a question to the simulator: the method.
pub const METHOD: &str = "method";
/// Beside a question to the simulator: the body, a text.
pub const BODY: &str = "body";
/// Of a question and an answer of the simulator: names and values of headers, one after the other.
pub const HEADERS: &str = "headers";
/// Of a simulated answer: the status. An answer without one did not get through to a page.
pub const STATUS: &str = "status";
/// Of a simulated answer: milliseconds until its head, or null if none comes.
pub const HEAD_AFTER: &str = "head_after";
/// Of a simulated answer: milliseconds before each piece of the body.
pub const WAITS: &str = "waits";
/// Of a simulated answer: the pieces of the body.
pub const PIECES: &str = "pieces";
/// Of a simulated answer: how it ends.
pub const END: &str = "end";

/// Of a question to the validator: label, schema and text of each check, one after the other.
pub const CHECKS: &str = "checks";
/// Of its answer: a list for each check.
pub const OUTCOMES: &str = "outcomes";

/// Sets a field of an object.
pub fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain object takes every field.
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// A field of an object; undefined if there is none.
pub fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// A text field of an object.
pub fn text_field(object: &JsValue, name: &str) -> Option<String> {
    field(object, name).as_string()
}

/// A number that an object is known by.
pub fn number_field(object: &JsValue, name: &str) -> Option<u32> {
    field(object, name).as_f64().map(|number| number as u32)
}

/// Makes an object.
pub fn object(fields: impl IntoIterator<Item = (&'static str, JsValue)>) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, &value);
    }
    object
}
