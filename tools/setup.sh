#!/usr/bin/env bash
# What this is: the one entry to everything that has to be installed: `setup.sh page` for building and serving,
# `setup.sh tests` for that and the browser.
# What it is not: a build. Each step is a script of its own that does nothing when its work is done already.
# Invariant: what a person must install by hand is named here, with the command, before anything else happens.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

here="$switchyard_root/tools"
need() { command -v "$1" >/dev/null || stop "$1 is missing. $2"; }
rust_hint="Install Rust: apt-get install rustup && rustup default stable. Where the system has no such package, follow rustup.rs and open a new shell."
need cargo "$rust_hint"
need rustc "$rust_hint"
node_hint="Install Node.js 20.11 or newer: apt-get install nodejs npm. Where that is older, follow nodejs.org."
need node "$node_hint"
need npm "$node_hint"
# Its test runner takes several files at a time, and ends one that hangs, from this version on.
node_found=$(node -p process.versions.node)
[ "$(printf '20.11\n%s\n' "$node_found" | sort -V | head -n 1)" = 20.11 ] ||
  stop "Node.js $node_found is too old. $node_hint"

wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$switchyard_root/Cargo.toml")
found=$(rustc --version | grep -oE '[0-9]+\.[0-9]+' | head -n 1)
[ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n 1)" = "$wanted" ] ||
  stop "Rust $found is too old, $wanted is needed. Update it: rustup update stable"

if [ "${1:-page}" = tests ]; then
  need git "Install it: apt-get install git"
  cargo fmt --version >/dev/null 2>&1 || stop "rustfmt is missing: rustup component add rustfmt"
  cargo clippy --version >/dev/null 2>&1 || stop "clippy is missing: rustup component add clippy"
fi

# Rust links with a C compiler. It brings the headers with it, and curl their certificates.
system=()
command -v cc >/dev/null || system+=(gcc libc6-dev)
command -v curl >/dev/null || system+=(curl ca-certificates)
[ "${#system[@]}" -eq 0 ] || "$here/apt.sh" "Building needs a C compiler and curl" "${system[@]}"

"$here/setup-target.sh"
"$here/setup-npm.sh"
if [ "${1:-page}" = tests ]; then
  "$here/setup-browser.sh"
  "$here/setup-python.sh"
fi
"$here/setup-cargo-tool.sh" wasm-bindgen-cli "$wasm_bindgen_version" wasm-bindgen
"$here/setup-cargo-tool.sh" trunk "$trunk_version" trunk
"$here/setup-cargo-tool.sh" wasm_split_cli_support "$wasm_split_version" wasm-split-cli build-binary
"$here/seed.sh" restore
