"""Quick search: one row of words for each record, matched as phrases of bigrams, pinyin and prefixes.

Every word is tagged with the field it comes from, so that a search looks only into fields that the
principal may read in full, whatever roles are changed later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    any_,
    cast,
    delete,
    false,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy import text as sql

from builder.metadata.collation import search_query, search_word_list
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.rights import Access
from builder.metadata.values import Values
from builder.storage.catalog import Catalog
from builder.storage.column_types import Named
from builder.storage.fixed_tables import workspace_tables
from builder.storage.physical import RecordTables
from builder.storage.query.prepared import Prepared, among, filled
from builder.storage.query.scope import Scope
from builder.storage.row_inserts import RowInsert
from builder.storage.series_inserts import fixed_series
from builder.storage.space import Space

Element = ColumnElement[Any]
TAG_LENGTH = 3
MOST_WORDS = 2_000
"""Words kept of one record."""
MOST_RARE = 10_000
"""Records that are looked up before anything else about them is asked."""


def tag_of(item: Field) -> str:
    """Return what a field's words begin with. Fields may share a tag: then it is searched only by those who
    may read all of them.
    """
    return item.id.partition("_")[2][:TAG_LENGTH].rjust(TAG_LENGTH, "0")


def words_of(entity: Entity, values: Values) -> str:
    """Return the search words of a record: those of its searchable fields, each tagged."""
    found: list[str] = []
    left = MOST_WORDS
    for tag, item in _searchable(entity):
        value = values.get(item.id)
        if value is None or left <= 0:
            continue
        words = search_word_list(item.type.search_text(value, item))[:left]
        if words:
            left -= len(words)
            found.append(tag + f" {tag}".join(words))
    return " ".join(found)


@lru_cache(maxsize=2_000)
def _searchable(entity: Entity) -> tuple[tuple[str, Field], ...]:
    return tuple((tag_of(item), item) for item in entity.fields if item.searchable)


def is_searched(entity: Entity) -> bool:
    """Whether quick search can find anything of an entity."""
    return bool(_searchable(entity))


def index(conn: Connection, catalog: Catalog, entity: Entity, words: Mapping[int, str], fresh: bool = False) -> None:
    """Replace the search rows of records; ``fresh`` when they have none yet."""
    if not words:
        return
    if not fresh:
        forget(conn, catalog, entity, _indexed(conn, catalog, entity, list(words)))
    written = str if catalog.space.dialect == "sqlite" else _vector
    rows = [(record, written(found)) for record, found in words.items() if found]
    key = ("insert", "search", entity.id)
    into: RowInsert | None = catalog.plans.get(key)
    if into is None:
        table = catalog.tables[entity.id].search
        names = ("rowid" if catalog.space.dialect == "sqlite" else "record", "words")
        into = catalog.plans[key] = RowInsert(conn, table, names)
    into.run(conn, rows)


def gather(conn: Connection) -> None:
    """Let PostgreSQL gather more words before it sorts them into its index, for the rest of the transaction."""
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql("SET LOCAL work_mem = '16MB'; SET LOCAL gin_pending_list_limit = '16MB'")


def _vector(words: str) -> str:
    """Write a tsvector by hand: the parser of PostgreSQL would split and drop Chinese words."""
    return "".join(chain.from_iterable(zip(words.split(" "), _POSITIONS, strict=False)))


_POSITIONS = [f":{at} " for at in range(1, MOST_WORDS + 1)]


def forget(conn: Connection, catalog: Catalog, entity: Entity, ids: Sequence[int]) -> None:
    """Remove the search rows of records."""
    key = "rowid" if catalog.space.dialect == "sqlite" else "record"
    _delete(conn, catalog.tables[entity.id].search, key, ids)


def _indexed(conn: Connection, catalog: Catalog, entity: Entity, ids: Sequence[int]) -> list[int]:
    """Return those of the ids that have search rows: asking costs a tenth of removing what is not there."""
    kept: dict[int, Prepared] = catalog.plans.setdefault(("search rows", entity.id), {})
    table = catalog.tables[entity.id].search
    key = table.c.rowid if catalog.space.dialect == "sqlite" else table.c.record
    found: list[int] = []
    for size, values in filled(ids):
        if size not in kept:
            kept[size] = Prepared(conn, select(key).where(among(key, size)))
        found += [row[0] for row in kept[size].rows(conn, values)]
    return found


def _delete(conn: Connection, table: Table, key: str, ids: Sequence[int]) -> None:
    """Delete rows with a plain statement: describing hundreds of parameters costs more than using them."""
    if not ids:
        return
    every = delete(table).compile(dialect=conn.dialect)
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(f"{every} WHERE {key} = ?", [(record,) for record in ids])
    else:
        conn.exec_driver_sql(f"{every} WHERE {key} = ANY(%s)", (list(ids),))


def matching(scope: Scope, wanted: str) -> Element:
    """Return the predicate 'the record has all the words of the search text' in fields the principal reads."""
    groups, tags = _asked(scope, wanted)
    if not groups or not tags:
        return false() if wanted.strip() else true()
    tables = scope.tables(scope.entity)
    if scope.catalog.space.dialect == "sqlite":
        return _in_sqlite(tables, scope.root.c.id, groups, tags)
    return _in_postgresql(tables, scope.root.c.id, groups, tags)


def _asked(scope: Scope, wanted: str) -> tuple[list[Sequence[str]], list[str]]:
    """Return the words that are looked for, and the tags of the fields that are looked into."""
    return [group for group in search_query(wanted) if group], readable_tags(scope)


class RareWords:
    """A search of PostgreSQL whose records are looked up first where they are few.

    The planner takes the beginning of any word to be common: it would go through a whole list in its order
    to meet the one record with a certain telephone number.
    """

    def __init__(self, table: Table, matches: Element) -> None:
        """Take the table of search words and the predicate on it."""
        self._found = select(table.c.record).where(matches).limit(MOST_RARE + 1)

    def predicate(self, conn: Connection, record: Element) -> Element | None:
        """Return 'the record is one of those found', None where they are many."""
        found = conn.execute(self._found).scalars().all()
        if len(found) > MOST_RARE:
            return None
        ids = ",".join(str(int(one)) for one in found)
        return record == any_(literal_column(f"'{{{ids}}}'::bigint[]"))


def rare_words(scope: Scope, wanted: str) -> RareWords | None:
    """Return a search to be tried first; None on SQLite, which looks up words first anyway."""
    groups, tags = _asked(scope, wanted)
    if scope.catalog.space.dialect == "sqlite" or not tags or all(map(_begins_many_numbers, groups)):
        return None
    table = scope.tables(scope.entity).search
    return RareWords(table, _has_words(table, groups, tags))


def _begins_many_numbers(group: Sequence[str]) -> bool:
    """Whether a word is the first digits of a number: collecting all that begin so takes longer than it saves."""
    return all(word.rstrip("*").isdecimal() and len(word) <= 4 for word in group)


def readable_tags(scope: Scope) -> list[str]:
    """Return the tags of the searchable fields that the principal may read in full."""
    rights = scope.rights.on(scope.entity.id)
    open_tags: dict[str, bool] = {}
    for item in scope.entity.fields:
        if item.searchable:
            readable = scope.trusted or rights.access(item.id) in (Access.READ, Access.WRITE)
            tag = tag_of(item)
            open_tags[tag] = open_tags.get(tag, True) and readable
    return sorted(tag for tag, readable in open_tags.items() if readable)


def _in_sqlite(tables: RecordTables, record: Element, groups: Sequence[Sequence[str]], tags: Sequence[str]) -> Element:
    phrase = " AND ".join(f"({' OR '.join(_fts_phrase(tag, group) for tag in tags)})" for group in groups)
    table = tables.search
    return record.in_(select(table.c.rowid).where(sql_match(table.name, phrase)))


def sql_match(table: str, phrase: str) -> Element:
    """Return FTS5's MATCH on a whole table, whose name is made from ids."""
    return sql(f'"{table}" MATCH :search_phrase').bindparams(search_phrase=phrase)  # type: ignore[return-value]


def _fts_phrase(tag: str, group: Sequence[str]) -> str:
    words = " ".join(tag + _plain(word) for word in group)
    return f'"{words}"*' if group[-1].endswith("*") else f'"{words}"'


def _in_postgresql(
    tables: RecordTables, record: Element, groups: Sequence[Sequence[str]], tags: Sequence[str]
) -> Element:
    table = tables.search
    return record.in_(select(table.c.record).where(_has_words(table, groups, tags)))


def _has_words(table: Table, groups: Sequence[Sequence[str]], tags: Sequence[str]) -> Element:
    query = " & ".join(f"({' | '.join(_ts_phrase(tag, group) for tag in tags)})" for group in groups)
    return table.c.words.op("@@")(cast(literal(query), Named("TSQUERY")))


def _ts_phrase(tag: str, group: Sequence[str]) -> str:
    words = [f"'{tag}{_plain(word)}'" + (":*" if word.endswith("*") else "") for word in group]
    return f"({' <-> '.join(words)})"


def _plain(word: str) -> str:
    """Return a word without what has a meaning in a query."""
    return "".join(c for c in word if c.isalnum())


def queue(conn: Connection, catalog: Catalog, entity: Entity, ids: Iterable[int]) -> None:
    """Leave records to the search catch-up job; one that waits already waits on."""
    name = conn.dialect.identifier_preparer.format_table(workspace_tables(catalog.space).search_queue)
    into = f"INSERT INTO {name} (record_id, entity_id)"
    records = list(ids)
    if not records:
        return
    if conn.dialect.name == "sqlite":
        rows = [(record, entity.id) for record in records]
        conn.exec_driver_sql(f"{into} VALUES (?, ?) ON CONFLICT DO NOTHING", rows)
    else:
        every = f"{into} SELECT unnest(%s::bigint[]), %s ON CONFLICT DO NOTHING"
        conn.exec_driver_sql(every, (records, entity.id))


def queue_created(conn: Connection, space: Space, entity_id: str, ids: range) -> None:
    """Leave new records to the search catch-up job."""
    table = workspace_tables(space).search_queue
    fixed_series(conn, space, "search_queue", lambda: (table, ("record_id",), ("entity_id",))).run(
        conn, len(ids), (ids.start,), (entity_id,)
    )


def queued(conn: Connection, catalog: Catalog, limit: int = 500, after: int = 0) -> list[tuple[int, str]]:
    """Return (record id, entity id) of records above ``after`` that wait for their search words, in that order."""
    table = workspace_tables(catalog.space).search_queue
    query = select(table.c.record_id, table.c.entity_id).where(table.c.record_id > after)
    return [(row[0], row[1]) for row in conn.execute(query.order_by(table.c.record_id).limit(limit))]


def has_queued(conn: Connection, space: Space) -> bool:
    """Whether records of a workspace wait for their search words."""
    table = workspace_tables(space).search_queue
    return conn.execute(select(table.c.record_id).limit(1)).first() is not None


def unqueue(conn: Connection, catalog: Catalog, ids: Sequence[int]) -> None:
    """Take records off the queue."""
    _delete(conn, workspace_tables(catalog.space).search_queue, "record_id", ids)
