"""Checks the fields of an entity: settings that make no sense, defaults, titles, unique keys, indexes, sub-tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.errors import Problem
from builder.metadata.checks_paths import is_sortable, known_path
from builder.metadata.definitions import Document, Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.operands import comparable
from builder.metadata.paths import UnknownField, find_path
from builder.metadata.reading import Reading

MOST_COLUMNS_OF_ROWS = 400
"""Columns of a sub-table, of which an address takes six and an amount two: more do not fit into a row of PostgreSQL."""
_TEXTS = ("text", "long_text", "email", "phone", "url", "barcode", "credit_code", "id_number", "color")
_NUMBERS = ("number", "percent", "integer", "rating", "money")
_CHOICES = ("boolean", "date", "select", "multi_select", "tags", "reference", "user")
READ_FROM_ADDRESS = frozenset((*_TEXTS, *_NUMBERS, *_CHOICES))
"""Types of fields whose values the interface reads from a parameter of an address."""
_CURRENT_UNITS = {"today": ("day", "microsecond"), "now": ("day", "microsecond", "second_of_day")}
_CURRENT_KINDS = {"user": PartKind.USER, "department": PartKind.DEPARTMENT}


def entity_problems(document: Document, reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the fields of an entity and with what the entity says of them."""
    entity = reading.model.entities[document["id"]]
    for item in entity.fields:
        for problem in _field(item, entity, reading):
            yield problem.under(f"fields.{item.name}")
    if "history_days" in document:  # nothing drops earlier values yet
        yield Problem("history_days", "not_offered_yet", params={"name": "history_days"})
    yield from _titles(entity, reading)
    yield from _keys(document, entity)
    yield from _sorts(document, entity, reading)
    yield from _indexes(document, entity, reading)
    yield from _quick_create(document, reading)
    if "activity" in document:
        yield from _activity(document["activity"], entity)


def _field(item: Field, entity: Entity, reading: Reading) -> Iterator[Problem]:
    for setting, code in item.type.problems_in(item):
        yield Problem(f"settings.{setting}", code)
    if item.searchable and not item.type.can_be_searched:
        yield Problem("searchable", "cannot_be_searched", params={"type": item.type.name})
    if item.unique and not item.type.can_be_unique:
        yield Problem("unique", "cannot_be_unique", params={"type": item.type.name})
    if item.default is not None:
        yield from _default(item, entity, reading)
    yield from _dependence(item, entity)
    yield from _filter(item, reading)
    yield from _rows(item, entity, reading)


def _default(item: Field, entity: Entity, reading: Reading, inside_rows: bool = False) -> Iterator[Problem]:
    default: Mapping[str, Any] = item.default or {}
    if not item.type.written_by_people:
        yield Problem("default", "default_not_possible", params={"type": item.type.name})
    elif "current" in default and not _fits_current(item, default["current"]):
        yield Problem("default.current", "default_does_not_fit", params={"type": item.type.name})
    elif "parameter" in default and (inside_rows or item.type.name not in READ_FROM_ADDRESS):
        yield Problem("default.parameter", "default_does_not_fit", params={"type": item.type.name})
    elif "linked" in default:
        try:
            path = find_path(reading.model, entity, default["linked"])
        except UnknownField as unknown:
            yield Problem("default.linked", "unknown_field", params={"name": str(unknown.name)[:100]})
            return
        if not (comparable(item, path.field) or item.type is path.field.type) or path.field is item:
            yield Problem("default.linked", "default_does_not_fit", params={"type": path.field.type.name})


def _fits_current(item: Field, current: str) -> bool:
    if current in _CURRENT_UNITS:
        return item.type.time_unit in _CURRENT_UNITS[current]
    return len(item.type.parts) == 1 and item.type.parts[0].kind is _CURRENT_KINDS[current]


def _dependence(item: Field, entity: Entity) -> Iterator[Problem]:
    above = entity.find(item.settings.get("depends_on", ""))
    if above is None:
        return
    if above is item or not above.options.options:
        yield Problem("settings.depends_on", "not_an_option_field", params={"name": above.name})
    seen = {item.id}
    while above is not None and above.id not in seen:
        seen.add(above.id)
        above = entity.find(above.settings.get("depends_on", ""))
    if above is not None:
        yield Problem("settings.depends_on", "dependence_in_circle", params={"name": above.name})


def _filter(item: Field, reading: Reading) -> Iterator[Problem]:
    target = reading.model.entities.get(item.settings.get("entity", ""))
    if "filter" in item.settings and target is not None:
        found: list[Problem] = []
        Reading(reading.model, found.append).condition(target, item.settings["filter"], "settings.filter")
        yield from found


def _rows(item: Field, entity: Entity, reading: Reading) -> Iterator[Problem]:
    """Fields of rows live in the columns of a child table, and nothing numbers or counts them."""
    if sum(len(inner.type.parts) for inner in item.fields) > MOST_COLUMNS_OF_ROWS:
        yield Problem("settings.fields", "too_wide", params={"max": MOST_COLUMNS_OF_ROWS})
    for inner in item.fields:
        path = f"settings.fields.{inner.name}"
        if inner.type.shape is not Shape.COLUMNS and inner.type.shape is not Shape.ASIDE:
            yield Problem(f"{path}.type", "not_in_sub_table", params={"type": inner.type.name})
        if not inner.type.written_by_people:
            yield Problem(f"{path}.type", "not_in_sub_table", params={"type": inner.type.name})
        if inner.unique:
            yield Problem(f"{path}.unique", "cannot_be_unique", params={"type": inner.type.name})
        for problem in _field_of_row(inner, entity, reading):
            yield problem.under(path)


def _field_of_row(inner: Field, entity: Entity, reading: Reading) -> Iterator[Problem]:
    for setting, code in inner.type.problems_in(inner):
        yield Problem(f"settings.{setting}", code)
    if inner.searchable and not inner.type.can_be_searched:
        yield Problem("searchable", "cannot_be_searched", params={"type": inner.type.name})
    if inner.default is not None:
        yield from _default(inner, entity, reading, inside_rows=True)
    yield from _filter(inner, reading)


def _titles(entity: Entity, reading: Reading) -> Iterator[Problem]:
    for index, item in enumerate(entity.title):
        if item.type.shape is Shape.ROWS or item.type.name in ("json", "files", "file", "image", "signature"):
            yield Problem(f"title.{index}", "title_not_possible", params={"type": item.type.name})
    if _is_named_by_itself(entity, reading):
        yield Problem("title.0", "title_in_circle", params={"name": entity.title[0].name})


def _is_named_by_itself(entity: Entity, reading: Reading) -> bool:
    """Records called by a record they refer to are ordered by what that is called in turn: it must end somewhere."""
    seen: set[str] = set()
    named: Entity | None = entity
    while named is not None and named.id not in seen:
        seen.add(named.id)
        first = next(iter(named.title), None)
        is_one = first is not None and first.type.name == "reference"
        named = reading.model.entities.get(first.settings.get("entity", "")) if first is not None and is_one else None
    return named is entity


def _keys(document: Document, entity: Entity) -> Iterator[Problem]:
    for place, key in enumerate(document.get("unique_keys", ())):
        for index, reference in enumerate(key["fields"]):
            item = entity.find(reference)
            if item is not None and (item.system or not item.type.can_be_unique):
                path = f"unique_keys.{place}.fields.{index}"
                yield Problem(path, "cannot_be_unique", params={"type": item.type.name, "name": item.name})
        if len(set(key["fields"])) < len(key["fields"]):
            yield Problem(f"unique_keys.{place}.fields", "repeated_item")


def _sorts(document: Document, entity: Entity, reading: Reading) -> Iterator[Problem]:
    for index, item in enumerate(document.get("default_sort", ())):
        path = known_path(reading, entity, item["field"])
        if path is not None and not is_sortable(path):
            yield Problem(f"default_sort.{index}.field", "not_sortable", params={"type": path.field.type.name})


def _indexes(document: Document, entity: Entity, reading: Reading) -> Iterator[Problem]:
    for place, wanted in enumerate(document.get("indexes", ())):
        for index, text in enumerate(wanted["fields"]):
            path = known_path(reading, entity, text)
            if path is not None and (path.steps or path.field.type.shape is not Shape.COLUMNS):
                here = f"indexes.{place}.fields.{index}"
                yield Problem(here, "cannot_be_indexed", params={"type": path.field.type.name})


def _quick_create(document: Document, reading: Reading) -> Iterator[Problem]:
    form = reading.model.forms.get(document.get("quick_create", ""))
    if form is not None and form.entity.id != document["id"]:
        yield Problem("quick_create", "form_of_another_entity", params={"form": form.name})


_ACTIVITY_TYPES = {
    "subject": ("reference", "reference_any"),
    "happened_at": ("datetime",),
    "next_at": ("datetime",),
    "channel": ("select",),
}


def _activity(document: Mapping[str, Any], entity: Entity) -> Iterator[Problem]:
    for key, types in _ACTIVITY_TYPES.items():
        item = entity.find(document.get(key, ""))
        if item is not None and item.type.name not in types:
            params = {"type": item.type.name, "expected": list(types)}
            yield Problem(f"activity.{key}", "wrong_field_type", params=params)
