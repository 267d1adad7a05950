//! Starts the web worker that holds a project's code. Everything else is in the library.

#[cfg(target_arch = "wasm32")]
fn main() {
    switchyard::browser::worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!(
        "This is the analyzer of the Switchyard page. Run `make serve` to build the page and open it in a browser."
    );
}
