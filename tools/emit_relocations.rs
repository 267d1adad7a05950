//! Tells the compiler about the cut of the page's program, which is made by tools/split.mjs after compiling.
//! Not a generator: it makes no code.
//! **Invariant:** only the page's own program is linked differently, and only for the browser.

fn main() {
    println!("cargo::rerun-if-changed=tools/emit_relocations.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|architecture| architecture == "wasm32") {
        // From the relocations the cutter sees who needs whom. In a worker, which is not cut, they would only stay behind.
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
}
