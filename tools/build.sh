#!/usr/bin/env bash
# What this is: builds the release page into dist/.
# What it is not: an installer; setup.sh comes first (the Makefile sees to it).
# Invariant: Trunk builds beside dist/ and replaces it at the end, so a failed build leaves the last good page.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

say "Building the release page"
exec "$switchyard_root/tools/wasm.sh" trunk build --release "$@"
