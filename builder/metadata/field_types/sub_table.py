"""Rows of their own fields within a record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from builder.errors import Problem
from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PRESENCE, FieldType, Shape, TextFormat
from builder.metadata.field_types.json_value import canonical_json
from builder.metadata.field_types.reference import parse_id
from builder.metadata.json_texts import read_json
from builder.metadata.values import BadRows, BadValue, JsonSchema, Value, Values, is_blank

MOST_ROWS = 1_000
_COUNT = {"type": "integer", "minimum": 0, "maximum": MOST_ROWS}


class SubTableField(FieldType):
    """At most 1 000 rows; a row is ``{id, field: value, …}`` on the wire, its id absent while it is new."""

    name = "sub_table"
    shape = Shape.ROWS
    parts = ()
    operators = PRESENCE
    sortable = False
    maskable = False
    widget = "sub_table"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["fields"],
        "properties": {
            "fields": {"type": "array", "items": {"$ref": "common.json#/$defs/field"}, "minItems": 1, "maxItems": 100},
            "min_rows": _COUNT,
            "max_rows": {**_COUNT, "minimum": 1},
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        inner = {one.name: {"anyOf": [one.type.wire_schema(one), {"type": "null"}]} for one in field.fields}
        row = {
            "type": "object",
            "properties": {"id": {"type": ["integer", "null"]}, **inner},
            "additionalProperties": False,
        }
        return {"type": "array", "items": row, "maxItems": field.settings.get("max_rows", MOST_ROWS)}

    def parse(self, raw: object, field: Field) -> Value:
        return self.parser(field)(raw)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        parsers = {one.name: (one, one.type.parser(one)) for one in field.fields if one.type.written_by_people}
        fewest, most = field.settings.get("min_rows", 0), field.settings.get("max_rows", MOST_ROWS)

        def parse(raw: Any) -> Value:
            if raw is None or raw in ("", []):
                return None
            if not isinstance(raw, list):
                raise BadValue("not_a_list")
            if len(raw) > most:
                raise BadValue("too_many_rows", max=most, actual=len(raw))
            problems: list[Problem] = []
            rows = [_row(item, str(place), parsers, problems) for place, item in enumerate(raw)]
            known = [row["id"] for row in rows if row["id"] is not None]
            if len(set(known)) < len(known):
                problems.append(Problem("", "row_given_twice"))
            if problems:
                raise BadRows(problems)
            rows = [row for row in rows if row["values"] or row["id"] is not None]
            if len(rows) < fewest:
                raise BadValue("too_few_rows", min=fewest, actual=len(rows))
            return rows or None

        return parse

    def dump(self, value: Value, field: Field) -> object:
        return self.dumper(field)(value)

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        dumpers = [(one.id, one.name, one.type.dumper(one)) for one in field.fields]

        def dump(value: Value) -> Any:
            if value is None:
                return None
            return [
                ({} if row.get("id") is None else {"id": row["id"]})
                | {name: write(row["values"][key]) for key, name, write in dumpers if key in row["values"]}
                for row in value
            ]

        return dump

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        """Read rows as JSON, the way they are written; an import that brings rows of a sheet joins them itself."""
        return self.parse(read_json(text), field) if text.strip() else None

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return canonical_json(self.dump(value, field), 10_000_000) if value else ""

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return None

    def search_text(self, value: Value, field: Field) -> str:
        searched = [one for one in field.fields if one.searchable]
        texts = (one.type.search_text(row["values"].get(one.id), one) for row in value or () for one in searched)
        return " ".join(text for text in texts if text)

    def warnings(self, value: Value, field: Field) -> list[str]:
        found = (one.type.warnings(row["values"].get(one.id), one) for row in value or () for one in field.fields)
        return list(dict.fromkeys(code for codes in found for code in codes))

    def columns(self, value: Value) -> Mapping[str, int | str | None]:
        return {}

    def value_of(self, columns: Mapping[str, Any]) -> Value:
        return None

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        if field.settings.get("min_rows", 0) > field.settings.get("max_rows", MOST_ROWS):
            yield "min_rows", "min_above_max"
        if any(one.type.shape is Shape.ROWS for one in field.fields):
            yield "fields", "sub_table_in_sub_table"
        if any(not one.type.written_by_people for one in field.fields):
            yield "fields", "not_in_sub_table"
        names = [one.name for one in field.fields]
        if len(set(names)) < len(names) or "id" in names:
            yield "fields", "duplicate_name"


Parsers = Mapping[str, tuple[Field, Callable[[Any], Value]]]


def _row(raw: Any, place: str, parsers: Parsers, problems: list[Problem]) -> dict[str, Any]:
    """Return one row; what is wrong with it is added to the problems."""
    if not isinstance(raw, Mapping):
        problems.append(Problem(place, "not_a_row"))
        return {"id": None, "values": {}}
    values: Values = {}
    found: list[Problem] = []
    row_id = None
    for name, given in raw.items():
        try:
            if name == "id":
                row_id = None if given is None else parse_id(given)
                continue
            one, parse = _cell(name, parsers)
            value = parse(given)
        except BadValue as bad:
            path = f"{str(name)[:100]}.{bad.part}" if bad.part else str(name)[:100]
            found.append(Problem(path, bad.code, params=bad.params))
            continue
        if not is_blank(value):
            values[one.id] = value
    if values or row_id is not None:
        found += _complete(values, raw, parsers, row_id is None)
    problems += [problem.under(place) for problem in found]
    return {"id": row_id, "values": values}


def _cell(name: Any, parsers: Parsers) -> tuple[Field, Callable[[Any], Value]]:
    found = parsers.get(name) if isinstance(name, str) else None
    if found is None:
        raise BadValue("unknown_field", name=str(name)[:100])
    return found


def _complete(values: Values, raw: Mapping[Any, Any], parsers: Parsers, fresh: bool) -> Iterator[Problem]:
    """Give a new row its defaults, and miss what is required and was not even tried."""
    for name, (one, _) in parsers.items():
        if fresh and name not in raw and one.initial is not None:
            values[one.id] = one.initial
        if one.required and one.id not in values and is_blank(raw.get(name)):
            yield Problem(name, "required")
