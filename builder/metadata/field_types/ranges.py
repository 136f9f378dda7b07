"""Ranges: two values of one type, of which either may be open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PRESENCE, FieldType, Part, PartKind, TextFormat
from builder.metadata.field_types.dates import DATE_SETTINGS, DateField
from builder.metadata.field_types.decimals import DECIMALS, LIMIT, UNIT
from builder.metadata.field_types.number import NumberField
from builder.metadata.values import BadValue, JsonSchema, Value
from builder.metadata.written.number_texts import UNITS, normal_width

_SEPARATORS = re.compile(r"\s*(?:~|～|至|到|—+|–|\bto\b|\s-\s)\s*", re.IGNORECASE)
_AT_LEAST = re.compile(r"(?:>=|≥|不低于|至少|from)\s*(.+)|(.+?)\s*(?:以上|起)", re.IGNORECASE)
_AT_MOST = re.compile(r"(?:<=|≤|不超过|最多|until)\s*(.+)|(.+?)\s*(?:以下|以内|之内)", re.IGNORECASE)
_UNIT_AT_END = re.compile("(" + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)) + ")元?$")
_HYPHEN = re.compile(r"(?<=[\d万亿千百元])\s*-\s*(?=[\d¥$])")
_BETWEEN_DATES = re.compile(r"(?<=[\d日])\s*-\s*(?=\d{4}[./年-])")


class RangeField(FieldType):
    """Two values, lower and upper, each of ``inner``'s type and with its settings; conditions ask its parts."""

    can_be_searched = False
    operators = PRESENCE
    inner: ClassVar[FieldType]
    names: ClassVar[tuple[str, str]]

    def wire_schema(self, field: Field) -> JsonSchema:
        part = {"anyOf": [self.inner.wire_schema(field), {"type": "null"}]}
        low, high = self.names
        return {"type": "object", "properties": {low: part, high: part}, "additionalProperties": False}

    def parse(self, raw: object, field: Field) -> Value:
        return self.parser(field)(raw)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        inner = self.inner.parser(field)
        low_name, high_name = self.names

        def parse(raw: Any) -> Value:
            if raw is None or raw == "":
                return None
            if not isinstance(raw, Mapping):
                raise BadValue("not_a_range")
            if not raw.keys() <= {low_name, high_name}:
                raise BadValue("unknown_part")
            low = _part(inner, low_name, raw.get(low_name))
            high = _part(inner, high_name, raw.get(high_name))
            if low is not None and high is not None and low > high:
                raise BadValue("range_reversed")
            return None if low is None and high is None else {low_name: low, high_name: high}

        return parse

    def compared(self, value: Value) -> Value:
        return value.get(self.names[0]) if value else None

    def dump(self, value: Value, field: Field) -> object:
        if value is None:
            return None
        return {name: self.inner.dump(value.get(name), field) for name in self.names}

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        plain = normal_width(text).strip()
        if not plain:
            return None
        low, high = self._ends(plain)
        return self.parse(
            {
                name: self.inner.dump(self.inner.parse_text(end, field, how), field)
                for name, end in zip(self.names, (low, high), strict=True)
            },
            field,
        )

    def _ends(self, text: str) -> tuple[str, str]:
        found = _SEPARATORS.split(text)
        if len(found) == 2:
            return found[0], found[1]
        for pattern, place in ((_AT_LEAST, 0), (_AT_MOST, 1)):
            match = pattern.fullmatch(text)
            if match:
                end = match[1] or match[2]
                return (end, "") if place == 0 else ("", end)
        return self._single(text)

    def _single(self, text: str) -> tuple[str, str]:
        return text, text

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        if value is None:
            return ""
        low, high = (self.inner.to_text(value.get(name), field, how) for name in self.names)
        return low if low == high else f"{low} ~ {high}".strip()

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return None

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        return self.inner.problems_in(field)


class NumberRangeField(RangeField):
    """A range of numbers, ``{min, max}``: 预算 50-80 万."""

    name = "number_range"
    inner = NumberField()
    names = ("min", "max")
    parts = (Part("min", PartKind.INTEGER, "number"), Part("max", PartKind.INTEGER, "number"))
    widget = "number_range"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "decimals": DECIMALS,
            "min": LIMIT,
            "max": LIMIT,
            "unit": UNIT,
            "thousands": {"type": "boolean"},
        },
    }

    def _ends(self, text: str) -> tuple[str, str]:
        """Let a unit behind the upper end count for both: 50-80万."""
        low, high = super()._ends(text)
        unit = _UNIT_AT_END.search(high)
        if unit and low and low[-1].isdigit():
            low += unit[1]
        return low, high

    def _single(self, text: str) -> tuple[str, str]:
        found = _HYPHEN.split(text)
        return (found[0], found[1]) if len(found) == 2 else (text, text)


class DateRangeField(RangeField):
    """A range of dates, ``{start, end}``, both included."""

    name = "date_range"
    inner = DateField()
    names = ("start", "end")
    parts = (Part("start", PartKind.INTEGER, "date"), Part("end", PartKind.INTEGER, "date"))
    widget = "date_range"
    settings_schema = {"type": "object", "additionalProperties": False, "properties": DATE_SETTINGS}

    def _single(self, text: str) -> tuple[str, str]:
        found = _BETWEEN_DATES.split(text)
        return (found[0], found[1]) if len(found) == 2 else (text, text)


def _part(parse: Callable[[Any], Value], name: str, raw: Any) -> Value:
    try:
        return parse(raw)
    except BadValue as bad:
        raise BadValue(bad.code, name, **bad.params) from None
