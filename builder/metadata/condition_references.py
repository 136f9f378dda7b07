"""Finds the references inside written conditions and inside the values of rules and defaults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from builder.metadata.directory import Directory
from builder.metadata.spots import Place, Raw, Spot


def condition_spots(place: Place, scope: Raw | None, directory: Directory) -> Iterator[Spot]:
    """Yield fields, entities and options that a condition tree on records of ``scope`` speaks of."""
    tree = place.value
    for key in ("all", "any"):
        for item in place.items(key):
            yield from condition_spots(item, scope, directory)
    if "not" in tree:
        yield from condition_spots(place.inside("not"), scope, directory)
    for key in ("exists", "count", "sum"):
        if key in tree:
            yield from _related(place.inside(key), directory)
    if "field" in tree:
        yield from _compare(place, scope, directory)


def _related(place: Place, directory: Directory) -> Iterator[Spot]:
    for spot in place.each("entity"):
        yield Spot(spot.path, spot.holder, spot.key, "entity")
    inner = directory.entity(place.value["entity"])
    for key in ("via", "of"):
        for spot in place.each(key):
            yield Spot(spot.path, spot.holder, spot.key, "field", scope=inner)
    if "where" in place.value:
        yield from condition_spots(place.inside("where"), inner, directory)


def _compare(place: Place, scope: Raw | None, directory: Directory) -> Iterator[Spot]:
    for spot in place.each("field"):
        yield Spot(spot.path, spot.holder, spot.key, "field", scope=scope)
    yield from value_spots(place, "value", scope, _choices(scope, place.value["field"], directory))


def _choices(scope: Raw | None, path: str, directory: Directory) -> Sequence[Raw]:
    """Return what the field at the end of a path chooses from; nothing where the path leads nowhere."""
    *steps, last = path.split(".")
    for step in steps:
        reference, _, wanted = step.partition(":")
        field = directory.field(scope, reference) if scope is not None else None
        scope = directory.arrival(field, wanted)[0] if field is not None else None
    field = directory.field(scope, last) if scope is not None else None
    return directory.choices(scope, field) if scope is not None and field is not None else ()


def value_spots(place: Place, key: str, scope: Raw | None, choices: Sequence[Raw]) -> Iterator[Spot]:
    """Yield the references of a value: options by name or id, or the field of the record that it copies."""
    value: Any = place.value.get(key)
    if isinstance(value, dict) and set(value) == {"field_of_record"}:
        for spot in place.inside(key).each("field_of_record"):
            yield Spot(spot.path, spot.holder, spot.key, "field", scope=scope)
    elif choices:
        for spot in place.each(key):
            yield Spot(spot.path, spot.holder, spot.key, "option", choices=choices)
