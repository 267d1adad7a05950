//! The page's side of the worker: starts it on first use, asks it, and turns what it says into messages.
//! Not the worker's program, which is `worker`.
//!
//! **Invariant:** nothing of the worker is loaded before a person reaches for the fields of the code, or asks.
//! **Invariant:** what a worker says that was ended, or that belongs to an earlier scan, is dropped.

use std::cell::RefCell;
use std::collections::BTreeMap;

use js_sys::{Array, Object, Reflect, Uint8Array, Uint32Array};
use leptos::prelude::document;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, MessageEvent, Worker};

use super::delivery::{self, Delivery};
use super::envelope::{self, field, number_field, object, text_field};
use super::pause::pause;
use super::store::Store;
use crate::app::patch::Deliver;
use crate::app::{AnalyzerTask, Made, Msg};
use crate::inventory::protocol::{Reply, Request};

/// Files that a person offered, until the scan takes them.
#[derive(Default)]
pub struct Offered {
    /// Each file with its path.
    pub files: Vec<(String, File)>,
    /// Paths that only count; a folder's ends with a slash.
    pub names: Vec<String>,
    /// Whether there are more than were looked at.
    pub more: bool,
}

/// A worker at work.
struct Running {
    worker: Worker,
    /// Tells this worker's words from those of one before it.
    number: u32,
    ready: bool,
    /// Questions that wait until it is ready.
    waiting: Vec<Object>,
    /// The files of the last scan.
    files: Vec<File>,
    /// Those of them that are on their way.
    delivery: Delivery,
    /// What is to be done with the files that are being made, by the number of the question.
    making: BTreeMap<u32, Deliver>,
    /// The scan that is asked for and not answered.
    scanning: Option<u32>,
    /// The number of the last scan: answers to questions before it no longer matter.
    last_scan: u32,
    /// Where it stopped, if it said so.
    stopped_at: Option<String>,
}

#[derive(Default)]
struct Desk {
    running: Option<Running>,
    workers: u32,
    questions: u32,
    offered: Offered,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::new(Desk::default());
}

/// Takes files that a person picked or dropped, and has them scanned. So many leading segments of each path are the
/// picked folder.
pub fn offer(store: Store, offered: Offered, root_segments: usize) {
    DESK.with_borrow_mut(|desk| desk.offered = offered);
    store.dispatch(Msg::FilesOffered(root_segments));
}

/// Starts the worker ahead of the first question, if none is running. That it cannot be loaded is said when it is asked.
pub fn prepare(store: Store) {
    if let Err(error) = start_if_none(store) {
        leptos::logging::warn!("The worker could not be started ahead of the first question: {error:?}");
    }
}

/// Performs what `update` asks of the worker.
pub fn perform(store: Store, task: AnalyzerTask) {
    match task {
        AnalyzerTask::ScanText { settings, path, text } => {
            let beside = [(envelope::PATH, path.into()), (envelope::TEXT, text.into())];
            ask(store, &Request::Scan { settings, root_segments: 0 }, beside, None);
        }
        AnalyzerTask::ScanOffered { settings, root_segments } => {
            let offered = DESK.with_borrow_mut(|desk| std::mem::take(&mut desk.offered));
            let list = |names: &mut dyn Iterator<Item = &String>| names.map(JsValue::from).collect::<Array>();
            let beside = [
                (envelope::PATHS, list(&mut offered.files.iter().map(|(path, _)| path)).into()),
                (envelope::NAMES, list(&mut offered.names.iter()).into()),
                (envelope::MORE, offered.more.into()),
            ];
            ask(store, &Request::Scan { settings, root_segments }, beside, None);
            DESK.with_borrow_mut(|desk| {
                if let Some(running) = &mut desk.running {
                    running.files = offered.files.into_iter().map(|(_, file)| file).collect();
                }
            });
        }
        AnalyzerTask::Ask(request) => ask(store, &request, [], None),
        AnalyzerTask::Make(request, deliver) => ask(store, &request, [], Some(deliver)),
        AnalyzerTask::Forget => {
            end();
            DESK.with_borrow_mut(|desk| desk.offered = Offered::default());
        }
    }
}

/// Reads the next piece of the wanted files and hands it over, in its turn. One whose scan has ended is let go.
fn hand_over(store: Store, number: u32) {
    let next = with_current(number, |running| Some((running.scanning?, running.delivery.next(&running.files)?)));
    let Some(Some((scan, piece))) = next else { return };
    spawn_local(async move {
        let read = delivery::read(piece).await;
        let posted = with_current(number, |running| {
            if running.scanning != Some(scan) {
                return Ok(());
            }
            let in_turn = running.delivery.in_turn(read);
            in_turn.iter().try_for_each(|contents| {
                let buffers = contents.iter().filter(JsValue::is_object).collect::<Array>();
                let message = object([(envelope::CONTENTS, contents.into())]);
                running.worker.post_message_with_transfer(&message, &buffers)
            })
        });
        check(store, posted.unwrap_or(Ok(())));
    });
}

/// Ends the worker if something could not be sent to it.
fn check(store: Store, posted: Result<(), JsValue>) {
    if let Err(error) = posted {
        leptos::logging::error!("The question could not be sent: {error:?}");
        end();
        store.dispatch(Msg::AnalyzerSaid(stopped(None)));
    }
}

/// Ends the worker at once.
fn end() {
    if let Some(running) = DESK.with_borrow_mut(|desk| desk.running.take()) {
        running.worker.terminate();
    }
}

fn ask(
    store: Store,
    request: &Request,
    beside: impl IntoIterator<Item = (&'static str, JsValue)>,
    deliver: Option<Deliver>,
) {
    let fresh = matches!(request, Request::Scan { .. });
    let scan = fresh || matches!(request, Request::Resettle { .. });
    // A new scan needs nothing of the one that is on its way, and a worker that scans hears nothing until it is done.
    if fresh && DESK.with_borrow(|desk| desk.running.as_ref().is_some_and(|running| running.scanning.is_some())) {
        end();
    }
    if let Err(error) = start_if_none(store) {
        leptos::logging::error!("The worker could not be started: {error:?}");
        store.dispatch(Msg::AnalyzerSaid(not_loaded()));
        return;
    }
    let text = serde_json::to_string(request).unwrap_or_default();
    let posted = DESK.with_borrow_mut(|desk| {
        desk.questions += 1;
        let id = desk.questions;
        let Some(running) = &mut desk.running else { return Ok(()) };
        if scan {
            running.scanning = Some(id);
            running.last_scan = id;
        }
        if let Some(deliver) = deliver {
            running.making.insert(id, deliver);
        }
        let message = object([(envelope::ID, id.into()), (envelope::REQUEST, text.into())].into_iter().chain(beside));
        if running.ready {
            running.worker.post_message(&message)
        } else {
            running.waiting.push(message);
            Ok(())
        }
    });
    check(store, posted);
}

/// Starts the worker, unless it runs already.
fn start_if_none(store: Store) -> Result<(), JsValue> {
    if DESK.with_borrow(|desk| desk.running.is_some()) {
        return Ok(());
    }
    let number = DESK.with_borrow_mut(|desk| {
        desk.workers += 1;
        desk.workers
    });
    let worker = start(store, number)?;
    DESK.with_borrow_mut(|desk| {
        desk.running = Some(Running {
            worker,
            number,
            ready: false,
            waiting: Vec::new(),
            files: Vec::new(),
            delivery: Delivery::default(),
            making: BTreeMap::new(),
            scanning: None,
            last_scan: 0,
            stopped_at: None,
        });
    });
    Ok(())
}

fn start(store: Store, number: u32) -> Result<Worker, JsValue> {
    let worker = Worker::new(&format!("./analyzer_loader.js{}", build()))?;
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| heard(store, number, &event.data()));
    worker.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
    let fail = Closure::<dyn Fn(Event)>::new(move |_: Event| failed(store, number)).into_js_value();
    worker.set_onerror(Some(fail.unchecked_ref()));
    worker.set_onmessageerror(Some(fail.unchecked_ref()));
    Ok(worker)
}

/// The name of the page's own program as a query, so that no cache pairs the page with the worker of another build.
pub(super) fn build() -> String {
    let script = document().query_selector("script[src*='boot.js?']").ok().flatten();
    let source = script.and_then(|script| script.get_attribute("src")).unwrap_or_default();
    let name = source.rsplit_once("wasm=").map_or("", |(_, name)| name);
    let plain = name.trim_start_matches("./");
    if plain.is_empty() { String::new() } else { format!("?{plain}") }
}

/// The worker that is current, if it bears this number.
fn with_current<T>(number: u32, work: impl FnOnce(&mut Running) -> T) -> Option<T> {
    DESK.with_borrow_mut(|desk| desk.running.as_mut().filter(|running| running.number == number).map(work))
}

fn heard(store: Store, number: u32, message: &JsValue) {
    if field(message, envelope::BROKEN).is_truthy() {
        failed(store, number);
        return;
    }
    if field(message, envelope::READY).is_truthy() {
        let posted = with_current(number, |running| {
            running.ready = true;
            let waiting = std::mem::take(&mut running.waiting);
            if waiting.is_empty() {
                running.worker.post_message(&object([(envelope::REHEARSE, JsValue::TRUE)]))?;
            }
            waiting.iter().try_for_each(|message| running.worker.post_message(message))
        });
        if let Some(Err(error)) = posted {
            leptos::logging::error!("The question could not be sent: {error:?}");
            failed(store, number);
        }
        return;
    }
    if let Ok(wanted) = field(message, envelope::WANTED).dyn_into::<Uint32Array>() {
        let limit = field(message, envelope::LIMIT).as_f64().unwrap_or_default();
        with_current(number, |running| running.delivery = Delivery::new(wanted.to_vec(), limit));
        for _ in 0..delivery::AHEAD {
            hand_over(store, number);
        }
        return;
    }
    if field(message, envelope::NEXT).is_truthy() {
        hand_over(store, number);
        return;
    }
    if let Some(place) = text_field(message, envelope::STOPPED_AT) {
        with_current(number, |running| running.stopped_at = Some(place));
        return;
    }
    let Some(id) = number_field(message, envelope::ID) else { return };
    let array = field(message, envelope::REPLY).dyn_into::<Uint8Array>().map(|array| array.to_vec());
    let Some(reply) = array.ok().and_then(|bytes| Reply::from_bytes(&bytes)) else {
        failed(store, number);
        return;
    };
    let current = with_current(number, |running| {
        if running.scanning == Some(id) && !matches!(reply, Reply::Progress { .. }) {
            running.scanning = None;
            running.files = Vec::new();
            running.delivery = Delivery::default();
        }
        (id >= running.last_scan).then(|| running.making.remove(&id))
    });
    let Some(Some(deliver)) = current else { return };
    match (reply, deliver) {
        (Reply::Output { what, name, mime }, Some(deliver)) => {
            let array = field(message, envelope::BYTES).dyn_into::<Uint8Array>();
            let bytes = array.map(|array| array.to_vec()).unwrap_or_default();
            store.dispatch(Msg::OutputMade(Made { what, deliver, name, mime, bytes }));
        }
        // Reading the rows of a long diff takes half a frame, and so does showing them.
        (reply @ Reply::Rows { .. }, _) => spawn_local(async move {
            pause(0).await;
            if with_current(number, |running| id >= running.last_scan) == Some(true) {
                store.dispatch(Msg::AnalyzerSaid(reply));
            }
        }),
        (reply, _) => store.dispatch(Msg::AnalyzerSaid(reply)),
    }
}

/// The worker ended by itself. The next question starts another.
fn failed(store: Store, number: u32) {
    let ended = with_current(number, |running| (running.ready, !running.waiting.is_empty(), running.stopped_at.take()));
    let Some((was_ready, was_asked, place)) = ended else { return };
    end();
    if !was_ready && !was_asked {
        // Nobody waits for it. The next question starts another, and says so if that fails as well.
        return;
    }
    let reply = if was_ready { stopped(place.as_deref()) } else { not_loaded() };
    store.dispatch(Msg::AnalyzerSaid(reply));
}

fn stopped(place: Option<&str>) -> Reply {
    let place = place.map(|place| format!(" It stopped at `{place}`.")).unwrap_or_default();
    Reply::Failed {
        what: "The analyzer stopped before it was done.".to_owned(),
        why: format!("One of the files is more than it copes with, or the memory of the tab ran out.{place}"),
        do_this:
            "Scan again in smaller parts, folder by folder, to find the file. The rest of the page works as before."
                .to_owned(),
    }
}

fn not_loaded() -> Reply {
    Reply::Failed {
        what: "The analyzer could not be loaded.".to_owned(),
        why: "The connection was lost, or this site was updated since the page was opened.".to_owned(),
        do_this:
            "Check the connection and scan again. If that does not help, copy what you pasted and reload the page."
                .to_owned(),
    }
}

/// A list of files by the paths that the browser gives them, sorted into what is read and what only counts.
#[derive(Default)]
pub struct Sorting {
    /// What was sorted so far.
    pub offered: Offered,
    /// How many leading segments of each path are the picked folder.
    pub root_segments: usize,
}

impl Sorting {
    /// Takes a file. One that its name rules out only counts.
    pub fn file(&mut self, path: String, file: File) {
        if self.root_segments > 0 && is_left_out(&path) {
            self.offered.names.push(path);
        } else {
            self.offered.files.push((path, file));
        }
    }
}

/// Whether a path leads into a folder that is not handed over at all. The worker would count each of its files as skipped;
/// of a dependency folder there are too many even to name. It knows many more such names and decides on the rest.
pub fn is_left_out(path: &str) -> bool {
    path.split('/').skip(1).any(|segment| matches!(segment, "node_modules" | ".git"))
}

/// The path below the picked folder; the bare name for a file that was picked by itself.
pub fn relative_path(file: &File) -> String {
    // The standard's name for it is prefixed, and the bindings leave it out.
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}
