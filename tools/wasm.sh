#!/usr/bin/env bash
# What this is: runs one command with the surroundings of a page build, for developers and for the other scripts:
# `tools/wasm.sh cargo build --target wasm32-unknown-unknown`.
# What it is not: an installer; `make setup` comes first.
# Invariant: the command's exit code is this script's.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

toolchain=$(page_toolchain)
if [ -n "$toolchain" ]; then export RUSTUP_TOOLCHAIN="$toolchain"; fi
# Components with erased types: one copy of the rendering code instead of one for each shape of view, 30 kB less over
# the wire. Once only, where one of these commands calls another: other flags would build everything anew.
case "${RUSTFLAGS:-}" in
  *erase_components*) ;;
  *) export RUSTFLAGS="${RUSTFLAGS:+$RUSTFLAGS }--cfg erase_components" ;;
esac
cd "$switchyard_root"
exec "$@"
