"""Reads dotted paths from a record to a value, and writes them again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from builder.metadata.conditions import Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity

if TYPE_CHECKING:
    from builder.metadata.model import Model

LARGEST_STEPS = 6


Readable = Callable[[Entity, Field], bool]
"""Whether whoever asks may look at a field; one that may not be looked at is as unknown as one that is not there."""


def readable_by_all(_entity: Entity, _field: Field) -> bool:
    """Let every field be looked at: for documents and rules."""
    return True


class UnknownField(Exception):
    """A step of a path names no field; ``name`` is the step."""

    def __init__(self, name: object) -> None:
        self.name = name
        super().__init__(name)


def find_path(model: Model, entity: Entity, text: object, readable: Readable = readable_by_all) -> Path:
    """Return the path of dotted names or ids. Raises UnknownField."""
    if not isinstance(text, str) or not 0 < len(text) <= 400 or text.count(".") > LARGEST_STEPS:
        raise UnknownField(text)
    segments = text.split(".")
    steps: list[tuple[Entity, Field]] = []
    targets: list[Entity] = []
    while True:
        name, _, wanted = segments.pop(0).partition(":")
        found = entity.find(name)
        if found is None or not readable(entity, found):
            raise UnknownField(name)
        if not segments:
            if wanted:
                raise UnknownField(wanted)
            return Path(tuple(steps), entity, found, "", tuple(targets))
        target = arrival(model, found, wanted)
        if target is None:
            return _part_of(Path(tuple(steps), entity, found, "", tuple(targets)), segments)
        steps.append((entity, found))
        targets.append(target)
        entity = target


def _part_of(path: Path, rest: list[str]) -> Path:
    if len(rest) != 1 or not path.field.has_part(rest[0]):
        raise UnknownField(rest[0])
    return Path(path.steps, path.entity, path.field.part(rest[0]), rest[0], path.targets)


def arrival(model: Model, field: Field, wanted: str) -> Entity | None:
    """Return the entity that a reference leads to; a reference_any says which by id or name (``wanted``)."""
    if field.type.name == "reference" and not wanted:
        return model.entities.get(field.settings["entity"])
    if field.type.name == "reference_any" and wanted:
        possible = [model.entities[key] for key in field.settings["entities"] if key in model.entities]
        return next((entity for entity in possible if wanted in (entity.id, entity.name)), None)
    return None


def path_text(path: Path, by_name: bool) -> str:
    """Return the dotted text of a path, by ids or by names: the inverse of ``find_path``."""
    words = []
    for (_, field), target in zip(path.steps, path.targets, strict=True):
        word = field.name if by_name else field.id
        if field.type.name == "reference_any":
            word += f":{target.name if by_name else target.id}"
        words.append(word)
    base = path.field.id.partition(".")[0]
    words.append(path.field.name if by_name else base)
    if path.part:
        words.append(path.part)
    return ".".join(words)
