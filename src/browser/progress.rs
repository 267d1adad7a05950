//! Progress of a golden run in IndexedDB: records by name, in one store of one database. Not what stands in them.
//! **Invariant:** tasks are done in the order in which they were asked for; one that cannot be done is reported, once.

use std::cell::RefCell;
use std::collections::VecDeque;

use js_sys::{Array, Promise};
use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

use super::store::Store;
use crate::app::Msg;
use crate::app::golden::{GoldenMsg, ProgressTask};

const DATABASE: &str = "switchyard";
const RECORDS: &str = "golden";

/// What waits, and whether somebody works it off.
#[derive(Default)]
struct Desk {
    waiting: VecDeque<ProgressTask>,
    busy: bool,
    database: Option<IdbDatabase>,
    failed: bool,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::new(Desk::default());
}

/// Does a task after those before it.
pub fn perform(store: Store, task: ProgressTask) {
    let starts = DESK.with_borrow_mut(|desk| {
        desk.waiting.push_back(task);
        !std::mem::replace(&mut desk.busy, true)
    });
    if starts {
        spawn_local(work_off(store));
    }
}

async fn work_off(store: Store) {
    loop {
        let next = DESK.with_borrow_mut(|desk| {
            let next = gathered(&mut desk.waiting);
            desk.busy = next.is_some();
            next
        });
        let Some(task) = next else { return };
        if let Err(error) = done(store, task).await {
            let first = DESK.with_borrow_mut(|desk| !std::mem::replace(&mut desk.failed, true));
            if first {
                let words = js_sys::Reflect::get(&error, &"message".into()).ok().and_then(|words| words.as_string());
                store.dispatch(Msg::Golden(GoldenMsg::ProgressFailed(
                    words.unwrap_or_else(|| "no reason given".to_owned()),
                )));
            }
        }
    }
}

/// The next task; writes that follow one another become one, since each costs a transaction.
fn gathered(waiting: &mut VecDeque<ProgressTask>) -> Option<ProgressTask> {
    let mut first = waiting.pop_front()?;
    while let (ProgressTask::Write { records, .. }, Some(ProgressTask::Write { fresh: false, .. })) =
        (&mut first, waiting.front())
    {
        if let Some(ProgressTask::Write { records: more, .. }) = waiting.pop_front() {
            records.extend(more);
        }
    }
    Some(first)
}

async fn done(store: Store, task: ProgressTask) -> Result<(), JsValue> {
    let database = database().await?;
    let mode = if task == ProgressTask::Load { IdbTransactionMode::Readonly } else { IdbTransactionMode::Readwrite };
    let transaction = database.transaction_with_str_and_mode(RECORDS, mode)?;
    let records = transaction.object_store(RECORDS)?;
    match task {
        ProgressTask::Load => {
            let (names, texts) = (records.get_all_keys()?, records.get_all()?);
            let (names, texts) = (answer(&names).await?, answer(&texts).await?);
            let (names, texts) = (Array::from(&names), Array::from(&texts));
            let pairs = names.iter().zip(texts.iter());
            let found = pairs.filter_map(|(name, text)| Some((name.as_string()?, text.as_string()?))).collect();
            store.dispatch(Msg::Golden(GoldenMsg::ProgressRead(found)));
            Ok(())
        }
        ProgressTask::Write { fresh, records: written } => {
            if fresh {
                records.clear()?;
            }
            for (name, text) in written {
                write(&records, &name, text)?;
            }
            committed(&transaction).await
        }
        ProgressTask::Forget => {
            records.clear()?;
            committed(&transaction).await
        }
    }
}

fn write(records: &IdbObjectStore, name: &str, text: Option<String>) -> Result<(), JsValue> {
    match text {
        Some(text) => records.put_with_key(&text.into(), &name.into())?,
        None => records.delete(&name.into())?,
    };
    Ok(())
}

/// The database, opened once.
async fn database() -> Result<IdbDatabase, JsValue> {
    if let Some(database) = DESK.with_borrow(|desk| desk.database.clone()) {
        return Ok(database);
    }
    let factory = window().indexed_db()?.ok_or_else(|| JsValue::from(js_sys::Error::new("there is no database")))?;
    let request = factory.open_with_u32(DATABASE, 1)?;
    let opening = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let database = opening.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok());
        // If the store cannot be made, every later use of it says so.
        let _ = database.map(|database| database.create_object_store(RECORDS));
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let database: IdbDatabase = answer(&request).await?.dyn_into()?;
    DESK.with_borrow_mut(|desk| desk.database = Some(database.clone()));
    Ok(database)
}

/// Waits for the answer of a request.
async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let waited = request.clone();
    let promise = Promise::new(&mut |resolve, reject| {
        waited.set_onsuccess(Some(&resolve));
        waited.set_onerror(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error().ok().flatten().map_or(JsValue::NULL, Into::into)),
    }
}

/// Waits until a transaction is on the disk.
async fn committed(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(promise).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(JsValue::NULL, Into::into)),
    }
}
