"""Reads what a field is compared with: literals as canonical values, relative values, other fields."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import TYPE_CHECKING, Any

from builder.metadata.conditions import FieldValue, Operand, Path, Relative
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import Operator, PartKind, Shape
from builder.metadata.json_bounds import printable
from builder.metadata.paths import Readable, find_path, readable_by_all
from builder.metadata.relative import default_unit
from builder.metadata.values import BadValue, Value, composed

if TYPE_CHECKING:
    from builder.metadata.model import Model

LARGEST_LIST = 1_000
LARGEST_OFFSET = 100_000
_BLANKS = (Operator.BLANK, Operator.NOT_BLANK)
_LISTS = (Operator.IN, Operator.NOT_IN, Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF)
_TEXTS = (Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)
_OF_FIELDS = (Operator.EQ, Operator.NE, Operator.LT, Operator.LE, Operator.GT, Operator.GE)
_UNITS = ("minute", "hour", "day", "week", "month", "quarter", "year")
_SPANS = frozenset({"this_week", "this_month", "this_quarter", "this_year"})
_OF_TIME = {"day": _SPANS | {"today", "now"}, "microsecond": _SPANS | {"today", "now"}, "second_of_day": {"now"}}
_OF_PEOPLE = {
    PartKind.USER: frozenset({"me", "my_subordinates"}),
    PartKind.DEPARTMENT: frozenset({"my_department", "my_departments"}),
}
SEVERAL = frozenset({"my_departments", "my_subordinates"})
"""Relative values that stand for a list."""


def relatives_of(field: Field) -> Set[str]:
    """Return the relative values that a field can be compared with."""
    if field.type.time_unit:
        return _OF_TIME[field.type.time_unit]
    return _OF_PEOPLE.get(field.type.parts[0].kind, frozenset()) if len(field.type.parts) == 1 else frozenset()


def parse_operand(
    model: Model, entity: Entity, path: Path, op: Operator, raw: Any, readable: Readable = readable_by_all
) -> Operand:
    """Return the operand of a comparison; None for blank and not_blank. Raises BadValue, UnknownField."""
    if op in _BLANKS:
        return None
    if raw is None:
        raise BadValue("value_missing")
    if op in _LISTS:
        return _list(path.field, raw)
    if op is Operator.BETWEEN:
        return _between(path.field, raw)
    if op in _TEXTS:
        return _text(raw)
    if isinstance(raw, dict) and "field_of_record" in raw:
        return _compared_with(find_path(model, entity, raw["field_of_record"], readable), path, op, raw)
    return _one(path.field, raw)


def parse_value(model: Model, entity: Entity, field: Field, raw: Any) -> Operand:
    """Return what a rule sets a field to: a canonical value, Relative or FieldValue. Raises BadValue, UnknownField."""
    if isinstance(raw, dict) and "field_of_record" in raw:
        other = find_path(model, entity, raw["field_of_record"])
        return _compared_with(other, Path((), entity, field), Operator.EQ, raw)
    if isinstance(raw, dict) and "relative" in raw:
        found = _relative(field, raw)
        if found.name in SEVERAL:
            raise BadValue("not_comparable")
        return found
    return parse_stored(field, raw)


def parse_stored(field: Field, raw: Any) -> Value:
    """Return the canonical value of a literal of a document: as on the wire, options also by id. Raises BadValue."""
    return field.type.parse(_named(field, raw), field)


def _named(field: Field, raw: Any) -> Any:
    """Return a literal with options by name where it gives them by id."""
    if isinstance(raw, list):
        return [_named(field, item) for item in raw]
    option = field.options.by_id.get(raw) if isinstance(raw, str) else None
    return option.name if option else raw


def _list(field: Field, raw: Any) -> Operand:
    if isinstance(raw, dict) and "relative" in raw and relatives_of(field):
        found = _relative(field, raw)
        if found.name in SEVERAL:
            return found
    if not isinstance(raw, list):
        raise BadValue("not_a_list")
    if len(raw) > LARGEST_LIST:
        raise BadValue("too_many_items", max=LARGEST_LIST)
    return [_at(str(index), _item, field, item) for index, item in enumerate(raw)]


def _item(field: Field, raw: Any) -> Operand:
    found = _one(field, raw)
    if isinstance(found, Relative) and _is_span(found, field):
        raise BadValue("not_comparable")
    return found


def _is_span(relative: Relative, field: Field) -> bool:
    return relative.name in _SPANS or (relative.name == "today" and field.type.time_unit == "microsecond")


def _between(field: Field, raw: Any) -> Operand:
    if not isinstance(raw, list) or len(raw) != 2:
        raise BadValue("not_a_pair")
    return [_at(str(index), _one, field, item) for index, item in enumerate(raw)]


def _at(part: str, read: Callable[[Field, Any], Operand], field: Field, raw: Any) -> Operand:
    try:
        return read(field, raw)
    except BadValue as bad:
        inner = f"{part}.{bad.part}" if bad.part else part
        raise BadValue(bad.code, inner, **bad.params) from None


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise BadValue("not_text")
    if not 0 < len(raw) <= 1_000:
        raise BadValue("too_long" if raw else "value_missing", max=1_000)
    return composed(raw)


def _one(field: Field, raw: Any) -> Operand:
    if isinstance(raw, dict) and "relative" in raw:
        found = _relative(field, raw)
        if found.name in SEVERAL:
            raise BadValue("not_comparable")
        return found
    return parse_scalar(field, raw)


def parse_scalar(field: Field, raw: Any) -> Value:
    """Return one canonical value that a field, or one item of a multi-value, is compared with. Raises BadValue."""
    several = field.type.shape is Shape.LINKS
    found = field.type.parse_operand(_named(field, [raw] if several else raw), field)
    if several:
        found = found[0] if found and not isinstance(raw, list) else None
    if found is None:
        raise BadValue("value_missing")
    if isinstance(found, dict | list):
        raise BadValue("not_comparable")
    return found


def _relative(field: Field, raw: dict[str, Any]) -> Relative:
    name, offset = raw.get("relative"), raw.get("offset", 0)
    known = relatives_of(field)
    if not known:
        raise BadValue("not_comparable")
    if not isinstance(name, str) or name not in known:
        raise BadValue("unknown_relative", "relative", name=printable(name), known=sorted(known))
    if not isinstance(offset, int) or isinstance(offset, bool) or abs(offset) > LARGEST_OFFSET:
        raise BadValue("not_a_number", "offset")
    unit = raw.get("unit", default_unit(name))
    if unit not in _UNITS:
        raise BadValue("not_one_of", "unit", allowed=list(_UNITS))
    for key in raw:
        if key not in ("relative", "offset", "unit"):
            raise BadValue("unknown_property", str(key)[:100])
    return Relative(name, offset, unit)


def _compared_with(other: Path, path: Path, op: Operator, raw: dict[str, Any]) -> FieldValue:
    if len(raw) != 1 or op not in _OF_FIELDS or not comparable(path.field, other.field):
        raise BadValue("not_comparable")
    return FieldValue(other)


_ALIKE = ("decimals", "entity", "precision")


def comparable(left: Field, right: Field) -> bool:
    """Whether the stored values of two fields mean the same when they are equal."""
    if left.type.shape is not Shape.COLUMNS or right.type.shape is not Shape.COLUMNS:
        return False
    if len(left.type.parts) != 1 or len(right.type.parts) != 1:
        return False
    kinds = left.type.parts[0].kind, right.type.parts[0].kind
    if kinds[0] is PartKind.OPTION or kinds[1] is PartKind.OPTION:
        return kinds[0] is kinds[1] and left.options.list_id == right.options.list_id
    if kinds[0] is kinds[1] and kinds[0] in (PartKind.TEXT, PartKind.SORTED_TEXT):
        return True
    if left.type.name != right.type.name:
        return False
    return all(left.settings.get(key) == right.settings.get(key) for key in _ALIKE)
