"""Keys that records have in other systems, and people by what a file calls them: what an import matches by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from sqlalchemy import Connection, delete, func, insert, or_, select

from builder.metadata.collation import sort_key
from builder.metadata.values import called
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space

CHUNK = 500
OWN = "formloom."
"""What sources of keys begin with that the product itself keeps: no import may claim one."""
Key = TypeVar("Key", str, int)


def records_of(conn: Connection, space: Space, source: str, entity_id: str, keys: set[str]) -> dict[str, int]:
    """Return key → record id, for the keys of a source that are known."""
    table = workspace_tables(space).external_ref
    base = select(table.c.key, table.c.record_id).where(table.c.source == source, table.c.entity_id == entity_id)
    return {row[0]: row[1] for chunk in _chunks(keys) for row in conn.execute(base.where(table.c.key.in_(chunk)))}


def records_of_any(conn: Connection, space: Space, entity_id: str, keys: set[str]) -> dict[str, list[int]]:
    """Return key → ids of the records that have it in some source; in several sources it may mean several."""
    found: dict[str, list[int]] = {}
    for source in _sources(conn, space):
        for key, record in records_of(conn, space, source, entity_id, keys).items():
            held = found.setdefault(key, [])
            held += [record] if record not in held else []
    return found


def _sources(conn: Connection, space: Space) -> Iterator[str]:
    """Yield the sources that keys come from, each found by a step of the index: they are few, their keys are many."""
    column = workspace_tables(space).external_ref.c.source
    last = ""
    while (after := conn.execute(select(func.min(column)).where(column > last)).scalar()) is not None:
        last = after
        yield after


def known_from(conn: Connection, space: Space, source: str, entity_id: str, ids: set[int]) -> set[int]:
    """Return those of some records that a source has keys of."""
    table = workspace_tables(space).external_ref
    mine = select(table.c.record_id).where(table.c.source == source, table.c.entity_id == entity_id)
    return {found for chunk in _chunks(ids) for found in conn.scalars(mine.where(table.c.record_id.in_(chunk)))}


def remember(conn: Connection, space: Space, source: str, entity_id: str, records: Mapping[str, int]) -> None:
    """Keep key → record id. Raises IntegrityError for a key that is known already."""
    if records:
        rows = [
            {"source": source, "entity_id": entity_id, "key": key, "record_id": record}
            for key, record in records.items()
        ]
        conn.execute(insert(workspace_tables(space).external_ref), rows)


def point(conn: Connection, space: Space, source: str, entity_id: str, records: Mapping[str, int]) -> None:
    """Keep key → record id, also for keys that meant other records."""
    table = workspace_tables(space).external_ref
    for chunk in _chunks(set(records)):
        mine = (table.c.source == source, table.c.entity_id == entity_id, table.c.key.in_(chunk))
        conn.execute(delete(table).where(*mine))
    remember(conn, space, source, entity_id, records)


def people_called(conn: Connection, space: Space, texts: set[str]) -> dict[str, list[int]]:
    """Return text → ids of the members who are not disabled and have it as e-mail or display name, in any case.

    The stored keys of names find all who may be meant, whichever letters a database knows the case of.
    """
    member = workspace_tables(space).member
    same = {text: called(text) for text in texts}
    found: dict[str, list[int]] = {}
    for chunk in _chunks(set(same.values())):
        keys, email = {sort_key(text) for text in chunk}, func.lower(member.c.email)
        query = select(member.c.account_id, member.c.display_name, member.c.email).where(
            member.c.disabled_at.is_(None), or_(member.c.name_key.in_(keys), email.in_(chunk))
        )
        for account, name, address in conn.execute(query):
            for text in {called(name), called(address)} & set(chunk):
                found.setdefault(text, []).append(account)
    return {text: found[name] for text, name in same.items() if name in found}


def departments_called(conn: Connection, space: Space, texts: set[str]) -> dict[str, list[int]]:
    """Return department name → ids of the departments called so."""
    table = workspace_tables(space).department
    found: dict[str, list[int]] = {}
    for chunk in _chunks(texts):
        for number, name in conn.execute(select(table.c.id, table.c.name).where(table.c.name.in_(chunk))):
            found.setdefault(name, []).append(number)
    return found


def _chunks(keys: set[Key]) -> list[list[Key]]:
    ordered = sorted(keys)
    return [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]
