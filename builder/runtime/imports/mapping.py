"""A mapping, checked and bound: which cells of a row become which field, by which rules."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from builder.errors import Invalid, Problem
from builder.metadata.countries import CountryReading
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity, UniqueKey
from builder.metadata.field_types.base import PartKind, TextFormat
from builder.metadata.model import Model
from builder.metadata.own_texts import problems_of_value
from builder.metadata.rights import Access, Rights
from builder.metadata.schema_errors import problems_of
from builder.metadata.time_zones import is_time_zone
from builder.metadata.values import BadValue, Values, called
from builder.runtime.spreadsheets.reports import ColumnReport, column_letter
from builder.runtime.write_plan import parser_of
from builder.storage import external_refs

LIST_SEPARATORS = (";", "；", "、", "|", "\n", ",", "，")
"""What separates several values in one cell, where the mapping does not say: the first one that the cell holds."""
KEYABLE = (PartKind.INTEGER, PartKind.TEXT, PartKind.SORTED_TEXT)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """How some columns fill one field, or one part of it."""

    at: int
    """Place in the mapping's list, for problems."""
    columns: tuple[int, ...]
    """0-based columns, in the order in which their texts are joined."""
    target: Field
    part: str = ""
    join: str = " "
    split: tuple[str, int] | None = None
    translations: Map[str, str | None] = field(default_factory=dict)
    """What a text is called (``values.called``) → what it stands for; None for blank."""
    unknown: str = "fail"
    """For choices: fail, blank or create."""
    match: str = ""
    """For records and people: title, id, a field's name; empty for the usual way."""
    unmatched: str = "fail"
    separator: str = ""

    @property
    def letters(self) -> str:
        """The columns as a person sees them."""
        return "+".join(column_letter(column) for column in self.columns)


@dataclass(frozen=True, slots=True)
class Key:
    """What tells that a row's record exists already: a field, or a column kept as a reference to another system."""

    field: Field | None = None
    column: int = 0
    source: str = ""
    unique: UniqueKey | None = None
    """Of a field whose values are unique: what is the same to this is the same record."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping, bound to an entity and a file."""

    entity: Entity
    rules: tuple[ColumnRule, ...]
    key: Key | None
    on_match: str
    """update, fill (blank fields only), skip or fail."""
    constants: Values
    how: TextFormat
    countries: CountryReading
    """Reads values by the country that a row names."""


@cache
def _schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        orjson.loads(Path(__file__).with_name("mapping.schema.json").read_bytes())
    )


def bind(
    model: Model,
    document: Map[str, Any],
    entity: Entity,
    rights: Rights,
    columns: Sequence[ColumnReport],
    how: TextFormat,
) -> Mapping:
    """Return a mapping document bound to the entity's fields and the file's columns.

    Columns are named by letter, or by their name in the file. Raises Invalid with every problem.
    """
    problems = list(problems_of(document, _schema().iter_errors(document)))
    if problems:
        raise Invalid(problems[:100])
    binder = _Binder(model, entity, rights, columns, problems)
    zone = document.get("time_zone")
    if zone and not is_time_zone(zone):
        problems.append(Problem("time_zone", "unknown_time_zone", params={"name": zone}))
    how = dataclasses.replace(
        how,
        date_order=document.get("date_order") or how.date_order,
        decimal_mark=document.get("decimal_mark") or how.decimal_mark,
        time_zone=zone or how.time_zone,
    )
    rules = tuple(rule for at, item in enumerate(document["columns"]) for rule in binder.rule(at, item))
    binder.refuse_repeated(rules)
    key = binder.key(document.get("key"), rules)
    constants = binder.constants(document.get("constants", {}), rules)
    if not rules and not constants and not problems:
        problems.append(Problem("columns", "nothing_mapped"))
    if problems:
        raise Invalid(problems)
    countries = CountryReading(entity.fields)
    return Mapping(entity, rules, key, document.get("on_match", "update"), constants, how, countries)


class _Binder:
    """Finds fields and columns and collects what is wrong."""

    def __init__(
        self,
        model: Model,
        entity: Entity,
        rights: Rights,
        columns: Sequence[ColumnReport],
        problems: list[Problem],
    ) -> None:
        self._model, self._entity, self._problems = model, entity, problems
        self._rights, self._may_add_options = rights.on(entity.id), rights.may_add_options
        self._columns = {column.name: at for at, column in enumerate(columns)}
        self._columns |= {column.letter: at for at, column in enumerate(columns)}

    def rule(self, at: int, item: Map[str, Any]) -> list[ColumnRule]:
        """Return the rule of one entry; none when the columns are left out or something is wrong."""
        if item["to"] is None:
            return []
        path = f"columns.{at}"
        places = [self._column(f"{path}.from.{index}", name) for index, name in enumerate(item["from"])]
        target, part = self._target(f"{path}.to", item["to"])
        if target is not None and not part and not target.type.read_from_text:
            self._problems.append(Problem(f"{path}.to", "not_from_text", params={"name": item["to"]}))
            return []
        if target is None or None in places:
            return []
        if item.get("unknown") == "create" and (target.system or not self._may_add_options):
            self._problems.append(Problem(f"{path}.unknown", "may_not_add_options"))
        translations = {called(text): meaning for text, meaning in item.get("values", {}).items()}
        split = item.get("split")
        return [
            ColumnRule(
                at=at,
                columns=tuple(place for place in places if place is not None),
                target=target,
                part=part,
                join=item.get("join", " "),
                split=(split["separator"], split["index"]) if split else None,
                translations=translations,
                unknown=item.get("unknown", "fail"),
                match=item.get("match", ""),
                unmatched=item.get("unmatched", "fail"),
                separator=item.get("separator", ""),
            )
        ]

    def _column(self, path: str, name: str) -> int | None:
        found = self._columns.get(name)
        if found is None:
            self._problems.append(Problem(path, "unknown_column", params={"column": name}))
        return found

    def _target(self, path: str, name: str) -> tuple[Field | None, str]:
        base, _, part = name.partition(".")
        found = self._entity.by_name.get(base)
        access = self._rights.access(found.id) if found else Access.HIDDEN
        if found is None or access is Access.HIDDEN or (part and not found.has_part(part)):
            self._problems.append(Problem(path, "unknown_field", params={"name": name}))
            return None, ""
        given = found.system and found.name not in ("owner", "stage")
        if access is not Access.WRITE or given or not found.type.written_by_people:
            self._problems.append(Problem(path, "read_only", params={"name": name}))
            return None, ""
        return found, part

    def refuse_repeated(self, rules: Sequence[ColumnRule]) -> None:
        """Two entries for one field would overwrite each other: joining is one entry with several columns."""
        seen: dict[tuple[str, str], int] = {}
        for rule in rules:
            if (rule.target.id, rule.part) in seen:
                self._problems.append(
                    Problem(f"columns.{rule.at}.to", "mapped_twice", params={"name": rule.target.name})
                )
            seen[(rule.target.id, rule.part)] = rule.at

    def key(self, document: Map[str, Any] | None, rules: Sequence[ColumnRule]) -> Key | None:
        """Return the key; a field has to be filled by a column and to hold one comparable value."""
        if document is None:
            return None
        if "column" in document:
            place = self._column("key.column", document["column"])
            if document["source"].startswith(external_refs.OWN):
                self._problems.append(Problem("key.source", "reserved_name", params={"name": document["source"]}))
            return Key(column=place, source=document["source"]) if place is not None else None
        target, _ = self._target("key.field", document["field"])
        if target is None:
            return None
        if len(target.type.parts) != 1 or target.type.parts[0].kind not in KEYABLE:
            self._problems.append(Problem("key.field", "no_key", params={"name": target.name}))
        elif all(rule.target is not target for rule in rules):
            self._problems.append(Problem("key.field", "key_not_mapped", params={"name": target.name}))
        unique = next((key for key in self._entity.unique_keys if key.fields == (target,)), None)
        return Key(field=target, unique=unique)

    def constants(self, given: Map[str, Any], rules: Sequence[ColumnRule]) -> Values:
        """Return the canonical values that every record gets where no column gives one."""
        found: Values = {}
        for name, raw in given.items():
            target, part = self._target(f"constants.{name}", name)
            if part:
                self._problems.append(Problem(f"constants.{name}", "unknown_field", params={"name": name}))
            if target is None or part:
                continue
            try:
                found[target.id] = parser_of(self._model, target)(raw)
            except BadValue as bad:
                self._problems += problems_of_value(bad, f"constants.{name}", target)
        return found
