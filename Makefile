# Verbs of the project; `make` alone lists them. Each calls `python -m analysis_lib VERB --help` for its options.
# AREA is a London borough (name or GSS code), YEAR the assessment's year, YEAR_END september, march or december.

AREA ?= Havering
YEAR ?= 2025
YEAR_END ?= september
FROM ?=
FILE ?= tests/oracles/rates.csv
AREAS ?= all
ENGINE ?= warm

ifeq ($(OS),Windows_NT)
PY := .venv/Scripts/python.exe
else
PY := .venv/bin/python
endif
BASE_PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3 python,$(shell command -v $(name) 2>/dev/null)))

export AREA AREAS YEAR YEAR_END ENGINE SCHEDULER WORKERS FROM PUBLISHED FILE # reach the commands as they are, whatever characters they hold

.DEFAULT_GOAL := help
.PHONY: help setup assessment assessments why word reviewed data refresh test check proof oracles benchmark browser lab strip lock clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/installed ## install everything into .venv (every other verb does this by itself)

assessment: setup ## build a report: make assessment YEAR=2025 AREA="Tower Hamlets" YEAR_END=march
	@$(PY) -m analysis_lib assessment --area "$$AREA" --year "$$YEAR" --year-end "$$YEAR_END" --engine "$$ENGINE"

assessments: setup ## build many reports: make assessments AREAS="Havering,Redbridge", or all boroughs without AREAS
	@$(PY) -m analysis_lib assessments --areas "$$AREAS" --year "$$YEAR" --year-end "$$YEAR_END" --scheduler "$$SCHEDULER"

why: setup ## say of each chapter whether it is up to date, or why it would be run
	@$(PY) -m analysis_lib why --area "$$AREA" --year "$$YEAR" --year-end "$$YEAR_END"

word: setup ## make a Word draft, for comments, of a report that has been built
	@$(PY) -m analysis_lib word --area "$$AREA" --year "$$YEAR" --year-end "$$YEAR_END"

reviewed: setup ## record that you read the commentaries against the last report
	@$(PY) -m analysis_lib reviewed --area "$$AREA" --year "$$YEAR" --year-end "$$YEAR_END"

data: setup ## prepare data/processed from data/raw
	@$(PY) -m analysis_lib data

refresh: setup ## read downloaded publications: make refresh FROM=folder; without FROM: check and seal the tables kept by hand
	@$(PY) -m analysis_lib refresh $(if $(FROM),--from "$$FROM") $(if $(PUBLISHED),--published "$$PUBLISHED")

test: setup ## run the tests, and every chapter on a real kernel
	@$(PY) -m analysis_lib test

check: setup ## check format, style, import contracts and notebooks
	@$(PY) -m analysis_lib check

proof: setup ## run the slow, destructive and double-build checks
	@$(PY) -m analysis_lib proof

oracles: setup ## run published test figures: make oracles FILE=tests/oracles/rates.csv
	@$(PY) -m analysis_lib oracles "$$FILE"

benchmark: setup ## time the library against calling other libraries row by row
	@$(PY) -m analysis_lib benchmark

browser: setup ## install what the browser tests need (maintainers)
	@$(PY) -m analysis_lib browser

lab: setup ## open the chapters in JupyterLab
	@$(PY) -m analysis_lib lab

strip: setup ## take outputs out of the chapters
	@$(PY) -m analysis_lib strip

lock: setup ## resolve requirements.lock anew
	@$(PY) -m analysis_lib lock

clean: setup ## delete what can be built again
	@$(PY) -m analysis_lib clean

# Installed with hashes from the lock file: by uv, itself a wheel of the lock file, or by pip where uv cannot be had. Both
# compile what they install: where Python may keep no bytecode, every process would compile the libraries anew.
.venv/installed: requirements.lock pyproject.toml
	@"$(BASE_PYTHON)" -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Python 3.11 or newer is needed; name one with: make BASE_PYTHON=path-to-python"; exit 1; }
	@echo "setting up .venv ..."
	@"$(BASE_PYTHON)" -m venv .venv
	@awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' requirements.lock > .venv/uv.txt
	@{ $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --no-deps -r .venv/uv.txt \
	  && $(PY) -m uv pip sync --quiet --compile-bytecode --python $(PY) --require-hashes --no-build requirements.lock \
	  && $(PY) -m uv pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable . ; } \
	|| { echo "uv could not install; using pip, which takes longer ..." \
	  && $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock \
	  && $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . ; }
	@touch .venv/installed
