"""Loads structlog without rich, which it would take along to draw tracebacks: 10 MB and 0.1 s in each process.

Imported first by the processes of a server; none of them draws.
"""

import importlib
import sys

if "rich" not in sys.modules:
    sys.modules["rich"] = None  # type: ignore[assignment]  # an import that finds None fails, and structlog goes on
    try:
        importlib.import_module("structlog")
    finally:
        del sys.modules["rich"]
