//! HAR, `fetch` and plain JSON.

use switchyard::exchange::import;
use switchyard::exchange::imported::{Body, ImportedRequest};

#[track_caller]
fn one(text: &str) -> ImportedRequest {
    let (mut requests, diagnostics) = import(text);
    assert_eq!(requests.len(), 1, "{diagnostics:?}");
    requests.remove(0)
}

#[track_caller]
fn body(text: &str, expected: &str) {
    let request = one(text);
    let Body::Json(read) = &request.body else { panic!("{request:?}") };
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap().to_string();
    assert_eq!(value(read), value(expected), "{text}");
}

#[test]
fn fetch_as_browsers_copy_it() {
    let request = one(r#"fetch("https://openrouter.ai/api/v1/chat/completions", {
  "headers": {
    "accept": "*/*",
    "authorization": "Bearer abc",
    "content-type": "application/json",
    "Referer": "https://shop.example/"
  },
  "body": "{\"model\":\"a/b\",\"temperature\":0.70,\"messages\":[{\"role\":\"user\",\"content\":\"It's \\\"here\\\"\u0021 \ud83d\ude00\"}]}",
  "method": "POST",
  "mode": "cors",
  "credentials": "include"
});"#);
    assert_eq!(
        (request.method.as_str(), request.url.as_str()),
        ("POST", "https://openrouter.ai/api/v1/chat/completions")
    );
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["accept", "content-type", "Referer"]);
    assert_eq!(request.credentials.len(), 1);
    assert_eq!(
        request.body.text().unwrap(),
        r#"{"model":"a/b","temperature":0.70,"messages":[{"role":"user","content":"It's \"here\"! 😀"}]}"#
    );
}

#[test]
fn fetch_as_people_write_it() {
    let url = "\"https://a.example/v1/chat/completions\"";
    let call = |body: &str| format!("const r = await fetch({url}, {{ method: 'POST', body: {body} }});");
    body(
        &call("JSON.stringify({ model: 'a/b', messages: [{ role: \"user\", content: `hi` }], })"),
        r#"{"model":"a/b","messages":[{"role":"user","content":"hi"}]}"#,
    );
    body(
        &call(
            "JSON.stringify({ /* c */ a: 1, 'b': -2.50, c: .5, d: 1_000, e: 0x1f, f: 1e3, g: true, h: null, i: undefined } , null, 2)",
        ),
        r#"{"a":1,"b":-2.50,"c":0.5,"d":1000,"e":31,"f":1e3,"g":true,"h":null}"#,
    );
    body(
        &call("JSON.stringify({ a: 'x' + \"y\" + 1, [`b`]: ['\\x41\\u{42}', // c\n 'd\\\ne'] })"),
        r#"{"a":"xy1","b":["AB","de"]}"#,
    );
    body(
        &call("JSON.stringify({ prompt, n: config.n, f: g(1, {a: 2}), t: `a ${name} b` })"),
        r#"{"prompt":"${prompt}","n":"${config.n}","f":"${g(1, {a: 2})}","t":"a ${name} b"}"#,
    );
    let program = format!(
        "const model = 'a/b';\nconst body: Body = {{ model, ...{{ n: 1 }} }};\nexport async function ask() {{\n  return fetch({url}, {{ method: \"POST\", headers: {{ Authorization: `Bearer ${{process.env.OPENROUTER_API_KEY}}` }}, body: JSON.stringify(body) }}).then((r) => r.json());\n}}"
    );
    body(&program, r#"{"model":"a/b","n":1}"#);
    assert_eq!(one(&program).credentials[0].variable.as_deref(), Some("OPENROUTER_API_KEY"));
    let request = one("fetch(new URL('https://a.example/x'))");
    assert_eq!((request.method.as_str(), request.url.as_str()), ("GET", "https://a.example/x"));
    let request =
        one("fetch(new Request('https://a.example/x', { method: 'PUT', body: new URLSearchParams({ a: 'b c' }) }))");
    assert_eq!((request.method.as_str(), request.body.text()), ("PUT", Some("a=b+c")));
    let (several, _) = import(
        "fetch('https://a.example/1'); other.fetch; // fetch('https://a.example/no')\nfetch('https://a.example/2')",
    );
    assert_eq!(several.len(), 2);
}

#[test]
fn recordings_give_the_calls_of_models() {
    let (requests, diagnostics) = import(include_str!("../../fixtures/har/session.har"));
    let urls: Vec<&str> = requests.iter().map(|request| request.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://openrouter.ai/api/v1/chat/completions",
            "https://openrouter.ai/api/v1/responses",
            "https://proxy.example/ask"
        ]
    );
    assert!(diagnostics[0].what.contains("3 of 6"), "{diagnostics:?}");
    assert!(requests.iter().all(|request| request.method == "POST"));
    assert!(requests[0].headers.iter().all(|(name, _)| !name.starts_with(':')));
    assert_eq!(requests[0].credentials.len(), 2, "the key and the cookies");
    let (none, said) = import(
        r#"{"log": {"version": "1.2", "entries": [{"request": {"method": "GET", "url": "https://a.example/"}}]}}"#,
    );
    assert!(none.is_empty() && said[0].what.contains("None of the 1"), "{said:?}");
}

#[test]
fn bodies_alone_are_requests() {
    let text = "  {\"model\": \"a/b\", \"n\": 1.0, \"messages\": []}\n";
    assert_eq!(one(text).body, Body::Json(text.trim().to_owned()));
    let (several, _) = import(r#"[{"model": "a", "messages": []}, {"model": "b", "input": "x"}]"#);
    assert_eq!(several.len(), 2);
    for (text, words) in [
        ("[1]", "no request"),
        ("{\"a\": ", "line 1"),
        ("hello", "No request"),
        ("Invoke-RestMethod -Uri x", "Invoke-RestMethod"),
    ] {
        let (requests, said) = import(text);
        assert!(requests.is_empty() && said[0].what.contains(words), "{text}: {said:?}");
    }
    assert_eq!(import("  \n"), (Vec::new(), Vec::new()));
}
