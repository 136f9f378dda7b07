"""Tables that grow are counted anew, so that plans made for few rows are not kept for many."""

from __future__ import annotations

from sqlalchemy import text

from builder.storage.engine import Database
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space
from builder.storage.statistics import GrowthWatch, refresh_grown
from tests.conftest import WORKSPACE

FILL = "INSERT INTO {table} (record_id, entity_id) SELECT n, 'e' FROM generate_series({first}, {last}) AS n"


def filled(database: Database, space: Space, first: int, last: int) -> None:
    """Put records into the search queue."""
    table = workspace_tables(space).search_queue
    name = f"{table.schema}.{table.name}"
    with database.write() as conn:
        conn.execute(text(FILL.format(table=name, first=first, last=last)))


def counted(database: Database, space: Space) -> float:
    """Return how many rows the planner takes the search queue to have; -1 if it was never counted."""
    query = text(
        "SELECT reltuples FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace"
        " WHERE nspname = :schema AND relname = 'search_queue'"
    )
    with database.read() as conn:
        return float(conn.execute(query, {"schema": space.schema}).scalar_one())


def uncounted_by_itself(database: Database, space: Space) -> None:
    """Keep the server from counting by itself, as a server without autovacuum, or before it comes round."""
    with database.write() as conn:
        conn.execute(text(f"ALTER TABLE {space.schema}.search_queue SET (autovacuum_enabled = false)"))


def test_a_table_that_has_doubled_is_counted_and_no_other(postgres_database: Database) -> None:
    database, space = postgres_database, postgres_database.space(WORKSPACE)
    uncounted_by_itself(database, space)
    assert refresh_grown(database, space) == []
    filled(database, space, 1, 20_000)
    assert counted(database, space) == -1
    assert refresh_grown(database, space) == ["search_queue"]
    assert counted(database, space) == 20_000
    filled(database, space, 20_001, 30_000)
    assert refresh_grown(database, space) == []
    filled(database, space, 30_001, 80_000)
    assert refresh_grown(database, space) == ["search_queue"]
    assert counted(database, space) == 80_000


def test_a_plan_made_for_an_empty_table_is_not_kept_for_a_full_one(postgres_database: Database) -> None:
    database, space = postgres_database, postgres_database.space(WORKSPACE)
    uncounted_by_itself(database, space)
    with database.read() as conn:
        conn.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        conn.exec_driver_sql(
            f"PREPARE found (bigint) AS SELECT entity_id FROM {space.schema}.search_queue WHERE record_id IN ($1, -1)"
        )
        before = " ".join(conn.exec_driver_sql("EXPLAIN EXECUTE found (7)").scalars())
        filled(database, space, 1, 50_000)
        watch = GrowthWatch(database, space)
        watch.written(50_000)
        after = " ".join(conn.exec_driver_sql("EXPLAIN EXECUTE found (7)").scalars())
    assert "rows=50000" not in before
    assert "pk_search_queue" in after
    assert counted(database, space) == 50_000


def test_a_job_looks_when_much_was_written_and_at_its_end(postgres_database: Database) -> None:
    database, space = postgres_database, postgres_database.space(WORKSPACE)
    uncounted_by_itself(database, space)
    filled(database, space, 1, 20_000)
    watch = GrowthWatch(database, space)
    watch.written(9_999)
    assert counted(database, space) == -1
    watch.written(1)
    assert counted(database, space) == 20_000
    filled(database, space, 20_001, 80_000)
    watch.written(5)
    assert counted(database, space) == 20_000
    watch.ended()
    assert counted(database, space) == 80_000


def test_nothing_is_counted_on_sqlite(sqlite_database: Database) -> None:
    assert refresh_grown(sqlite_database, sqlite_database.space(WORKSPACE)) == []


def test_a_table_that_somebody_holds_is_left_to_the_next_look(postgres_database: Database) -> None:
    database, space = postgres_database, postgres_database.space(WORKSPACE)
    uncounted_by_itself(database, space)
    filled(database, space, 1, 20_000)
    with database.write() as conn:
        conn.execute(text(f"LOCK TABLE {space.schema}.search_queue IN ACCESS EXCLUSIVE MODE"))
        refresh_grown(database, space)
    assert counted(database, space) == -1
    refresh_grown(database, space)
    assert counted(database, space) == 20_000
