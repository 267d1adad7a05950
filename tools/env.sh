# shellcheck shell=bash
# What this is: the surroundings of every build and test, sourced by the other scripts. It only names things:
# the versions, the cache, the search path, the compiler for the page.
# What it is not: an installer. It changes nothing on disk and runs no network client.
# Invariant: sourcing it twice, or where nothing is installed yet, gives the same answer and never fails.

switchyard_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
switchyard_cache="${XDG_CACHE_HOME:-${HOME:?}/.cache}/switchyard"

# Trunk 0.22 needs a newer compiler than the package does.
trunk_version=0.21.14
# The generator must be the same version as the library in the lock file; it refuses any other.
wasm_bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3; exit }' \
  "$switchyard_root/Cargo.lock")
# Cuts the pages off that are fetched on demand. It must know the marks that the library of the lock file makes.
wasm_split_version=0.2.4
wasm_target=wasm32-unknown-unknown
# The rustup name of the linked compiler, where setup-target.sh had to build the target itself.
linked_toolchain=switchyard-web

trunk_home="$switchyard_cache/trunk-$trunk_version"
wasm_bindgen_home="$switchyard_cache/wasm-bindgen-cli-$wasm_bindgen_version"
wasm_split_home="$switchyard_cache/wasm_split_cli_support-$wasm_split_version"
# One environment for each list of packages and each Python: after an upgrade of the system the old one is of no use.
python_version=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true)
python_home="$switchyard_cache/python${python_version:-3}-$(cksum <"$switchyard_root/tools/python-requirements.txt" |
  cut -d ' ' -f 1)"
# The peer that the bench holds the inventory against. Not in package.json: its lock would name every platform's part.
ast_grep_version=0.51.2
export SWITCHYARD_AST_GREP="$switchyard_cache/ast-grep-$ast_grep_version"
export SWITCHYARD_PYTHON="${SWITCHYARD_PYTHON:-$python_home/bin/python}"

if ! command -v cargo >/dev/null && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
  PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
fi
# npm's folder comes first: an older wasm-opt of the system cannot read what today's compiler writes.
case ":$PATH:" in
  *":$trunk_home/bin:"*) ;;
  *) PATH="$switchyard_root/node_modules/.bin:$trunk_home/bin:$wasm_bindgen_home/bin:$wasm_split_home/bin:$PATH" ;;
esac
export PATH

# Trunk 0.21 takes this variable for a yes or no and stops at the customary "1".
unset NO_COLOR
export TRUNK_SKIP_VERSION_CHECK=true

# The build folder stays in the clone: in a folder that two clones share, cargo would take the code of one for that
# of the other, since it compares times of files under paths relative to the package. What clones share is a copy
# of the built dependencies: see seed.sh. A folder that the caller has chosen is left alone.
CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$switchyard_root/target}"
export CARGO_TARGET_DIR

export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
export WASM_BINDGEN_TEST_WEBDRIVER_JSON="$switchyard_root/tools/webdriver.json"

# The shell without a window first: it draws with half the processor time, which is most of what end-to-end tests cost.
chromium_path=$(command -v chromium-headless-shell || command -v chromium || command -v chromium-browser ||
  command -v google-chrome || true)
chromedriver_path=${CHROMEDRIVER:-$(command -v chromedriver || true)}
export SWITCHYARD_CHROMIUM="${SWITCHYARD_CHROMIUM:-$chromium_path}"
if [ -n "$chromedriver_path" ]; then export CHROMEDRIVER="$chromedriver_path"; fi

# Whether the compiler that answers to "rustc" can build for the page.
compiler_has_target() {
  local folder
  folder=$(rustc --print target-libdir --target "$wasm_target" 2>/dev/null) || return 1
  compgen -G "$folder/libstd-*.rlib" >/dev/null
}

# The compiler for the page: empty means the ordinary one.
page_toolchain() {
  if ! compiler_has_target && RUSTUP_TOOLCHAIN=$linked_toolchain compiler_has_target; then
    echo "$linked_toolchain"
  fi
}

say() { printf '\n== %s\n' "$*" >&2; }
stop() { printf '\nswitchyard: %s\n' "$*" >&2; exit 1; }
