//! The providers that serve one model, from the answer of a gateway's route for that model.
//! Not their prices, and no order of preference: the gateway chooses among them.
//! **Invariant:** an offer that the gateway calls down, inactive or not routable is left out.

use super::CatalogueError;
use super::row::serves;
use crate::gateway::error::GatewayError;
use crate::gateway::field::{first_text, text};
use serde_json::Value;

/// Names the providers, each once: `data.endpoints` (source: `tag` before `provider_name`; a negative `status` is down)
/// or `endpoints` (target: one row for each route of a provider).
///
/// # Errors
/// If the text is no such answer. No provider at all is no error.
pub fn read_serving(answer: &str) -> Result<Vec<String>, CatalogueError> {
    let value: Value = serde_json::from_str(answer).map_err(|error| CatalogueError::NotJson(error.to_string()))?;
    let envelope = value.get("data").unwrap_or(&value);
    let Some(offers) = envelope.get("endpoints").and_then(Value::as_array) else {
        let error = GatewayError::from_json(None, &value);
        return Err(error.map_or(CatalogueError::NoList, |error| CatalogueError::Gateway(Box::new(error))));
    };
    let mut names: Vec<String> = Vec::new();
    for offer in offers.iter().filter(|offer| serves(offer) && !is_down(offer)) {
        let provider = offer.get("provider").unwrap_or(&Value::Null);
        let name = first_text(offer, &["tag", "provider_name", "provider_id"])
            .or_else(|| first_text(provider, &["id", "name"]));
        if let Some(name) = name.or_else(|| text(offer, "provider"))
            && !names.iter().any(|other| other == name)
        {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

/// The source's states are numbers, and those below zero are degraded.
fn is_down(offer: &Value) -> bool {
    offer.get("status").and_then(Value::as_i64).is_some_and(|status| status < 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes() {
        let source = r#"{"data":{"id":"a/b","endpoints":[
            {"provider_name":"DeepInfra","tag":"deepinfra/fp8","status":0},{"provider_name":"Down","tag":"down","status":-5},
            {"provider_name":"Groq"}]}}"#;
        assert_eq!(read_serving(source).unwrap(), ["deepinfra/fp8", "Groq"]);
        let target = r#"{"ok":true,"endpoints":[
            {"provider":{"id":"openai"},"status":"active","routable":true},
            {"provider":{"id":"openai"},"status":"active","routable":true},
            {"provider":{"id":"idle"},"status":"inactive","routable":false}]}"#;
        assert_eq!(read_serving(target).unwrap(), ["openai"]);
        assert_eq!(read_serving(r#"{"data":{"endpoints":[]}}"#).unwrap(), Vec::<String>::new());
        assert!(matches!(read_serving(r#"{"ok":false,"error":"not_found"}"#), Err(CatalogueError::Gateway(_))));
        assert_eq!(read_serving(r#"{"data":{}}"#), Err(CatalogueError::NoList));
        assert!(matches!(read_serving("<html>"), Err(CatalogueError::NotJson(_))));
    }
}
