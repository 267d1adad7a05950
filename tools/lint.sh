#!/usr/bin/env bash
# What this is: format and lints, of both halves of the package; of the scripts too where shellcheck is installed.
# What it is not: a formatter; it changes nothing.
# Invariant: every lint is run even if one before it failed, so that one look shows all.
set -uo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$switchyard_root" || exit 1

failed=0
say "Format"
cargo fmt --check || failed=1
say "Lints, host"
cargo clippy --locked --all-targets -- -D warnings || failed=1
say "Lints, page"
# Not --tests: the native tests use crates that the page does not have.
tools/wasm.sh cargo clippy --locked --target "$wasm_target" --lib --bins --test web -- -D warnings || failed=1
if command -v shellcheck >/dev/null; then
  say "Lints, scripts"
  shellcheck -x tools/*.sh .ci/run || failed=1
fi
exit "$failed"
