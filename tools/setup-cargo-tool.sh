#!/usr/bin/env bash
# What this is: builds one command-line tool from the crate registry into the user's cache:
# `setup-cargo-tool.sh NAME VERSION COMMAND [FEATURES]`.
# What it is not: a way to have the newest version; the caller says which.
# Invariant: the folder NAME-VERSION exists only when it is whole: it is filled beside its place and renamed.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

name=$1 version=$2 command=$3 features=${4:-}
home="$switchyard_cache/$name-$version"
[ ! -x "$home/bin/$command" ] || exit 0

mkdir -p "$switchyard_cache"
# Two clones that start together: the second waits, then finds the work done. Where there is no flock both do it.
exec 9>"$home.lock"
if command -v flock >/dev/null; then
  flock 9
  rm -rf "$home".partial.* # of an install that was cut off
fi
[ ! -x "$home/bin/$command" ] || exit 0

say "Building $name $version, once per user. This takes some minutes."
# The objects are kept under a fixed name until the end, so that an interrupted build goes on where it was.
partial="$home.partial.$$" objects="$home.objects"
trap 'rm -rf "$partial"' EXIT
install=(cargo install "$name" --version "=$version" --root "$partial" --target-dir "$objects" --no-track --force ${features:+--features "$features"})
# A tool is a host program: neither the page's compiler nor the caller's flags are meant for it. Its own lock file
# is tried first; it can name versions that the registry in use does not have yet.
cd "$switchyard_cache"
# Optimised lightly: these tools work for seconds, and optimising them fully takes most of a first run.
build() {
  env -u RUSTFLAGS -u CARGO_BUILD_TARGET CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=false "${install[@]}" "$@"
}
build --locked || build
"$partial/bin/$command" --help >/dev/null # It starts.
rm -rf "$home"
mv "$partial" "$home"
rm -rf "$objects"
