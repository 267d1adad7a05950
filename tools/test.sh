#!/usr/bin/env bash
# What this is: every check of the project, in the order in which they are cheapest to fail, with the page built meanwhile.
# What it is not: an installer; setup.sh comes first (the Makefile sees to it).
# Invariant: it stops at the first stage that fails, with that stage's exit code; if none does, the last things
# printed are the counts of all test runners, in their own words.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$switchyard_root"
page=tools/wasm.sh

# Linking the page keeps one core busy for minutes, and compressing it for its size some more seconds, so that both go on
# beside the checks of the code; the two use different folders of the build. What they print is shown when its turn comes.
page_log=$(mktemp)
build_and_weigh() {
  tools/build.sh
  say "Size of the first load and of the worker"
  node tools/size.mjs
}
build_and_weigh >"$page_log" 2>&1 &
page_build=$!
trap 'kill "$page_build" 2>/dev/null || true; rm -f "$page_log" "${output:-}" "${counts:-}"' EXIT

# What the runners count is said again at the end: much is printed in between.
output=$(mktemp)
counts=$(mktemp)
counted() {
  local name="$1"
  shift
  "$@" 2>&1 | tee "$output"
  # A part of the code without tests has a count too, of none.
  { printf '%s\n' "$name" && grep -E '^(test result:|ℹ (tests|pass|fail|skipped) )' "$output" | grep -v ' 0 passed; 0 failed; 0 ignored'; } >>"$counts"
}

tools/lint.sh

# Random tests try the same cases each time, so that a failure is of the change and not of chance; `make fuzz` tries
# others.
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-20261122}"
say "Native tests"
counted "Native tests:" cargo test --locked

say "Recall and precision on the labelled corpus"
cargo test --locked --quiet --test native corpus::the_corpus_is_found -- --exact --nocapture

say "Tests in headless Chrome"
# They wait for the page more than they compute: the plain profile, which builds sooner.
counted "Tests in headless Chrome:" "$page" cargo test --locked --profile dev --target "$wasm_target" --test web

built=0
wait "$page_build" || built=$?
cat "$page_log"
[ "$built" = 0 ] || exit "$built"

say "End-to-end tests and tests with the official clients"
# As the native tests have built them already.
cargo build --locked --examples --profile test
export SWITCHYARD_GATEWAYS="$CARGO_TARGET_DIR/debug/examples/gateways"
export SWITCHYARD_INVENTORY="$CARGO_TARGET_DIR/debug/examples/inventory"
export SWITCHYARD_COMPATIBILITY="$CARGO_TARGET_DIR/debug/examples/compatibility"
# A full disk or the like costs the next clone time, and says nothing of this one.
tools/seed.sh save || say "The built dependencies could not be kept for other clones."
shopt -s nullglob
# Three files at a time, on two cores: the tests mostly wait, and hold no time against a limit. The limit here is for a
# whole file, and ends one that hangs.
counted "End-to-end tests and tests with the official clients:" \
  node --test --test-concurrency=3 --test-timeout=1200000 --test-reporter=spec \
  tests/e2e/*.test.mjs tests/clients/*.test.mjs tests/compatibility/*.test.mjs
cat "$counts"
