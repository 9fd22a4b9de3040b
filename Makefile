# `make NAME` is `python3 run.py NAME`; pass arguments as ARGS="…", another interpreter as PYTHON=python3.12.
PYTHON ?= python3
COMMANDS := setup demo up down test bench docs lint lock

.PHONY: $(COMMANDS)
.NOTPARALLEL:
$(COMMANDS):
	@$(PYTHON) "$(CURDIR)/run.py" $@ $(ARGS)
