"""Run the command ``sphinx-pubs`` as ``python -m sphinxext_pubs``."""

from __future__ import annotations

import sys

from sphinxext_pubs.cli import main

if __name__ == "__main__":
    sys.exit(main())
