//! Sends requests over the network and reports what happens to them.
//! Not a client library: no retries, no redirects (but see [`presence`]), no cookies, no cache.
//!
//! **Invariant:** the key becomes a header here and nowhere else, and only if it belongs to the address's origin.
//! **Invariant:** every piece of a body carries the time at which it was read.

use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Headers, Response};
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::{set_timeout_with_handle, window};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestMode, RequestRedirect, ResponseType,
};

use super::batch;
use super::clock::now_ms;
use super::connection::{self, Connection};
use super::pause::pause;
use super::presence;
use super::store::Store;
use crate::app::http::{HttpEvent, Piece};
use crate::app::{Outgoing, Reading, RequestId};
use crate::compare::server_timing;
use crate::gateway::failure::Failure;
use crate::gateway::http::{HttpHead, Method};

/// Sends a request.
pub fn send(store: Store, outgoing: Outgoing) {
    let id = outgoing.id;
    let controller = AbortController::new().ok();
    let connection = Connection::open(id, controller.clone());
    let limit = outgoing.limit_ms.and_then(|limit| {
        let connection = Rc::clone(&connection);
        let give_up = move || connection.close(Failure::TimedOut(limit));
        set_timeout_with_handle(give_up, Duration::from_millis(u64::from(limit))).ok()
    });
    spawn_local(async move {
        if outgoing.wait_ms > 0 {
            pause(i32::try_from(outgoing.wait_ms).unwrap_or(i32::MAX)).await;
        }
        batch::push(store, id, HttpEvent::Sent { at_ms: now_ms() });
        let ended = exchange(store, &outgoing, controller.as_ref()).await;
        if let Some(limit) = limit {
            limit.clear();
        }
        connection::forget(id);
        let at_ms = now_ms();
        let online = window().navigator().on_line();
        let event = match (connection.closed(), ended) {
            (Some(failure), Err(_)) => HttpEvent::Failed { at_ms, failure, online },
            (None, Err(failure)) => HttpEvent::Failed { at_ms, failure, online },
            (_, Ok(Got::Whole(at_ms))) => HttpEvent::Ended { at_ms },
            (_, Ok(Got::Presence)) => HttpEvent::GotThrough,
            (_, Ok(Got::Redirect)) => HttpEvent::Redirected,
        };
        batch::push(store, id, event);
    });
}

/// What became of a request that did not fail.
enum Got {
    /// All of it; the last byte was there at this time.
    Whole(f64),
    Presence,
    Redirect,
}

async fn exchange(store: Store, outgoing: &Outgoing, controller: Option<&AbortController>) -> Result<Got, Failure> {
    let request = &outgoing.request;
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    let reading = outgoing.reading;
    init.set_mode(if reading == Reading::Presence { RequestMode::NoCors } else { RequestMode::Cors });
    // A list from the browser's cache could hide a wrong key. An answer to POST is never cached, and `no-store` would
    // only switch off the browser's memory of preflights, which then costs every measured run a round trip.
    init.set_cache(if request.method == Method::Get { RequestCache::NoStore } else { RequestCache::Default });
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(match reading {
        Reading::Whole => RequestRedirect::Error,
        Reading::Redirect => RequestRedirect::Manual,
        // A browser knows no other way for a request past CORS; what it may reach is held by the frame that makes it.
        Reading::Presence => RequestRedirect::Follow,
    });
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(controller.map(AbortController::signal).as_ref());
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    let headers = Headers::new();
    for (name, value) in &request.headers {
        headers.append(name, value);
    }
    if let Some(authorization) = outgoing.key.as_ref().and_then(|key| key.authorization_for(&request.url)) {
        headers.append("Authorization", &authorization);
    }
    init.set_headers(&headers.into_raw());
    // Not the builder of gloo-net: it adds a stray `&` to addresses with a query, and ends the page when a fetch is
    // rejected with something that is no Error, as an extension of the browser may do.
    let ready = web_sys::Request::new_with_str_and_init(&request.url, &init).map_err(|_| Failure::Network)?;
    if reading == Reading::Presence {
        return Ok(if presence::look(&ready).await? { Got::Redirect } else { Got::Presence });
    }
    let answered = JsFuture::from(window().fetch_with_request(&ready)).await.map_err(|_| Failure::Network)?;
    let answered: web_sys::Response = answered.dyn_into().map_err(|_| Failure::Network)?;
    if reading == Reading::Redirect {
        // Nothing of the body is wanted.
        if let Some(controller) = controller {
            controller.abort();
        }
        let redirects = answered.type_() == ResponseType::Opaqueredirect;
        return Ok(if redirects { Got::Redirect } else { Got::Presence });
    }
    let response: Response = answered.into();
    let head = HttpHead { status: response.status(), headers: response.headers().entries().collect() };
    batch::push(store, outgoing.id, HttpEvent::Head { at_ms: now_ms(), head });
    read_body(store, outgoing.id, &response).await?;
    let ended = now_ms();
    if request.method == Method::Post {
        // The browser writes its entry when the task that ended the body is over.
        pause(0).await;
        if let Some(times) = server_timing(&response, &request.url) {
            batch::push(store, outgoing.id, HttpEvent::ServerTimed(times));
        }
    }
    Ok(Got::Whole(ended))
}

/// The server's own times, from the header where it is exposed, else from the browser's resource timing, which a server
/// opens with `Timing-Allow-Origin`. `None` where the page may read neither.
fn server_timing(response: &Response, url: &str) -> Option<Vec<(String, f64)>> {
    if let Some(header) = response.headers().get("server-timing") {
        return Some(server_timing::read(&header));
    }
    let performance = window().performance()?;
    let entries = performance.get_entries_by_name_with_entry_type(url, "resource");
    // One request after the other has the same address: the last is this one.
    let entry = entries.iter().next_back()?;
    let get =
        |object: &JsValue, name: &str| Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
    // A browser keeps a few hundred entries and then writes none.
    if performance.get_entries_by_type("resource").length() > 150 {
        performance.clear_resource_timings();
    }
    let times: js_sys::Array = get(&entry, "serverTiming").dyn_into().ok()?;
    // Without leave it is an empty list, and so is the time of the first byte.
    if get(&entry, "responseStart").as_f64().unwrap_or_default() <= 0.0 {
        return None;
    }
    let time = |time: JsValue| Some((get(&time, "name").as_string()?, get(&time, "duration").as_f64()?));
    Some(times.iter().filter_map(time).collect())
}

/// Reads the body piece by piece; each piece is stamped before anything else is done with it.
async fn read_body(store: Store, id: RequestId, response: &Response) -> Result<(), Failure> {
    let Some(stream) = response.body() else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let read = JsFuture::from(reader.read()).await.map_err(|_| Failure::Cut)?;
        let at_ms = now_ms();
        let field = |name: &str| Reflect::get(&read, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            return Ok(());
        }
        let bytes = field("value").dyn_into::<Uint8Array>().map(|array| array.to_vec()).unwrap_or_default();
        batch::push(store, id, HttpEvent::Bytes(vec![Piece { at_ms, bytes }]));
    }
}
