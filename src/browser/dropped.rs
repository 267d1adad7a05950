//! Files and folders that a person picks or drops, as paths with files.
//! Not the reading of their content, which is `delivery`'s.
//!
//! **Invariant:** a folder of dependencies or of version control is not walked; it is counted by its own name, and so is
//! one that cannot be read.

use js_sys::{Array, Promise};
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry, FileSystemFileEntry,
    HtmlInputElement,
};

use super::analyzer::{Sorting, is_left_out, offer, relative_path};
use super::store::Store;
use crate::inventory::intake::limits;
use crate::inventory::intake::path::MAX_SEGMENTS;

/// How far the walk through dropped folders is; `None` while there is none. Setting it to `None` ends the walk.
pub type Walk = RwSignal<Option<usize>>;

/// Takes what was chosen in a file input, and empties the input, so that the same can be chosen again.
pub fn chosen(store: Store, event: &Event) {
    let input: HtmlInputElement = event_target(event);
    let Some(list) = input.files() else { return };
    let files: Vec<(String, File)> =
        (0..list.length()).filter_map(|index| list.get(index)).map(|file| (relative_path(&file), file)).collect();
    input.set_value("");
    if files.is_empty() {
        return;
    }
    let root_segments = usize::from(files.iter().all(|(path, _)| path.contains('/')));
    let mut sorting = Sorting { root_segments, ..Sorting::default() };
    for (path, file) in files {
        sorting.file(path, file);
    }
    offer(store, sorting.offered, root_segments);
}

/// Whether files are being dragged, and not a text or a link.
pub fn has_files(transfer: &DataTransfer) -> bool {
    transfer.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
}

/// Takes what was dropped. Folders are walked; `walk` tells how many files were found so far.
pub fn dropped(store: Store, transfer: &DataTransfer, walk: Walk) {
    // The list is empty once this event is over, so that all of it is taken now.
    let items = transfer.items();
    let entries: Vec<FileSystemEntry> = (0..items.length())
        .filter_map(|index| items.get(index))
        .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
        .collect();
    if entries.is_empty() {
        let list = transfer.files();
        let files = (0..list.as_ref().map_or(0, |list| list.length())).filter_map(|index| list.as_ref()?.get(index));
        let mut sorting = Sorting::default();
        for file in files {
            sorting.file(file.name(), file);
        }
        if !sorting.offered.files.is_empty() {
            offer(store, sorting.offered, 0);
        }
        return;
    }
    let root_segments = usize::from(entries.iter().all(FileSystemEntry::is_directory));
    walk.set(Some(0));
    spawn_local(async move {
        let mut sorting = Sorting { root_segments, ..Sorting::default() };
        if !walk_through(entries, &mut sorting, walk).await {
            return;
        }
        walk.try_set(None);
        offer(store, sorting.offered, root_segments);
    });
}

/// Walks through all entries; false if the walk was ended.
async fn walk_through(entries: Vec<FileSystemEntry>, sorting: &mut Sorting, walk: Walk) -> bool {
    let mut waiting = entries;
    let mut seen = 0u64;
    while let Some(entry) = waiting.pop() {
        // The page may have been left, or the walk stopped.
        if walk.try_get_untracked().flatten().is_none() {
            return false;
        }
        if seen >= limits::ZIP_ENTRIES {
            sorting.offered.more = true;
            break;
        }
        seen += 1;
        let path = entry.full_path().trim_start_matches('/').to_owned();
        if entry.is_directory() {
            let inside = format!("{path}/x");
            if path.matches('/').count() >= MAX_SEGMENTS || is_left_out(&inside) {
                sorting.offered.names.push(format!("{path}/"));
                continue;
            }
            let (inside, is_whole) = children(entry.unchecked_ref::<FileSystemDirectoryEntry>()).await;
            waiting.extend(inside);
            if !is_whole {
                sorting.offered.names.push(format!("{path}/"));
            }
        } else if let Some(file) = file_of(entry.unchecked_ref()).await {
            sorting.file(path, file);
            let count = sorting.offered.files.len();
            if count.is_multiple_of(100) {
                walk.try_update(|walk| {
                    if let Some(found) = walk {
                        *found = count;
                    }
                });
            }
        } else {
            sorting.offered.names.push(path);
        }
    }
    true
}

/// What a folder holds, and whether that is all: the browser gives it in pieces, of which an empty one is the end, and an
/// error is a folder that may not be read, or no longer.
async fn children(folder: &FileSystemDirectoryEntry) -> (Vec<FileSystemEntry>, bool) {
    let reader: FileSystemDirectoryReader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let piece = Promise::new(&mut |resolve, reject| {
            let _ = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        });
        let piece = JsFuture::from(piece).await.ok().and_then(|piece| piece.dyn_into::<Array>().ok());
        match piece {
            Some(piece) if piece.length() > 0 => all.extend(piece.iter().map(|entry| entry.unchecked_into())),
            Some(_) => return (all, true),
            None => return (all, false),
        }
    }
}

async fn file_of(entry: &FileSystemFileEntry) -> Option<File> {
    let file = Promise::new(&mut |resolve, reject| entry.file_with_callback_and_callback(&resolve, &reject));
    JsFuture::from(file).await.ok()?.dyn_into().ok()
}
