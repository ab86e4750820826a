"""What ``python -m bracketcore`` runs."""

import sys

from bracketcore.command_line import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
