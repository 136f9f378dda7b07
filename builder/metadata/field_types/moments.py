"""Points in time, times of day and lengths of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import COMPARABLE, FieldType, Part, PartKind, TextFormat
from builder.metadata.field_types.dates import DEADLINE, in_order
from builder.metadata.field_types.decimals import number_of
from builder.metadata.field_types.number import IntegerField
from builder.metadata.instants import rfc3339
from builder.metadata.relative import EPOCH, FIRST_MOMENT, LAST_MOMENT, SECOND
from builder.metadata.values import BadValue, JsonSchema, Value
from builder.metadata.written.date_texts import is_perhaps_taiwanese, parse_datetime_text, parse_time_text
from builder.metadata.written.number_texts import normal_width

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_COUNTED = re.compile(r"(\d+(?:\.\d+)?)\s*([^\d\s.]+)")
_COLONS = re.compile(r"(\d{1,13}):([0-5]?\d)(?::([0-5]?\d))?", re.ASCII)
_UNITS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_WRITTEN_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "秒", "秒钟"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "分", "分钟", "分鐘"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "时", "小时", "小時", "时间", "钟头"), 3_600),
    **dict.fromkeys(("d", "day", "days", "天", "日"), 86_400),
}


class DatetimeField(FieldType):
    """A point in time, in microseconds since 1970 UTC; RFC 3339 on the wire, out in UTC."""

    name = "datetime"
    parts = (Part("value", PartKind.INTEGER, "datetime"),)
    operators = COMPARABLE
    aggregates = frozenset({"count", "min", "max"})
    widget = "datetime"
    time_unit = "microsecond"
    settings_schema = {"type": "object", "additionalProperties": False, "properties": {"deadline": DEADLINE}}

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "format": "date-time"}

    def parse(self, raw: object, field: Field) -> Value:
        return None if raw is None or raw == "" else parse_moment(raw)

    def parser(self, field: Field) -> Callable[[Any], Value]:
        return lambda raw: None if raw is None or raw == "" else parse_moment(raw)

    def dump(self, value: Value, field: Field) -> object:
        return _written(value)

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        return _written

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        found = parse_datetime_text(text, how.date_order, how.taiwanese_years)
        if found is None:
            code = "year_unclear" if is_perhaps_taiwanese(text) else "not_a_datetime"
            raise BadValue(code, value=text.strip()[:100])
        aware = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(how.time_zone))
        return _bounded(_microseconds(aware))

    def doubts(self, text: str, value: Value, field: Field, how: TextFormat) -> list[str]:
        """Return ``time_skipped`` or ``time_twice`` where clocks were changed over what the text says."""
        zone = ZoneInfo(how.time_zone)
        found = (EPOCH + timedelta(microseconds=value)).astimezone(zone) if value is not None else None
        if found is None or not _changes_clocks(found.replace(tzinfo=None), zone):
            return []
        said = parse_datetime_text(text, how.date_order, how.taiwanese_years)
        if said is None or said.tzinfo is not None:
            return []
        if said != found.replace(tzinfo=None):
            return ["time_skipped"]
        return ["time_twice"] if found.utcoffset() != found.replace(fold=1 - found.fold).utcoffset() else []

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        """Return the wall clock of the format's zone; where that says two moments, with the offset from UTC."""
        if value is None:
            return ""
        local = (EPOCH + timedelta(microseconds=value)).astimezone(ZoneInfo(how.time_zone))
        clock = local.strftime("%H:%M:%S") if local.second or local.microsecond else local.strftime("%H:%M")
        fraction = f".{local.microsecond:06}" if local.microsecond else ""
        zone = local.strftime("%z") if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset() else ""
        return f"{in_order(local.date().isoformat(), how.date_order)} {clock}{fraction}{zone}"

    def text_for(self, other: FieldType, value: Value, field: Field, how: TextFormat) -> str:
        """Return the day alone for what counts days, the hour alone for what counts seconds of a day."""
        local = (EPOCH + timedelta(microseconds=value)).astimezone(ZoneInfo(how.time_zone))
        if other.time_unit == "day":
            return in_order(local.date().isoformat(), how.date_order)
        return local.strftime("%H:%M:%S") if other.time_unit == "second_of_day" else self.to_text(value, field, how)

    def search_text(self, value: Value, field: Field) -> str:
        return ""


def _changes_clocks(local: datetime, zone: ZoneInfo) -> bool:
    """Whether clocks are changed within a day of a local time; at both ends of time they are not."""
    if not 1 < local.year < 9_999:
        return False
    around = [zone.utcoffset(local + timedelta(days=days)) for days in (-1, 1)]
    return around[0] != around[1]


def _written(value: Value) -> str | None:
    return None if value is None else rfc3339(value)


def parse_moment(raw: object) -> int:
    """Return the microseconds of an RFC 3339 text. Raises BadValue ``not_a_datetime`` or ``time_zone_missing``."""
    if type(raw) is not str or not 16 <= len(raw) <= 40 or not raw[4] == "-" == raw[7]:
        raise BadValue("not_a_datetime")
    try:
        found = datetime.fromisoformat(raw[:-1] + "Z" if raw[-1] == "z" else raw)
    except ValueError:
        raise BadValue("not_a_datetime") from None
    if found.tzinfo is None:
        raise BadValue("time_zone_missing")
    return _bounded(_microseconds(found))


def _microseconds(aware: datetime) -> int:
    passed = aware - EPOCH
    return (passed.days * 86_400 + passed.seconds) * SECOND + passed.microseconds


def _bounded(value: int) -> int:
    if not FIRST_MOMENT <= value <= LAST_MOMENT:
        raise BadValue("not_a_datetime")
    return value


class TimeField(FieldType):
    """A time of day, in seconds since midnight; ``HH:MM:SS`` on the wire."""

    can_be_searched = False
    name = "time"
    parts = (Part("value", PartKind.INTEGER, "time"),)
    operators = COMPARABLE
    aggregates = frozenset({"count", "min", "max"})
    widget = "time"
    time_unit = "second_of_day"

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw == "":
            return None
        match = _CLOCK.fullmatch(raw) if isinstance(raw, str) else None
        if match is None:
            raise BadValue("not_a_time")
        return int(match[1]) * 3_600 + int(match[2]) * 60 + int(match[3] or 0)

    def dump(self, value: Value, field: Field) -> object:
        return None if value is None else f"{value // 3_600:02}:{value // 60 % 60:02}:{value % 60:02}"

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        found: time | None = parse_time_text(text)
        if found is None:
            raise BadValue("not_a_time", value=text.strip()[:100])
        return found.hour * 3_600 + found.minute * 60 + found.second

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        text = str(self.dump(value, field) or "")
        return text[:5] if text.endswith(":00") else text


class DurationField(IntegerField):
    """A length of time in whole seconds; ``unit`` says what a bare number in a cell counts (default minute)."""

    name = "duration"
    parts = (Part("value", PartKind.INTEGER, "duration"),)
    can_be_unique = False
    widget = "duration"
    lowest = 0
    plain_text_is_wire = False
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "unit": {"enum": list(_UNITS)},
            "min": {"type": "integer", "minimum": 0},
            "max": {"type": "integer", "minimum": 0},
        },
    }

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        plain = normal_width(text).strip().lower()
        if not plain:
            return None
        match = _COLONS.fullmatch(plain)
        if match:
            return self.parse(int(match[1]) * 3_600 + int(match[2]) * 60 + int(match[3] or 0), field)
        counted = _COUNTED.findall(plain)
        if counted and not _COUNTED.sub("", plain).strip():
            return self.parse(sum(_seconds(number, unit) for number, unit in counted), field)
        return self.parse(
            round(number_of(plain, how.decimal_mark) * _UNITS[field.settings.get("unit", "minute")]), field
        )

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return "" if value is None else f"{value // 3_600}:{value // 60 % 60:02}:{value % 60:02}"


def _seconds(number: str, unit: str) -> int:
    seconds = _WRITTEN_UNITS.get(unit)
    if seconds is None or len(number) > 15:
        raise BadValue("not_a_duration", value=f"{number} {unit}"[:100])
    return round(float(number) * seconds)
