"""``python -m rlscompanion``."""

import sys

from rlscompanion.cli import main

if __name__ == "__main__":
    sys.exit(main())
