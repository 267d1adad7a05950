//! Starts the web worker that holds arguments and answers against schemas. Everything else is in the library.

#[cfg(target_arch = "wasm32")]
fn main() {
    switchyard::browser::validator::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is the schema validator of the Switchyard page; it runs in a browser only.");
}
