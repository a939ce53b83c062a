# Everything starts here: `make` says what there is.
PYTHON ?= $(shell python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)
RUN    := .venv/bin/python
INSTALL = $(PYTHON) requirements/install.py
# A process a core, each file of tests in one of them; slow ones wait for servers and workers, so one process more.
PYTEST  = $(RUN) -m pytest --durations 10 --dist loadfile
QUICK   = $(PYTEST) -n logical --maxprocesses 4 -m 'not slow and not heavy'
SLOW    = $(PYTEST) -n $$($(RUN) -c 'import os; print(min(5, 1 + (os.cpu_count() or 1)))') -m 'slow and not heavy'

# What is started here is no make of ours: our flags and job slots would only confuse it.
unexport MAKEFLAGS MFLAGS MAKELEVEL
# Hundreds of processes are started: each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test quick check style faults fleet-faults wheel lock clean

help:
	@echo 'make demo    the whole way on this machine: generate, reject, release, train, compare'
	@echo '             goes on where it was;  FRESH=1 starts anew;  PORT=4300 for Prefect and its UI'
	@echo '             ENGINE_URL=http://…/v1 takes an engine you have;  STORE=folder keeps the data there,'
	@echo '             STORE=s3://bucket/prefix in a bucket (keys and address: AWS_…, see docs/demo.md)'
	@echo 'make test    everything: checks, quick tests, slow ones, then the real engine and training'
	@echo 'make quick   the quick tests'
	@echo 'make check   ruff and pyright;  make style   ruff alone'
	@echo 'make faults  a thousand kills at random points, each followed by a restart and a full check;  KILLS=100'
	@echo 'make fleet-faults  every fault of a fleet at real waits, on PostgreSQL and a bucket: about 45 minutes;  ONLY=words'
	@echo 'make wheel   the library alone, for other environments: dist/thoughtmill-….whl'
	@echo 'make lock    refresh requirements/*.txt;  KEEP=1 adds what is missing and keeps the versions'
	@echo 'make clean   remove both environments and all caches; .thoughtmill/ (what the demo made) stays'

# Only what was named is passed on; a variable of the environment works as well.
export_if = $(if $($(1)),THOUGHTMILL_$(1)='$($(1))')

demo:
	@$(INSTALL) thoughtmill
	@$(INSTALL) engine-cpu || test -n '$(ENGINE_URL)'
	@exec env $(call export_if,ENGINE_URL) $(call export_if,FRESH) $(call export_if,PORT) $(call export_if,STORE) \
		$(RUN) -m deployments.demo

# Where the built-in engine can't run, or an extra can't be installed, the tests that need it are skipped and say so.
# pyright keeps one core busy for minutes: it runs beside the quick tests, and both have their say.
test: style
	@$(INSTALL) engine-cpu || test -z "$$THOUGHTMILL_CI"
	@$(INSTALL) logic || test -z "$$THOUGHTMILL_CI"
	@$(INSTALL) trainers || test -z "$$THOUGHTMILL_CI"
	@$(RUN) -m pyright & types=$$!; trap 'kill $$types' INT TERM; $(QUICK); quick=$$?; wait $$types && exit $$quick
	@$(SLOW) --no-loadscope-reorder
	@exec $(RUN) -m pytest --durations 10 -m heavy

quick:
	@$(INSTALL) thoughtmill
	@exec $(QUICK)

check: style
	@exec $(RUN) -m pyright

style:
	@$(INSTALL) thoughtmill
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .

faults:
	@$(INSTALL) thoughtmill
	@exec $(RUN) -m tests.faults.kill_points --kills $(or $(KILLS),1000)

fleet-faults:
	@$(INSTALL) thoughtmill
	@exec $(RUN) -m tests.faults.fleet_faults --only '$(ONLY)'

# A folder `build` of earlier would put its files into the wheel.
wheel:
	@$(INSTALL) factory
	@rm -rf build dist
	@$(RUN) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation -w dist .
	@rm -rf build *.egg-info
	@ls dist/*.whl

lock:
	@$(INSTALL) factory
	@exec $(RUN) requirements/lock.py $(if $(KEEP),--keep)

clean:
	rm -rf .venv .venv-engine .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -not -path './.thoughtmill/*' -prune -exec rm -rf {} +
