"""`python -m thoughtmill`: the command line, where its program is not on PATH."""

import sys

from thoughtmill.cli import main

if __name__ == "__main__":
    sys.exit(main())
