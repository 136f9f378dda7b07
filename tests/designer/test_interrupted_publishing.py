"""A publish that is killed anywhere leaves the old app or the new one, and the next publish works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from builder.designer.exporting import export_app
from builder.storage.document_rows import load_documents, revisions
from builder.storage.engine import Database
from builder.storage.head import read_head
from builder.storage.layout import load_layouts
from builder.storage.space import Space
from tests.designer.conftest import Designer, add_record, records_of, shop
from tests.designer.publish_and_die import changed_shop

SEED = 20_260_101


def everything(database: Database, space: Space, app: str) -> tuple[Any, ...]:
    """Return documents, layouts, head, revisions, and the columns and indexes of every table."""
    with database.read() as conn:
        look = inspect(conn)
        tables = {
            name: (
                [column["name"] for column in look.get_columns(name, schema=space.schema)],
                sorted(str(index["name"]) for index in look.get_indexes(name, schema=space.schema)),
            )
            for name in look.get_table_names(schema=space.schema)
        }
        bodies = load_documents(conn, space), load_layouts(conn, space), read_head(conn, space)
        return *bodies, [row.number for row in revisions(conn, space, app)], tables


def die(database_url: str, data_dir: Path, account: int, point: int | str) -> str:
    """Publish in another process that kills itself at a point; return what it printed."""
    arguments = [sys.executable, "-m", "tests.designer.publish_and_die", database_url, str(account), str(point)]
    done = subprocess.run(
        arguments,
        env={**os.environ, "DATA_DIR": str(data_dir), "PYTHONPATH": "."},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done.stdout


def names(designer: Designer) -> set[tuple[str, str]]:
    with designer.reading() as work:
        return {(body["kind"], body["name"]) for body in export_app(work, "shop")["documents"]}


def check_killed_publishes(
    designer: Designer, database: Database, space: Space, database_url: str, tmp_path: Path, points: int
) -> None:
    app = designer.publish(shop()).app
    with designer.writing() as work:
        add_record(work, "order", 1, number="A-1", amount=1250)
    before = everything(database, space, app)
    last = int(die(database_url, tmp_path, designer.account, "commit"))
    assert last > 20
    for point in [*sorted(random.Random(SEED).sample(range(last), min(points, last))), last]:
        die(database_url, tmp_path, designer.account, point)
        assert everything(database, space, app) == before, point

    die(database_url, tmp_path, designer.account, "after")
    assert ("entity", "visit") in names(designer)
    after = everything(database, space, app)
    assert designer.publish(changed_shop(), "shop").changes == ()
    assert everything(database, space, app) == after
    with designer.reading() as work:
        assert [record["number"] for record in records_of(work, "order")] == ["A-1"]


def test_a_killed_publish_leaves_the_old_or_the_new(
    designer: Designer, database: Database, space: Space, database_url: str, tmp_path: Path
) -> None:
    check_killed_publishes(designer, database, space, database_url, tmp_path, points=5)


@pytest.mark.torture
def test_a_publish_killed_at_every_statement_leaves_the_old_or_the_new(
    designer: Designer, database: Database, space: Space, database_url: str, tmp_path: Path
) -> None:
    check_killed_publishes(designer, database, space, database_url, tmp_path, points=200)
