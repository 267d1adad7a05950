//! What the page itself quotes is read back.

use proptest::prelude::*;

use super::import;
use super::imported::Body;
use crate::migrate::snippets::quote::{double_quoted, shell_quoted};

fn body(command: &str) -> String {
    match import(command).0.remove(0).body {
        Body::Json(text) | Body::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn words_that_we_quote_come_back(text in "\\PC{1,60}") {
        let (text, _) = super::credential::without_keys(&text);
        let command = format!("curl https://a.example/ --data-raw {}", shell_quoted(&text));
        prop_assert_eq!(body(&command), text.clone());
        let call = format!("fetch('https://a.example/', {{ method: 'POST', body: {} }})", double_quoted(&text));
        prop_assert_eq!(body(&call), text);
    }
}
