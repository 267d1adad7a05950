#!/usr/bin/env bash
# What this is: every property with many other random cases, then the four readers of strangers' texts (SSE, merging,
# cURL, HAR), each for FUZZ_SECONDS (60) with changed copies of true texts.
# What it is not: guided by coverage; that needs a compiler that is not asked of a person here.
# Invariant: it stops at the first finding, which prints the seed that leads to it again (FUZZ_SEED=…).
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$switchyard_root"
export CARGO_PROFILE_TEST_OPT_LEVEL=2
export FUZZ_SECONDS="${FUZZ_SECONDS:-60}"

say "Readers of strangers' texts, $FUZZ_SECONDS s each"
for target in fuzz_sse fuzz_merging fuzz_curl fuzz_har; do
  cargo test --locked --quiet --test native "exchange::fuzz::$target" -- --exact --ignored --nocapture
done

say "Properties, ${PROPTEST_CASES:-20000} cases each"
PROPTEST_CASES="${PROPTEST_CASES:-20000}" cargo test --locked --no-fail-fast --lib --test native
