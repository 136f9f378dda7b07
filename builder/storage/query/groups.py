"""Groups and sums: aggregates over the records in reach, by fields, by days and months, by tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal_column, select

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.query import GroupKey, GroupQuery, Measure
from builder.metadata.values import Value
from builder.storage.asker import Asker
from builder.storage.query.calendar import day_in_zone, first_day_of, grain_of
from builder.storage.query.hashed_groups import Part, hashed_groups, sorts_to_group
from builder.storage.query.ordering import equal_by, order_of
from builder.storage.query.pages import bounds, reachable
from builder.storage.query.scope import Scope, stored

Element = ColumnElement[Any]
CURRENCIES = 20
"""Currencies that one group of money is expected to have at most."""


@dataclass(frozen=True)
class Group:
    """One group: canonical key values (the first day of a grain), and its measures.

    A sum or average of money is a list of (currency, amount); an average is rounded half up to the field's scale.
    """

    key: tuple[Value, ...]
    measures: tuple[Value, ...]


@dataclass(frozen=True)
class Groups:
    """Groups in the order of their keys, and whether there are more."""

    rows: list[Group]
    more: bool


def read_groups(conn: Connection, asker: Asker, query: GroupQuery) -> Groups:
    """Return the groups of the records that the principal may view. Raises Invalid for unreadable fields.

    A record with several tags counts in the group of each. Blank is a group of its own and comes first.
    """
    reader = _Groups(Scope(asker, query.entity), query)
    return reader.read(conn)


class _Groups:
    def __init__(self, scope: Scope, query: GroupQuery) -> None:
        self.scope = scope
        self.query = query
        self.keys: list[Element] = []
        self.orders: list[Element | None] = []
        """What orders the groups by each key, where it is not the key itself."""
        self.decoders: list[Callable[[Any], Value]] = []
        for key in query.by:
            self._add_key(key)
        self.measured = [_Measured(scope, measure) for measure in query.measures]
        self.currency = [item.currency for item in self.measured if item.currency is not None]

    def _add_key(self, key: GroupKey) -> None:
        scope, item = self.scope, key.path.field
        if item.type.shape is Shape.LINKS:
            element = self._linked(key)
        elif key.grain:
            element = self._dated(key)
        else:
            element = equal_by(scope, key.path)
        self.keys.append(element)
        self.orders.append(self._order(key, element))
        self.decoders.append(self._decoder(key))

    def _order(self, key: GroupKey, element: Element) -> Element | None:
        item = key.path.field
        if item.type.shape is Shape.COLUMNS and not key.grain:
            order = order_of(self.scope, key.path)
            return None if order.compare(element) else order
        if item.type.parts[0].kind is PartKind.USER:
            return self.scope.member_of(element, (f"{len(self.keys)}>",)).c.name_key
        return None

    def _each_order(self) -> Iterator[tuple[int, Element | None]]:
        """Yield (place of the key, what orders by it); people of one name are told apart by themselves."""
        for at, (key, order) in enumerate(zip(self.query.by, self.orders, strict=True)):
            yield at, order
            if key.path.field.type.parts[0].kind is PartKind.USER:
                yield at, None

    def _linked(self, key: GroupKey) -> Element:
        scope = self.scope
        table = scope.table_of(key.path)
        link = scope.tables(key.path.entity).links[key.path.field.id].alias(scope.names.next())
        on = link.c.record == table.c.id
        dead = scope.dead_options(key.path)
        scope.source = scope.source.outerjoin(link, and_(on, link.c.value.not_in(dead)) if dead else on)
        return link.c.value

    def _dated(self, key: GroupKey) -> Element:
        value = self.scope.value(key.path)
        if key.path.field.type.time_unit == "microsecond":
            value = day_in_zone(value, self.scope.moment.time_zone)
        return grain_of(value, key.grain, self.scope.moment.week_start, self.scope.catalog.space.dialect)

    def _decoder(self, key: GroupKey) -> Callable[[Any], Value]:
        if key.grain:
            week_start = self.scope.moment.week_start
            return lambda stored_value: first_day_of(stored_value, key.grain, week_start)
        item = key.path.field
        if item.type.shape is Shape.LINKS and item.type.parts[0].kind is not PartKind.OPTION:
            return lambda stored_value: stored_value
        if item.type.parts[0].kind is PartKind.OPTION:
            codes = self.scope.catalog.codes(key.path.entity, item)
            options = {code: option for option, code in codes.items()}
            return options.get
        decode = self.scope.catalog.decoder(key.path.entity, item)
        return lambda stored_value: decode((stored_value,))

    def read(self, conn: Connection) -> Groups:
        limit = self.query.limit
        most = (limit + 1) * (CURRENCIES if self.currency else 1)
        rows = self._rows(conn, most)
        return self._folded(rows, limit, cut=len(rows) == most)

    def _rows(self, conn: Connection, most: int) -> Sequence[Any]:
        """Return (keys, currencies, aggregates) of at most so many groups."""
        parts = [part for item in self.measured for part in item.parts]
        by = [*self.keys, *self.currency]
        where = and_(*bounds(self.scope, self.query), reachable(self.scope, "view"))
        source = select().select_from(self.scope.source).where(where)  # conditions may have joined further tables
        named = [*by, *(part.column for part in parts)]
        statement = source.with_only_columns(*[element.label(f"c{index}") for index, element in enumerate(named)])
        if not by:
            return conn.execute(statement.limit(most)).all()
        statement = statement.group_by(*[literal_column(f"c{index}") for index in range(len(by))])
        orders = [literal_column(f"c{at}") if order is None else func.min(order) for at, order in self._each_order()]
        statement = statement.order_by(*[order.asc().nulls_first() for order in orders]).limit(most)
        if conn.dialect.name == "sqlite" and sorts_to_group(conn, statement):
            ordered = [self.keys[at] if order is None else order for at, order in self._each_order()]
            found = hashed_groups(conn, source, by, ordered, parts, most)
            if found is not None:
                return found
        return conn.execute(statement).all()

    def _folded(self, rows: Sequence[Any], limit: int, cut: bool) -> Groups:
        """Bring the rows of one group together, where currencies divided it; leave out one that was cut."""
        width = len(self.keys)
        start = width + len(self.currency)
        found: dict[tuple[Any, ...], list[Any]] = {}
        for row in rows:
            found.setdefault(tuple(row[:width]), []).append(row)
        if cut and len(found) <= limit:
            found.popitem()
        groups = [
            Group(
                tuple(decode(value) for decode, value in zip(self.decoders, key, strict=True)),
                self._measures(parts, width, start),
            )
            for key, parts in list(found.items())[:limit]
        ]
        return Groups(groups, cut or len(found) > limit)

    def _measures(self, parts: Sequence[Any], currency_at: int, at: int) -> tuple[Value, ...]:
        values = []
        for item in self.measured:
            width = len(item.parts)
            cells = [row[at : at + width] for row in parts]
            if item.currency is None:
                values.append(item.total(cells))
            else:
                by_currency: dict[Any, list[Any]] = {}
                for row, cell in zip(parts, cells, strict=True):
                    by_currency.setdefault(row[currency_at], []).append(cell)
                totals = [(name, item.total(some)) for name, some in by_currency.items() if name is not None]
                values.append(sorted((name, total) for name, total in totals if total is not None))
                currency_at += 1
            at += width
        return tuple(values)


_PARTS = {"avg": ("sum", "count")}
"""Functions that are put together from others."""


class _Measured:
    """One measure: its parts, which can be put together from several rows, and its result."""

    def __init__(self, scope: Scope, measure: Measure) -> None:
        self.function = measure.function
        self.currency: Element | None = None
        path = measure.path
        if path is None:
            self.parts = [Part("count")]
            return
        value = scope.value(path)
        if _has_currency(path.field) and self.function != "count":
            table = scope.table_of(path)
            self.currency = stored(scope.tables(path.entity), table, path.field, "currency")
        self.parts = [Part(function, value) for function in _PARTS.get(self.function, (self.function,))]

    def total(self, cells: Sequence[Sequence[Any]]) -> Value:
        """Return the measure of several rows together; None where nothing was measured."""
        firsts = [int(cell[0]) for cell in cells if cell[0] is not None]
        if self.function == "count":
            return sum(firsts)
        if not firsts:
            return None
        if self.function == "avg":
            number = sum(int(cell[1]) for cell in cells)
            return _half_up(sum(firsts), number) if number else None
        return sum(firsts) if self.function == "sum" else (min if self.function == "min" else max)(firsts)


def _has_currency(item: Field) -> bool:
    return any(part.name == "currency" for part in item.type.parts)


def _half_up(total: int, number: int) -> int:
    sign = -1 if total < 0 else 1
    return sign * ((2 * abs(total) + number) // (2 * number))
