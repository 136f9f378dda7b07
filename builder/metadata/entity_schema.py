"""JSON Schemas (2020-12) of the records of an entity, as they go over the wire."""

from __future__ import annotations

from collections.abc import Iterator

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.values import LARGEST_ID, JsonSchema, text_of

_NAMED = (PartKind.RECORD, PartKind.USER, PartKind.DEPARTMENT)
_LABELLED: JsonSchema = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
        "label": {"type": "string"},
        "entity": {"type": "string"},
        "hidden": {"type": "boolean"},
    },
    "additionalProperties": False,
}
"""What a reference, a user or a department is when read: ``{id, label}``, or ``{hidden: true}``."""


def record_schema(entity: Entity, for_write: bool, locale: str = "en") -> JsonSchema:
    """Return the schema of ``values``: API name → wire value or null.

    ``for_write`` leaves out what nobody writes by hand (system fields, numbers given by the product);
    else references are objects with label, and system fields are there. Fields hidden from the API never
    are. Nothing is required: rules decide.
    """
    fields = _writable(entity) if for_write else _readable(entity)
    properties = {item.name: _property(item, for_write, locale) for item in fields}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _writable(entity: Entity) -> Iterator[Field]:
    return (item for item in entity.fields if not item.api_hidden and item.type.written_by_people)


def _readable(entity: Entity) -> Iterator[Field]:
    return (item for item in (*entity.fields, *entity.system_fields) if not item.api_hidden and item.id != "id")


def _property(item: Field, for_write: bool, locale: str) -> JsonSchema:
    named = bool(item.type.parts) and item.type.parts[0].kind in _NAMED
    schema = item.type.wire_schema(item)
    if named and not for_write:
        schema = {"type": "array", "items": _LABELLED} if item.type.shape is Shape.LINKS else _LABELLED
    found: JsonSchema = {"title": text_of(item.label, locale), "anyOf": [schema, {"type": "null"}]}
    if item.help:
        found["description"] = text_of(item.help, locale)
    return found
