//! Starts the page. Everything else is in the library.

#[cfg(target_arch = "wasm32")]
fn main() {
    switchyard::browser::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Switchyard is a web page. Run `make serve` to build it and open it in a browser.");
}
