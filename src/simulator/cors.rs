//! What each gateway's CORS rules let a browser do, and a browser's own reading of them.
//! Not a fetch: no cache of preflights, no credentials mode. **Invariant:** what a page sees here is what it would see
//! of the real gateway with the same headers.

use super::fault::Fault;
use super::incoming::Incoming;
use super::{Role, SimulatedRequest, SimulatedResponse, Simulator};

/// Recorded and probed up to Oct 2026: `access-control-allow-headers` of the source's preflight.
const SOURCE_ALLOWED: &str = "Authorization, User-Agent, X-Api-Key, X-CSRF-Token, X-Requested-With, Accept, Accept-Version, \
Content-Length, Content-MD5, Content-Type, Date, X-Api-Version, HTTP-Referer, X-Windowai-Title, X-Openrouter-Title, \
X-Openrouter-Categories, X-Openrouter-App-Visibility, X-Title, X-Session-Id, X-Stainless-Lang, \
X-Stainless-Package-Version, X-Stainless-OS, X-Stainless-Arch, X-Stainless-Runtime, X-Stainless-Runtime-Version, \
X-Stainless-Retry-Count, X-Stainless-Timeout, X-Stainless-Async, X-Stainless-Poll-Helper, \
X-Stainless-Custom-Poll-Interval, X-Stainless-Helper-Method, Idempotency-Key, traceparent, tracestate, b3, Protection-Key";
/// Readable headers of the source, mid August 2026 recordings.
const SOURCE_EXPOSED: &str = "X-Generation-Id, X-Provider-Name, cf-ray, request-id";
/// `apps/api/src/routes/v1/index.ts` of the target, Aug 2026.
const TARGET_ALLOWED: &str = "Authorization, Content-Type, traceparent, tracestate, x-title, http-referer, x-app-id, \
x-app-name, x-phaseo-client, x-phaseo-client-version, x-gateway-debug, x-phaseo-debug, X-Phaseo-Strictness, \
x-phaseo-cache-revalidate";
/// What the newest version of the same file adds.
const TARGET_ALLOWED_NEWEST: &str = ", x-app-categories, x-phaseo-metadata";
/// Readable headers of the target, newest version only; there were none before.
const TARGET_EXPOSED: &str = "Retry-After, X-Phaseo-Upstream-RateLimit-Limit, X-Phaseo-Upstream-RateLimit-Remaining, \
X-Phaseo-Upstream-RateLimit-Reset, X-Phaseo-Upstream-RateLimit-Limit-Requests, \
X-Phaseo-Upstream-RateLimit-Remaining-Requests, X-Phaseo-Upstream-RateLimit-Reset-Requests, \
X-Phaseo-Upstream-RateLimit-Limit-Tokens, X-Phaseo-Upstream-RateLimit-Remaining-Tokens, \
X-Phaseo-Upstream-RateLimit-Reset-Tokens, X-Request-Id";

/// The headers that a browser may send, as the preflight lists them.
pub(super) fn allowed(role: Role) -> String {
    match role {
        Role::OpenRouter => SOURCE_ALLOWED.to_owned(),
        Role::AiStats => TARGET_ALLOWED.to_owned(),
        Role::Phaseo => format!("{TARGET_ALLOWED}{TARGET_ALLOWED_NEWEST}"),
    }
}

/// Adds the CORS headers of an answer below the base path.
pub(super) fn stamp(role: Role, fault: Option<Fault>, response: &mut SimulatedResponse) {
    if fault == Some(Fault::NoCors) {
        return;
    }
    let mut add = |name: &str, value: &str| response.headers.push((name.to_owned(), value.to_owned()));
    add("access-control-allow-origin", "*");
    match role {
        Role::OpenRouter => add("access-control-expose-headers", SOURCE_EXPOSED),
        Role::Phaseo => add("access-control-expose-headers", TARGET_EXPOSED),
        Role::AiStats => {}
    }
}

/// Adds what a preflight's answer has besides.
pub(super) fn stamp_preflight(role: Role, fault: Option<Fault>, response: &mut SimulatedResponse) {
    if fault == Some(Fault::NoCors) {
        return;
    }
    let mut headers = allowed(role);
    if fault == Some(Fault::RefusedHeader) {
        headers = headers.split(", ").filter(|name| *name != "Authorization").collect::<Vec<_>>().join(", ");
    }
    let methods = match role {
        Role::OpenRouter => "GET, OPTIONS, PATCH, DELETE, POST, PUT",
        Role::AiStats | Role::Phaseo => "GET, POST, PUT, PATCH, DELETE, OPTIONS",
    };
    let mut add = |name: &str, value: &str| response.headers.push((name.to_owned(), value.to_owned()));
    add("access-control-allow-methods", methods);
    add("access-control-allow-headers", &headers);
    if role != Role::OpenRouter {
        add("access-control-max-age", "86400");
    }
}

/// Why a browser hides an answer. A page never learns which; only the simulator says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorsRefusal {
    /// The preflight did not answer with a good status.
    Preflight(u16),
    /// The preflight never answered.
    PreflightHangs,
    /// The origin is not allowed by the preflight or by the answer.
    Origin,
    /// The method is not allowed.
    Method(String),
    /// This header is not allowed.
    Header(String),
}

/// Sends a request as a page of another origin would: a preflight if the rules ask for one, then the request, then only
/// those headers that the page may read. A fault that the request chooses for itself strikes its preflight too, which
/// no real server could do.
///
/// # Errors
/// The browser's reason for a `TypeError`, if the rules forbid the request or its answer.
pub fn through_a_browser(
    simulator: &Simulator,
    request: &SimulatedRequest<'_>,
) -> Result<SimulatedResponse, CorsRefusal> {
    let unsafe_headers: Vec<String> = request
        .headers
        .iter()
        .filter(|(name, value)| !safelisted_request(name, value))
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    let simple_method = matches!(request.method, "GET" | "HEAD" | "POST");
    if !unsafe_headers.is_empty() || !simple_method {
        let struck = Simulator {
            fault: simulator.fault_of(&Incoming::read(simulator.role, simulator.seed, request)),
            ..*simulator
        };
        preflight(&struck, request, &unsafe_headers, simple_method)?;
    }
    let mut response = simulator.respond(request);
    if response.head_after_ms.is_none() {
        return Ok(response);
    }
    if header(&response, "access-control-allow-origin") != Some("*") {
        return Err(CorsRefusal::Origin);
    }
    let exposed = listed(header(&response, "access-control-expose-headers"));
    response.headers.retain(|(name, _)| safelisted_response(name) || exposed.contains(&name.to_ascii_lowercase()));
    Ok(response)
}

fn preflight(
    simulator: &Simulator,
    request: &SimulatedRequest<'_>,
    unsafe_headers: &[String],
    simple_method: bool,
) -> Result<(), CorsRefusal> {
    let headers = [
        ("origin".to_owned(), "https://page.example".to_owned()),
        ("access-control-request-method".to_owned(), request.method.to_owned()),
        ("access-control-request-headers".to_owned(), unsafe_headers.join(",")),
    ];
    let asked = SimulatedRequest { method: "OPTIONS", path: request.path, headers: &headers, body: &[] };
    let answer = simulator.respond(&asked);
    if answer.head_after_ms.is_none() {
        return Err(CorsRefusal::PreflightHangs);
    }
    if header(&answer, "access-control-allow-origin") != Some("*") {
        return Err(CorsRefusal::Origin);
    }
    if !(200..300).contains(&answer.status) {
        return Err(CorsRefusal::Preflight(answer.status));
    }
    let methods = listed(header(&answer, "access-control-allow-methods"));
    if !simple_method && !methods.contains(&request.method.to_ascii_lowercase()) {
        return Err(CorsRefusal::Method(request.method.to_owned()));
    }
    let allowed = listed(header(&answer, "access-control-allow-headers"));
    match unsafe_headers.iter().find(|name| !allowed.contains(name)) {
        Some(name) => Err(CorsRefusal::Header(name.clone())),
        None => Ok(()),
    }
}

fn header<'a>(response: &'a SimulatedResponse, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

fn listed(value: Option<&str>) -> Vec<String> {
    value.unwrap_or_default().split(',').map(|name| name.trim().to_ascii_lowercase()).collect()
}

/// The CORS-safelisted request headers of the Fetch standard, as far as a page of ours could send them.
fn safelisted_request(name: &str, value: &str) -> bool {
    let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match name.to_ascii_lowercase().as_str() {
        "accept" | "accept-language" | "content-language" => true,
        "content-type" => {
            matches!(kind.as_str(), "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain")
        }
        _ => false,
    }
}

/// The CORS-safelisted response headers of the Fetch standard.
fn safelisted_response(name: &str) -> bool {
    ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"]
        .iter()
        .any(|safe| name.eq_ignore_ascii_case(safe))
}
