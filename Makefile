# Every command a person or a machine runs on this project. `make help` lists them.

SHELL := /bin/sh
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.requirements-demo.stamp
DEV := $(VENV)/.requirements-dev.stamp
NODE := node_modules/.package-lock.json
# Two processes suit two cores and up; `make test WORKERS=0` runs in one.
WORKERS ?= 2
PYTEST_OPTIONS := -n $(WORKERS)
ABOUT_NO_DATABASE := --ignore tests/browser --ignore tests/config --ignore tests/tooling
# Checks of everything, too slow for `make bench`.
AUDITS := leak_matrix admin_walk editor_day page_quality
BENCHMARKS := $(filter-out $(AUDITS:%=benchmarks/%.py),$(wildcard benchmarks/[a-z]*.py))
FILES = git ls-files --cached --others --exclude-standard --
PYTHON_FILES = $$($(FILES) '*.py' | grep -v /migrations/)
TEMPLATE_FILES = $$($(FILES) 'templates/*.html')
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-config --no-emit-index-url --no-strip-extras --custom-compile-command 'make lock' --quiet --upgrade
PORT_TAKEN := $(PYTHON) -c 'import socket; socket.create_connection(("$(HOST)", $(PORT)), 1)' 2>/dev/null

export HOST PORT
export PATH := $(CURDIR)/$(BIN):$(PATH)
unexport VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help install run test test-all test-next lint format messages audit bench screenshots reset \
	lock check-port

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(DEV) $(NODE) ## Make .venv and install everything, the tools for tests and lint included

run: check-port $(RUN) ## Serve the site at http://127.0.0.1:8000 with demonstration content
run: export BASE_URL ?= http://$(HOST):$(PORT)
run: export ORGANISATION_NAME ?= ECPAT UK
run:
	@python manage.py prepare
	@# Ctrl-C reaches honcho by itself and is a normal end; any other stop signal is passed on.
	@# A closed terminal hangs up on honcho too, which would leave its children behind: it is told
	@# not to hear that, and stopped from here.
	@trap : INT; trap 'kill $$pid' TERM HUP; (trap '' HUP; exec honcho start) & pid=$$!; \
	wait $$pid; status=$$?; wait $$pid 2>/dev/null; \
	case $$status in 0 | 13? | 14?) ;; *) exit $$status ;; esac

test: $(DEV) ## Run all tests on SQLite, browser included, and the database-dependent ones on PostgreSQL
	python -m pytest $(PYTEST_OPTIONS)
	python -m tests.with_postgres $(PYTEST_OPTIONS) $(ABOUT_NO_DATABASE) --database-dependent

test-all: $(DEV) ## Run all tests on both databases, with coverage
	python -m pytest $(PYTEST_OPTIONS) --cov
	python -m tests.with_postgres $(PYTEST_OPTIONS) $(ABOUT_NO_DATABASE)

test-next: export PATH := $(CURDIR)/.venv-next/bin:$(PATH)
test-next: ## Run the tests on the newest pre-release of Wagtail, in .venv-next
	@$(MAKE) --no-print-directory VENV=.venv-next install
	python -m pip install -qq --disable-pip-version-check --pre --upgrade wagtail
	python -m pytest $(PYTEST_OPTIONS)

messages: ## Compile the words that replace Wagtail's; needs msgfmt, of GNU gettext
	msgfmt -o locale/en_GB/LC_MESSAGES/django.mo locale/en_GB/LC_MESSAGES/django.po

lint: $(DEV) $(NODE) ## Check code, types, templates, CSS, JavaScript, imports, migrations and settings
	ruff check .
	ruff format --check .
	django-upgrade --target-version 5.2 --check $(PYTHON_FILES)
	djade --target-version 5.2 --check $(TEMPLATE_FILES)
	djhtml --tabwidth 2 --check $(TEMPLATE_FILES)
	node_modules/.bin/biome check --error-on-warnings
	mypy
	lint-imports --no-logo
	DJANGO_SETTINGS_MODULE=config.settings.test python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.production \
		SECRET_KEY=checked-but-never-used-0123456789-abcdefghijklmnopqrstuvwxyz \
		ALLOWED_HOSTS=www.example.org BASE_URL=https://www.example.org DATABASE_URL= \
		python manage.py check --deploy --fail-level WARNING

format: $(DEV) $(NODE) ## Rewrite code, templates, CSS and JavaScript the way `make lint` wants them
	ruff check --fix-only .
	-django-upgrade --target-version 5.2 $(PYTHON_FILES)
	ruff format .
	-djade --target-version 5.2 $(TEMPLATE_FILES)
	djhtml --tabwidth 2 $(TEMPLATE_FILES)
	node_modules/.bin/biome check --write

audit: $(DEV) ## Run Lighthouse and the Nu checker, visit every address as every role, count clicks; takes hours
	python benchmarks/page_quality.py
	python benchmarks/leak_matrix.py
	python benchmarks/admin_walk.py
	python benchmarks/editor_day.py --throttle

bench: $(DEV) ## Measure what the documentation claims, one script per claim
	@for script in $(BENCHMARKS); do echo "$$script"; python "$$script" || exit 1; done

screenshots: $(DEV) ## Take pictures of every page type, and those of docs/editors.md
	@python -m tests.screenshots

reset: ## Delete var/: the database, uploads and local key; the next run starts over
	@if $(PORT_TAKEN); then \
		echo "Something answers on port $(PORT). If it is this site, stop it first with Ctrl-C."; \
		exit 1; \
	fi
	@rm -rf var
	@echo "Deleted var/. The next \`make run\` starts over with new demonstration content."

lock: $(DEV) ## Write the lock files anew from pyproject.toml and package.json, with current versions
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra demo --constraint requirements.txt --output-file requirements-demo.txt
	$(COMPILE) --extra production --constraint requirements.txt --output-file requirements-production.txt
	$(COMPILE) --extra demo --extra production --group dev --constraint requirements-production.txt --output-file requirements-dev.txt
	npm update --package-lock-only --silent

check-port:
	@if $(PORT_TAKEN); then \
		echo "Port $(PORT) is already in use; stop what uses it or choose another: make run PORT=$$(($(PORT) + 1))"; \
		exit 1; \
	fi

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer, and $(PYTHON) is older or missing. With another one: make $(MAKECMDGOALS) PYTHON=python3.12"; \
		exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		rm -rf $(VENV); \
		echo "Python could not make a virtual environment; on Debian and Ubuntu, install the package python3-venv."; \
		exit 1; }

$(VENV)/.%.stamp: %.txt | $(BIN)/python
	@echo "Installing $< into $(VENV); this takes a minute, once ..."
	@python -m pip install -qq --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# Node and npm come with the packages of Python, so that no machine has to have them.
$(NODE): package-lock.json | $(DEV)
	@echo "Installing the checks of CSS and JavaScript into node_modules ..."
	@npm ci --loglevel=error --no-progress
	@touch $@
