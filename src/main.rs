//! Starts the page, and marks where its program is cut: all pages but the first are fetched on demand, so that a first
//! visit does not wait for what it may never open. Everything else is in the library.
//!
//! **Invariant:** nothing but `build` and `what_they_do` reaches the other pages; otherwise they would stay in the first part.

#[cfg(target_arch = "wasm32")]
fn main() {
    switchyard::browser::start(on_demand::OTHERS);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Switchyard is a web page. Run `make serve` to build it and open it in a browser.");
}

#[cfg(target_arch = "wasm32")]
mod on_demand {
    //! The cut, which tools/split.mjs makes after compiling.
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use leptos::prelude::*;
    use switchyard::app::on_demand::{ON_DEMAND, OnDemand};
    use switchyard::ui::pages::{OtherPages, Piece, other_piece};
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    /// Fetched, then built.
    pub const OTHERS: OtherPages =
        OtherPages { fetch: Some(|| Box::pin(async { fetch_pages().await.is_ok() })), build: piece, work };

    #[wasm_split(pages, fallible, preload(fetch_pages))]
    fn build(piece: Piece) -> Result<AnyView, SplitLoaderError> {
        Ok(other_piece(piece))
    }

    #[wasm_split(pages, fallible)]
    fn what_they_do() -> Result<&'static OnDemand, SplitLoaderError> {
        Ok(&ON_DEMAND)
    }

    /// Once the part is here the first poll has what is asked for, within the owner of whoever asks.
    fn at_once<T>(asked: impl Future<Output = Result<T, SplitLoaderError>>) -> Option<T> {
        match pin!(asked).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(value)) => Some(value),
            Poll::Ready(Err(_)) | Poll::Pending => None,
        }
    }

    fn piece(piece: Piece) -> AnyView {
        at_once(build(piece)).unwrap_or_else(|| ().into_any())
    }

    fn work() -> Option<&'static OnDemand> {
        at_once(what_they_do())
    }
}
