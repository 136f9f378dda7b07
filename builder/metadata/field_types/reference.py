"""Links to one record, of one entity or of one of several, and to one person or department."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import EQUALITY, FieldType, Part, PartKind, TextFormat
from builder.metadata.values import LARGEST_ID, BadValue, JsonSchema, Value

ID_SCHEMA: JsonSchema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
REFERENCE_SETTINGS = {
    "entity": {"$ref": "common.json#/$defs/ref"},
    "on_delete": {"enum": ["keep", "restrict", "clear", "cascade"]},
    "filter": {"$ref": "common.json#/$defs/condition"},
}


class IdField(FieldType):
    """The id of one thing; ``{id, …}`` as it came out is accepted again."""

    can_be_searched = False
    operators = EQUALITY

    def wire_schema(self, field: Field) -> JsonSchema:
        return dict(ID_SCHEMA)

    def parse(self, raw: object, field: Field) -> Value:
        return None if raw is None or raw == "" else parse_id(raw)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        return lambda raw: None if raw is None or raw == "" else parse_id(raw)

    def dump(self, value: Value, field: Field) -> object:
        return value

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        """Titles and keys are looked up by the import, which knows the records; here only ids."""
        return id_of_text(text) if text.strip() else None

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return "" if value is None else (how.names or {}).get(value, str(value))


class ReferenceField(IdField):
    """The id of a record of ``settings.entity``; out on the wire as ``{id, label}``."""

    name = "reference"
    parts = (Part("value", PartKind.RECORD, "reference"),)
    can_be_unique = True
    widget = "reference"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["entity"],
        "properties": REFERENCE_SETTINGS,
    }


class UserField(IdField):
    """One person who is a member of the workspace."""

    name = "user"
    parts = (Part("value", PartKind.USER, "user"),)
    widget = "user"


class DepartmentField(IdField):
    """One department."""

    name = "department"
    parts = (Part("value", PartKind.DEPARTMENT, "department"),)
    widget = "department"


class ReferenceAnyField(FieldType):
    """A record of one of ``settings.entities``: ``{entity, id}`` on the wire, ``{value, entity}`` canonically.

    Ids of records are unique in a workspace, so conditions compare the id alone.
    """

    can_be_searched = False
    name = "reference_any"
    parts = (Part("value", PartKind.RECORD, "reference"), Part("entity", PartKind.TEXT, "plain_text"))
    operators = EQUALITY
    sortable = False
    widget = "reference_any"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["entities"],
        "properties": {
            "entities": {
                "type": "array",
                "items": {"$ref": "common.json#/$defs/ref"},
                "minItems": 1,
                "maxItems": 50,
                "uniqueItems": True,
            },
            "on_delete": REFERENCE_SETTINGS["on_delete"],
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        return {
            "type": "object",
            "properties": {"entity": {"type": "string", "maxLength": 64}, "id": dict(ID_SCHEMA)},
            "required": ["entity", "id"],
        }

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, Mapping):
            raise BadValue("not_a_reference")
        entity = raw.get("entity")
        if not isinstance(entity, str) or entity not in field.settings.get("entities", ()):
            raise BadValue("unknown_entity", "entity")
        return {"value": parse_id(raw.get("id")), "entity": entity}

    def parse_operand(self, raw: Any, field: Field) -> Value:
        return None if raw is None or raw == "" else parse_id(raw)

    def compared(self, value: Value) -> Value:
        return value["value"] if value else None

    def dump(self, value: Value, field: Field) -> object:
        if value is None or value.get("value") is None:
            return None
        return {"entity": value.get("entity"), "id": value["value"]}

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        """Read ``entity:id``; an id alone is enough where only one entity is possible."""
        if not text.strip():
            return None
        entity, _, number = text.strip().rpartition(":")
        entities = field.settings.get("entities", ())
        if not entity and len(entities) == 1:
            entity = entities[0]
        return self.parse({"entity": entity.strip(), "id": id_of_text(number)}, field)

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        if value is None:
            return ""
        known = (how.names or {}).get(value["value"])
        return known if known is not None else f"{value['entity']}:{value['value']}"

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return value["value"] if value else None

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        if not field.settings.get("entities"):
            yield "entities", "entities_missing"


def parse_id(raw: object) -> int:
    """Return a record id; ``{"id": 7, …}`` as it came out is accepted again. Raises BadValue."""
    if isinstance(raw, Mapping):
        raw = raw.get("id")
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= LARGEST_ID:
        raise BadValue("not_an_id")
    return raw


def id_of_text(text: str) -> int:
    """Return the id that a text is. Raises BadValue ``not_an_id``."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 17):
        raise BadValue("not_an_id", value=plain[:100])
    return parse_id(int(plain))
