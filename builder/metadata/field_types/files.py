"""Files, images and signatures: lists of tokens of uploads, with what a list must show of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import orjson

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PRESENCE, FieldType, Part, PartKind, Shape, TextFormat
from builder.metadata.field_types.text import clean_line
from builder.metadata.values import LARGEST_ID, BadValue, JsonSchema, Value

MOST = 100
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_KIND = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,80}", re.ASCII)
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Pictures that every browser shows; others can be kept as files. SVG is a program rather than a picture."""
_PARTS = ("id", "name", "size", "kind")


class FileField(FieldType):
    """Files as ``[{id, name, size, kind}]``: upload token, file name, bytes, media type; kept as JSON aside."""

    name = "file"
    shape = Shape.ASIDE
    parts = (Part("value", PartKind.TEXT, "json"),)
    operators = PRESENCE
    sortable = False
    maskable = False
    read_from_text = False
    widget = "file"
    usual_count: ClassVar[int] = MOST
    only: ClassVar[frozenset[str]] = frozenset()
    """The media types that there can be; any when empty."""
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "max_count": {"type": "integer", "minimum": 1, "maximum": MOST},
            "max_size": {"type": "integer", "minimum": 1},
            "kinds": {"type": "array", "items": {"type": "string", "maxLength": 100}, "maxItems": 50},
        },
    }

    def wire_schema(self, field: Field) -> JsonSchema:
        item = {
            "type": "object",
            "properties": {
                "id": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
                "name": {"type": "string", "maxLength": 255},
                "size": {"type": "integer", "minimum": 0},
                "kind": {"type": "string", "maxLength": 150},
            },
            "required": ["id", "name", "size", "kind"],
            "additionalProperties": False,
        }
        return {"type": "array", "items": item, "maxItems": field.settings.get("max_count", self.usual_count)}

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or raw in ("", []):
            return None
        if not isinstance(raw, list):
            raise BadValue("not_a_list")
        most = field.settings.get("max_count", self.usual_count)
        if len(raw) > most:
            raise BadValue("too_many", max=most, actual=len(raw))
        found: dict[str, dict[str, Any]] = {}
        for place, item in enumerate(raw):
            try:
                file = self._file(item, field)
            except BadValue as bad:
                raise BadValue(bad.code, str(place), **bad.params) from None
            found[file["id"]] = file
        return list(found.values())

    def _file(self, raw: object, field: Field) -> dict[str, Any]:
        if not isinstance(raw, Mapping) or raw.keys() != set(_PARTS):
            raise BadValue("not_a_file")
        token, size, kind = raw["id"], raw["size"], raw["kind"]
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            raise BadValue("not_a_file")
        if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= LARGEST_ID:
            raise BadValue("not_a_file")
        if size > field.settings.get("max_size", LARGEST_ID):
            raise BadValue("file_too_large", max=field.settings["max_size"], actual=size)
        if not isinstance(kind, str) or not _KIND.fullmatch(kind) or not self._fits(kind, field):
            raise BadValue("file_kind_not_allowed")
        return {"id": token, "name": _file_name(raw["name"]), "size": size, "kind": kind}

    def _fits(self, kind: str, field: Field) -> bool:
        allowed = field.settings.get("kinds")
        return (not self.only or kind in self.only) and (
            not allowed or any(kind.startswith(one.rstrip("*")) for one in allowed)
        )

    def dump(self, value: Value, field: Field) -> object:
        return value

    def columns(self, value: Value) -> Mapping[str, int | str | None]:
        return {"value": orjson.dumps(value).decode() if value else None}

    def value_of(self, columns: Mapping[str, Any]) -> Value:
        return orjson.loads(columns["value"]) if columns["value"] else None

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        if not text.strip():
            return None
        raise BadValue("not_from_text")

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        return "; ".join(file["name"] for file in value or ())

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return None

    def search_text(self, value: Value, field: Field) -> str:
        return " ".join(file["name"] for file in value or ())


class ImageField(FileField):
    """Pictures."""

    name = "image"
    widget = "image"
    only = SHOWN


class SignatureField(FileField):
    """One picture of a signature."""

    name = "signature"
    widget = "signature"
    only = SHOWN
    usual_count = 1
    settings_schema = {"type": "object", "additionalProperties": False, "properties": {}}


def _file_name(raw: object) -> str:
    name = clean_line(raw)
    if name is None or len(name) > 255 or "/" in name or "\\" in name:
        raise BadValue("bad_file_name")
    return name
