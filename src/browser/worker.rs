//! The web worker: holds one [`Workbench`], takes what the page hands over of files, and answers its questions.
//! Not the work itself, which is the workbench's and is the same on every target, and not the choice of files, which is
//! `arrival`'s.
//!
//! **Invariant:** the text of a file is read and kept here only; what leaves are the answers of the workbench.
//! **Invariant:** whatever ends the program reaches the page: a trap as an error event, with the place said before.

use std::cell::{Cell, RefCell};

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array, Uint32Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::envelope::{self, field, object, text_field};
use crate::diagnostic::Diagnostic;
use crate::golden::shuttle;
use crate::inventory::arrival::{Arrival, Content, Wanted};
use crate::inventory::protocol::{Output, Reply, Request, Stage};
use crate::inventory::rehearsal;
use crate::inventory::settings::Settings;
use crate::inventory::workbench::Workbench;
use crate::migrate::sheet::sheet;

/// Milliseconds between two words on how far it is. Each costs the page a frame, on a machine that is busy reading.
const PROGRESS_MS: f64 = 250.0;

/// Milliseconds after which a rehearsal ends by itself: about as long as a person takes to find a folder, and so long that
/// the browser has compiled well what takes most of a scan.
const REHEARSAL_MS: f64 = 1_000.0;

thread_local! {
    static WORKBENCH: RefCell<Option<Workbench>> = const { RefCell::new(None) };
    /// The scan whose files are not all there, and the way back to who asked for it.
    static ARRIVING: RefCell<Option<(Channel, Arrival)>> = const { RefCell::new(None) };
    /// Whether anybody has asked anything.
    static ASKED: Cell<bool> = const { Cell::new(false) };
    /// Questions that came meanwhile.
    static LATER: RefCell<Vec<JsValue>> = const { RefCell::new(Vec::new()) };
}

/// Starts to listen.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        // The place only: the words of a panic can quote the text that is being read.
        let place = info.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
        post(&object([(envelope::STOPPED_AT, place.into())]));
    }));
    let listen = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| take(&event.data())).into_js_value();
    scope().set_onmessage(Some(listen.unchecked_ref()));
    // What is sent before this was said is lost, so that the page waits for it.
    post(&object([(envelope::READY, JsValue::TRUE)]));
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(message: &JsValue) {
    // Plain objects can always be sent.
    let _ = scope().post_message(message);
}

fn take(message: &JsValue) {
    if field(message, envelope::REHEARSE).is_truthy() {
        spawn_local(rehearse());
        return;
    }
    ASKED.set(true);
    if let Ok(contents) = field(message, envelope::CONTENTS).dyn_into::<Array>() {
        take_contents(&contents);
    } else if ARRIVING.with_borrow(Option::is_some) {
        // It was asked after the scan, so that it is about what the scan finds.
        LATER.with_borrow_mut(|later| later.push(message.clone()));
    } else {
        take_question(message);
    }
}

/// Scans a made project again and again, until somebody asks or it is enough.
async fn rehearse() {
    let end = js_sys::Date::now() + REHEARSAL_MS;
    while !ASKED.get() && js_sys::Date::now() < end {
        std::hint::black_box(rehearsal::round());
        // A question gets its turn between two rounds.
        let turn = Promise::new(&mut |go, _| {
            // A worker has timers for as long as it lives.
            let _ = scope().set_timeout_with_callback(&go);
        });
        if JsFuture::from(turn).await.is_err() {
            return;
        }
    }
}

fn take_question(message: &JsValue) {
    let channel = Channel { id: field(message, envelope::ID) };
    let text = text_field(message, envelope::REQUEST).unwrap_or_default();
    let answered = match serde_json::from_str::<Request>(&text) {
        Ok(request) => answer(&channel, message, request),
        Err(error) => Err(Diagnostic::new(
            "The analyzer did not understand the page.",
            format!("The page and the analyzer are of different versions, most likely: {error}."),
            "Copy what you want to keep and reload the page.",
        )),
    };
    if let Err(diagnostic) = answered {
        channel.fail(diagnostic);
    }
}

/// Takes a piece of the wanted files of a scan. Without a scan that waits for files it is of one that has ended.
fn take_contents(contents: &Array) {
    let Some((channel, mut arrival)) = ARRIVING.take() else { return };
    // The page gets the next piece ready while this one is looked at.
    post(&object([(envelope::NEXT, JsValue::TRUE)]));
    for content in contents.iter() {
        let bytes;
        let content = if let Some(buffer) = content.dyn_ref::<ArrayBuffer>() {
            bytes = Uint8Array::new(buffer).to_vec();
            Content::Bytes(&bytes)
        } else if content.as_f64().is_some() {
            Content::TooLarge
        } else {
            Content::Unreadable
        };
        if let Err(diagnostic) = arrival.take(content) {
            channel.fail(diagnostic);
            LATER.take().iter().for_each(take);
            return;
        }
    }
    proceed(channel, arrival);
}

/// Waits for the wanted files, asks for more of them, or scans what came.
fn proceed(channel: Channel, mut arrival: Arrival) {
    if !arrival.is_waiting() {
        match arrival.wanted() {
            Some(Wanted { files, limit }) => {
                let files = Uint32Array::from(files.as_slice());
                post(&object([(envelope::WANTED, files.into()), (envelope::LIMIT, (limit as f64).into())]));
            }
            None => {
                finish(&channel, arrival);
                LATER.take().iter().for_each(take);
                return;
            }
        }
    }
    ARRIVING.set(Some((channel, arrival)));
}

fn answer(channel: &Channel, message: &JsValue, request: Request) -> Result<(), Diagnostic> {
    match request {
        Request::Scan { settings, root_segments } => {
            // What the last scan held is let go before the new one takes room.
            WORKBENCH.take();
            scan(channel, message, settings, root_segments);
        }
        Request::Resettle { settings } => {
            let report = with_workbench(|workbench| {
                let progress = channel.scanning(workbench.kept());
                workbench.resettle(settings, progress)
            })?;
            channel.say(&Reply::Report(Box::new(report)));
        }
        Request::Rows { file } => {
            let rows = with_workbench(|workbench| workbench.rows(file))?;
            channel.say(&Reply::Rows { file, rows });
        }
        Request::Sheet(question) => {
            let found = with_workbench(|workbench| workbench.bodies()).unwrap_or_default();
            let sheet = sheet(&question, found).map_err(|problem| (problem.what, problem.why, problem.do_this));
            channel.say(&Reply::Sheet { kind: question.kind, sheet });
        }
        Request::ReadSet { number, name, text, template, endpoint } => {
            let read = shuttle::read_set(name, &text, &template, &endpoint);
            channel.say(&Reply::SetRead { number, read });
        }
        Request::WriteSet { set, form, base_url, key_variable } => {
            let text = shuttle::write_set(&set, form, base_url, key_variable)?;
            let (name, mime) = form.file();
            let reply = Reply::Output { what: Output::GoldenSet(form), name: name.to_owned(), mime: mime.to_owned() };
            channel.hand_over(&reply, text.as_bytes());
        }
        Request::Output { what, accepted } => {
            let made = with_workbench(|workbench| workbench.output(what, &accepted))??;
            channel.hand_over(&Reply::Output { what, name: made.name, mime: made.mime }, &made.bytes);
        }
    }
    Ok(())
}

fn with_workbench<T>(work: impl FnOnce(&mut Workbench) -> T) -> Result<T, Diagnostic> {
    WORKBENCH.with_borrow_mut(|workbench| workbench.as_mut().map(work)).ok_or_else(|| {
        Diagnostic::new(
            "The analyzer no longer holds the code.",
            "It was stopped since the scan, and it keeps code in memory only.",
            "Scan the code again.",
        )
    })
}

/// Scans the text that came with the message, or asks for the files whose paths came.
fn scan(channel: &Channel, message: &JsValue, settings: Settings, root_segments: usize) {
    let list = |name: &str| field(message, name).dyn_into::<Array>().unwrap_or_default();
    let texts = |list: Array| list.iter().filter_map(|text| text.as_string()).collect::<Vec<_>>();
    let paths = texts(list(envelope::PATHS));
    // What a single file holds, such as an archive, is not known.
    let total = if paths.len() > 1 { paths.len() } else { 0 };
    let mut arrival = Arrival::new(settings, root_segments, paths, channel.progress(Stage::Reading, total));
    if let Some(text) = text_field(message, envelope::TEXT) {
        arrival.text(&text_field(message, envelope::PATH).unwrap_or_default(), &text);
    }
    let names = texts(list(envelope::NAMES));
    arrival.names(names.into_iter(), field(message, envelope::MORE).is_truthy());
    proceed(channel.clone(), arrival);
}

/// Scans what came.
fn finish(channel: &Channel, arrival: Arrival) {
    let (mut workbench, intake) = arrival.end();
    let progress = channel.scanning(workbench.kept());
    let report = workbench.scan(intake, progress);
    WORKBENCH.set(Some(workbench));
    channel.say(&Reply::Report(Box::new(report)));
}

/// The way back to the page, for one question.
#[derive(Clone)]
struct Channel {
    id: JsValue,
}

impl Channel {
    fn say(&self, reply: &Reply) {
        post(&self.wrapped(reply));
    }

    fn fail(&self, Diagnostic { what, why, do_this }: Diagnostic) {
        self.say(&Reply::Failed { what, why, do_this });
    }

    /// An answer with bytes beside it. They are moved, not copied, to the page.
    fn hand_over(&self, reply: &Reply, bytes: &[u8]) {
        let array = Uint8Array::from(bytes);
        let buffer = array.buffer();
        let message = self.wrapped(reply);
        let _ = js_sys::Reflect::set(&message, &envelope::BYTES.into(), &array);
        let _ = scope().post_message_with_transfer(&message, &Array::of1(&buffer));
    }

    fn wrapped(&self, reply: &Reply) -> js_sys::Object {
        let bytes = Uint8Array::from(reply.to_bytes().as_slice());
        object([(envelope::ID, self.id.clone()), (envelope::REPLY, bytes.into())])
    }

    fn scanning(&self, total: usize) -> impl FnMut(usize) + use<> {
        self.progress(Stage::Scanning, total)
    }

    /// Says now and then how far it is.
    fn progress(&self, stage: Stage, total: usize) -> impl FnMut(usize) + use<> {
        let channel = self.clone();
        let mut said_at = f64::NEG_INFINITY;
        move |done| {
            let now = js_sys::Date::now();
            if now - said_at >= PROGRESS_MS {
                said_at = now;
                channel.say(&Reply::Progress { stage, done, total });
            }
        }
    }
}
