"""The kinds of documents an app is made of, their JSON Schemas, and the check of a document against its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import chain, islice
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry

from builder.errors import Problem
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.json_bounds import bounds_problems
from builder.metadata.schema_errors import named_path, problems_of
from builder.metadata.values import JsonSchema

MOST_PROBLEMS = 1_000
"""Told of one document: nobody reads more, and each has to be worded."""
KINDS = ("app", "settings", "role", "entity", "option_set", "form", "view", "stage_flow", "tag_set", "page")


def _read(name: str) -> JsonSchema:
    text = resources.files("builder.metadata").joinpath("schemas", f"{name}.json").read_text("utf-8")
    found: JsonSchema = json.loads(text)
    return found


SCHEMAS: Mapping[str, JsonSchema] = {kind: _read(kind) for kind in KINDS}
"""Kind → JSON Schema (2020-12); they share ``common.json``."""
COMMON: JsonSchema = _read("common")


def schema_problems(document: Any) -> list[Problem]:
    """Return the ways in which one document, stored or in catalogue form, breaks the schema of its kind.

    Paths start at the document (``fields.company_name.settings.entity``: elements by name where they have one).
    Never raises, whatever it is given; size and depth are bounded before anything else is looked at.
    """
    found = bounds_problems(document)
    if found:
        return found
    if not isinstance(document, dict):
        return [Problem("", "wrong_type", params={"expected": ["object"]})]
    kind = document.get("kind")
    if not isinstance(kind, str) or kind not in SCHEMAS:
        return [Problem("kind", "unknown_kind", params={"allowed": list(KINDS)})]
    told = problems_of(document, _validator(kind).iter_errors(document))
    if kind == "entity":
        told = chain(told, _field_problems(document, ["fields"], document.get("fields")))
    return list(islice(told, MOST_PROBLEMS))


def validator(schema: JsonSchema) -> Draft202012Validator:
    """Return a validator of a schema that may refer to ``common.json``."""
    return Draft202012Validator(schema, registry=_registry(), offline=True, validate_formats=True)


@cache
def _registry() -> Registry:
    return Registry([("common.json", COMMON)])


@cache
def _validator(kind: str) -> Draft202012Validator:
    return validator(SCHEMAS[kind])


@cache
def _settings_validator(type_name: str) -> Draft202012Validator:
    return validator({"$id": f"settings-of-{type_name}.json", **FIELD_TYPES[type_name].settings_schema})


def _field_problems(document: Any, path: list[str | int], fields: Any) -> Iterator[Problem]:
    """Yield unknown types and settings that their type does not have, inside sub-tables too."""
    for index, item in enumerate(fields if isinstance(fields, list) else ()):
        name = item.get("type") if isinstance(item, dict) else None
        if not isinstance(name, str):
            continue
        here = [*path, index]
        if name not in FIELD_TYPES:
            yield Problem(named_path(document, [*here, "type"]), "unknown_field_type", params={"type": name[:40]})
            continue
        settings = item.get("settings", {})
        yield from problems_of(document, _settings_validator(name).iter_errors(settings), [*here, "settings"])
        if isinstance(settings, dict):
            yield from _field_problems(document, [*here, "settings", "fields"], settings.get("fields"))
