//! Keys in every written form, and that none survives; what only looks like one stays.
//! Not the roads on which texts leave the page. **Invariant:** every property holds for keys of both gateways.

use super::*;

const KEY: &str = "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";
const TARGET: &str = "phaseo_v1_sk_Ab3dEf6hIj9k_0123456789abcdefghijABCDEFGHIJ0123456789";

fn both() -> Redactor {
    Redactor::new([(KEY.to_owned(), "source key"), (TARGET.to_owned(), "target key")])
}

#[track_caller]
fn check(text: &str, clean: &str) {
    assert_eq!(both().redact(text), clean);
    assert_eq!(both().contains_secret(text), text != clean);
    assert_eq!(both().redact(clean), clean, "a clean text stays as it is");
}

#[test]
fn a_known_key_goes_under_its_label() {
    check(&format!("Authorization: Bearer {KEY}"), "Authorization: Bearer [redacted source key]");
    check(&format!("{KEY}{TARGET}"), "[redacted source key]");
    check(&format!("{KEY} {TARGET}"), "[redacted source key] [redacted target key]");
    check(&format!("a{KEY}"), "a[redacted source key]");
}

#[test]
fn an_unknown_key_goes_by_its_shape() {
    check("key=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!", "key=[redacted key]!");
    check("aistats_v1_sk_Zz3dEf6hIj9k_99999999888888887777777766666666aAbBcCdD.", "[redacted key].");
    check("phaseo_v1_mk_Zz3dEf6hIj9k_99999999888888887777777766666666aAbBcCdD", "[redacted key]");
    check("\"sk-proj-Ab12Cd34Ef56Gh78Ij90Kl\"", "\"[redacted key]\"");
    check("line\\nsk-Ab12Cd34Ef56Gh78Ij90Kl", "line\\n[redacted key]");
    check("?key%3Dsk-Ab12Cd34Ef56Gh78Ij90Kl", "?key%3D[redacted key]");
    check("bearer  abc.def-123~x+/y==", "bearer  [redacted key]");
    check("Authorization=Bearer%20eyJhbGciOi.J9", "Authorization=Bearer%20[redacted key]");
    check("c2stb3ItdjEtMGExYjJjM2Q0ZTVmNjA3MTgyOTNh", "[redacted key]");
}

#[test]
fn what_stands_for_a_key_stays() {
    for text in [
        "sk-or-v1-...",
        "sk-or-v1-xxxx",
        "sk-or-v1-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-or-v1-your-key-here-please",
        "Bearer sk-or-v1-xxxxxxxxxxxx",
        "phaseo_v1_sk_YOUR_KEY_HERE",
        "Bearer $OPENROUTER_API_KEY",
        "Bearer ${process.env.PHASEO_API_KEY}",
        "Bearer YOUR_API_KEY",
        "Bearer <token>",
        "bearer authentication is used",
        "the standard-bearer, 12345678",
        "task-0123456789abcdef0123456789",
        "risk-management-for-2026-and-later-years",
        "sk-learn",
        "gAAAAAB_sk-Ab12Cd34Ef56Gh78Ij90Kl",
        "",
        "s",
    ] {
        check(text, text);
    }
}

#[test]
fn every_written_form_goes() {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};
    let secret = "pa/ss\"wörd\\+key 9\u{1F600}";
    let redactor = Redactor::new([(secret.to_owned(), "source key")]);
    let json = serde_json::to_string(secret).expect("a string");
    let twice = serde_json::to_string(&json).expect("a string");
    for (text, clean) in [
        (secret.to_owned(), "[redacted source key]"),
        (json.clone(), "\"[redacted source key]\""),
        (twice, "\"\\\"[redacted source key]\\\"\""),
        (json.replace('/', "\\/"), "\"[redacted source key]\""),
        ("pa/ss\\\"w\\u00f6rd\\\\+key 9\\ud83d\\ude00".to_owned(), "[redacted source key]"),
        ("pa%2Fss%22w%C3%B6rd%5C%2Bkey%209%F0%9F%98%80".to_owned(), "[redacted source key]"),
        ("pa%2fss%22w%c3%b6rd%5c%2bkey+9%f0%9f%98%80".to_owned(), "[redacted source key]"),
        (STANDARD.encode(format!("user:{secret}:x")), ""),
        (STANDARD.encode(format!("use:{secret}:x")), ""),
        (URL_SAFE.encode(format!("us:{secret}:x")), ""),
        (STANDARD.encode(secret), ""),
    ] {
        assert!(redactor.contains_secret(&text), "{text}");
        let redacted = redactor.redact(&text);
        assert!(redacted.contains("[redacted source key]"), "{text}");
        assert!(clean.is_empty() || redacted == clean, "{redacted}");
    }
}

#[test]
fn overlapping_secrets_leave_no_tail() {
    let redactor = Redactor::new([("abcdefgh12".to_owned(), "source key"), ("gh12345678".to_owned(), "target key")]);
    assert_eq!(redactor.redact("<abcdefgh12345678>"), "<[redacted source key]>");
}

#[test]
fn a_key_in_the_middle_of_being_typed_changes_nothing() {
    let redactor =
        Redactor::new([("s".to_owned(), "source key"), (String::new(), "target key"), (" \n".to_owned(), "x")]);
    assert_eq!(redactor.redact("some sentences"), "some sentences");
}

#[test]
fn a_key_with_a_line_break_around_it_is_known_without() {
    let redactor = Redactor::new([(" secret-99\n".to_owned(), "source key")]);
    assert_eq!(redactor.redact("secret-99"), "[redacted source key]");
}

#[test]
fn nothing_of_a_secret_is_in_the_debug_text() {
    assert_eq!(format!("{:?}", both()), "Redactor { secrets: \"[redacted]\" }");
}

#[test]
fn a_text_without_keys_is_not_copied() {
    assert!(matches!(both().redact("an answer about sk-learn and bears"), Cow::Borrowed(_)));
}

#[test]
fn hostile_text_takes_linear_work() {
    // Quadratic work would take minutes here.
    for text in ["sk-".repeat(400_000), "sk-or-v1-".repeat(150_000), "Bearer ".repeat(150_000), " sk-a".repeat(200_000)]
    {
        let _ = both().redact(&text);
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::super::*;
    use base64::Engine as _;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_key_survives(
            key in "[ -~äß€]{8,80}",
            other in "[A-Za-z0-9_-]{8,60}",
            parts in proptest::collection::vec(("[ -~\\n]{0,30}", 0_usize..6), 0..8),
        ) {
            prop_assume!(key.trim().len() >= SHORTEST_SECRET);
            let mut text = String::new();
            for (noise, form) in &parts {
                text.push_str(noise);
                text.push_str(&match form {
                    0 => key.clone(),
                    1 => serde_json::to_string(&key).expect("a string"),
                    2 => base64::engine::general_purpose::STANDARD.encode(format!("{noise}{key}")),
                    3 => forms::written_forms(&key).last().cloned().unwrap_or_default(),
                    4 => other.clone(),
                    _ => String::new(),
                });
            }
            // A key that is a part of the label itself cannot be removed from it.
            prop_assume!(!"[redacted source key][redacted target key][redacted key]".contains(key.trim()));
            let redactor = Redactor::new([(key.clone(), "source key"), (other.clone(), "target key")]);
            let clean = redactor.redact(&text);
            prop_assert!(!clean.contains(key.trim()), "{clean}");
            prop_assert!(!clean.contains(&other), "{clean}");
            let escaped = serde_json::to_string(&key).expect("a string");
            prop_assert!(!clean.contains(escaped.trim_matches('"')) || escaped.trim_matches('"').len() < SHORTEST_SECRET);
            prop_assert_eq!(&*clean == text.as_str(), !redactor.contains_secret(&text));
        }

        #[test]
        fn shaped_keys_never_survive(noise in "[ -~]{0,40}", key in "[0-9a-f]{64}", secret in "[A-Za-z0-9]{12}_[A-Za-z0-9]{40}") {
            let redactor = Redactor::new([]);
            for key in [format!("sk-or-v1-{key}"), format!("phaseo_v1_sk_{secret}"), format!("aistats_v1_sk_{secret}")] {
                let text = format!("{noise}{key}{noise}");
                prop_assert!(!redactor.redact(&text).contains(&key));
            }
        }

        #[test]
        fn any_text_is_read(text in ".*") {
            let redactor = Redactor::new([("0123456789".to_owned(), "source key")]);
            let clean = redactor.redact(&text).into_owned();
            prop_assert_eq!(redactor.redact(&clean), clean.as_str());
        }
    }
}
