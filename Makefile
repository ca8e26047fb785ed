# One command per intent. `make run` and `make test` install what they need first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export DJANGO_SETTINGS_MODULE ?= cms.settings.dev

.PHONY: run test lint format lock bench bench-structure bench-search bench-search-full bench-questions bench-citing bench-library bench-books bench-board bench-study bench-quizzes bench-burden bench-start clean

$(VENV)/.base: requirements/base.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

run: $(VENV)/.base ## install, migrate, load the demo, index, serve on http://127.0.0.1:$(PORT)
	PORT=$(PORT) $(BIN)/python manage.py setup_demo --serve

test: $(VENV)/.dev ## the whole test-suite
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python -m pytest -n auto --dist loadgroup

lint: $(VENV)/.dev ## style, types, templates, import contracts, migrations, house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --check --tabwidth 2 $$(git ls-files '*.html')
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/mypy .
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python manage.py check --fail-level WARNING

format: $(VENV)/.dev ## put code and templates into house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djhtml --tabwidth 2 $$(git ls-files '*.html')

lock: $(VENV)/.dev ## pin requirements/*.in with hashes, for every Python 3.11
	for set in base dev; do \
	  $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --python-version 3.11 requirements/$$set.in -o requirements/$$set.txt; done

bench: bench-structure bench-search bench-questions bench-citing bench-library bench-books bench-board bench-study bench-quizzes bench-burden bench-start ## every benchmark

bench-structure: $(VENV)/.dev
	$(BIN)/python benchmarks/structure.py

bench-search: $(VENV)/.dev ## search on 24,363 articles, beside SQLite FTS5
	$(BIN)/python benchmarks/search.py

bench-search-full: $(VENV)/.dev ## the same with every substring of 500 articles instead of a sample
	$(BIN)/python benchmarks/search.py --full

bench-questions: $(VENV)/.dev ## 5,000 questions from Excel into a bank
	$(BIN)/python benchmarks/questions.py

bench-quizzes: $(VENV)/.dev ## whole papers a second, the time of one answer, a crowd that starts, killed workers
	$(BIN)/python benchmarks/quizzes.py

bench-citing: $(VENV)/.dev ## whether questions find the article they were taken from
	$(BIN)/python benchmarks/citing.py

bench-library: $(VENV)/.dev ## import of a whole collection, and its longest pages
	$(BIN)/python benchmarks/library_import.py

bench-books: $(VENV)/.dev ## a pocket book of 200 pages in every shape
	$(BIN)/python benchmarks/books.py

bench-board: $(VENV)/.dev ## the cadence board of a city with 300 branches
	$(BIN)/python benchmarks/board.py

bench-study: $(VENV)/.dev ## a province of 50,000 members, on SQLite and PostgreSQL
	$(BIN)/python benchmarks/study.py

bench-burden: $(VENV)/.dev ## clicks and fields of a member's week, a secretary's month, a cadre's plan
	$(BIN)/python benchmarks/burden.py

bench-start: $(VENV)/.dev ## `make run` on a fresh clone, and the second time
	$(BIN)/python benchmarks/starting.py

clean: ## throw away the demo's data (not the virtual environment)
	rm -rf var
