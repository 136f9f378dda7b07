"""Turns what the schema validator found into the product's own problems: stable codes, named paths, no foreign text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from jsonschema_rs import ValidationError

from builder.errors import Problem
from builder.metadata.json_bounds import printable

_OWN_PATTERNS = {"name": "invalid_name", "id": "invalid_id", "order": "invalid_order", "color": "invalid_color"}

_LIMITS = {
    "minimum": ("too_small", "min"),
    "exclusiveMinimum": ("too_small", "min"),
    "maximum": ("too_large", "max"),
    "exclusiveMaximum": ("too_large", "max"),
    "minLength": ("too_short", "min"),
    "maxLength": ("too_long", "max"),
    "minItems": ("too_few_items", "min"),
    "minProperties": ("too_few_items", "min"),
    "maxItems": ("too_many_items", "max"),
    "maxProperties": ("too_many_items", "max"),
}

Path = Sequence[str | int]


def problems_of(document: Any, errors: Iterator[ValidationError], start: Path = ()) -> Iterator[Problem]:
    """Yield a problem, or several, for each error; ``start`` is where the instance lies in ``document``."""
    for error in errors:
        for path, code, params in _told(error):
            yield Problem(named_path(document, [*start, *path]), code, params=params)


def named_path(document: Any, path: Path) -> str:
    """Return a dotted path that speaks of list elements by their name where they have one."""
    told: list[str] = []
    value = document
    for step in path:
        value = _step(value, step)
        name = value.get("name") if isinstance(step, int) and isinstance(value, dict) else None
        told.append(printable(name if isinstance(name, str) and name else step))
    return ".".join(told)


def _step(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


Told = tuple[Path, str, dict[str, Any]]


def _told(error: ValidationError) -> Iterator[Told]:
    path, name = list(error.instance_path), error.kind.name
    if name in _LIMITS:
        code, param = _LIMITS[name]
        yield path, code, {param: error.kind.value}
    elif name in _SPECIAL:
        yield from _SPECIAL[name](error, path)
    else:
        yield path, "wrong_shape", {}


def _required(error: ValidationError, path: Path) -> Iterator[Told]:
    yield [*path, error.kind.as_dict()["property"]], "required", {}


def _unknown(error: ValidationError, path: Path) -> Iterator[Told]:
    for key in error.kind.as_dict()["unexpected"]:
        yield [*path, key], "unknown_property", {}


def _type(error: ValidationError, path: Path) -> Iterator[Told]:
    yield path, "wrong_type", {"expected": list(error.kind.as_dict()["types"])}


def _pattern(error: ValidationError, path: Path) -> Iterator[Told]:
    last = path[-1] if path else ""
    if _shows_nothing(error.instance):
        yield path, "required", {}
        return
    yield path, _OWN_PATTERNS.get(str(last), "pattern_mismatch"), {}


def _shows_nothing(text: object) -> bool:
    return isinstance(text, str) and not any(sign.isprintable() and not sign.isspace() for sign in text)


def _locale(error: ValidationError, path: Path) -> Iterator[Told]:
    yield [*path, printable(error.kind.as_dict()["error"].instance)], "unknown_language", {}


def _enum(error: ValidationError, path: Path) -> Iterator[Told]:
    yield path, "not_one_of", {"allowed": error.kind.as_dict()["options"]}


def _constant(error: ValidationError, path: Path) -> Iterator[Told]:
    yield path, "not_one_of", {"allowed": [error.kind.as_dict()["expected_value"]]}


def _repeated(_error: ValidationError, path: Path) -> Iterator[Told]:
    yield path, "repeated_item", {}


def _format(error: ValidationError, path: Path) -> Iterator[Told]:
    yield path, "wrong_format", {"format": error.kind.as_dict()["format"]}


def _alternatives(error: ValidationError, path: Path) -> Iterator[Told]:
    """Tell what is wrong with the one alternative that was meant; where none or several could be, only that."""
    meant = [branch for branch in error.kind.as_dict()["context"] if not _is_other(branch, len(path))]
    if len(meant) == 1:
        for inner in meant[0]:
            yield from _told(inner)
    else:
        yield path, "wrong_shape", {}


def _is_other(branch: list[ValidationError], depth: int) -> bool:
    """Whether an alternative was not meant: its type, value or telling key differs where the alternatives part."""
    return any(
        len(inner.instance_path) == depth and inner.kind.name in ("type", "required", "enum", "const")
        for inner in branch
    )


_SPECIAL: dict[str, Callable[[ValidationError, Path], Iterator[Told]]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "pattern": _pattern,
    "propertyNames": _locale,
    "enum": _enum,
    "const": _constant,
    "uniqueItems": _repeated,
    "format": _format,
    "anyOf": _alternatives,
    "oneOf": _alternatives,
}
