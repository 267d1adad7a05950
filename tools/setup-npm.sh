#!/usr/bin/env bash
# What this is: brings node_modules to the state of package-lock.json.
# What it is not: an update; versions change only in package.json.
# Invariant: the stamp is written last, so an interrupted install is done again.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

cd "$switchyard_root"
stamp=node_modules/.switchyard-lock
if cmp -s package-lock.json "$stamp"; then exit 0; fi

say "Installing the npm packages of package-lock.json"
rm -f "$stamp"
# No package needs its install script. Warnings are left out because the openai client asks for Node 22, for
# support reasons; the parts that the tests use run on 20, as the tests show.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
cp package-lock.json "$stamp"
