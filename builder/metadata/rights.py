"""What one principal may do, as an immutable value computed once per revision of rights.

Every query and every write is given a ``Rights``; nothing below asks who the current user is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from builder.metadata.conditions import ALWAYS, Condition


class Access(StrEnum):
    """What a principal may do with a field; later ones include earlier ones."""

    HIDDEN = "hidden"
    MASKED = "masked"
    READ = "read"
    WRITE = "write"


class Action(StrEnum):
    """What a principal may do with records of an entity."""

    VIEW = "view"
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    IMPORT = "import"
    EXPORT = "export"
    ASSIGN = "assign"
    COMMENT = "comment"
    SHARE = "share"
    """Decide about the team of a record; follows from ``edit``."""
    CONFIGURE = "configure"


@dataclass(frozen=True)
class EntityRights:
    """Rights on one entity.

    ``branches[action]`` are alternatives: a record is in reach when one of the conditions holds.
    An action that is missing, or has no branch, is denied.
    """

    branches: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    fields: Mapping[str, Access] = field(default_factory=dict)
    """Field id → access, where it differs from ``default``."""
    default: Access = Access.WRITE

    def access(self, field_id: str) -> Access:
        """Return the access to a field."""
        return self.fields.get(field_id, self.default)

    def may(self, action: str) -> bool:
        """Whether the action is possible on some record."""
        return bool(self.branches.get(action))


NOTHING = EntityRights(default=Access.HIDDEN)
EVERYTHING = EntityRights(dict.fromkeys(Action, (ALWAYS,)))


@dataclass(frozen=True)
class Rights:
    """The rights of one principal in one workspace.

    ``user`` is the id that 'me' stands for. ``administrator`` may build and install apps.
    """

    user: int
    entities: Mapping[str, EntityRights] = field(default_factory=dict)
    default: EntityRights = NOTHING
    administrator: bool = False
    departments: tuple[int, ...] = ()
    subordinates: tuple[int, ...] = ()
    roles: frozenset[str] = frozenset()
    """Ids of the principal's roles, for what a document gives to some of them."""

    def has_one_of(self, roles: frozenset[str]) -> bool:
        """Whether something given to these roles is for the principal; given to none it is for everybody."""
        return not roles or self.administrator or not roles.isdisjoint(self.roles)

    @property
    def may_add_options(self) -> bool:
        """Whether new options may be published: ``configure`` of an entity is not enough to change the app."""
        return self.administrator

    def on(self, entity_id: str) -> EntityRights:
        """Return the rights on an entity."""
        return self.entities.get(entity_id, self.default)


def full_rights(user: int) -> Rights:
    """Return the rights of an administrator."""
    return Rights(user, {}, EVERYTHING, administrator=True)
