//! The web worker: holds one [`Workbench`], takes the files that the page hands over, and answers its questions.
//! Not the work itself, which is the workbench's and is the same on every target, and not the reading of files, which is
//! `reading`.
//!
//! **Invariant:** the text of a file stays here; what leaves are the answers of the workbench.
//! **Invariant:** whatever ends the program reaches the page: a trap as an error event, with the place said before.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use super::envelope::{self, field, number_field, object, text_field};
use super::reading::Reading;
use crate::diagnostic::Diagnostic;
use crate::golden::shuttle;
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
    static READING: RefCell<Option<(Channel, Reading)>> = const { RefCell::new(None) };
    /// Whether what has been read is being settled: one piece after the other.
    static SETTLING: Cell<bool> = const { Cell::new(false) };
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
    if let Ok(files) = field(message, envelope::FILES).dyn_into::<Array>() {
        take_files(&field(message, envelope::PATHS), &files);
    } else if READING.with_borrow(Option::is_some) {
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

/// Takes a piece of the files of a scan.
fn take_files(paths: &JsValue, files: &Array) {
    let paths = paths.dyn_ref::<Array>().map(Array::to_vec).unwrap_or_default();
    let pair = |(path, file): (JsValue, JsValue)| Some((path.as_string()?, file.dyn_into::<File>().ok()?));
    let pairs = paths.into_iter().zip(files.iter()).filter_map(pair).collect();
    let taken = READING.with_borrow_mut(|reading| Some(reading.as_mut()?.1.take(pairs, files.length() as usize)));
    match taken {
        Some(Ok(())) if !SETTLING.replace(true) => spawn_local(settle()),
        // It is settled in its turn; without a scan that waits for files, they are of one that has failed.
        Some(Ok(())) | None => {}
        Some(Err(diagnostic)) => {
            if let Some((channel, _)) = READING.take() {
                channel.fail(diagnostic);
            }
            LATER.take().iter().for_each(take);
        }
    }
}

/// Settles what is being read, piece after piece; the last one ends the reading.
async fn settle() {
    let next = || READING.with_borrow_mut(|reading| reading.as_mut()?.1.next());
    while let Some(together) = next() {
        let buffer = match &together.bytes {
            Some(bytes) => JsFuture::from(bytes.clone()).await.ok(),
            None => None,
        };
        // The page gets the next piece ready while this one is looked at.
        if together.ends_piece {
            post(&object([(envelope::NEXT, JsValue::TRUE)]));
        }
        READING.with_borrow_mut(|reading| {
            if let Some((_, reading)) = reading {
                reading.settle(together, buffer.as_ref());
            }
        });
    }
    SETTLING.set(false);
    let whole = READING.with_borrow_mut(|reading| reading.take_if(|(_, reading)| reading.is_whole()));
    if let Some((channel, reading)) = whole {
        finish(&channel, reading);
        LATER.take().iter().for_each(take);
    }
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
        Request::ReadSet { name, text, template, endpoint } => {
            channel.say(&Reply::SetRead(shuttle::read_set(name, &text, &template, &endpoint)));
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

/// Scans the text that came with the message, or begins to read the files that follow it.
fn scan(channel: &Channel, message: &JsValue, settings: Settings, root_segments: usize) {
    let count = number_field(message, envelope::COUNT).unwrap_or_default() as usize;
    // What a single file holds, such as an archive, is not known.
    let total = if count > 1 { count } else { 0 };
    let mut reading = Reading::new(settings, root_segments, count, channel.progress(Stage::Reading, total));
    if let Some(text) = text_field(message, envelope::TEXT) {
        reading.text(&text_field(message, envelope::PATH).unwrap_or_default(), &text);
    }
    let names = field(message, envelope::NAMES).dyn_into::<Array>().unwrap_or_default();
    reading.names(names.iter().filter_map(|name| name.as_string()), field(message, envelope::MORE).is_truthy());
    if count == 0 {
        finish(channel, reading);
    } else {
        READING.set(Some((channel.clone(), reading)));
    }
}

/// Scans what was read.
fn finish(channel: &Channel, reading: Reading) {
    let (mut workbench, intake) = reading.end();
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
