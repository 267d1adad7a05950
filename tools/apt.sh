#!/usr/bin/env bash
# What this is: installs Debian packages when that is possible, else says what to type:
# `apt.sh REASON PACKAGE...`.
# What it is not: a way to gain rights; it never calls sudo on its own.
# Invariant: it ends well only if every package is installed.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=env.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

reason=$1
shift
command -v apt-get >/dev/null ||
  stop "$reason. On Debian they are the packages: $*. Install the same with this system's package manager."
[ "$(id -u)" = 0 ] ||
  stop "$reason. Install them, then try again: sudo apt-get update && sudo apt-get install --no-install-recommends $*"

say "$reason: installing $*"
export DEBIAN_FRONTEND=noninteractive
wait_for_lock=(-o DPkg::Lock::Timeout=300)
apt-get "${wait_for_lock[@]}" update -qq
apt-get "${wait_for_lock[@]}" install -y -qq --no-install-recommends "$@" >/dev/null </dev/null
