//! A web worker for `make bench` alone: the reader of streams and the text difference of the page, timed on the bytes and
//! texts that the bench hands over. It is not in the page; tools/bench/parsing.mjs builds it as the page is built.

#[cfg(target_arch = "wasm32")]
fn main() {
    switchyard::browser::meter::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This is the meter of the Switchyard bench; it runs in a browser only.");
}
