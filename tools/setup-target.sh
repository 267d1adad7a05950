#!/usr/bin/env bash
# What this is: makes sure that a compiler on this machine can build for wasm32-unknown-unknown.
# What it is not: a change to the toolchain that the user works with, beyond adding that target to it.
# Invariant: a library built here counts only once its mark "built-by" is there, which is written last.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# What was built here is good for the compiler that built it, and the system may have replaced that since.
built_by() { RUSTUP_TOOLCHAIN=$linked_toolchain rustc -vV 2>/dev/null; }
library_of_linked() { RUSTUP_TOOLCHAIN=$linked_toolchain rustc --print target-libdir --target "$wasm_target"; }
ready() {
  compiler_has_target ||
    { [ -n "$(page_toolchain)" ] && [ "$(built_by)" = "$(cat "$(library_of_linked)/built-by" 2>/dev/null)" ]; }
}
if ready; then exit 0; fi

command -v rustup >/dev/null ||
  stop "This Rust cannot build for $wasm_target. Install rustup: apt-get install rustup && rustup default stable. Or install the target by the way this Rust was installed."

mkdir -p "$switchyard_cache"
exec 9>"$switchyard_cache/target.lock"
if command -v flock >/dev/null; then flock 9; fi
if ready; then exit 0; fi

# The normal way. It fails within seconds where rustup's servers cannot be reached; a limit is for those that hang.
say "Adding the target $wasm_target"
limit=()
if command -v timeout >/dev/null; then limit=(timeout 300); fi
if env RUST_BACKTRACE=0 "${limit[@]}" rustup target add "$wasm_target" && ready; then exit 0; fi

# The other way: Debian serves a compiler together with the source of its standard library. The target is built
# from that source by that compiler, which rustup then knows by a name of ours.
say "That did not work; building the target from Debian's rust-web-src instead"
# rust-lld, which the compiler calls to link, is a link to a program of another package that nothing depends on.
linker_package() {
  local link
  link=$(dpkg -L rust-web-llvm | grep -E '/rust-lld$' | head -n 1)
  readlink "$link" | grep -oE 'lld-[0-9]+' || echo lld
}
debian=(rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy)
is_installed() { [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = "install ok installed" ]; }
for package in "${debian[@]}"; do
  is_installed "$package" || { "$switchyard_root/tools/apt.sh" "The page needs a compiler" "${debian[@]}"; break; }
done
linker=$(linker_package)
is_installed "$linker" || "$switchyard_root/tools/apt.sh" "The page needs a linker" "$linker"

rustup toolchain link "$linked_toolchain" /usr
library=$(library_of_linked)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
printf '#![no_std]\n' >"$work/src/lib.rs"
cat >"$work/Cargo.toml" <<'MANIFEST'
[package]
name = "standard-library-seed"
version = "0.0.0"
edition = "2024"

[profile.release]
panic = "abort"
MANIFEST
# Without bitcode a later build with link-time optimisation stops. "test" is what `cargo test` links.
(cd "$work" && env -u CARGO_BUILD_TARGET RUSTUP_TOOLCHAIN="$linked_toolchain" \
  RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR="$work/target" \
  cargo build -Z build-std=std,panic_abort,test,proc_macro --target "$wasm_target" --release)

mkdir -p "$library"
built="$work/target/$wasm_target/release/deps"
rm -f "$built"/libstandard_library_seed-*
# A library of an older build beside the new one would make every crate ambiguous.
rm -f "$library"/*.rlib "$library/built-by"
cp "$built"/*.rlib "$library/"
built_by >"$library/built-by"
ready || stop "The target was built, but the compiler does not find it in $library."
