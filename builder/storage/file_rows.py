"""Rows of files: what each is and where its bytes lie, and which field of which record uses it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, exists, func, insert, select, tuple_, update

from builder.storage.allocator import allocate
from builder.storage.fixed_tables import workspace_tables
from builder.storage.space import Space
from builder.storage.upserts import upsert

CHUNK = 500
"""Tokens in one statement."""
ATTACHED = ""
"""In place of a field: the file hangs on the record as a whole."""


@dataclass(frozen=True)
class StoredFile:
    """A file. ``path`` and ``thumbnail`` are places in the store; times are microseconds since 1970, UTC."""

    token: str
    name: str
    path: str
    size: int
    kind: str
    """Media type, told by the content."""
    sha256: str
    created_by: int
    created_at: int
    thumbnail: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True)
class FileUse:
    """A file in a field of a record, or attached to it (field ``ATTACHED``)."""

    id: int
    token: str
    entity_id: str
    record_id: int
    field_id: str
    at: int
    by: int
    removed_at: int | None = None


@dataclass(frozen=True)
class Place:
    """A field of a record, or with ``ATTACHED`` the record as a whole."""

    entity_id: str
    record_id: int
    field_id: str = ATTACHED


def add(conn: Connection, space: Space, file: StoredFile) -> None:
    """Write a file that nobody uses yet."""
    conn.execute(insert(workspace_tables(space).file).values(file.__dict__))


def find(conn: Connection, space: Space, tokens: Iterable[str]) -> dict[str, StoredFile]:
    """Return files by token, those that there are."""
    table = workspace_tables(space).file
    found: dict[str, StoredFile] = {}
    for some in _chunks(sorted(set(tokens))):
        rows = conn.execute(select(table).where(table.c.token.in_(some))).mappings()
        found |= {row["token"]: StoredFile(**row) for row in rows}
    return found


def waiting_of(conn: Connection, space: Space, account: int, since: int) -> tuple[int, int]:
    """Return how many files an account sent since then that nothing uses, and how many bytes they have."""
    table, mine = workspace_tables(space).file, _unused(space)
    query = select(func.count(), func.coalesce(func.sum(table.c.size), 0)).select_from(table)
    row = conn.execute(query.where(table.c.created_by == account, table.c.created_at >= since, mine)).one()
    return int(row[0]), int(row[1])


def use(conn: Connection, space: Space, uses: Sequence[tuple[str, Place]], stamp: tuple[int, int]) -> None:
    """Note that records use files, each once; one that was removed is there again. ``stamp`` is (now, account)."""
    if not uses:
        return
    table = workspace_tables(space).file_use
    rows = [
        {
            "id": number,
            "token": token,
            "record_id": place.record_id,
            "entity_id": place.entity_id,
            "field_id": place.field_id,
            "at": stamp[0],
            "by": stamp[1],
        }
        for number, (token, place) in zip(allocate(conn, space, len(uses)), uses, strict=True)
    ]
    again = upsert(space.dialect, table).on_conflict_do_update(
        index_elements=["token", "record_id", "field_id"], set_={"removed_at": None}
    )
    conn.execute(again, rows)


def uses_of(conn: Connection, space: Space, tokens: Iterable[str]) -> dict[str, list[FileUse]]:
    """Return where files are used, or were, by token."""
    table = workspace_tables(space).file_use
    found: dict[str, list[FileUse]] = {}
    for some in _chunks(sorted(set(tokens))):
        for row in conn.execute(select(table).where(table.c.token.in_(some)).order_by(table.c.id)).mappings():
            found.setdefault(row["token"], []).append(_use(row))
    return found


def attached(
    conn: Connection, space: Space, record_id: int, before: tuple[int, int] | None = None, limit: int = 200
) -> list[tuple[FileUse, StoredFile]]:
    """Return what is attached to a record, the newest first; those before a position (moment, id of the use)."""
    table = workspace_tables(space).file_use
    here = and_(table.c.record_id == record_id, table.c.field_id == ATTACHED, table.c.removed_at.is_(None))
    uses = select(table).where(here).order_by(table.c.at.desc(), table.c.id.desc()).limit(limit)
    if before is not None:
        uses = uses.where(tuple_(table.c.at, table.c.id) < tuple_(*before))
    found = [_use(row) for row in conn.execute(uses).mappings()]
    known = find(conn, space, [item.token for item in found])
    return [(item, known[item.token]) for item in found]


def with_attachments(conn: Connection, space: Space, ids: Sequence[int]) -> set[int]:
    """Return those of some records that have files attached; at most a few hundred are asked for."""
    table = workspace_tables(space).file_use
    here = (table.c.record_id.in_(list(ids)), table.c.field_id == ATTACHED, table.c.removed_at.is_(None))
    return set(conn.execute(select(table.c.record_id).where(*here).distinct()).scalars())


def count_attached(conn: Connection, space: Space, record_id: int) -> int:
    """Return how many files are attached to a record."""
    table = workspace_tables(space).file_use
    here = (table.c.record_id == record_id, table.c.field_id == ATTACHED, table.c.removed_at.is_(None))
    return int(conn.execute(select(func.count()).select_from(table).where(*here)).scalar_one())


def detach(conn: Connection, space: Space, token: str, record_id: int, now: int) -> bool:
    """Take an attached file off a record; False when it is not there."""
    table = workspace_tables(space).file_use
    here = (table.c.token == token, table.c.record_id == record_id, table.c.field_id == ATTACHED)
    done = conn.execute(update(table).where(*here, table.c.removed_at.is_(None)).values(removed_at=now))
    return done.rowcount == 1


def forget_removed(conn: Connection, space: Space, before: int) -> int:
    """Forget attachments that were taken off before a moment; return how many."""
    table = workspace_tables(space).file_use
    return int(conn.execute(delete(table).where(table.c.removed_at < before)).rowcount)


def unused(conn: Connection, space: Space, before: int, limit: int = 200) -> list[StoredFile]:
    """Return files sent before a moment that nothing uses."""
    table = workspace_tables(space).file
    query = select(table).where(table.c.created_at < before, _unused(space)).limit(limit)
    return [StoredFile(**row) for row in conn.execute(query).mappings()]


def forget(conn: Connection, space: Space, tokens: Sequence[str]) -> list[str]:
    """Remove files that nothing uses; return the tokens of those that went."""
    table = workspace_tables(space).file
    gone = delete(table).where(table.c.token.in_(list(tokens)), _unused(space)).returning(table.c.token)
    return list(conn.execute(gone).scalars())


def known_paths(conn: Connection, space: Space, paths: Sequence[str]) -> set[str]:
    """Return those of the places in the store that a file has."""
    table = workspace_tables(space).file
    return set(conn.execute(select(table.c.path).where(table.c.path.in_(list(paths)))).scalars())


def _unused(space: Space) -> ColumnElement[bool]:
    tables = workspace_tables(space)
    return ~exists(select(1).where(tables.file_use.c.token == tables.file.c.token))


def _use(row: RowMapping) -> FileUse:
    return FileUse(
        row["id"],
        row["token"],
        row["entity_id"],
        row["record_id"],
        row["field_id"],
        row["at"],
        row["by"],
        row["removed_at"],
    )


def _chunks(tokens: Sequence[str]) -> Iterable[Sequence[str]]:
    return (tokens[start : start + CHUNK] for start in range(0, len(tokens), CHUNK))
