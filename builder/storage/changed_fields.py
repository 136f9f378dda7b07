"""Fields whose type or scale changes: which they are, and how a value of the old kind is read as one of the new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from builder.metadata.definitions import Field, Option, OptionList
from builder.metadata.entity import Entity
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import PartKind, Shape, TextFormat
from builder.metadata.values import BadValue, Value, is_blank
from builder.storage.layout import EntityLayout, FieldLayout

_NAMING = {PartKind.RECORD, PartKind.USER, PartKind.DEPARTMENT}


@dataclass(frozen=True)
class Changed:
    """A field as it was and as it is."""

    entity: Entity
    old: Field
    new: Field
    table: Field | None = None
    """The sub-table whose rows have the field."""
    time_zone: str = "Asia/Shanghai"
    """Where the days and hours of moments are read: the workspace's."""

    @property
    def searched(self) -> bool:
        """Whether quick search knows the field."""
        return self.new.searchable and (self.table is None or self.table.searchable)

    @property
    def is_of_rows(self) -> bool:
        """Whether a field becomes a sub-table or was one: no value fits then, and each stays where it was."""
        return Shape.ROWS in (self.old.type.shape, self.new.type.shape)

    @property
    def is_tracked(self) -> bool:
        """Whether the history tells of every value that was written."""
        return self.table.tracked if self.table is not None else self.old.tracked and self.new.tracked

    def reversed(self) -> Changed:
        """Return the change back."""
        return replace(self, old=self.new, new=self.old)


def changed_fields(
    old: EntityLayout, new: EntityLayout, earlier: Entity | None, entity: Entity, time_zone: str
) -> list[Changed]:
    """Return the fields, of records and of their rows, that were given new columns and whose old values can be read."""
    if earlier is None:
        return []
    found: list[Changed] = []
    for key, place in new.fields.items():
        kept, before, after = old.fields.get(key), earlier.by_id.get(key), entity.by_id.get(key)
        if kept is None or before is None or after is None:
            continue
        if before.type.shape is after.type.shape is Shape.ROWS:
            found += _changed_in_rows(entity, before, after, (kept, place))
        elif kept.generation != place.generation:
            found.append(Changed(entity, before, after))
    return [replace(one, time_zone=time_zone) for one in found]


def _changed_in_rows(
    entity: Entity, before: Field, after: Field, places: tuple[FieldLayout, FieldLayout]
) -> Iterator[Changed]:
    kept, place = places
    earlier = {item.id: item for item in before.fields}
    for item in after.fields:
        old, new = kept.fields.get(item.id), place.fields[item.id]
        if old is not None and item.id in earlier and old.generation != new.generation:
            yield Changed(entity, earlier[item.id], item, after)


def converted(value: Value, changed: Changed) -> Value:
    """Return a value of the old field as one of the new field. Raises BadValue when it does not fit."""
    if changed.is_of_rows:
        raise BadValue("not_a_list")
    if not _names_the_same(changed.old, changed.new):
        raise BadValue("not_a_reference")
    old, new, how = changed.old, changed.new, TextFormat(time_zone=changed.time_zone)
    return new.type.parse_text(old.type.text_for(new.type, value, old, how), new, how)


def _names_the_same(old: Field, new: Field) -> bool:
    """Whether what the old field names can be named by the new one: a number in a text is nobody's by itself."""
    kinds = _NAMING & {part.kind for part in new.type.parts}
    if not kinds:
        return True
    if not kinds & {part.kind for part in old.type.parts}:
        return False
    return PartKind.RECORD not in kinds or _targets(old) <= _targets(new)


def _targets(item: Field) -> set[str]:
    named = item.settings.get("entity")
    return {named} if named else set(item.settings.get("entities", ()))


def is_as_converted(original: Value, held: Value, changed: Changed) -> bool:
    """Whether the old field, of a change that takes an earlier one back, holds what that made of the original value."""
    try:
        return bool(converted(original, changed.reversed()) == held)
    except BadValue:
        return is_blank(held)


def to_params(item: Field) -> dict[str, Any]:
    """Return what a job needs to read the values of a field that the documents no longer have."""
    return {
        "id": item.id,
        "name": item.name,
        "type": item.type.name,
        "settings": dict(item.settings),
        "tracked": item.tracked,
        "list": item.options.list_id,
        "options": [[option.id, option.name, dict(option.label)] for option in item.options],
    }


def from_params(raw: Mapping[str, Any]) -> Field:
    """Return the field that ``to_params`` described."""
    options = tuple(Option(key, name, label) for key, name, label in raw["options"])
    return Field(
        raw["id"],
        raw["name"],
        FIELD_TYPES[raw["type"]],
        {},
        settings=raw["settings"],
        tracked=raw.get("tracked", True),
        options=OptionList(options, raw["list"]),
    )
