# The commands of the project. Each installs what it needs first; the work is done by the scripts in tools/.
.DEFAULT_GOAL := help
.PHONY: help serve test fuzz dist bench screenshots fmt lint setup setup-tests clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: dist ## build the page and serve it on 127.0.0.1:8080 (PORT=… for another port)
	@node tools/serve.mjs

test: setup-tests ## run every check: format, lints, native, browser and end-to-end tests, size
	@tools/test.sh

fuzz: ## change true texts for a minute each (FUZZ_SECONDS=…), then try many random cases in every property
	@tools/fuzz.sh

dist: setup ## leave a static site in dist/ that runs from any path of any static host
	@tools/build.sh

bench: dist setup-tests ## measure size, start, streams, times, scans and lists of the page
	@tools/setup-bench.sh
	@tools/wasm.sh node tools/bench.mjs

screenshots: dist setup-tests ## save every page, light and dark, wide and narrow, in tests/screenshots/
	@tools/wasm.sh node tools/screenshots.mjs

fmt: ## format the Rust code
	@cargo fmt

lint: setup-tests ## check the lints of the Rust code and of the scripts
	@tools/lint.sh

setup: ## install what building needs, once per user
	@tools/setup.sh page

setup-tests: ## install what testing needs, once per user
	@tools/setup.sh tests

clean: ## remove what was built in this clone
	@rm -rf target dist node_modules tests/screenshots
