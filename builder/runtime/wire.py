"""Records as they leave: wire values by API name, references with labels, what is masked masked.

Every answer about records passes here, so a field that is hidden or masked is so everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from builder.metadata.conditions import Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind, Shape, TextFormat, as_it_is
from builder.metadata.masking import mask_text
from builder.metadata.model import Model
from builder.metadata.paths import path_text
from builder.metadata.query import Row
from builder.metadata.rights import Access
from builder.metadata.values import Value, Values
from builder.runtime.readable import access_to, shows
from builder.runtime.record_views import StoredView
from builder.runtime.stage_tasks import tasks_of
from builder.runtime.stages import flow_of, stage_in
from builder.runtime.work import Work
from builder.storage import lookups
from builder.storage.asker import Reach
from builder.storage.query.by_ids import Purpose, ReaderByIds, reader_for
from builder.storage.query.row_reader import key_of

HIDDEN = {"hidden": True}
TITLE_STEPS = 3
"""How far a title is followed that is a reference to a record whose title is a reference."""


@dataclass(frozen=True, slots=True)
class Title:
    """What a record is called, and whether it lies in the trash."""

    text: str
    deleted: bool = False


@dataclass
class Labels:
    """What records, people and departments are called; asked for first, then fetched with one query each."""

    records: dict[str, set[int]] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    departments: set[int] = field(default_factory=set)
    titles: dict[tuple[str, int], Title] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    department_names: dict[int, str] = field(default_factory=dict)
    steps: int = TITLE_STEPS

    def fetch(self, work: Work) -> None:
        """Look up everything that was asked for."""
        for entity_id, ids in self.records.items():
            found = titles(work, entity_id, ids, self.steps)
            self.titles |= {(entity_id, record): title for record, title in found.items()}
        self.names = lookups.members(work.conn, work.catalog, self.people) if self.people else {}
        if self.departments:
            self.department_names = lookups.departments(work.conn, work.catalog, self.departments)

    def record(self, entity_id: str, record: int) -> dict[str, Any]:
        """Return a reference as it goes out."""
        title = self.titles.get((entity_id, record))
        if title is None:
            return HIDDEN
        found = {"id": record, "label": title.text}
        return {**found, "deleted": True} if title.deleted else found


Collect = Callable[[Value, Labels], None]
Dump = Callable[[Value, Labels], Any]


def text_format(work: Work) -> TextFormat:
    """Return how values are written as text in titles and labels: in the workspace's language and zone."""
    settings = work.model.settings
    return TextFormat(locale=settings.get("default_language", "zh-CN"), time_zone=work.moment.time_zone)


def writer(work: Work, item: Field) -> tuple[Collect | None, Dump]:
    """Return what asks for the labels of a field's values, and what writes them; kept with the catalogue."""
    key = ("wire", item)
    found: tuple[Collect | None, Dump] | None = work.catalog.plans.get(key)
    if found is None:
        found = work.catalog.plans[key] = writer_of(work.model, item)
    return found


def writer_of(model: Model, item: Field) -> tuple[Collect | None, Dump]:
    """Return what asks for the labels of a field's values, and what writes them."""
    if item.type.shape is Shape.ROWS:
        return _rows_writer(model, item)
    kinds = {part.kind for part in item.type.parts}
    several = item.type.shape is Shape.LINKS
    if PartKind.RECORD in kinds:
        return _any_record(model) if len(item.type.parts) > 1 else _records(item.settings.get("entity", ""), several)
    if PartKind.USER in kinds:
        return _named("people", "names", several)
    if PartKind.DEPARTMENT in kinds:
        return _named("departments", "department_names", several)
    dump = item.type.dumper(item)
    return None, lambda value, _labels: dump(value)


def _records(target: str, several: bool) -> tuple[Collect, Dump]:
    if several:
        return (
            lambda value, labels: labels.records.setdefault(target, set()).update(value),
            lambda value, labels: [labels.record(target, record) for record in value],
        )
    return (
        lambda value, labels: labels.records.setdefault(target, set()).add(value),
        lambda value, labels: labels.record(target, value),
    )


def _any_record(model: Model) -> tuple[Collect, Dump]:
    def collect(value: Value, labels: Labels) -> None:
        labels.records.setdefault(value["entity"], set()).add(value["value"])

    def dump(value: Value, labels: Labels) -> Any:
        found = labels.record(value["entity"], value["value"])
        return found if found is HIDDEN else {**found, "entity": model.entities[value["entity"]].name}

    return collect, dump


def _named(asked: str, answered: str, several: bool) -> tuple[Collect, Dump]:
    def collect(value: Value, labels: Labels) -> None:
        getattr(labels, asked).update(value if several else (value,))

    def one(value: int, labels: Labels) -> dict[str, Any]:
        return {"id": value, "label": getattr(labels, answered).get(value, "")}

    if several:
        return collect, lambda value, labels: [one(person, labels) for person in value]
    return collect, one


def _rows_writer(model: Model, item: Field) -> tuple[Collect, Dump]:
    inner = [(column, *writer_of(model, column)) for column in item.fields]

    def collect(value: Value, labels: Labels) -> None:
        for row in value:
            for column, asks, _ in inner:
                if asks is not None and row["values"].get(column.id) is not None:
                    asks(row["values"][column.id], labels)

    def dump(value: Value, labels: Labels) -> list[dict[str, Any]]:
        return [
            {
                "id": row["id"],
                **{
                    column.name: write(row["values"][column.id], labels)
                    for column, _, write in inner
                    if row["values"].get(column.id) is not None
                },
            }
            for row in value
        ]

    return collect, dump


def masked(work: Work, item: Field) -> tuple[None, Dump]:
    """Return what writes a field for those who see it masked only: text with most of it covered."""
    how = text_format(work)
    return None, lambda value, _labels: mask_text(item.mask or "all", item.type.to_text(value, item, how))


@dataclass(frozen=True)
class _Cell:
    """A field of a view: where its value stands in a row, its name in an answer, and how it is written."""

    key: str
    name: str
    collect: Collect | None
    dump: Dump
    alone: Callable[[Value], Any] | None
    """What writes the value where no labels are needed: most fields."""


def _cell(work: Work, path: Path) -> _Cell:
    hides = access_to(work, path.entity, path.field) is Access.MASKED
    collect, dump = masked(work, path.field) if hides else writer(work, path.field)
    speaks = hides or collect is not None or path.field.type.shape is Shape.ROWS
    alone = None if speaks else path.field.type.dumper(path.field)
    return _Cell(key_of(path), path_text(path, True), collect, dump, alone)


class RecordView:
    """What one principal is shown of records: which fields, and how each is written. Made once, used for many."""

    def __init__(self, work: Work, entity: Entity, shown: Sequence[Path]) -> None:
        cells = [_cell(work, path) for path in shown]
        self._cells = [(cell.key, cell.name, cell.dump, cell.alone) for cell in cells]
        self._names = [cell.name for cell in cells]
        self._titles = title_writers(work, entity)
        every = {cell.key: cell.collect for cell in cells if cell.collect is not None}
        every |= {key: collect for key, _, collect, _ in self._titles if collect is not None}
        self._collectors = list(every.items())
        self.purpose = Purpose(("shown", tuple(cell.key for cell in cells)), shown)

    def dress(self, work: Work, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Return ``{"id", "version", "title", "values"}`` for each row, with the labels of all rows fetched
        together. A blank is null.
        """
        labels = Labels()
        for key, collect in self._collectors:
            for row in rows:
                value = row.values.get(key)
                if value is not None:
                    collect(value, labels)
        labels.fetch(work)
        if len(rows) == 1:
            return [self._one(rows[0], labels)]
        columns = [self._column(key, dump, alone, rows, labels) for key, _, dump, alone in self._cells]
        cells = zip(*columns, strict=True) if columns else ((),) * len(rows)
        return [
            {
                "id": row.id,
                "version": row.version,
                "title": _title(row.values, self._titles, labels),
                "values": dict(zip(self._names, values, strict=True)),
            }
            for row, values in zip(rows, cells, strict=True)
        ]

    def _one(self, row: Row, labels: Labels) -> dict[str, Any]:
        given, values = row.values, {}
        for key, name, dump, alone in self._cells:
            value = given.get(key)
            if value is not None and alone is not as_it_is:
                value = alone(value) if alone is not None else dump(value, labels)
            values[name] = value
        title = _title(given, self._titles, labels)
        return {"id": row.id, "version": row.version, "title": title, "values": values}

    @staticmethod
    def _column(
        key: str, dump: Dump, alone: Callable[[Value], Any] | None, rows: Sequence[Row], labels: Labels
    ) -> list[Any]:
        """Return one field of all rows as it goes out: most fields go out as they are."""
        found = [row.values.get(key) for row in rows]
        if alone is as_it_is:
            return found
        if alone is not None:
            return [None if value is None else alone(value) for value in found]
        return [None if value is None else dump(value, labels) for value in found]


def dress(work: Work, entity: Entity, rows: Sequence[Row], shown: Sequence[Path]) -> list[dict[str, Any]]:
    """Return rows as ``RecordView.dress`` does, for paths shown but once."""
    return RecordView(work, entity, shown).dress(work, rows)


def whole_view(work: Work, entity: Entity) -> RecordView:
    """Return the view of every field that the principal sees, kept with the principal's plans."""
    key = ("whole view", entity.id)
    plans = work.asker.plans
    found: RecordView | None = plans.get(key)
    if found is None:
        found = plans[key] = RecordView(work, entity, readable_paths(work, entity))
    return found


@dataclass(frozen=True)
class _Titles:
    """Reads and writes the titles of an entity as a principal sees them: hidden fields are passed over."""

    reader: ReaderByIds
    writers: list[tuple[str, str, Collect | None, Dump]]


def titles(work: Work, entity_id: str, ids: Iterable[int], steps: int = TITLE_STEPS) -> dict[int, Title]:
    """Return record id → title of the records the principal may view, the trash included.

    A title that is a reference is what the record there is called, ``steps`` references far.
    """
    entity = work.model.entities.get(entity_id)
    if entity is None or steps == 0:
        return {}
    plans, key = work.asker.plans, ("titles", entity_id, work.moment.time_zone)
    kept: _Titles | None = plans.get(key)
    if kept is None:
        kept = plans[key] = _titles_of(work, entity)
    rows = kept.reader.read(work.conn, list(ids))
    labels = Labels(steps=steps - 1)
    for field_id, collect in ((key, collect) for key, _, collect, _ in kept.writers if collect is not None):
        for value in (row.values.get(field_id) for row in rows):
            if value is not None:
                collect(value, labels)
    labels.fetch(work)
    return {row.id: Title(_title(row.values, kept.writers, labels), row.position[0] is not None) for row in rows}


def _titles_of(work: Work, entity: Entity) -> _Titles:
    writers = title_writers(work, entity)
    seen = {field_id for field_id, *_ in writers}
    paths = [Path((), entity, item) for item in entity.title if item.id in seen]
    return _Titles(reader_for(work.asker, entity, Purpose("title", paths), Reach(trash=None)), writers)


def title_writers(work: Work, entity: Entity) -> list[tuple[str, str, Collect | None, Dump]]:
    """Return the writers of the title fields that the principal sees, as text."""
    how = text_format(work)
    found: list[tuple[str, str, Collect | None, Dump]] = []
    for item in entity.title:
        if not shows(work, entity, item):
            continue
        if access_to(work, entity, item) is Access.MASKED:
            found.append((item.id, item.name, *masked(work, item)))
        elif _is_named(item):
            found.append((item.id, item.name, *writer(work, item)))
        else:
            found.append((item.id, item.name, None, _as_text(item, how)))
    return found


def _is_named(item: Field) -> bool:
    kinds = {part.kind for part in item.type.parts}
    return bool(kinds & {PartKind.RECORD, PartKind.USER, PartKind.DEPARTMENT})


def _as_text(item: Field, how: TextFormat) -> Dump:
    to_text = item.type.to_text
    return lambda value, _labels: to_text(value, item, how)


def _title(values: Values, titles: Iterable[tuple[str, str, Collect | None, Dump]], labels: Labels) -> str:
    for key, _, _, dump in titles:
        value = values.get(key)
        if value is not None:
            text = dump(value, labels)
            return label_text(text)
    return ""


def label_text(found: Any) -> str:
    """Return a wire value with labels as text."""
    if isinstance(found, list):
        return ", ".join(label_text(item) for item in found)
    return str(found.get("label", "")) if isinstance(found, Mapping) else str(found)


def readable_paths(work: Work, entity: Entity) -> tuple[Path, ...]:
    """Return a path for every field of a record that the principal sees."""
    every = (*entity.fields, *entity.system_fields)
    return tuple(Path((), entity, item) for item in every if item.id != "id" and shows(work, entity, item))


def flow_name(work: Work, entity: Entity, row: Row) -> dict[str, Any]:
    """Return what a single record carries beside its values: the flow it follows, and the tasks of its stage."""
    if not entity.flows:
        return {}
    flow = flow_of(work, StoredView(work, entity, row.values, row.id))
    stage = stage_in(flow, row.values.get("stage") or "")
    if flow is None or stage is None or flow.task_records is None:
        return {"stage_flow": flow.id} if flow else {}
    tasks, kept = tasks_of(work, flow, stage, [row.id])[row.id], flow.task_records.entity
    seen = titles(work, kept.id, {task.id for task in tasks})
    told = [
        {
            "entity": kept.name,
            "id": task.id if task.id in seen else None,
            "label": dict(task.label),
            "required": task.required,
            "state": task.type,
        }
        for task in tasks
    ]
    return {"stage_flow": flow.id, "stage_tasks": told}
