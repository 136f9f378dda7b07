"""``python -m benchmarks [names] [--rows N] [--database sqlite|postgresql] [--fresh] [--json]``."""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace

from benchmarks.bench import Bench
from benchmarks.browser import browser
from benchmarks.building import added_field, start
from benchmarks.bulk import bulk, interactive
from benchmarks.figures import Figure, describe, table
from benchmarks.lists import ad_hoc, group, list_view
from benchmarks.places import KINDS
from benchmarks.requests import create, read

# In this order, since the later ones change what the earlier ones read.
MEASUREMENTS: Mapping[str, Callable[[Bench], list[Figure]]] = {
    "start": start,
    "read": read,
    "list": list_view,
    "group": group,
    "ad_hoc": ad_hoc,
    "browser": browser,
    "create": create,
    "publish": added_field,
    "bulk": bulk,
    "interactive": interactive,
}


def main() -> int:
    """Measure, print, and return 1 when something could not be measured."""
    asked = _arguments()
    _silence_logs()
    _say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}", asked.json)
    figures: list[Figure] = []
    broken = 0
    for kind in [asked.database] if asked.database else KINDS:
        bench = Bench(kind, asked.rows, asked.fresh)
        try:
            for line in bench.conditions():
                _say(f"  {line}", asked.json)
            for name in (one for one in MEASUREMENTS if one in asked.names or not asked.names):
                try:
                    found = [replace(one, database=kind) for one in MEASUREMENTS[name](bench)]
                except Exception:  # noqa: BLE001 - the others are measured all the same
                    traceback.print_exc()
                    broken += 1
                    continue
                figures += found
                for one in found:
                    _say(describe(one) + f"\n  load {os.getloadavg()[0]:.1f}", asked.json)
        finally:
            bench.close()
    if asked.json:
        print(json.dumps([one.document() for one in figures], ensure_ascii=False, indent=1))
    else:
        print("\n" + table(figures))
    return 1 if broken else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(MEASUREMENTS))
    parser.add_argument("--rows", type=int, default=1_000_000, help="records of the large table (1000000)")
    parser.add_argument("--database", choices=KINDS, help="only this one; default: both")
    parser.add_argument("--fresh", action="store_true", help="fill the large table again")
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in MEASUREMENTS]
    if unknown:
        parser.error(f"no such measurement: {', '.join(unknown)}; known: {', '.join(MEASUREMENTS)}")
    return asked


def _silence_logs() -> None:
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def _say(text: str, as_json: bool) -> None:
    print(text, file=sys.stderr if as_json else sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
