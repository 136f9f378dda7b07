"""Publishes a change to the shop and kills itself at a given statement: run as a process of its own by a test."""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from typing import Any

from sqlalchemy import event

from builder.storage.engine import Database
from tests.designer.conftest import Designer, Documents, field, named, shop


def changed_shop() -> Documents:
    """Return the shop with something of every kind of change: documents, columns, tables, keys, indexes."""
    documents = shop()
    order = named(documents, "order")
    order["fields"][1] = field("total", "number")
    order["fields"] += [field("note", "long_text"), field("labels", "multi_select", settings={"options": [
        {"name": "new", "label": {"en": "New"}}
    ]})]  # fmt: skip
    order["unique_keys"] = [{"fields": ["number", "customer"]}]
    order["label"] = {"en": "Purchase"}
    documents.append(
        {
            "kind": "entity",
            "name": "visit",
            "label": {"en": "Visit"},
            "title": ["subject"],
            "fields": [field("subject")],
        }
    )
    return documents


def main(url: str, account: str, point: str) -> None:
    """Publish, and die by SIGKILL before the statement with this number.

    The commit counts as the last statement; with ``commit`` its number is printed, with ``after`` nothing
    dies before the commit.
    """
    database = Database(url, os.environ["DATA_DIR"])
    numbers = count()

    def strike(*_: Any) -> None:
        if str(next(numbers)) == point:
            die()

    def before_commit(*_: Any) -> None:
        if point == "commit":
            os.write(1, str(next(numbers)).encode())
            die()
        strike()

    designer = Designer(database, int(account))
    event.listen(database.engine, "before_cursor_execute", strike)
    event.listen(database.engine, "commit", before_commit)
    designer.publish(changed_shop(), "shop")
    die()


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
