"""Typed reading of the parts of an entity: options, fields, rules.

A definition keeps the document it was read from (``document``), so nothing is lost on the way back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from builder.metadata.values import Label, Value, called

if TYPE_CHECKING:
    from builder.metadata.field_types.base import FieldType, Part

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select, a tag of a tag set or a stage: stored by id, spoken of by name."""

    id: str
    name: str
    label: Label
    color: str = ""
    score: int | None = None
    disabled: bool = False
    parent: str = ""
    document: Document = field(default_factory=dict, compare=False, repr=False)


class OptionList:
    """Options in display order, found by id, by name or by any label."""

    def __init__(self, options: tuple[Option, ...] = (), list_id: str = "", rules: Document | None = None) -> None:
        self.rules = rules or {}
        """Settings that the list gives to the fields that use it: a tag set says how many, and who may add."""
        self.list_id = list_id
        """Id of the option set, tag set or field that owns the options, ``{entity}.stage``, or a fixed name: where
        codes are kept."""
        self.options = options
        self.by_id = {option.id: option for option in options}
        self.by_name = {option.name: option for option in options}

    def __iter__(self) -> Iterator[Option]:
        return iter(self.options)

    def __len__(self) -> int:
        return len(self.options)

    @cached_property
    def by_label(self) -> dict[str, list[Option]]:
        """What an option is called (``values.called``) in any language, or its name → the options called so."""
        found: dict[str, list[Option]] = {}
        for option in self.options:
            for text in set(map(called, (*option.label.values(), option.name))):
                found.setdefault(text, []).append(option)
        return found


@dataclass(frozen=True, eq=False)
class Field:
    """One field of an entity (or of a sub-table), with its type and its resolved options."""

    id: str
    name: str
    type: FieldType
    label: Label
    order: str = ""
    required: bool = False
    unique: bool = False
    searchable: bool = False
    tracked: bool = True
    default: Mapping[str, Any] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    options: OptionList = field(default_factory=OptionList)
    fields: tuple[Field, ...] = ()
    """Fields of the rows, for a sub_table."""
    system: bool = False
    initial: Value = None
    """Canonical value of a fixed default; other kinds of default stay in ``default``."""
    help: Label | None = None
    placeholder: Label | None = None
    message: Label | None = None
    """The document's own text for a value that does not fit."""
    mask: str = ""
    """phone, email, name, id_number or all: how the value is shown to those who see it masked."""
    api_hidden: bool = False
    document: Document = field(default_factory=dict, repr=False)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The stored parts, one for most types."""
        return self.type.parts

    def part(self, name: str) -> Field:
        """Return a part (``budget.max``) as a field of its own type. Raises KeyError if unknown."""
        found = next(part for part in self.type.parts if part.name == name) if self.has_part(name) else None
        if found is None:
            raise KeyError(name)
        from builder.metadata.field_types import FIELD_TYPES  # the registry imports this module

        return replace(
            self,
            id=f"{self.id}.{name}",
            type=FIELD_TYPES[self.type.part_types.get(name, found.type)],
            required=False,
            unique=False,
        )

    def has_part(self, name: str) -> bool:
        """Whether the type has several parts and one of that name."""
        return len(self.type.parts) > 1 and any(part.name == name for part in self.type.parts)
