//! Starts the web worker that plays both gateways for the demo. Everything else is in the library.

#[cfg(target_arch = "wasm32")]
fn main() {
    switchyard::browser::player::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!(
        "This is the simulator of the Switchyard page. For both gateways behind real HTTP run: cargo run --example gateways"
    );
}
