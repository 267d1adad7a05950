//! A message in three parts beside what caused it.

use leptos::prelude::*;

use super::marked::marked;
use crate::diagnostic::Diagnostic;

/// How loud a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something is wrong: said at once by a screen reader.
    Alert,
    /// Something to know.
    Note,
}

/// Shows a diagnostic.
pub fn notice(diagnostic: &Diagnostic, tone: Tone) -> AnyView {
    let (role, class) = match tone {
        Tone::Alert => ("alert", "notice alert"),
        Tone::Note => ("status", "notice note"),
    };
    view! {
        <div class=class role=role>
            <p class="notice-what">{marked(&diagnostic.what)}</p>
            <p>{marked(&diagnostic.why)}</p>
            <p class="notice-do">{marked(&diagnostic.do_this)}</p>
        </div>
    }
    .into_any()
}
