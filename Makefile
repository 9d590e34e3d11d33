# Two commands do everything on a bare Debian 12: `make demo` and `make test`. `make help` lists the rest.
.PHONY: all setup demo run test bench screenshots lint coverage site-test receipt-test flatpak-test test-trixie dist install uninstall clean help
.DEFAULT_GOAL := all
MAKEFLAGS += --no-print-directory

BUILD := build
DEMO_DIR ?= $(HOME)/diptych-demo

all: ## build the release into build/
	@.ci/setup --check build
	@.ci/build $(BUILD) --buildtype=release

setup: ## install what is missing for building, testing and checking (apt)
	@.ci/setup build test lint

demo: ## install what is missing, build, make a demo library in DEMO_DIR, show it
	@.ci/setup build
	@.ci/build $(BUILD) --buildtype=release
	@.ci/demo $(BUILD) "$(DEMO_DIR)"

run: all ## open the window
	@$(BUILD)/diptych

test: ## install what is missing, build, run all tests (TESTS=... for some programs)
	@.ci/setup build test
	@.ci/test $(TESTS)

bench: all ## measure the slow things and compare with what was measured before
	@if [ -x tests/bench/run ]; then tests/bench/run $(BUILD); else echo 'There is no tests/bench/run yet.'; exit 1; fi

screenshots: ## pictures of every place of the window, into build-debug/screenshots (LOOKS=... for some)
	@.ci/setup build test
	@.ci/build build-debug -Dfaults=true --buildtype=debug
	@.ci/screenshots build-debug $(LOOKS)

lint: ## layout, warnings as errors, clang-tidy, cppcheck, interface files, shell, metainfo
	@.ci/setup build lint
	@.ci/lint

coverage: ## how much of the engine the tests pass through, room by room
	@.ci/setup build test lint
	@.ci/coverage

site-test: ## the demo's web pages in a browser (Chromium): requests, slider, accessibility, valid HTML
	@.ci/setup build site
	@.ci/build $(BUILD) --buildtype=release
	@.ci/site-test $(BUILD)

receipt-test: ## receipts as FHIR resources against the structure that HL7 publishes
	@.ci/setup build site
	@.ci/build $(BUILD) --buildtype=release
	@.ci/receipt-test $(BUILD)

flatpak-test: ## the Flatpak built, installed and used in its sandbox, on a runtime of Debian's packages (TESTS=... for some journeys)
	@.ci/setup build test flatpak
	@.ci/flatpak-test $(TESTS)

test-trixie: ## build and test on Debian 13's toolkit, in a tree of its own (root; TESTS=... for some programs)
	@.ci/setup test trixie
	@.ci/test-trixie $(TESTS)

dist: ## the source as an archive, built and tested from itself
	@.ci/setup build test
	@.ci/dist

install: all ## install (DESTDIR is heeded)
	@meson install -C $(BUILD) --no-rebuild --quiet

uninstall: ## remove what `make install` put there; libraries stay
	@ninja -C $(BUILD) --quiet uninstall

clean: ## remove all build folders
	@rm -rf --one-file-system build build-asan build-debug build-lint build-coverage build-flatpak build-trixie

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1: \2/p' Makefile
