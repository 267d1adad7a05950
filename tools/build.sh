#!/usr/bin/env bash
# What this is: builds the release page into dist/, unless what stands there was built from what is here now.
# What it is not: an installer; setup.sh comes first (the Makefile sees to it).
# Invariant: Trunk builds beside dist/ and replaces it at the end, so a failed build leaves the last good page.
# Invariant: a page is taken as it stands only if its every byte, and every byte that it is made of, is as it was when it
# was built: cargo is quick where nothing changed, but cutting and shrinking the programs takes minutes each time.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$switchyard_root"

# A digest of all files below some paths, with their names.
digest() { find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum; }

# What a page is made of: code, settings, tools and the compiler.
made_of() {
  digest Cargo.toml Cargo.lock index.html Trunk.toml package-lock.json src public styles tools
  tools/wasm.sh rustc -vV
  # Never an empty line: one at the end is lost when the shell keeps the text, and no page would ever be found to stand.
  echo "names: ${SWITCHYARD_NAMES:-no}"
}

# Arguments are Trunk's; what they lead to is the caller's, and is not looked at.
stamp="$CARGO_TARGET_DIR/page.stamp"
if [ $# = 0 ] && [ -f "$stamp" ] && [ -f dist/index.html ] && [ "$(made_of; digest dist)" = "$(cat "$stamp")" ]; then
  say "The release page stands as it was built from this code"
  exit 0
fi

say "Building the release page"
rm -f "$stamp"
# Taken before, so that what changes meanwhile is noticed the next time.
before=$(made_of)
tools/wasm.sh trunk build --release "$@"
if [ $# = 0 ]; then printf '%s\n%s\n' "$before" "$(digest dist)" >"$stamp"; fi
