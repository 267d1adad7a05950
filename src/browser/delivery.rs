//! The files of one scan that the worker wants, on their way to it: what is read next, and what is handed over in turn.
//! Not the choice of files, which is the worker's, and not the posting, which is `analyzer`'s.
//!
//! The page reads the files, and not the worker: for each file that leaves the page, and for each whose size is asked for,
//! the page has to wait until the browser has asked the disk. A reader asks for nothing and says the size as it begins;
//! where it does not begin, which is seldom, the size is asked for.
//!
//! **Invariant:** contents are handed over in the order in which they were wanted, and none is left out.

use std::collections::BTreeMap;
use std::vec::IntoIter;

use js_sys::{Array, ArrayBuffer, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileReader, ProgressEvent};

/// How many pieces are on their way at a time: those that are read, and one that lies ready for the worker.
pub const AHEAD: usize = 3;

/// How many files a piece has, at the most. Few enough that the page begins to read them within half a frame.
const PIECE: usize = 64;

/// How many files the first piece has, so that the worker begins at once.
const FIRST_PIECE: usize = 8;

/// How many bytes a piece should have. They are known afterwards, and the next pieces are made to fit; until then three
/// pieces of files that are all as large as the limit may be in memory at once.
const PIECE_BYTES: f64 = 8_000_000.0;

/// What is wanted, and how far it is.
#[derive(Default)]
pub struct Delivery {
    wanted: IntoIter<u32>,
    limit: f64,
    /// How many files the next piece has.
    size: usize,
    begun: u32,
    handed_over: u32,
    /// What was read before its turn.
    early: BTreeMap<u32, Array>,
}

/// A piece that is to be read.
pub struct Piece {
    number: u32,
    files: Vec<File>,
    limit: f64,
}

/// A piece that was read. Of each file its bytes; the limit, if it has more; or null, if it cannot be read.
pub struct Read {
    number: u32,
    contents: Array,
}

impl Delivery {
    /// The files with these numbers, none of which may have more bytes than the limit.
    pub fn new(wanted: Vec<u32>, limit: f64) -> Delivery {
        Delivery { wanted: wanted.into_iter(), limit, size: FIRST_PIECE, ..Delivery::default() }
    }

    /// The next piece to read; none if all are being read.
    pub fn next(&mut self, files: &[File]) -> Option<Piece> {
        let size = self.size.max(1);
        let numbers = self.wanted.by_ref().take(size);
        let files: Vec<File> = numbers.filter_map(|number| files.get(number as usize).cloned()).collect();
        if files.is_empty() {
            return None;
        }
        let number = self.begun;
        self.begun += 1;
        self.size = PIECE.min(2 * size);
        Some(Piece { number, files, limit: self.limit })
    }

    /// Takes what was read, and gives all whose turn it is.
    pub fn in_turn(&mut self, Read { number, contents }: Read) -> Vec<Array> {
        let sizes = contents.iter().filter_map(|content| content.dyn_into::<ArrayBuffer>().ok());
        let bytes: f64 = sizes.map(|buffer| f64::from(buffer.byte_length())).sum();
        if bytes > PIECE_BYTES {
            // The next ones are as large, most likely.
            self.size = (f64::from(contents.length()) * PIECE_BYTES / bytes) as usize;
        }
        self.early.insert(number, contents);
        let mut in_turn = Vec::new();
        while let Some(contents) = self.early.remove(&self.handed_over) {
            self.handed_over += 1;
            in_turn.push(contents);
        }
        in_turn
    }
}

/// Reads the files of a piece, all at once.
pub async fn read(Piece { number, files, limit }: Piece) -> Read {
    // The size is known when the reading begins, before any byte is read. Little is done here: it is called for each file.
    let guard = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > limit
            && let Some(reader) = event.target().and_then(|target| target.dyn_into::<FileReader>().ok())
        {
            reader.abort();
        }
    });
    let readers: Vec<Option<FileReader>> = files.iter().map(|_| FileReader::new().ok()).collect();
    let endings = Array::new();
    for (file, reader) in files.iter().zip(&readers) {
        let Some(reader) = reader else { continue };
        reader.set_onloadstart(Some(guard.as_ref().unchecked_ref()));
        let ending = Promise::new(&mut |end, _| {
            reader.set_onloadend(Some(&end));
            if reader.read_as_array_buffer(file).is_err() {
                let _ = end.call0(&JsValue::NULL);
            }
        });
        endings.push(&ending);
    }
    // Each of them ends, and none is rejected.
    let _ = JsFuture::from(Promise::all(&endings)).await;
    let content = |(file, reader): (&File, &Option<FileReader>)| {
        let result = reader.as_ref().and_then(|reader| reader.result().ok());
        match result.filter(|result| result.is_instance_of::<ArrayBuffer>()) {
            Some(buffer) => buffer,
            // It was given up above, or by the browser, which has no room for it.
            None if file.size() > limit => JsValue::from_f64(limit),
            None => JsValue::NULL,
        }
    };
    let contents = files.iter().zip(&readers).map(content).collect();
    Read { number, contents }
}
