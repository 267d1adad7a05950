//! Whether a path is one of the application's own: a route that it serves, a page that it goes to, a path that it tests.
//! Not a rule: rules of addresses ask here before they take a path for one of the source.
//!
//! **Invariant:** what follows a base address is never an own route.

use super::behaviour_switch::is_tested;
use crate::inventory::context::Context;
use crate::inventory::outline::{Kind, NodeId};

/// Functions, annotations and macros that declare a route whatever they are called on.
const DECLARING: [&str; 42] = [
    "APIRouter",
    "Blueprint",
    "Controller",
    "DeleteMapping",
    "GetMapping",
    "HandleFunc",
    "Handle",
    "HttpGet",
    "HttpPost",
    "MapGet",
    "MapGroup",
    "MapPost",
    "Mount",
    "Path",
    "PostMapping",
    "PutMapping",
    "RequestMapping",
    "Route",
    "add_api_route",
    "add_route",
    "add_url_rule",
    "include_router",
    "location",
    "mount",
    "namespace",
    "nest",
    "path",
    "prefix",
    "re_path",
    "resource",
    "resources",
    "route",
    "scope",
    "service",
    "use",
    "any",
    "intercept",
    "waitForResponse",
    "waitForRequest",
    "onPost",
    "onGet",
    "rest",
];

/// Functions that go to a page.
const GOING: [&str; 16] = [
    "push",
    "navigate",
    "redirect",
    "redirectTo",
    "redirect_to",
    "permanentRedirect",
    "goto",
    "visit",
    "prefetch",
    "revalidatePath",
    "revalidateTag",
    "RedirectResponse",
    "Redirect",
    "url_for",
    "useMatch",
    "replaceState",
];

/// Methods that declare a route on a router and send a request with a client.
const METHODS: [&str; 14] =
    ["get", "post", "put", "patch", "delete", "all", "head", "options", "GET", "POST", "PUT", "PATCH", "DELETE", "Get"];

/// What routers are called.
const ROUTERS: [&str; 22] = [
    "app",
    "router",
    "server",
    "fastify",
    "hono",
    "mux",
    "bp",
    "blueprint",
    "r",
    "e",
    "g",
    "group",
    "route",
    "routes",
    "v1",
    "web",
    "engine",
    "express",
    "koa",
    "elysia",
    "Route",
    "application",
];

/// Keys whose value is a page or a route.
const KEYS: [&str; 14] = [
    "href",
    "to",
    "route",
    "routes",
    "pathname",
    "prefix",
    "redirect",
    "action",
    "source",
    "matcher",
    "basePath",
    "routePath",
    "url_path",
    "include_router",
];

/// Whether a text is a path of the application itself.
pub(super) fn is_own_route(context: &Context<'_>, id: NodeId) -> bool {
    if follows_something(context, id) {
        return false;
    }
    if is_tested(context, id) {
        return true;
    }
    if let Some((entry, _, key)) = context.key_of(id) {
        if KEYS.contains(&key) || DECLARING.contains(&key) && key != "path" && key != "Path" {
            return true;
        }
        // `{ path: "/models", element }` of a router; beside a host it is one of the source's.
        let beside = |names: &[&str]| {
            context
                .outline
                .ancestors(entry)
                .next()
                .is_some_and(|(holder, _)| context.entries_in(holder).any(|(_, _, key)| names.contains(&key)))
        };
        if matches!(key, "path" | "url")
            && beside(&["element", "component", "handler", "children", "name", "label", "icon"])
        {
            return true;
        }
    }
    let Some(names) = callee(context, id) else { return false };
    let last = names.last().copied().unwrap_or_default();
    if DECLARING.contains(&last) || GOING.contains(&last) || (last == "replace" && names.contains(&"router")) {
        return true;
    }
    let holder = names.len().checked_sub(2).and_then(|at| names.get(at).copied());
    // A browser's `fetch` of a path alone goes to the page's own host.
    if last == "fetch" && holder.is_none() && is_whole_argument(context, id) {
        return true;
    }
    if !METHODS.contains(&last) {
        return false;
    }
    match holder {
        Some(holder) => {
            let lower = holder.to_ascii_lowercase();
            ROUTERS.contains(&holder) || lower.ends_with("router") || lower.ends_with("_bp") || lower.ends_with("app")
        }
        // `get "/models", to: …` of Rails and Phoenix, `#[get("/models")]` of Rust.
        None => is_attribute(context, id) || has_handler(context, id),
    }
}

/// Whether something stands before a text in its template.
fn follows_something(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).next().is_some_and(|(parent, node)| {
        matches!(node.kind, Kind::Template)
            && context.outline.children(parent).next().is_some_and(|(first, _)| first != id)
    })
}

/// The names of the innermost call that a node is an argument of.
fn callee<'c>(context: &'c Context<'_>, id: NodeId) -> Option<Vec<&'c str>> {
    context.outline.ancestors(id).take(4).find_map(|(_, node)| match &node.kind {
        Kind::Call(segments) => Some(context.outline.names(*segments).collect()),
        _ => None,
    })
}

fn is_whole_argument(context: &Context<'_>, id: NodeId) -> bool {
    context
        .outline
        .ancestors(id)
        .find(|(_, node)| !matches!(node.kind, Kind::Template))
        .is_some_and(|(_, node)| matches!(node.kind, Kind::Call(_)))
}

/// Whether the call is written as an attribute: `#[get("/models")]`, `@get("/models")`, `[HttpGet("/models")]`.
fn is_attribute(context: &Context<'_>, id: NodeId) -> bool {
    let Some(node) = context.outline.node(id) else { return false };
    let line = context.line_of(node.span).trim_start();
    line.starts_with("#[") || line.starts_with('@') || line.starts_with('[')
}

/// Whether a handler stands beside the path: `to: "models#index"`, a class and an action.
fn has_handler(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).find(|(_, node)| matches!(node.kind, Kind::Call(_))).is_some_and(|(call, _)| {
        context.entries_in(call).any(|(_, _, key)| matches!(key, "to" | "controller" | "as"))
            || context.outline.children(call).filter(|(at, _)| *at > id).any(|(_, node)| match &node.kind {
                Kind::Path(segments) => context
                    .outline
                    .names(*segments)
                    .next_back()
                    .is_some_and(|name| name.ends_with("Controller") || name.ends_with("Live")),
                _ => false,
            })
    })
}
