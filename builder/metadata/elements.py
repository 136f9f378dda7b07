"""Finds the elements of a document: everything inside it that a person can name, move or delete.

The schemas decide: a list whose items may carry an ``id`` is a list of elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from builder.metadata.documents import COMMON, SCHEMAS
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.values import JsonSchema

_FIELD = COMMON["$defs"]["field"]
_WITHOUT_ELEMENTS = ("condition", "literal", "relative", "other_field", "sort", "label")

KIND_PREFIXES = {
    "app": "a",
    "settings": "s",
    "role": "r",
    "entity": "e",
    "option_set": "os",
    "form": "fm",
    "view": "v",
    "stage_flow": "sf",
    "tag_set": "ts",
    "page": "p",
}
_SORTS = {
    "fields": ("field", "f"),
    "options": ("option", "o"),
    "tags": ("tag", "t"),
    "stages": ("stage", "g"),
    "rules": ("rule", "l"),
    "unique_keys": ("unique_key", "k"),
    "indexes": ("index", "x"),
    "sections": ("section", "s"),
    "tabs": ("tab", "tb"),
    "items": ("item", "i"),
    "menu": ("item", "i"),
    "columns": ("column", "c"),
    "blocks": ("block", "b"),
    "figures": ("figure", "fg"),
    "shortcuts": ("shortcut", "sc"),
    "tasks": ("task", "tk"),
    "listed": ("transition", "tr"),
    "auto_advance": ("advance", "ad"),
    "group": ("group", "gr"),
    "totals": ("total", "tt"),
    "row_colors": ("row_color", "rc"),
    "exceptions": ("exception", "ex"),
    "parts": ("part", "pt"),
}
_SORTS_IN_ROLES = {"entities": ("grant", "gt"), "field": ("field_access", "fa")}


def element_prefix(name: str) -> str:
    """Return how the ids of the elements of a list begin: ``o`` for ``options``."""
    return _SORTS[name][1]


@dataclass(frozen=True)
class ElementList:
    """One list of elements: its place in the document and the list itself."""

    path: tuple[str | int, ...]
    sort: str
    """What its elements are: field, option, section …"""
    prefix: str
    """How their ids begin."""
    items: list[dict[str, Any]]


def element_lists(document: dict[str, Any]) -> Iterator[ElementList]:
    """Yield the lists of elements of a document that fits its schema, outer ones first."""
    schema = SCHEMAS[document["kind"]]
    for found in _in_object(document, schema, schema, ()):
        special = _SORTS_IN_ROLES.get(found.sort) if document["kind"] == "role" else None
        yield replace(found, sort=special[0], prefix=special[1]) if special else found


def _walk(value: Any, schema: JsonSchema, root: JsonSchema, path: tuple[str | int, ...]) -> Iterator[ElementList]:
    if isinstance(value, dict | list) and value:
        for option, base in _alternatives(schema, root):
            if isinstance(value, dict) and "properties" in option:
                yield from _in_object(value, option, base, path)
            elif isinstance(value, list) and "items" in option:
                yield from _in_list(value, option["items"], base, path)


def _in_object(
    value: dict[str, Any], schema: JsonSchema, root: JsonSchema, path: tuple[str | int, ...]
) -> Iterator[ElementList]:
    properties = schema["properties"]
    for key, inner in value.items():
        if key in properties and isinstance(inner, dict | list):
            yield from _walk(inner, properties[key], root, (*path, key))
    if schema is _FIELD and value["type"] in FIELD_TYPES:
        settings = FIELD_TYPES[value["type"]].settings_schema
        yield from _walk(value.get("settings"), settings, settings, (*path, "settings"))


def _in_list(
    value: list[Any], schema: JsonSchema, root: JsonSchema, path: tuple[str | int, ...]
) -> Iterator[ElementList]:
    alternatives = _alternatives(schema, root)
    elements = [item for item in value if isinstance(item, dict)]
    if elements and any("id" in option.get("properties", ()) for option, _ in alternatives):
        key = str(path[-1])
        sort, prefix = _SORTS.get(key, (key, "x"))
        yield ElementList(path, sort, prefix, elements)
    for index, item in enumerate(value):
        yield from _walk(item, schema, root, (*path, index))


def _alternatives(schema: JsonSchema, root: JsonSchema) -> list[tuple[JsonSchema, JsonSchema]]:
    """Return the schemas that may describe a value, references followed, each with the schema they are read in."""
    target = schema.get("$ref", "")
    if target:
        file, _, name = target.rpartition("#/$defs/")
        if name in _WITHOUT_ELEMENTS:
            return []
        root = COMMON if file == "common.json" else root
        schema = root["$defs"][name]
    found = [(schema, root)] if "properties" in schema or "items" in schema else []
    for key in ("oneOf", "anyOf"):
        for option in schema.get(key, ()):
            found += _alternatives(option, root)
    return found
