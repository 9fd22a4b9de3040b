"""`python -m wirewatch.local up` and `down`."""

import sys

from wirewatch.local.interrupts import at_once

if __name__ == "__main__" and __package__:  # see wirewatch/__main__.py
    with at_once():
        from wirewatch.local.commands import main
    sys.exit(main(sys.argv[1:]))
