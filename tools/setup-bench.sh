#!/usr/bin/env bash
# What this is: the peer that `make bench` measures against, in the cache.
# What it is not: part of any test.
# Invariant: it is complete or not there.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

[ ! -d "$SWITCHYARD_AST_GREP/node_modules/@ast-grep/napi" ] || exit 0
say "Installing @ast-grep/napi $ast_grep_version for the bench"
rm -rf "$SWITCHYARD_AST_GREP.new" "$SWITCHYARD_AST_GREP"
mkdir -p "$SWITCHYARD_AST_GREP.new"
echo '{"private": true}' >"$SWITCHYARD_AST_GREP.new/package.json"
npm install --prefix "$SWITCHYARD_AST_GREP.new" --ignore-scripts --no-audit --no-fund --loglevel=error \
  "@ast-grep/napi@$ast_grep_version"
mv "$SWITCHYARD_AST_GREP.new" "$SWITCHYARD_AST_GREP"
