# make demo: install what is missing and start the portal with the demo. make test, make check:
# the whole suite on both databases; everything that can be checked without running it.
SHELL := /bin/bash
python := .venv/bin/python
production := PORTAL_ENV_FILE=/dev/null PORTAL_MODE=production PORTAL_VAR=var/check \
	PORTAL_SECRET_KEY=check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ \
	PORTAL_ALLOWED_HOSTS=portal.example PORTAL_PUBLIC_URL=https://portal.example \
	PORTAL_DATABASE_URL=postgres://portal@localhost/portal PORTAL_REDIS_URL=redis://localhost/0
code := config plans consultation taskforce manage.py tests

checks := $(addprefix check-,lint format types templates scripts unused deployment migrations architecture)

.PHONY: demo upgrade bundle setup setup-tests test check bench mutants fuzz faults clean $(checks)

demo: setup
	@exec $(python) -m config.run --demo

# In the folder of a new version: backup, install, migrate, check, restart (docs/operations.md).
upgrade:
	@deploy/upgrade.sh

# Everything for a machine without internet, as one archive in var/bundle (docs/operations.md).
bundle: setup
	@deploy/bundle.sh

setup:
	@.ci/setup.sh

setup-tests:
	@.ci/setup.sh --tests

test: setup-tests
	@$(python) -m tests.harness.run

# Every check runs, also after one has failed.
check: setup-tests
	@$(MAKE) --no-print-directory -k $(checks)
	@echo "make check: PASSED"

check-lint:
	$(python) -m ruff check .
check-format:
	$(python) -m ruff format --check .
check-types:
	$(python) -m mypy $(code)
check-templates:
	$(python) -m djlint templates --lint --quiet
check-scripts:
	node_modules/.bin/biome lint --error-on-warnings
check-unused:
	$(python) -m pytest -q -vv tests/test_unused.py
check-deployment:
	$(production) $(python) manage.py check --deploy --fail-level WARNING
check-migrations:
	$(python) manage.py makemigrations --check --dry-run
check-architecture:
	$(python) -m pytest -q -vv tests/test_rooms.py tests/test_architecture.py tests/test_architecture_size.py \
		tests/test_one_home.py tests/test_visitors.py::test_every_view_says_whom_it_is_for

# Figures, each beside its floor, on a private PostgreSQL: tests/bench/bench_*.py
bench: setup-tests
	@PORTAL_TEST_DATABASE=postgres $(python) -m pytest -q -s -o python_files='bench_*.py' tests/bench

# Break the rules one small break at a time and count what the tests catch: docs/testing.md
mutants: setup-tests
	@$(python) -m tests.mutants.run

# Acts at random for an hour on each database and looks at the invariants: docs/reliability.md
fuzz: setup-tests
	@$(python) -m pytest -q -o python_files='long_*.py' tests/fuzz; found=$$?; \
		PORTAL_TEST_DATABASE=postgres $(python) -m pytest -q -o python_files='long_*.py' tests/fuzz \
		&& exit $$found

# A journey while processes and servers are killed, a quarter of an hour on each way of running
faults: setup-tests
	@$(python) -m tests.faults.run embedded 900; found=$$?; \
		$(python) -m tests.faults.run production 900 && exit $$found

# Keeps var/ and .env: they hold the portal's data and its key.
clean:
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis var/check
	find $(code) -name __pycache__ -type d -prune -exec rm -rf {} +
