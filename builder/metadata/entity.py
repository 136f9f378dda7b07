"""An entity as the runtime uses it: fields by id and by name, system fields included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from builder.metadata.definitions import Field
from builder.metadata.values import Label

if TYPE_CHECKING:
    from builder.metadata.conditions import Path
    from builder.metadata.model import StageFlow
    from builder.metadata.record_rules import Rule


@dataclass(frozen=True, eq=False)
class UniqueKey:
    """Fields whose values together must not occur twice among living records."""

    id: str
    fields: tuple[Field, ...]
    message: Label | None = None


@dataclass(frozen=True, eq=False)
class WantedIndex:
    """Fields, in order, by which the entity's maker asks lists to be quick."""

    id: str
    paths: tuple[Path, ...]


@dataclass(frozen=True, eq=False)
class Activity:
    """What makes a record of the entity a follow-up of another record."""

    subject: Field
    """The reference (or reference_any) to what the activity is about."""
    happened_at: Field
    channel: Field | None = None
    next_at: Field | None = None
    qualifying: frozenset[str] = frozenset()
    """Option ids of ``channel`` that count; empty when all do."""
    parents: tuple[Path, ...] = ()
    """Reference fields of the subject whose records are followed up with it, as paths from the subject."""


@dataclass(frozen=True, eq=False)
class Entity:
    """A kind of record. Compared by identity: one compiled model holds one object for each entity."""

    id: str
    name: str
    label: Label
    app: str
    """Id of the owning app."""
    fields: tuple[Field, ...]
    """The fields people made, in display order."""
    system_fields: tuple[Field, ...]
    title: tuple[Field, ...]
    default_sort: tuple[tuple[str, bool], ...] = ()
    """(stored path, descending)."""
    unique_keys: tuple[UniqueKey, ...] = ()
    ownable: bool = False
    flows: tuple[StageFlow, ...] = ()
    """Stage flows of the entity, in order; empty when it has no stages."""
    rules: tuple[Rule, ...] = ()
    """Rules that hold on every write, in order; disabled ones are left out."""
    indexes: tuple[WantedIndex, ...] = ()
    followed: bool = False
    """Carries follow_status, last_followed_at and next_follow_at (document flag ``follow_ups``)."""
    activity: Activity | None = None
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        every = (*self.fields, *self.system_fields)
        object.__setattr__(self, "by_id", {item.id: item for item in every})
        object.__setattr__(self, "by_name", {item.name: item for item in every})

    by_id: Mapping[str, Field] = field(init=False, repr=False)
    by_name: Mapping[str, Field] = field(init=False, repr=False)

    def find(self, reference: str) -> Field | None:
        """Return the field with this id or API name."""
        return self.by_id.get(reference) or self.by_name.get(reference)
