# `make` alone prints what there is. Every target may be run twice; the second time is quick.
.DEFAULT_GOAL := help
.PHONY: help setup build install uninstall demo test test-python wheel consumer fuzz fuzz-readers round-trips test-distributed faults docs \
  compare tables benchmark format clean

SWIFT ?= swift

# What the command, the viewer and static figures need is behind a trait, which is off where only the library is used.
TRAITS = --traits Command

# Where pkg-config finds the libraries of compressed and Parquet files, which set-up builds.
export PKG_CONFIG_PATH := $(CURDIR)/.dependencies/formats/lib$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))

# The targets of which `make docs` makes one site. All but the first need fast_float, so .spi.yml has that alone.
DOCUMENTED = GaussianMixtures Tables MixtureFiles MixtureFigures

# `swift build` and `swift test` compile with different options, and in one folder each would undo the
# work of the other; the tests have .build, the command has a folder below it.
BUILD_OPTIONS = $(TRAITS) -c release --product gmm --scratch-path .build/command

ifeq ($(shell uname -s),Darwin)
  # Homebrew's headers are not on the compiler's path. Untested: the authors have no Mac.
  export CPATH := $(shell brew --prefix 2>/dev/null)/include$(if $(CPATH),:$(CPATH))
else
  # With Swift's libraries inside, the command starts faster and runs where no Swift is installed.
  BUILD_OPTIONS += --static-swift-stdlib
endif

help: ## Print this text.
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
	  printf '%-18s %s\n' "$$name" "$$text"; done

setup: ## Install what is missing: fast_float, gnuplot, fonts, and libraries of file formats.
	@Scripts/setup.sh

build: setup ## Build the command, optimized: .build/command/release/gmm.
	$(SWIFT) build $(BUILD_OPTIONS)

# Where `make install` puts the command; DESTDIR, where it is set, stands before it.
PREFIX ?= /usr/local
export DESTDIR

install: build ## Install the command, manual pages and completions for shells below PREFIX=/usr/local.
	@Scripts/install.sh install '$(PREFIX)' .build/command/release/gmm

uninstall: ## Take away what make install has put below PREFIX=/usr/local, and nothing else.
	@Scripts/install.sh uninstall '$(PREFIX)'

demo: build ## Build, fit an example and draw its figures into gmm-demo/.
	.build/command/release/gmm demo --output gmm-demo

# The first call of `swift test` builds, and the last finds all as it is: in between there is the command, which goes into
# Python's wheel, and what Swift's tests count is told last.
# What waits for a network goes beside what compiles.
test: ## Set up, with a browser to test in, and run all tests in release configuration.
	@Scripts/setup.sh tests
	@Scripts/fetch-foreign-files.sh try
	SWIFT=$(SWIFT) Scripts/test-consumer.sh quick
	SWIFT=$(SWIFT) Scripts/beside.sh Scripts/test-python.sh prepare -- $(SWIFT) test $(TRAITS) -c release --filter '^$$'
	SWIFT=$(SWIFT) GMM_COMMAND=$(CURDIR)/.build/release/gmm \
	  Scripts/beside.sh Scripts/test-distributed.sh $(CURDIR)/.build/release/gmm quick -- Scripts/test-python.sh try
	SWIFT=$(SWIFT) $(SWIFT) test $(TRAITS) -c release

# GMM_COMMAND names a command that is there, in the place of the one that would be built.
wheel: $(if $(GMM_COMMAND),,build) ## Make the Python package's wheel, with the command in it: Python/dist.
	Scripts/make-wheel.sh

test-python: $(if $(GMM_COMMAND),,build) ## Install the wheel, and run the tests of the Python package.
	Scripts/test-python.sh
	Scripts/test-wheel.sh

consumer: ## Build the library for a program outside, and the package without what the command needs.
	SWIFT=$(SWIFT) Scripts/test-consumer.sh

fuzz: ## Run random tables, options and models through all commands: COUNT=100000 SEED=1, or one by CASE=7.
	@Scripts/setup.sh
	GMM_FUZZ_COUNT=$(or $(COUNT),100000) GMM_FUZZ_SEED=$(or $(SEED),1) $(if $(CASE),GMM_FUZZ_CASE=$(CASE)) \
	  $(SWIFT) test $(TRAITS) -c release --filter RandomCommandTests

fuzz-readers: ## Feed the reader of every format with damaged files, by libFuzzer: MINUTES=30 FORMATS="fcs las".
	@Scripts/setup.sh
	@Scripts/fetch-foreign-files.sh try
	SWIFT=$(SWIFT) Scripts/fuzz-readers.sh

round-trips: build ## Send files that other programs write through the command, and compare what these read afterwards.
	Scripts/round-trips.sh .build/command/release/gmm

test-distributed: build ## Compare fits over several processes, with faults, with those of one: by MPI, Ray, Dask, Spark (30 minutes).
	Scripts/test-distributed.sh .build/command/release/gmm
	SWIFT=$(SWIFT) Scripts/test-distributed-python.sh

# Few of them are among all tests. What is counted is printed last, whether all went well or not.
faults: ## Make signals, full disks, closed pipes and limits meet the command: COUNT=1000 SEED=1 MINUTES=60.
	@Scripts/setup.sh
	@rm -f .build/faults.txt
	GMM_FAULT_COUNT=$(or $(COUNT),1000) GMM_FAULT_SEED=$(or $(SEED),1) GMM_FAULT_MINUTES=$(or $(MINUTES),60) \
	  GMM_FAULT_REPORT=$(CURDIR)/.build/faults.txt $(SWIFT) test $(TRAITS) -c release --filter 'CommandTests\.Faults/'; \
	  code=$$?; cat .build/faults.txt; exit $$code

docs: setup ## Make the documentation as a site, .build/site, to be served by any web server: BASE=/path it has there.
	GAUSSIAN_MIXTURES_DOCUMENTATION=1 $(SWIFT) package $(TRAITS) --scratch-path .build/documentation \
	  --allow-writing-to-directory .build/site generate-documentation \
	  --enable-experimental-combined-documentation --warnings-as-errors \
	  $(addprefix --target ,$(DOCUMENTED)) $(if $(BASE),--hosting-base-path $(BASE)) --output-path .build/site

compare: build ## Run other programs beside the command, and print who took how long (15 minutes).
	@Benchmarks/compare/set-up.sh
	$(SWIFT) build --package-path Benchmarks -c release --product measure
	python3 Benchmarks/compare/compare.py

tables: build ## Fit published sets and print how well their classes are found: SUITES=the folder they were cloned into.
	python3 Benchmarks/tables/tables.py "$(SUITES)"

benchmark: setup ## Measure kernels and phases of the library, and the kernel beside its limit.
	$(SWIFT) package --package-path Benchmarks benchmark
	$(SWIFT) build --package-path Benchmarks -c release --product measure
	Benchmarks/.build/release/measure kernel

format: ## Bring all Swift files into the style of .swift-format.
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests \
	  Benchmarks/Package.swift Benchmarks/Phases Benchmarks/Sources Python/Package.swift Python/Sources

clean: ## Remove what was built and drawn; what set-up installed stays.
	rm -rf .build Benchmarks/.build Python/.build Python/dist gmm-demo
