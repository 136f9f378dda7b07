"""One choice out of a list, the field's own or a shared option set; in a tree of options, one node of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from builder.metadata.definitions import Field, Option
from builder.metadata.field_types.base import EQUALITY, FieldType, Part, PartKind, TextFormat
from builder.metadata.field_types.options import (
    OPTION_SOURCES,
    all_labels,
    option_called,
    parse_option,
    runs_in_circle,
    source_problems,
    spoken,
)
from builder.metadata.values import BadValue, JsonSchema, Value, called

DEEPEST = 10
_STEP = " / "


class SelectField(FieldType):
    """One option; on the wire its name, canonically its id."""

    name = "select"
    parts = (Part("value", PartKind.OPTION, "select"),)
    operators = EQUALITY
    widget = "select"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {**OPTION_SOURCES, "depends_on": {"$ref": "common.json#/$defs/ref"}},
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "enum": [option.name for option in field.options]}

    def parse(self, raw: object, field: Field) -> Value:
        return None if raw is None or raw == "" else parse_option(raw, field)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        ids = {option.name: option.id for option in field.options}

        def parse(raw: Any) -> Value:
            if type(raw) is str and raw in ids:
                return ids[raw]
            return self.parse(raw, field)

        return parse

    def dump(self, value: Value, field: Field) -> object:
        option = field.options.by_id.get(value)
        return option.name if option else None

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        return {option.id: option.name for option in field.options}.get

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        return option_called(text, field).id if text.strip() else None

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return spoken(value, field, how.locale)

    def search_text(self, value: Value, field: Field) -> str:
        return all_labels(value, field)

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return value or None

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        return source_problems(field)


class CascadeField(SelectField):
    """One node of a tree of options; on the wire the names from the root to it, canonically its id.

    A single name is accepted as well. With ``leaves_only`` (the default) a node with children is refused.
    """

    name = "cascade"
    parts = (Part("value", PartKind.OPTION, "cascade"),)
    widget = "cascade"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {**OPTION_SOURCES, "leaves_only": {"type": "boolean"}},
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        names = [option.name for option in field.options]
        return {"type": ["array", "string"], "items": {"enum": names}, "minItems": 1, "maxItems": DEEPEST}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw in ("", []):
            return None
        if not isinstance(raw, list):
            return self._chosen(parse_option(raw, field), field)
        found = [parse_option(name, field) for name in raw]
        if [option.id for option in way_to(found[-1], field)] != found:
            raise BadValue("not_under_parent")
        return self._chosen(found[-1], field)

    def _chosen(self, option_id: str, field: Field) -> str:
        if field.settings.get("leaves_only", True) and option_id in _parents(field):
            raise BadValue("choose_further")
        return option_id

    def parse_operand(self, raw: Any, field: Field) -> Value:
        """Return a node, whether it has children or not."""
        if isinstance(raw, list):
            raw = raw[-1] if raw else None
        return None if raw is None or raw == "" else parse_option(raw, field)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        return lambda raw: self.parse(raw, field)

    def dump(self, value: Value, field: Field) -> object:
        return [option.name for option in way_to(value, field)] or None

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        return lambda value: self.dump(value, field)

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        steps = self.option_steps(text)
        if len(steps) > DEEPEST:
            raise BadValue("too_deep", max=DEEPEST)
        try:
            return self._chosen(option_called(text, field).id, field)
        except BadValue:
            if len(steps) < 2:
                raise
        return self._chosen(_descend(steps, field).id, field)

    def option_steps(self, text: str) -> list[str]:
        return [plain for step in text.replace(">", "/").split("/") if (plain := step.strip())]

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return _STEP.join(spoken(option.id, field, how.locale) for option in way_to(value, field))

    def search_text(self, value: Value, field: Field) -> str:
        return " ".join(all_labels(option.id, field) for option in way_to(value, field))

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        yield from source_problems(field)
        if not runs_in_circle(field) and any(not way_to(option.id, field) for option in field.options):
            yield "options", "option_tree_broken"


def way_to(option_id: Value, field: Field) -> list[Option]:
    """Return the options from the root to one; nothing when it is unknown, too deep or its parents run in a circle."""
    way: list[Option] = []
    while option_id:
        option = field.options.by_id.get(option_id) or field.options.by_name.get(option_id)
        if option is None or len(way) == DEEPEST:
            return []
        way.append(option)
        option_id = option.parent
    return way[::-1]


def _parents(field: Field) -> set[str]:
    parents = {option.parent for option in field.options if option.parent}
    return parents | {field.options.by_name[name].id for name in parents if name in field.options.by_name}


def _descend(steps: list[str], field: Field) -> Option:
    """Find a node by the labels on the way to it, so that equal labels under different parents are told apart."""
    wanted = [called(step) for step in steps]
    found = [
        option
        for option in field.options.by_label.get(wanted[-1], [])
        if [wanted[place] in _names(one) for place, one in enumerate(way_to(option.id, field))] == [True] * len(wanted)
    ]
    if len(found) != 1:
        raise BadValue("ambiguous_option" if found else "unknown_option", value=_STEP.join(steps)[:100])
    return found[0]


def _names(option: Option) -> set[str]:
    return set(map(called, (*option.label.values(), option.name)))
