"""What the write pipeline knows of an entity before any record comes: compiled once per revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.errors import Problem
from builder.metadata.condition_parsing import parse_path
from builder.metadata.conditions import ALWAYS, Path
from builder.metadata.countries import CountryReading
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity, UniqueKey
from builder.metadata.field_types.base import FieldType, Shape
from builder.metadata.model import Model, StageFlow
from builder.metadata.option_rules import OptionRules, option_rules
from builder.metadata.own_texts import problems_of_value
from builder.metadata.record_rules import RuleSet, compile_rules
from builder.metadata.rights import Access, EntityRights
from builder.metadata.values import BadValue, Value, Values
from builder.runtime.files.values import FilePlace, file_places
from builder.runtime.naming import Naming, namings_of
from builder.runtime.readable import paths_in
from builder.storage.catalog import Catalog

Parser = Callable[[Any], Value]
Parsed = tuple[Values, list[Problem]]
"""Canonical values by field id, and what is wrong with what was given."""
FEWEST_TOGETHER = 8
"""Records from which on values are read field by field."""


@dataclass(frozen=True, eq=False)
class WritePlan:
    """Compiled closures of one entity."""

    entity: Entity
    parsers: Mapping[str, tuple[str, Parser]]
    """API name → field id and parser, for fields that people may write at all."""
    rules: RuleSet
    naming: tuple[Naming, ...]
    """Fields that name records, people or departments."""
    unique: tuple[UniqueKey, ...]
    searched: frozenset[str]
    """Ids of the fields that quick search knows."""
    numbered: tuple[Field, ...]
    """Fields that the product numbers."""
    defaults: tuple[Field, ...]
    linked: Mapping[str, Path]
    """Field id → the path whose value a new record takes over."""
    followed: tuple[tuple[str, Entity], ...]
    """References that rules, flows and linked defaults follow: (field id, entity arrived at)."""
    row_fields: tuple[Field, ...]
    """Sub-tables."""
    doubted: tuple[Field, ...]
    """Fields whose values may be accepted with a warning."""
    hollow: tuple[str, ...]
    """Ids of fields whose values can be blank without being None: lists and values of parts."""
    only_flow: StageFlow | None
    """The stage flow of every record, where there is just one and it asks for nothing."""
    files: tuple[FilePlace, ...]
    """Fields that hold files."""
    options: OptionRules
    countries: CountryReading

    def parse(self, given: Mapping[str, Any], rights: EntityRights) -> tuple[Values, list[Problem]]:
        """Return canonical values by field id, and every problem found.

        Unknown, hidden, system and read-only fields are refused alike as ``unknown_field``
        (read-only ones as ``read_only``, since they can be seen).
        """
        values: Values = {}
        problems: list[Problem] = []
        access, usual = rights.fields, rights.default
        for name, raw in given.items():
            found = self.parsers.get(name)
            if found is None or access.get(found[0], usual) != Access.WRITE:
                problems.append(_refusal(name, access.get(found[0], usual) if found else Access.HIDDEN))
                continue
            try:
                values[found[0]] = found[1](raw)
            except BadValue as bad:
                problems += problems_of_value(bad, name, self.entity.by_id[found[0]])
        return values, problems

    def parse_all(self, inputs: Sequence[Mapping[str, Any]], rights: EntityRights) -> list[Parsed]:
        """Return ``parse`` of each, field by field where they give the same fields in the same order.

        The same function many times in a row runs twice as fast as twenty taking turns.
        """
        if len(inputs) < FEWEST_TOGETHER:
            return [self.parse(given, rights) for given in inputs]
        first = tuple(inputs[0])
        if all(tuple(given) == first for given in inputs):
            return self._parse_alike(first, inputs, rights)
        alike: dict[tuple[str, ...], list[int]] = {}
        for at, given in enumerate(inputs):
            alike.setdefault(tuple(given), []).append(at)
        found: list[Parsed] = [({}, [])] * len(inputs)
        for names, places in alike.items():
            group = [inputs[at] for at in places]
            for at, one in zip(places, self._parse_alike(names, group, rights), strict=True):
                found[at] = one
        return found

    def _parse_alike(
        self, names: Sequence[str], group: Sequence[Mapping[str, Any]], rights: EntityRights
    ) -> list[Parsed]:
        readable = [self.parsers.get(name) for name in names]
        if not names or any(one is None or rights.access(one[0]) != Access.WRITE for one in readable):
            return [self.parse(given, rights) for given in group]
        wrong: dict[int, list[Problem]] = {}
        keys: list[str] = []
        columns: list[list[Value]] = []
        given = zip(*[one.values() for one in group], strict=True)
        for (key, read), raws in zip(filter(None, readable), given, strict=True):
            try:
                column = list(map(read, raws))
            except BadValue:
                column = _each(self.entity.by_id[key], read, raws, wrong)
            keys.append(key)
            columns.append(column)
        found: list[Parsed] = [(dict(zip(keys, cells)), []) for cells in zip(*columns)]  # noqa: B905 strict is slower
        for at, problems in wrong.items():
            found[at] = ({key: value for key, value in found[at][0].items() if value is not _BAD}, problems)
        return found

    def warnings(self, values: Values) -> list[Problem]:
        """Return what is doubtful about values that are accepted all the same."""
        return [
            Problem(item.name, code)
            for item in self.doubted
            if values.get(item.id) is not None
            for code in item.type.warnings(values[item.id], item)
        ]


_BAD = object()


def _each(item: Field, read: Parser, raws: Iterable[Any], wrong: dict[int, list[Problem]]) -> list[Value]:
    """Return the values of a column, ``_BAD`` where one does not fit; why is added to ``wrong`` by place."""
    column: list[Value] = []
    for at, raw in enumerate(raws):
        try:
            column.append(read(raw))
        except BadValue as bad:
            column.append(_BAD)
            wrong.setdefault(at, []).extend(problems_of_value(bad, item.name, item))
    return column


def _refusal(name: Any, access: Access) -> Problem:
    if access == Access.HIDDEN:
        return Problem(str(name)[:100], "unknown_field", params={"name": str(name)[:100]})
    return Problem(name, "read_only")


def write_plan(catalog: Catalog, entity: Entity) -> WritePlan:
    """Return the compiled plan of an entity, kept with the catalogue."""
    key = ("write", entity.id)
    plan: WritePlan | None = catalog.plans.get(key)
    if plan is None:
        plan = catalog.plans[key] = _make(catalog.model, entity)
    return plan


def parser_of(model: Model, item: Field) -> Parser:
    """Return what reads a field from the wire, where entities go by their API names."""
    parse = item.type.parser(item)
    named = names_of_entities(model, item)
    if named:
        return lambda raw: parse(_with_entity_id(raw, named))
    inner = {column.name: names for column in item.fields if (names := names_of_entities(model, column))}
    if inner:
        return lambda raw: parse([_with_entity_ids(row, inner) for row in raw] if isinstance(raw, list) else raw)
    return parse


def names_of_entities(model: Model, item: Field) -> dict[str, str]:
    """Return API name → id of the entities that a reference to one of several can name."""
    found = (model.entities.get(key) for key in item.settings.get("entities", ()))
    return {entity.name: entity.id for entity in found if entity is not None}


def _with_entity_id(raw: Any, named: Mapping[str, str]) -> Any:
    if isinstance(raw, Mapping) and isinstance(raw.get("entity"), str):
        return {**raw, "entity": named.get(raw["entity"], raw["entity"])}
    return raw


def _with_entity_ids(row: Any, inner: Mapping[str, Mapping[str, str]]) -> Any:
    if not isinstance(row, Mapping):
        return row
    return {name: _with_entity_id(raw, inner[name]) if name in inner else raw for name, raw in row.items()}


def _make(model: Model, entity: Entity) -> WritePlan:
    writable = [item for item in entity.fields if item.type.written_by_people]
    linked = {item.id: item.default["linked"] for item in entity.fields if item.default and "linked" in item.default}
    paths = {key: parse_path(model, entity, text) for key, text in linked.items()}
    return WritePlan(
        entity=entity,
        parsers={item.name: (item.id, parser_of(model, item)) for item in writable},
        rules=compile_rules(entity),
        naming=namings_of(entity),
        unique=entity.unique_keys,
        searched=frozenset(item.id for item in entity.fields if item.searchable),
        numbered=tuple(item for item in entity.fields if not item.type.written_by_people),
        defaults=tuple(item for item in writable if item.default),
        linked=paths,
        followed=tuple(dict.fromkeys(_first_steps(entity, paths.values()))),
        row_fields=tuple(item for item in entity.fields if item.type.shape is Shape.ROWS),
        doubted=tuple(item for item in writable if type(item.type).warnings is not FieldType.warnings),
        hollow=tuple(item.id for item in entity.fields if _may_be_hollow(item)),
        only_flow=entity.flows[0] if len(entity.flows) == 1 and entity.flows[0].when == ALWAYS else None,
        files=file_places(entity),
        options=option_rules(entity.fields),
        countries=CountryReading(entity.fields),
    )


def _may_be_hollow(item: Field) -> bool:
    return item.type.shape is not Shape.COLUMNS or len(item.type.parts) != 1


def _first_steps(entity: Entity, linked: Iterable[Path]) -> Iterator[tuple[str, Entity]]:
    conditions = [*(rule.when for rule in entity.rules), *(flow.when for flow in entity.flows)]
    for path in (*linked, *(path for condition in conditions for path in paths_in(condition))):
        if path.steps and path.steps[0][0] is entity:
            yield path.steps[0][1].id, path.targets[0]
