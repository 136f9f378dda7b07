"""What every field type states: how a value is written on the wire, checked, stored and compared.

A field type is stateless and knows neither SQL nor any framework. It names its *shape* and its
*parts*; the storage layer alone turns those into columns.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any, ClassVar

from builder.metadata.definitions import Field
from builder.metadata.values import JsonSchema, Value


class Shape(Enum):
    """Where values live."""

    COLUMNS = "columns"
    """In the entity's own row, one column for each part."""
    ASIDE = "aside"
    """In the sibling table (long text, rich text, JSON): never walked by a scan of the rows."""
    LINKS = "links"
    """A link table (value, record) and a JSON copy in the row."""
    ROWS = "rows"
    """A child table."""


class PartKind(Enum):
    """How one part is stored: every column is a 64-bit integer or text."""

    INTEGER = "integer"
    TEXT = "text"
    SORTED_TEXT = "sorted_text"
    """Text with a stored sort key beside it (pinyin, then code point)."""
    OPTION = "option"
    """An option id, stored as a small integer code."""
    RECORD = "record"
    """The id of a record; an entity id beside it where several entities are possible."""
    USER = "user"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Part:
    """One stored part of a value; ``type`` names the field type that parses and compares it."""

    name: str
    kind: PartKind
    type: str


class Operator(StrEnum):
    """What a condition can ask of a field."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    BETWEEN = "between"
    IN = "in"
    NOT_IN = "not_in"
    BLANK = "blank"
    NOT_BLANK = "not_blank"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    ANY_OF = "any_of"
    ALL_OF = "all_of"
    NONE_OF = "none_of"


_BLANKS = frozenset({Operator.BLANK, Operator.NOT_BLANK})
EQUALITY = _BLANKS | {Operator.EQ, Operator.NE, Operator.IN, Operator.NOT_IN}
COMPARABLE = EQUALITY | {Operator.LT, Operator.LE, Operator.GT, Operator.GE, Operator.BETWEEN}
MATCHING = EQUALITY | {Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH}
"""For text that is not ordered as words are: codes, addresses of mail and web."""
TEXTUAL = COMPARABLE | MATCHING
LONG_TEXTUAL = _BLANKS | {Operator.CONTAINS, Operator.NOT_CONTAINS}
SETS = _BLANKS | {Operator.ANY_OF, Operator.ALL_OF, Operator.NONE_OF}
PRESENCE = _BLANKS


LIMITS = frozenset({"min", "max", "min_length", "max_length", "pattern", "max_count", "min_rows", "max_rows"})
"""Settings that bound what may be stored."""


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How values are written and read as text for people: import, export, titles, search."""

    locale: str = "zh-CN"
    time_zone: str = "Asia/Shanghai"
    date_order: str = "ymd"
    """ymd, dmy or mdy: how an ambiguous date is read."""
    decimal_mark: str = "."
    """"." (1,234.5) or "," (1.234,5): how numbers are read. They are written with the point."""
    taiwanese_years: bool = False
    """Whether a year of three digits is one of Taiwan: 113/1/2 is 2024-01-02."""
    names: Mapping[int, str] | None = None
    """Labels of referred records and users, by id, where the caller has them."""


class FieldType(ABC):
    """One kind of field. Stateless: ``field`` is passed wherever its settings matter."""

    name: ClassVar[str]
    shape: ClassVar[Shape] = Shape.COLUMNS
    parts: ClassVar[tuple[Part, ...]]
    operators: ClassVar[frozenset[Operator]]
    sortable: ClassVar[bool] = True
    maskable: ClassVar[bool] = True
    """Whether there is something to show of a value whose text is covered."""
    aggregates: ClassVar[frozenset[str]] = frozenset({"count"})
    """count, and for numbers sum, avg, min, max; for dates min, max."""
    can_be_searched: ClassVar[bool] = True
    """Whether values have words by which quick search could find their records."""
    can_be_unique: ClassVar[bool] = False
    widget: ClassVar[str]
    """Name of the control in ``admin_ui/src/fields``."""
    part_types: ClassVar[Mapping[str, str]] = {}
    """Part name → the type by which a condition on that part reads its values, where they are stored as another."""
    workspace_settings: ClassVar[tuple[str, ...]] = ()
    """Settings of the workspace that hold for fields which do not have them themselves."""
    time_unit: ClassVar[str] = ""
    """What a canonical value counts, for types that relative values fit: day, microsecond, second_of_day."""
    qualifier: ClassVar[str] = ""
    """Part that a literal of a condition may name beside the first: only values that have it are compared."""
    written_by_people: ClassVar[bool] = True
    """False for values that the product gives (auto_number)."""
    read_from_text: ClassVar[bool] = True
    """False for values that no text can hold (files)."""
    caseless: ClassVar[bool] = False
    """True for text that is equal to itself with letters of ASCII in the other case."""
    short: ClassVar[bool] = False
    """True for text that is never longer than what an index holds; of others it holds a beginning."""
    part_only: ClassVar[bool] = False
    """True for types that only parts of other types have; no field may be of such a type."""
    settings_schema: ClassVar[JsonSchema] = {"type": "object", "additionalProperties": False, "properties": {}}

    @abstractmethod
    def wire_schema(self, field: Field) -> JsonSchema:
        """Return the JSON Schema (2020-12) of a value on the wire, blank (null) not included."""

    @abstractmethod
    def parse(self, raw: Any, field: Field) -> Value:
        """Return the canonical value of a wire value; blank input gives None. Raises BadValue."""

    @abstractmethod
    def dump(self, value: Value, field: Field) -> Any:
        """Return the wire form of a canonical value (references as bare ids: callers add labels)."""

    def parser(self, field: Field) -> Callable[[Any], Value]:
        """Return ``parse`` for one field, with its settings looked up once: for many rows."""
        return lambda raw: self.parse(raw, field)

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        """Return ``dump`` for one field, with its settings looked up once: for many rows."""
        return lambda value: self.dump(value, field)

    def parse_operand(self, raw: Any, field: Field) -> Value:
        """Return what a condition compares the field with: limits on values do not limit questions. Raises BadValue."""
        settings = {key: kept for key, kept in field.settings.items() if key not in LIMITS}
        return self.parse(raw, replace(field, settings=settings))

    def usual_qualifier(self, field: Field) -> str:
        """Return the qualifier of literals that name none; empty for types without a ``qualifier``."""
        return ""

    def compared(self, value: Value) -> Value:
        """Return what of a value conditions and sorts look at: of several parts, the first one."""
        return value

    def warnings(self, value: Value, field: Field) -> list[str]:
        """Return codes of what is doubtful about a canonical value that was accepted all the same."""
        return []

    def doubts(self, text: str, value: Value, field: Field, how: TextFormat) -> list[str]:
        """Return codes of what is doubtful about a text that was read as a canonical value, beside its warnings."""
        return []

    def in_country(self, value: Value, field: Field, region: str) -> Value:
        """Return a canonical value, never blank, as it is to be read in a record that names a country (ISO 3166)."""
        return value

    def country_of(self, value: Value) -> str:
        """Return the country that a canonical value names, as it is written there; empty for none."""
        return ""

    def parse_text(self, text: str, field: Field, how: TextFormat) -> Value:
        """Return the canonical value of what a person wrote in a cell. Raises BadValue."""
        return self.parse(text.strip() or None, field)

    def text_parser(self, field: Field, how: TextFormat) -> Callable[[str], Value]:
        """Return ``parse_text`` for one field, with its settings looked up once: for many rows."""
        if type(self).parse_text is not FieldType.parse_text:
            return lambda text: self.parse_text(text, field, how)
        parse = self.parser(field)
        return lambda text: parse(text.strip() or None)

    def option_steps(self, text: str) -> list[str]:
        """Return the labels on the way to the option that a text names, for types that choose from a list."""
        return [text.strip()]

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        """Return a value as a person reads it, such that ``parse_text`` gives it back."""
        return "" if value is None else str(self.dump(value, field))

    def text_for(self, other: FieldType, value: Value, field: Field, how: TextFormat) -> str:
        """Return the text of a value, never blank, that a field of another type is to read instead."""
        return self.to_text(value, field, how)

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        """Return what must not occur twice among living records; None never collides."""
        return value if isinstance(value, int | str) else None

    def search_text(self, value: Value, field: Field) -> str:
        """Return the words by which quick search finds the value."""
        return value if isinstance(value, str) else ""

    def columns(self, value: Value) -> Mapping[str, int | str | None]:
        """Return part name → stored value for types with columns."""
        if len(self.parts) == 1:
            return {self.parts[0].name: value}
        return {part.name: (value or {}).get(part.name) for part in self.parts}

    def value_of(self, columns: Mapping[str, Any]) -> Value:
        """Return the canonical value of stored parts: the inverse of ``columns``."""
        if len(self.parts) == 1:
            return columns[self.parts[0].name]
        value = {part.name: columns[part.name] for part in self.parts}
        return None if all(item is None for item in value.values()) else value

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        """Yield (setting, code) for settings that the schema admits but that make no sense together."""
        return iter(())


def as_it_is(value: Value) -> Any:
    """Write a value that looks on the wire as it is kept: dumpers that return this need not be called at all."""
    return value


class FieldTypeRegistry(Mapping[str, FieldType]):
    """An immutable list of field types that refuses duplicates and names what it knows."""

    def __init__(self, types: list[FieldType]) -> None:
        self._types: dict[str, FieldType] = {}
        for field_type in types:
            if field_type.name in self._types:
                raise ValueError(f"field type listed twice: {field_type.name}")
            self._types[field_type.name] = field_type

    def __getitem__(self, name: str) -> FieldType:
        try:
            return self._types[name]
        except KeyError:
            raise KeyError(f"unknown field type {name!r}; known: {', '.join(self._types)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)
