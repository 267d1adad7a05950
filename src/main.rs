//! Starts the page, and marks where its program is cut: all pages but the first are fetched on demand, so that a first
//! visit does not wait for what it may never open. Everything else is in the library.
//!
//! **Invariant:** nothing but `pieces` reaches the other pages; otherwise they would stay in the first part.

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
    use switchyard::ui::pages::{OtherPages, PIECES, Pieces};
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    pub const OTHERS: OtherPages = OtherPages::Fetched(|| Box::pin(async { pieces().await.ok() }));

    #[wasm_split(pages, fallible)]
    fn pieces() -> Result<&'static Pieces, SplitLoaderError> {
        Ok(&PIECES)
    }
}
