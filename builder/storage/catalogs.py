"""Compiled workspaces, kept by revision: every request asks for one, hardly any has to compile it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from threading import Lock

from sqlalchemy import Connection

from builder.metadata.compile import compile_model
from builder.metadata.model import Model
from builder.storage.catalog import Catalog
from builder.storage.document_rows import load_documents
from builder.storage.engine import Database
from builder.storage.head import Head, is_moved, read_head
from builder.storage.layout import from_text, load_layouts
from builder.storage.physical import RecordTables, record_tables
from builder.storage.space import Space


class CatalogCache:
    """Catalogues of all workspaces in one process, shared by its threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._kept: dict[Space, Catalog] = {}
        self._lock = Lock()

    def at(self, conn: Connection, space: Space, head: Head | None = None) -> Catalog:
        """Return the catalogue of the head that this transaction sees, or has seen: then it is given.

        Raises NotFound for no workspace.

        What a transaction compiles after moving the head itself is not shared: it may yet be taken back,
        and its revisions given to others.
        """
        head = head or read_head(conn, space)
        kept = self._kept.get(space)
        if kept is not None and kept.head == head:
            return kept
        if is_moved(conn):
            return _compiled(conn, space, head, None)
        with self._lock:
            kept = self._kept.get(space)
            if kept is not None and kept.head == head:
                return kept
            fresh = _compiled(conn, space, head, kept)
            if kept is None or _age(head) > _age(kept.head):
                self._kept[space] = fresh
            return fresh


def load_catalog(conn: Connection, space: Space) -> Catalog:
    """Compile the catalogue of a workspace as this transaction sees it."""
    return _compiled(conn, space, read_head(conn, space), None)


@lru_cache(maxsize=2_048)
def tables_of(space: Space, body: str) -> RecordTables:
    """Return the tables of a layout; the same objects for the same layout, so that statements stay cached."""
    return record_tables(space, from_text(body))


def _age(head: Head) -> tuple[int, int, int, int]:
    return head.metadata_rev, head.layout_rev, head.settings_rev, head.rights_rev


def _compiled(conn: Connection, space: Space, head: Head, kept: Catalog | None) -> Catalog:
    if kept is not None and replace(head, rights_rev=kept.head.rights_rev) == kept.head:
        return replace(kept, head=head)
    model = _model(conn, space, head, kept)
    bodies = load_layouts(conn, space)
    tables = {key: tables_of(space, bodies[key]) for key in model.entities if key in bodies}
    layouts = {key: found.layout for key, found in tables.items()}
    return Catalog(space, head, model, layouts, tables)


def _model(conn: Connection, space: Space, head: Head, kept: Catalog | None) -> Model:
    if kept is not None and (kept.head.metadata_rev, kept.head.settings_rev) == (head.metadata_rev, head.settings_rev):
        return kept.model
    return compile_model(load_documents(conn, space))
