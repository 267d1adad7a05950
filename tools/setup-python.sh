#!/usr/bin/env bash
# What this is: Python with the official client, for the tests that run migrated Python programs.
# What it is not: part of building the page, and no change to the system's Python: it is an environment in the cache.
# Invariant: the environment is complete or not there; two clones that need it at once make it once.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

requirements="$switchyard_root/tools/python-requirements.txt"
[ ! -x "$python_home/bin/python" ] || exit 0
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  "$switchyard_root/tools/apt.sh" "The tests need Python 3 with venv" python3 python3-venv
fi
mkdir -p "$switchyard_cache"
exec 9>"$python_home.lock"
flock 9
[ ! -x "$python_home/bin/python" ] || exit 0
say "Installing Python's client for the tests"
# Scripts in an environment know its path, so that it is made in place; a marker says that it is complete.
rm -rf "$python_home" "$python_home.new"
python3 -m venv "$python_home.new"
"$python_home.new/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
mv "$python_home.new" "$python_home"
