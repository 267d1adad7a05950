#!/usr/bin/env bash
# What this is: every check of the project, in the order in which they are cheapest to fail.
# What it is not: an installer; setup.sh comes first (the Makefile sees to it).
# Invariant: it stops at the first stage that fails, with that stage's exit code; if none does, the last thing
# printed is the count of the browser tests' runner.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$switchyard_root"
page=tools/wasm.sh

tools/lint.sh

say "Native tests"
cargo test --locked

say "Tests in headless Chrome"
"$page" cargo test --locked --target "$wasm_target" --test web

tools/build.sh

say "Size of the first load"
node tools/size.mjs

say "End-to-end tests and tests with the official clients"
if grep -qs . examples/gateways.rs; then
  cargo build --locked --example gateways
  export SWITCHYARD_GATEWAYS="$CARGO_TARGET_DIR/debug/examples/gateways"
fi
tools/seed.sh save
shopt -s nullglob
# The limit is for a whole file, and ends one that hangs.
exec node --test --test-timeout=1200000 --test-reporter=spec tests/e2e/*.test.mjs tests/clients/*.test.mjs
