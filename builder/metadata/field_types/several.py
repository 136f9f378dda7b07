"""Lists of things without repeats, kept in link tables: choices, tags, people, records."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import SETS, FieldType, Part, PartKind, Shape, TextFormat
from builder.metadata.field_types.options import (
    OPTION_SOURCES,
    all_labels,
    joined,
    option_called,
    parse_option,
    pieces,
    source_problems,
    spoken,
)
from builder.metadata.field_types.reference import ID_SCHEMA, REFERENCE_SETTINGS, id_of_text, parse_id
from builder.metadata.values import BadValue, JsonSchema, Value

MOST = 1_000
_COUNT = {"type": "integer", "minimum": 1, "maximum": MOST}


class ListField(FieldType):
    """Several values of one kind, in the order given, at most ``max_count`` (1 000)."""

    shape = Shape.LINKS
    operators = SETS
    sortable = False
    item_schema: ClassVar[JsonSchema]

    @abstractmethod
    def parse_item(self, raw: object, field: Field) -> Value:
        """Return one canonical value. Raises BadValue."""

    @abstractmethod
    def item_of_text(self, text: str, field: Field) -> Value:
        """Return one canonical value of what a person wrote. Raises BadValue."""

    @abstractmethod
    def item_text(self, value: Value, field: Field, how: TextFormat) -> str:
        """Return one value as a person reads it."""

    def dump_item(self, value: Value, field: Field) -> Any:
        """Return the wire form of one value."""
        return value

    def wire_schema(self, field: Field) -> JsonSchema:
        most = field.settings.get("max_count", MOST)
        return {"type": "array", "items": self.item_schema, "maxItems": most, "uniqueItems": True}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw in ("", []):
            return None
        if not isinstance(raw, list):
            raise BadValue("not_a_list")
        most = field.settings.get("max_count", MOST)
        if len(raw) > most:
            raise BadValue("too_many", max=most, actual=len(raw))
        found: dict[Value, None] = {}
        for place, item in enumerate(raw):
            try:
                found[self.parse_item(item, field)] = None
            except BadValue as bad:
                raise BadValue(bad.code, str(place), **bad.params) from None
        return list(found)

    def parse_operand(self, raw: Any, field: Field) -> Value:
        """Return a list, also of a single value."""
        return super().parse_operand(raw if raw is None or isinstance(raw, list) else [raw], field)

    def dump(self, value: Value, field: Field) -> object:
        if value is None:
            return None
        return [found for item in value if (found := self.dump_item(item, field)) is not None]

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        failure: BadValue | None = None
        for way in pieces(text):
            try:
                return self.parse(self.dump([self.item_of_text(piece, field) for piece in way], field), field)
            except BadValue as bad:
                failure = bad
        raise failure or BadValue("not_a_list")

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return joined([text for item in value or () if (text := self.item_text(item, field, how))])

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return None

    def search_text(self, value: Value, field: Field) -> str:
        return ""


class MultiSelectField(ListField):
    """Several options of a list; names on the wire, ids canonically."""

    name = "multi_select"
    parts = (Part("value", PartKind.OPTION, "select"),)
    widget = "multi_select"
    item_schema = {"type": "string"}
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {**OPTION_SOURCES, "max_count": _COUNT, "depends_on": {"$ref": "common.json#/$defs/ref"}},
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        schema = super().wire_schema(field)
        return {**schema, "items": {"type": "string", "enum": [option.name for option in field.options]}}

    def parse_item(self, raw: object, field: Field) -> Value:
        return parse_option(raw, field)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        ids = {option.name: option.id for option in field.options}
        most = field.settings.get("max_count", MOST)

        def parse(raw: Any) -> Value:
            if type(raw) is list and 0 < len(raw) <= most:
                found = [ids.get(name) for name in raw if type(name) is str]
                if len(found) == len(raw) and None not in found:
                    return list(dict.fromkeys(found))
            return self.parse(raw, field)

        return parse

    def dump_item(self, value: Value, field: Field) -> Any:
        option = field.options.by_id.get(value)
        return option.name if option else None

    def item_of_text(self, text: str, field: Field) -> Value:
        return option_called(text, field).id

    def item_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return spoken(value, field, how.locale)

    def search_text(self, value: Value, field: Field) -> str:
        return " ".join(all_labels(item, field) for item in value or ())

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        return source_problems(field)


class TagsField(MultiSelectField):
    """Several tags of a tag set."""

    name = "tags"
    widget = "tags"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["tag_set"],
        "properties": {"tag_set": {"$ref": "common.json#/$defs/ref"}, "max_count": _COUNT},
    }

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        return iter(())


class IdListField(ListField):
    """Several records or people, by id."""

    can_be_searched = False
    item_schema = ID_SCHEMA

    def parse_item(self, raw: object, field: Field) -> Value:
        return parse_id(raw)

    def item_of_text(self, text: str, field: Field) -> Value:
        """Names are looked up by the import, which knows the records; here only ids."""
        return id_of_text(text)

    def item_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return (how.names or {}).get(value, str(value))


class UsersField(IdListField):
    """Several people."""

    name = "users"
    parts = (Part("value", PartKind.USER, "user"),)
    widget = "users"
    settings_schema = {"type": "object", "additionalProperties": False, "properties": {"max_count": _COUNT}}


class ReferencesField(IdListField):
    """Links to several records of ``settings.entity``."""

    name = "references"
    parts = (Part("value", PartKind.RECORD, "reference"),)
    widget = "references"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["entity"],
        "properties": {**REFERENCE_SETTINGS, "max_count": _COUNT},
    }
