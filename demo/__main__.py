"""`python -m demo`."""

import sys

from wirewatch.local.interrupts import at_once

if __name__ == "__main__":
    with at_once():
        from demo.show import main
    sys.exit(main())
