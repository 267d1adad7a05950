//! The source's error body. Not the words of each error: the routes say them.
//! Shape: OpenRouter's OpenAPI document and recordings, Oct 2025 to Aug 2026.

use crate::simulator::reply::Reply;
use serde_json::{Map, Value, json};

/// The account that the demo key belongs to.
pub(super) const USER: &str = "user_2demoDEMOdemoDEMOdemoDEMOde";

/// `{"error":{"code","message","metadata"?},"user_id"?}` under the status of the code.
pub(super) fn error(status: u16, message: &str, metadata: Option<Value>) -> Reply {
    Reply::json(status, 60, &body(status, message, metadata))
}

/// The body alone.
pub(super) fn body(status: u16, message: &str, metadata: Option<Value>) -> Value {
    let mut error = Map::new();
    error.insert("message".into(), message.into());
    error.insert("code".into(), status.into());
    if let Some(metadata) = metadata {
        error.insert("metadata".into(), metadata);
    }
    if status == 401 { json!({ "error": error }) } else { json!({ "error": error, "user_id": USER }) }
}
