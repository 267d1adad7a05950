#!/usr/bin/env bash
# What this is: Python with the official client, for the tests that run migrated Python programs.
# What it is not: part of building the page, and no change to the system's Python: it is an environment in the cache.
# Invariant: the environment is complete or not there, and belongs to one version of Python; two clones that need it at
# once make it once.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

requirements="$switchyard_root/tools/python-requirements.txt"
[ ! -x "$python_home/bin/python" ] || exit 0
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  "$switchyard_root/tools/apt.sh" "The tests need Python 3 with venv" python3 python3-venv
  # The name of the environment has Python's version in it.
  # shellcheck source-path=SCRIPTDIR source=env.sh
  source "$switchyard_root/tools/env.sh"
fi
mkdir -p "$switchyard_cache"
exec 9>"$python_home.lock"
if command -v flock >/dev/null; then
  flock 9
  rm -rf "$python_home".partial.* # of an install that was cut off
fi
[ ! -x "$python_home/bin/python" ] || exit 0
say "Installing Python's client for the tests"
# It is made beside its place and renamed when it is whole. The scripts in it know only the name it was made under, and
# are not used; its python works under any name.
partial="$python_home.partial.$$"
trap 'rm -rf "$partial"' EXIT
python3 -m venv "$partial"
"$partial/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
rm -rf "$python_home"
mv -T "$partial" "$python_home"
