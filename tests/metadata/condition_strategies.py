"""Random conditions in catalogue form on the companies of the sample app, every one of which fits."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import Operator, PartKind, Shape
from builder.metadata.operands import relatives_of
from tests.metadata.condition_cases import COMPANIES
from tests.samples.sample_model import SampleModel

Tree = dict[str, Any]
_WITHOUT_VALUE = (Operator.BLANK, Operator.NOT_BLANK)
_LISTS = (Operator.IN, Operator.NOT_IN, Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF)
_TEXTS = (Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)
_SPANNING = ("eq", "ne", "lt", "le", "gt", "ge")
_COUNTS = st.fixed_dictionaries({"op": st.sampled_from(_SPANNING), "value": st.integers(-1, 3)})


def conditions(sample: SampleModel) -> st.SearchStrategy[Tree]:
    """Return a strategy of conditions on ``company``: all operators, paths, parts, relative values, quantifiers."""
    leaves = st.one_of(comparisons(sample), _quantified(sample))
    return st.recursive(leaves, _joined, max_leaves=8)


def _joined(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, max_size=3)
    return st.one_of(
        several.map(lambda items: {"all": items}),
        several.map(lambda items: {"any": items}),
        inner.map(lambda item: {"not": item}),
    )


def comparisons(sample: SampleModel) -> st.SearchStrategy[Tree]:
    """Return a strategy of single comparisons of a field, a part, or a field of the parent company."""
    fields = [(item.name, item) for item in (*sample.company.fields, *sample.company.system_fields)]
    parts = [
        (f"{item.name}.{part.name}", item.part(part.name))
        for _, item in fields
        if len(item.type.parts) > 1
        for part in item.type.parts
    ]
    near = [pair for pair in (*fields, *parts) if pair[1].type.operators]
    through = [(f"parent_company.{path}", item) for path, item in near]
    return st.sampled_from([*near, *near, *through]).flatmap(lambda pair: _comparison(*pair))


def _comparison(path: str, item: Field) -> st.SearchStrategy[Tree]:
    return st.sampled_from(sorted(item.type.operators)).flatmap(
        lambda op: _operands(item, op).map(
            lambda value: {"field": path, "op": op.value} | ({} if value is _NONE else {"value": value})
        )
    )


_NONE = object()


def _operands(item: Field, op: Operator) -> st.SearchStrategy[Any]:
    if op in _WITHOUT_VALUE:
        return st.just(_NONE)
    if op in _TEXTS:
        return st.text(min_size=1, max_size=6).filter(lambda text: "\x00" not in text) | st.sampled_from("a%_\\É钢")
    literals = _literals(item)
    if op in _LISTS:
        return st.lists(literals, max_size=3)
    if op is Operator.BETWEEN:
        return st.lists(literals, min_size=2, max_size=2)
    relatives = sorted(relatives_of(item) - {"my_departments", "my_subordinates"})
    if not relatives:
        return literals
    return literals | st.builds(_relative, st.sampled_from(relatives), st.integers(-3, 3))


def _relative(name: str, offset: int) -> dict[str, Any]:
    return {"relative": name, "offset": offset} if name not in ("me", "my_department") else {"relative": name}


def _literals(item: Field) -> st.SearchStrategy[Any]:
    """Return values as they go over the wire, those of the table among them."""
    if item.options.options:
        return st.sampled_from([option.name for option in item.options])
    kind = item.type.parts[0].kind if item.type.parts else None
    if kind in (PartKind.RECORD, PartKind.USER, PartKind.DEPARTMENT):
        return st.integers(1, 5)
    known = [one for values in COMPANIES.values() if (one := _of_table(values, item)) not in (None, [])]
    made = _MADE.get(item.type.name, st.text("aAbB上海é _%", min_size=1, max_size=5).filter(str.strip))
    return made | st.sampled_from(known) if known else made


def _of_table(values: dict[str, Any], item: Field) -> Any:
    value = values.get(item.name)
    part = item.id.partition(".")[2]
    if isinstance(value, dict):
        return value.get(part or item.type.parts[0].name)
    return None if item.type.shape is Shape.LINKS else value


_MADE: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(-2_000, 2_000).map(lambda cents: f"{cents // 100}.{cents % 100:02}"),
    "integer": st.integers(-5, 3_000),
    "money": st.integers(-5, 3_000).map(str),
    "currency": st.sampled_from(["CNY", "usd", "JPY"]),
    "percent": st.integers(-5, 100).map(str),
    "rating": st.integers(1, 5),
    "boolean": st.booleans(),
    "date": st.dates().map(str),
    "datetime": st.datetimes().map(lambda at: at.isoformat(timespec="seconds") + "Z"),
    "time": st.times().map(lambda at: at.isoformat(timespec="minutes")),
    "duration": st.integers(0, 10_000),
    "coordinate": st.integers(-80, 80).map(str),
    "color": st.sampled_from(["#ff0000", "#00ff00"]),
    "email": st.sampled_from(["a@b.example", "info@alpha.example"]),
    "phone": st.sampled_from(["13812345678", "+8613812345678"]),
    "url": st.sampled_from(["https://example.org/", "https://a.example/x"]),
    "credit_code": st.sampled_from(["91110000600037341L"]),
    "id_number": st.sampled_from(["11010519491231002X"]),
    "barcode": st.sampled_from(["6901234567892", "ABC-1"]),
}


def _quantified(sample: SampleModel) -> st.SearchStrategy[Tree]:
    vias = [("person", "company"), ("person", "former_company"), ("company", "parent_company")]

    def of(pair: tuple[str, str]) -> st.SearchStrategy[Tree]:
        related = {"entity": pair[0], "via": pair[1]}
        inner = {"where": {"field": "name", "op": "contains", "value": "a"}}
        several = st.sampled_from([related, {**related, **inner}])
        made = several.map(lambda one: {"exists": one}) | st.builds(
            lambda one, rest: {"count": one, **rest}, several, _COUNTS
        )
        if pair[0] == "company":
            summed = several.map(lambda one: {**one, "of": "employees"})
            made |= st.builds(lambda one, rest: {"sum": one, **rest}, summed, _COUNTS)
        return made

    return st.sampled_from(vias).flatmap(of)
