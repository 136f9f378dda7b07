"""Postal addresses in parts: country, province, city, district, postal code, detail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PRESENCE, FieldType, Part, PartKind, TextFormat
from builder.metadata.field_types.json_value import canonical_json
from builder.metadata.field_types.text import clean_line
from builder.metadata.json_texts import read_json
from builder.metadata.values import BadValue, JsonSchema, Value
from builder.metadata.written.number_texts import normal_width

LONGEST = {"country": 100, "province": 100, "city": 100, "district": 100, "postal_code": 20, "detail": 500}
_BEFORE_NAME = re.compile(rf"\s*[;；]\s*(?=(?:{'|'.join(LONGEST)})=)")
_CHINESE = re.compile(
    r"(?:(?P<country>中国|中國|中华人民共和国)[\s,，]*)?"
    r"(?P<province>[^\s省市区]{2,8}?(?:省|自治区|特别行政区)|(?:北京|上海|天津|重庆)市?)?[\s,，]*"
    r"(?P<city>[^\s市盟]{1,10}?(?:市|自治州|地区|盟))?[\s,，]*"
    r"(?P<district>[^\s区县旗市]{1,10}?(?:区|县|旗|市))?[\s,，]*"
    r"(?P<detail>.*?)[\s,，]*(?P<postal_code>\d{6})?",
    re.ASCII,
)


class AddressField(FieldType):
    """An address as an object of texts; each part has its own column and can be asked for (``address.city``)."""

    name = "address"
    parts = tuple(Part(name, PartKind.TEXT, "plain_text") for name in LONGEST)
    operators = PRESENCE
    sortable = False
    widget = "address"
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "country": {"type": "string", "maxLength": 100},
            "detail": {"type": "boolean"},
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        properties = {name: {"type": ["string", "null"], "maxLength": most} for name, most in LONGEST.items()}
        return {"type": "object", "properties": properties, "additionalProperties": False}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, Mapping):
            raise BadValue("not_an_address")
        if not raw.keys() <= LONGEST.keys():
            raise BadValue("unknown_part")
        value = {name: _part(raw.get(name), name) for name in LONGEST}
        return value if any(value.values()) else None

    def country_of(self, value: Value) -> str:
        return value.get("country") or ""

    def dump(self, value: Value, field: Field) -> object:
        return None if value is None else {name: value[name] for name in LONGEST if value.get(name)}

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        """Read a Chinese address, named parts, or JSON; what is none of these is all detail."""
        plain = clean_line(text)
        return None if plain is None else self.parse(_read(plain), field)

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        """Return one line as it stands on a letter; where reading that would part it otherwise, with names."""
        if value is None:
            return ""
        parts = {name: value[name] for name in LONGEST if value.get(name)}
        order = ("country", "province", "city", "district", "detail", "postal_code")
        line = " ".join(parts[name] for name in order if name in parts)
        named = "; ".join(f"{name}={text}" for name, text in parts.items())
        return next((text for text in (line, named) if _read(text) == parts), canonical_json(parts))

    def search_text(self, value: Value, field: Field) -> str:
        return " ".join(text for text in (value or {}).values() if text)

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return None


def _part(raw: object, name: str) -> str | None:
    try:
        text = clean_line(raw)
    except BadValue as bad:
        raise BadValue(bad.code, name, **bad.params) from None
    if text is not None and len(text) > LONGEST[name]:
        raise BadValue("too_long", name, max=LONGEST[name], actual=len(text))
    return text


def _read(text: str) -> object:
    if text.startswith("{"):
        with suppress(BadValue):
            return read_json(text)
    pieces = [piece.partition("=") for piece in _BEFORE_NAME.split(text)]
    if all(sign and name in LONGEST for name, sign, _ in pieces):
        return {name: content for name, _, content in pieces}
    match = _CHINESE.fullmatch(normal_width(text))
    parts = match.groupdict() if match else {"detail": text}
    return {name: parts[name] for name in LONGEST if parts.get(name)}
