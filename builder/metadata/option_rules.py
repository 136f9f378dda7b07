"""Which options may be chosen now: those that are still offered, and that go with what another field holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from builder.errors import Problem
from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.values import Value, Values


@dataclass(frozen=True)
class OptionRules:
    """The option fields of one entity, or of the rows of a sub-table, that do not always offer everything."""

    limited: tuple[Field, ...] = ()
    """Fields with options that are disabled."""
    dependent: tuple[tuple[Field, Field], ...] = ()
    """Fields with the field that they depend on."""
    rows: Mapping[str, tuple[Field, OptionRules]] = field(default_factory=dict)
    """Id of a sub-table → it and the rules of its rows."""

    @property
    def limits(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.limited or self.dependent or self.rows)

    def disabled(self, values: Values, before: Values) -> Iterator[Problem]:
        """Yield ``option_disabled`` for options that are chosen anew though they are no longer offered.

        What a record holds already it keeps.
        """
        for item in self.limited:
            kept = _chosen(before.get(item.id))
            for key in _chosen(values.get(item.id)):
                option = item.options.by_id.get(key)
                if key not in kept and option is not None and option.disabled:
                    yield Problem(item.name, "option_disabled", params={"value": option.name})
        for place, rules, row, earlier in self._each_row(values, before):
            yield from (problem.under(place) for problem in rules.disabled(row, earlier))

    def misplaced(self, values: Values, before: Values) -> Iterator[Problem]:
        """Yield ``not_under_parent`` where a field holds an option of another parent than the field it depends on,
        unless both are as they were.
        """
        for item, above in self.dependent:
            touched = any(values.get(one.id) != before.get(one.id) for one in (item, above))
            if touched and not goes_with(item, above, values):
                yield Problem(item.name, "not_under_parent")
        for place, rules, row, earlier in self._each_row(values, before):
            yield from (problem.under(place) for problem in rules.misplaced(row, earlier))

    def fits(self, item: Field, values: Values) -> bool:
        """Whether what a record holds in a field goes with the field it depends on, if it depends on any."""
        return all(goes_with(one, above, values) for one, above in self.dependent if one.id == item.id)

    def _each_row(self, values: Values, before: Values) -> Iterator[tuple[str, OptionRules, Values, Values]]:
        for table, rules in self.rows.values():
            earlier = {row["id"]: row["values"] for row in before.get(table.id) or ()}
            for at, row in enumerate(values.get(table.id) or ()):
                yield f"{table.name}.{at}", rules, row["values"], earlier.get(row.get("id"), {})


def option_rules(fields: Sequence[Field]) -> OptionRules:
    """Return the rules of the fields of an entity or of rows; options without a parent go with everything."""
    chosen = [item for item in fields if any(part.kind is PartKind.OPTION for part in item.type.parts)]
    by_name = {item.name: item for item in fields} | {item.id: item for item in fields}
    above = {item.id: by_name.get(item.settings.get("depends_on", "")) for item in chosen}
    inner = {item.id: (item, option_rules(item.fields)) for item in fields if item.type.shape is Shape.ROWS}
    return OptionRules(
        tuple(item for item in chosen if any(option.disabled for option in item.options)),
        tuple((item, other) for item in chosen if (other := above[item.id]) is not None),
        {key: (item, rules) for key, (item, rules) in inner.items() if rules.limited or rules.dependent},
    )


def goes_with(item: Field, above: Field, values: Values) -> bool:
    """Whether every option that a field holds has a parent among those that another field holds, or none."""
    parents = {name for key in _chosen(values.get(above.id)) for name in _way_up(key, above)}
    options = (item.options.by_id.get(key) for key in _chosen(values.get(item.id)))
    return all(option is None or not option.parent or option.parent in parents for option in options)


def _way_up(key: str, item: Field) -> Iterator[str]:
    """Yield the ids of an option and, in a tree of options, of those that it stands under."""
    option, passed = item.options.by_id.get(key), set[str]()
    while option is not None and option.id not in passed:
        yield option.id
        passed.add(option.id)
        option = item.options.by_id.get(option.parent)


def _chosen(value: Value) -> Sequence[str]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, list) else (value,)
