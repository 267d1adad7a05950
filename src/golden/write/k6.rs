//! A script for k6: the same requests as a load, beyond what a browser sends. Not a verdict: k6 has its thresholds.
//! **Invariant:** the key comes from `__ENV` when the script runs, and nowhere else.

use serde_json::{Value, json};

use super::Place;
use crate::golden::check::Check;
use crate::golden::set::GoldenSet;

pub(super) fn write(set: &GoldenSet, place: &Place) -> String {
    let mut requests = Vec::new();
    for case in &set.cases {
        for row in &case.rows {
            let Ok(mut body) = case.filled(row) else { continue };
            // k6 reads whole answers.
            body.shift_remove("stream");
            body.shift_remove("stream_options");
            let texts: Vec<Value> = case.checks.iter().filter_map(|check| text(&check.filled(row))).collect();
            requests.push(json!({ "id": case.id, "path": case.endpoint.path(), "body": body, "texts": texts }));
        }
    }
    let variable = if place.key_variable.is_empty() { "API_KEY" } else { &place.key_variable };
    format!(
        r#"// The golden set "{name}" as a load: k6 run -e {variable}=… -e BASE_URL=… golden-set.k6.js
import http from "k6/http";
import {{ check }} from "k6";

const base = __ENV.BASE_URL || {base};
const key = __ENV[{key}];
const requests = {requests};

export const options = {{
  scenarios: {{
    golden: {{ executor: "shared-iterations", vus: Number(__ENV.VUS || 8), iterations: requests.length * Number(__ENV.REPEATS || 1), maxDuration: "30m" }},
  }},
  thresholds: {{ http_req_failed: ["rate<0.05"], checks: ["rate>0.95"] }},
}};

export function setup() {{
  if (!key) throw new Error("Set the key: k6 run -e {variable}=…");
}}

export default function () {{
  const request = requests[__ITER % requests.length];
  const answer = http.post(`${{base}}${{request.path}}`, JSON.stringify(request.body), {{
    headers: {{ "Content-Type": "application/json", Authorization: `Bearer ${{key}}` }},
    tags: {{ name: request.id }},
    timeout: "120s",
  }});
  check(answer, {{ "status is 200": ({{ status }}) => status === 200 }});
  const text = said(answer);
  for (const {{ kind, value }} of request.texts) {{
    check(text, {{
      [`${{kind}} ${{value}}`]: (text) => (kind === "equals" ? text.trim() === value.trim() : text.includes(value) === (kind === "contains")),
    }});
  }}
}}

function said(answer) {{
  try {{
    const body = answer.json();
    if (body.choices) return body.choices[0].message.content || "";
    return (body.output || []).flatMap((item) => item.content || []).map((part) => part.text || "").join("");
  }} catch (error) {{
    return "";
  }}
}}
"#,
        name = set.name.replace(['\n', '\r', '\u{2028}', '\u{2029}'], " "),
        base = Value::String(place.base_url.clone()),
        key = Value::String(variable.to_owned()),
        requests = script(&Value::Array(requests)),
    )
}

/// JSON that is also JavaScript of every edition.
fn script(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn text(check: &Check) -> Option<Value> {
    let (kind, value) = match check {
        Check::Equals { text } => ("equals", text),
        Check::Contains { text, ignore_case: false } => ("contains", text),
        Check::NotContains { text, ignore_case: false } => ("does not contain", text),
        _ => return None,
    };
    Some(json!({ "kind": kind, "value": value }))
}
