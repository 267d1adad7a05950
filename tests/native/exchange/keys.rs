//! No key comes out of an import: not in a request, not in a note, in no form of writing.

use switchyard::exchange::{Dialect, import_as};

/// A key of nobody, in parts, so that no scanner takes it for a secret.
fn marker() -> String {
    ["sk-or-", "v1-", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"].concat()
}

/// Ways in which a text can hold KEY.
const TEXTS: [&str; 34] = [
    "curl https://a.example/x -H 'Authorization: Bearer KEY'",
    "curl https://a.example/x -H 'authorization:KEY'",
    "curl https://a.example/x -H 'Authorization;KEY'",
    "curl https://a.example/x -H 'X-Api-Key: KEY'",
    "curl https://a.example/x -H 'KEY: x'",
    "curl https://a.example/x -H 'X-Other: KEY'",
    "curl https://a.example/x -u me:KEY",
    "curl https://a.example/x -u KEY:",
    "curl https://a.example/x --oauth2-bearer KEY",
    "curl https://a.example/x --oauth2-bearer '${KEY}'",
    "curl https://a.example/x -U me:KEY -x http://me:KEY@b.example",
    "curl https://a.example/x -b 'session=KEY'",
    "curl https://a.example/x -d '{\"key\": \"KEY\"}'",
    "curl https://a.example/x -d @KEY",
    "curl https://a.example/x -F KEY=KEY",
    "curl https://a.example/x -F a=@KEY",
    "curl https://a.example/x -T KEY",
    "curl https://a.example/x -X KEY",
    "curl https://a.example/x --KEY",
    "curl https://a.example/x --request=KEY",
    "curl https://me:KEY@a.example/x",
    "curl 'https://a.example/x?key=KEY'",
    "curl 'https://a.example/KEY?a=KEY#KEY'",
    "curl https://a.example/x -d \"$(echo KEY | jq KEY)\"",
    "curl https://a.example/x -d \"`echo KEY`\"",
    "KEY=1 curl https://a.example/x -d \"${KEY}\" -A KEY -e KEY -r KEY",
    "A=KEY; curl https://a.example/x -H \"Authorization: Bearer $A\" -d $A",
    "curl https://a.example/x -d @- <<KEY\nKEY is here\nKEY",
    "fetch('https://a.example/x', {headers: {Authorization: 'Bearer KEY'}, body: JSON.stringify({a: 'KEY'}), method: 'POST'})",
    "const key = 'KEY'; fetch(`https://a.example/${key}`, {headers: new Headers([['x', key]]), body: key})",
    "fetch(KEY(), {method: KEY.x, headers: {a: `${KEY.y}`}})",
    "{\"model\": \"a/b\", \"messages\": [{\"role\": \"user\", \"content\": \"KEY\"}]}",
    "{\"log\": {\"entries\": [{\"request\": {\"method\": \"POST\", \"url\": \"https://KEY@a.example/chat/completions?key=KEY\", \"headers\": [{\"name\": \"Authorization\", \"value\": \"KEY\"}, {\"name\": \"Cookie\", \"value\": \"KEY\"}, {\"name\": \"KEY\", \"value\": \"KEY\"}], \"postData\": {\"mimeType\": \"KEY\", \"text\": \"KEY\"}}}]}}",
    "curl KEY",
];

#[test]
fn no_key_comes_out() {
    let key = marker();
    for text in TEXTS {
        let text = text.replace("KEY", &key);
        for dialect in [None, Some(Dialect::Bash), Some(Dialect::Cmd), Some(Dialect::PowerShell)] {
            let out = format!("{:?}", import_as(&text, dialect));
            assert!(!out.contains(&key) && !out.contains(&key[9..30]), "{text}\n{out}");
        }
    }
}

/// What is in a header for keys goes whatever it looks like.
#[test]
fn credentials_of_any_form_are_taken_out() {
    for text in [
        "curl https://a.example/x -H 'Authorization: Bearer hunter2hunter2'",
        "curl https://a.example/x -H 'x-api-key: hunter2hunter2'",
        "curl https://a.example/x -u me:hunter2hunter2",
        "curl https://me:hunter2hunter2@a.example/x",
        "curl 'https://a.example/x?access_token=hunter2hunter2'",
        "curl https://a.example/x -b a=hunter2hunter2",
        "fetch('https://a.example/x', {headers: {'api-key': 'hunter2hunter2'}})",
    ] {
        let (requests, diagnostics) = import_as(text, None);
        let out = format!("{requests:?} {diagnostics:?}");
        assert!(!out.contains("hunter2"), "{text}\n{out}");
        assert_eq!(requests[0].credentials.len(), 1, "{text}");
        let said = requests[0].notes.iter().any(|note| note.do_this.contains("Connect"));
        assert!(said, "how to enter it is said: {out}");
    }
}
