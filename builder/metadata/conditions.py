"""The condition tree, typed: what filters, rules, scopes and stage flows are made of.

``parse_condition`` binds a stored (or named) tree to an entity: every path is resolved to its
fields, every literal becomes a canonical value. Unknown and hidden fields are refused alike.
The evaluator and the SQL compiler both read these nodes and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from builder.metadata.field_types.base import Operator
from builder.metadata.values import Value

if TYPE_CHECKING:
    from builder.metadata.definitions import Field
    from builder.metadata.entity import Entity


@dataclass(frozen=True)
class Path:
    """A way from a record to a value: zero or more references, then a field, or a part of it."""

    steps: tuple[tuple[Entity, Field], ...]
    """Each reference followed: the entity it leaves and the reference field."""
    entity: Entity
    """Where the last field lives."""
    field: Field
    """The field compared; for a part, the part as a field of its own type."""
    part: str = ""
    """Name of the part, or empty."""
    targets: tuple[Entity, ...] = ()
    """The entity that each step arrives at, as long as ``steps``."""


@dataclass(frozen=True)
class Relative:
    """A value known only when the condition is asked: today, me, n days ago."""

    name: str
    offset: int = 0
    unit: str = "day"


@dataclass(frozen=True)
class FieldValue:
    """The value of another field of the same record."""

    path: Path


Operand = Any
"""A canonical value, a list of them, Relative or FieldValue."""


class Condition:
    """Base of all nodes."""


@dataclass(frozen=True)
class All(Condition):
    """True when every child is; an empty list is true."""

    items: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Any_(Condition):  # noqa: N801 - typing.Any has the plain name
    """True when one child is; an empty list is false: an emptied scope means nothing, not everything."""

    items: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Not(Condition):
    """True when the child is not (conditions are two-valued: blanks never make 'unknown')."""

    item: Condition


@dataclass(frozen=True)
class Compare(Condition):
    """A field against an operand."""

    path: Path
    op: Operator
    value: Operand = None


@dataclass(frozen=True)
class Related:
    """Records of ``entity`` whose reference ``via`` points at this record and that satisfy ``where``."""

    entity: Entity
    via: Field
    where: Condition
    of: Path | None = None


@dataclass(frozen=True)
class Quantified(Condition):
    """exists, count or sum over related records, compared with a number."""

    kind: str
    """``exists``, ``count`` or ``sum``."""
    related: Related
    op: Operator = Operator.GE
    value: Value = 1


@dataclass(frozen=True)
class Shared(Condition):
    """The account is in the record's team, to a day that is not over; with ``writing`` as one who may change it.

    Only rights say so: no document has a word for it.
    """

    account: int
    writing: bool = False


ALWAYS = All(())
NEVER = Any_(())
