"""One SELECT under construction: its root, the joins along references, and rights at each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, literal, select

from builder.errors import Invalid, Problem
from builder.metadata.conditions import Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind
from builder.metadata.relative import Moment
from builder.metadata.rights import Access, Rights
from builder.storage.asker import Asker
from builder.storage.catalog import Catalog
from builder.storage.physical import RecordTables

Element = ColumnElement[Any]
NUMBERS = (PartKind.INTEGER, PartKind.OPTION, PartKind.RECORD, PartKind.USER, PartKind.DEPARTMENT)
"""Kinds of part that are integers in the database."""


@dataclass
class Names:
    """Fresh alias names within one statement."""

    count: int = 0

    def next(self) -> str:
        """Return the next alias."""
        self.count += 1
        return f"t{self.count}"


@dataclass
class Scope:
    """A root table with the joins that paths need; each joined object is bounded by the rights.

    ``trusted`` is for predicates that the rights themselves bring, and for the write pipeline: a row
    rule may look at what its subject may not read.
    """

    asker: Asker
    entity: Entity
    names: Names = field(default_factory=Names)
    trusted: bool = False
    catalog: Catalog = field(init=False)
    rights: Rights = field(init=False)
    moment: Moment = field(init=False)
    root: FromClause = field(init=False)
    source: FromClause = field(init=False)
    _joined: dict[tuple[str, ...], FromClause] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.catalog, self.rights, self.moment = self.asker.catalog, self.asker.rights, self.asker.moment
        self.root = self.tables(self.entity).main.alias(self.names.next())
        self.source = self.root

    def tables(self, entity: Entity) -> RecordTables:
        """Return the physical tables of an entity."""
        return self.catalog.tables[entity.id]

    def nested(self, entity: Entity) -> Scope:
        """Return a scope for a subquery over other records, under the same rights."""
        return Scope(self.asker, entity, self.names, self.trusted)

    def on(self, table: FromClause, entity: Entity, trusted: bool) -> Scope:
        """Return a scope whose root is an alias that exists already."""
        scope = Scope(self.asker, entity, self.names, trusted)
        scope.root = scope.source = table
        return scope

    def check(self, entity: Entity, item: Field, least: Access = Access.READ) -> None:
        """Refuse a field the principal may not read in full, exactly as one that does not exist."""
        if not self.may_read(entity, item, least):
            raise Invalid([Problem(item.name, "unknown_field")])

    def may_read(self, entity: Entity, item: Field, least: Access = Access.READ) -> bool:
        """Whether the principal reads a field in full, or with MASKED at least its mask."""
        if self.trusted:
            return True
        access = self.rights.on(entity.id).access(item.id.partition(".")[0])
        return access is not Access.HIDDEN and (access is not Access.MASKED or least is Access.MASKED)

    def table_of(self, path: Path, least: Access = Access.READ) -> FromClause:
        """Return the alias on which the path's last field lives, joining on the way.

        ``least`` is the access its last field needs; references on the way are always read in full.
        """
        table: FromClause = self.root
        key: tuple[str, ...] = ()
        for (entity, step), target in zip(path.steps, path.targets, strict=True):
            self.check(entity, step)
            key = (*key, f"{step.id}>{target.id}")
            if key not in self._joined:
                self._joined[key] = self._join(table, entity, step, target)
            table = self._joined[key]
        self.check(path.entity, path.field, least)
        return table

    def value(self, path: Path) -> Element:
        """Return the stored value at the end of a path, NULL where blank, out of reach or an option that is no more."""
        held = self.held(path)
        dead = self.dead_options(path)
        return case((held.in_(dead), None), else_=held) if dead else held

    def held(self, path: Path) -> Element:
        """Return what the database holds at the end of a path, as indexes know it."""
        table = self.table_of(path)
        return stored(self.tables(path.entity), table, path.field, path.part)

    def dead_options(self, path: Path) -> list[int]:
        """Return the codes that no option of the field at the end of a path has any more."""
        is_choice = path.field.type.parts and path.field.type.parts[0].kind is PartKind.OPTION
        return self.catalog.dead_codes(path.entity, path.field) if is_choice else []

    def member_at(self, path: Path) -> FromClause:
        """Return the alias of the member that a path leads to, joined where the statement has it not yet."""
        person = self.value(path)
        key = (*(f"{step.id}>{target.id}" for (_, step), target in zip(path.steps, path.targets, strict=True)),)
        return self.member_of(person, (*key, f"{path.field.id}>"))

    def member_of(self, person: Element, key: tuple[str, ...]) -> FromClause:
        """Return the alias of the member with an account id; ``key`` tells it from other members in the statement."""
        if key not in self._joined:
            member = self.catalog.fixed.member.alias(self.names.next())
            self.source = self.source.outerjoin(member, member.c.account_id == person)
            self._joined[key] = member
        return self._joined[key]

    def _join(self, table: FromClause, entity: Entity, step: Field, target: Entity) -> FromClause:
        joined = self.tables(target).main.alias(self.names.next())
        on = reference_matches(self.tables(entity), table, step, target, joined)
        self.source = self.source.outerjoin(joined, and_(on, self.visible(target, joined)))
        return joined

    def visible(self, entity: Entity, table: FromClause) -> Element:
        """Return the predicate under which the principal may view a joined record."""
        living = table.c.deleted_at.is_(None)
        return living if self.trusted else and_(living, self.reached(entity, table))

    def reached(self, entity: Entity, table: FromClause) -> Element:
        """Return the predicate under which the principal may know of a record, in the trash or not."""
        from builder.storage.query.predicates import reach  # the two describe each other

        return reach(self, entity, table, "view")


def stored(tables: RecordTables, table: FromClause, item: Field, part: str = "") -> Element:
    """Return the expression of a field's stored value (of a part-field ``f_x.max``, that part's)."""
    base, _, named = item.id.partition(".")
    layout = tables.layout.fields.get(base)
    if layout is None:
        return table.c[base]
    wanted = named or part or item.type.parts[0].name
    if layout.place != "aside":
        return table.c[layout.columns[wanted]]
    kind = next((one.kind for one in item.type.parts if one.name == wanted), item.type.parts[0].kind)
    key = tables.layout.aside_key(base, wanted, bool(named) or len(item.type.parts) > 1)
    return kept_aside(tables, table, key, "number" if kind in NUMBERS else "text")


def kept_aside(tables: RecordTables, table: FromClause, key: str, column: str) -> Element:
    """Return a value of the sibling table for the record of an alias."""
    aside = tables.aside.alias()
    mine = and_(aside.c.record == table.c.id, aside.c.field == key)
    return select(aside.c[column]).where(mine).correlate(table).scalar_subquery()


def reference_matches(
    tables: RecordTables, table: FromClause, step: Field, target: Entity, joined: FromClause
) -> Element:
    """Return the join condition from a reference field to the record it names."""
    value = next(part.name for part in step.type.parts if part.kind is PartKind.RECORD)
    on = stored(tables, table, step, value) == joined.c.id
    if any(part.name == "entity" for part in step.type.parts):
        return and_(on, stored(tables, table, step, "entity") == literal(target.id))
    return on
