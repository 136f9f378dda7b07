"""Files in values of fields: what a writer may put there, and the note of it that lets readers of the record at them.

A value is written with what we know of the file; what a client says of its name, size and kind counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.errors import Problem
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Shape
from builder.metadata.field_types.files import FileField
from builder.metadata.own_texts import with_own_text
from builder.metadata.values import BadValue, Values
from builder.runtime.files.reading import is_open_to
from builder.runtime.work import Work
from builder.storage import file_rows
from builder.storage.file_rows import FileUse, Place, StoredFile

Entry = tuple[str, Field, dict[str, Any]]
"""(dotted path in the record, the field, one file of its value)."""


@dataclass(frozen=True, eq=False)
class FilePlace:
    """A field that holds files, or a sub-table with columns that do."""

    item: Field
    columns: tuple[Field, ...] = ()

    def entries(self, values: Values) -> Iterator[Entry]:
        """Yield every file among the values of a record."""
        if self.item.type.shape is not Shape.ROWS:
            yield from _listed(self.item.name, self.item, values.get(self.item.id))
            return
        for at, row in enumerate(values.get(self.item.id) or ()):
            for column in self.columns:
                path = f"{self.item.name}.{at}.{column.name}"
                yield from _listed(path, column, row["values"].get(column.id))


def _listed(path: str, item: Field, files: Any) -> Iterator[Entry]:
    for at, file in enumerate(files or ()):
        yield f"{path}.{at}", item, file


def file_places(entity: Entity) -> tuple[FilePlace, ...]:
    """Return where records of an entity hold files."""
    found = []
    for item in entity.fields:
        columns = tuple(one for one in item.fields if isinstance(one.type, FileField))
        if isinstance(item.type, FileField) or columns:
            found.append(FilePlace(item, columns))
    return tuple(found)


def settle_files(
    work: Work,
    places: Iterable[FilePlace],
    touched: Mapping[int, Values],
    stored: Mapping[int, tuple[int, Values]],
) -> Iterator[tuple[int, Problem]]:
    """Complete the files of a batch from what is known of them; yield (index, problem) for those that cannot stand.

    ``stored`` is index → (id, values before) of records that exist. A file may be put into a record by who sent it,
    by who may read it elsewhere, and again where it stood before. Others answer like one that does not exist.
    """
    every = list(places)
    entries = [
        (index, entry) for index, values in touched.items() for place in every for entry in place.entries(values)
    ]
    tokens = {file["id"] for _, (_, _, file) in entries}
    if not tokens:
        return
    known = file_rows.find(work.conn, work.space, tokens)
    uses = file_rows.uses_of(work.conn, work.space, known)
    standing = {
        index: {file["id"] for place in every for _, _, file in place.entries(before)}
        for index, (_, before) in stored.items()
    }
    for index, (path, item, file) in entries:
        token = file["id"]
        found, record = known.get(token), stored[index][0] if index in stored else None
        if found is None and token in standing.get(index, ()):
            continue
        if found is None or not _may_use(work, found, uses.get(token, []), record):
            yield index, Problem(path, "unknown_file")
            continue
        file.update(name=found.name, size=found.size, kind=found.kind)
        try:
            item.type.parse([file], item)
        except BadValue as bad:
            yield index, with_own_text(Problem(path, bad.code, params=bad.params), item.message)


def _may_use(work: Work, file: StoredFile, uses: list[FileUse], record: int | None) -> bool:
    if file.created_by == work.rights.user:
        return True
    return any(use.record_id == record for use in uses) or is_open_to(work, uses)


def note_files(work: Work, entity: Entity, places: Iterable[FilePlace], records: Iterable[tuple[int, Values]]) -> None:
    """Note the files that written records hold. ``records`` are (id, values written)."""
    uses = {
        (file["id"], Place(entity.id, record, place.item.id)): None
        for record, values in records
        for place in places
        for _, _, file in place.entries(values)
    }
    known = file_rows.find(work.conn, work.space, {token for token, _ in uses})
    file_rows.use(work.conn, work.space, [one for one in uses if one[0] in known], (work.now, work.rights.user))
