#!/usr/bin/env bash
# What this is: makes sure that Chromium and its driver are there, and are of one version.
# What it is not: a download of a browser build; it takes the system's package.
# Invariant: it ends well only if both programs run.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

if [ -z "$SWITCHYARD_CHROMIUM" ] || [ -z "${CHROMEDRIVER:-}" ]; then
  "$switchyard_root/tools/apt.sh" "The tests need Chromium and ChromeDriver" \
    chromium chromium-driver chromium-headless-shell
  # shellcheck source-path=SCRIPTDIR source=env.sh
  source "$switchyard_root/tools/env.sh"
fi

[ -x "$SWITCHYARD_CHROMIUM" ] || stop "Chromium was not found; name it in SWITCHYARD_CHROMIUM."
[ -x "${CHROMEDRIVER:-}" ] || stop "ChromeDriver was not found; name it in CHROMEDRIVER."

major() { "$1" --version 2>/dev/null | grep -oE '[0-9]+\.[0-9.]+' | head -n 1 | cut -d. -f1; }
browser=$(major "$SWITCHYARD_CHROMIUM") driver=$(major "$CHROMEDRIVER")
[ -n "$browser" ] || stop "$SWITCHYARD_CHROMIUM does not start; try: $SWITCHYARD_CHROMIUM --version"
[ "$browser" = "$driver" ] ||
  stop "Chromium is version $browser but ChromeDriver is ${driver:-unknown}; install both from one source."
