#!/usr/bin/env bash
# What this is: lets a second clone start from the dependencies that a first one has built: `seed.sh restore` before
# a build, `seed.sh save` after a good run.
# What it is not: a build folder that clones share. Each has its own, so they can build at the same time and never
# see each other's code.
# Invariant: a seed holds no unit of this package, belongs to one set of compilers, and appears whole or not at all;
# nobody copies it while another puts a new one in its place.
# A stale one costs time only, since cargo checks every unit that it finds.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# Only the clone's own folder is seeded; one that the caller has chosen is the caller's.
[ "$CARGO_TARGET_DIR" = "$switchyard_root/target" ] || exit 0

compilers=$(rustc -vV; "$switchyard_root/tools/wasm.sh" rustc -vV)
seed="$switchyard_cache/dependencies-$(cksum <<<"$compilers" | cut -d ' ' -f 1)"

# Where there is no flock, two clones that save at the same moment may do it twice.
locked() {
  mkdir -p "$switchyard_cache"
  exec 9>"$switchyard_cache/dependencies.lock"
  if command -v flock >/dev/null; then flock "$1" 9; fi
}

# What the built dependencies follow from: which they are, and how they are compiled.
built_from() { sed -n '/^\[profile/,/^$/p' "$switchyard_root/Cargo.toml" | cat "$switchyard_root/Cargo.lock" - | cksum; }

restore() {
  locked --shared
  if [ -e "$CARGO_TARGET_DIR" ] || [ ! -d "$seed" ]; then return; fi
  say "Starting from the dependencies that another clone has built"
  local partial="$CARGO_TARGET_DIR.partial.$$"
  # The times must stay: cargo compares them.
  if cp -a --reflink=auto "$seed/target" "$partial"; then mv -T "$partial" "$CARGO_TARGET_DIR"; else rm -rf "$partial"; fi
}

save() {
  locked --exclusive
  if [ "$(cat "$seed/built-from" 2>/dev/null)" = "$(built_from)" ]; then return; fi
  local partial="$seed.partial.$$" kind profile
  # shellcheck disable=SC2064 # the name is wanted as it is now
  trap "rm -rf '$partial'" EXIT
  mkdir -p "$partial/target"
  cp -a --reflink=auto "$CARGO_TARGET_DIR/." "$partial/target/"
  rm -rf "$partial"/target/{wasm-bindgen,wasm-opt,tmp,package} "$partial"/target/{,"$wasm_target"/}*/incremental
  cd "$switchyard_root"
  for kind in "" "--target=$wasm_target"; do
    for profile in dev release; do
      CARGO_TARGET_DIR="$partial/target" cargo clean --quiet --offline --package switchyard --profile "$profile" \
        ${kind:+"$kind"}
    done
  done
  built_from >"$partial/built-from"
  # One seed per user is enough; those of older compilers go.
  find "$switchyard_cache" -maxdepth 1 -name 'dependencies-*' ! -name "$(basename "$partial")" -exec rm -rf {} +
  mv -T "$partial" "$seed"
}

"$1"
