"""Planning of layouts: which columns, codes and unique columns a model needs beyond what is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from builder.metadata.definitions import Field, OptionList
from builder.metadata.entity import Entity
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import Part, PartKind, Shape
from builder.metadata.field_types.decimals import DecimalField
from builder.metadata.model import Model
from builder.storage.driver_errors import UNIQUE_COLUMN
from builder.storage.layout import EntityLayout, FieldLayout, generation_suffix, life_in_rows
from builder.storage.space import NAME_PATTERN

MOST_SCALARS = 200
MOST_COLUMNS = 400
"""Scalar fields, and columns made for fields, in a main row; later ones live aside. A row of PostgreSQL holds 8 160
bytes, of which a text takes up to 18 even where the text itself stands elsewhere."""
CODE_STEP = 10
"""Between the codes of neighbouring options, so that one put between them keeps codes in option order."""


def plan_layout(_model: Model, entity: Entity, old: EntityLayout | None) -> EntityLayout:
    """Return the layout that serves an entity, an extension of the old one. Indexes are planned apart.

    Pure: the same model and old layout give the same layout, and nothing of the old one is lost.
    """
    before = old or EntityLayout(entity.id)
    planner = _Planner(before)
    unique, generations = _unique_columns(entity, before)
    planned: dict[str, FieldLayout] = {
        key: kept if kept.state == "emptying" else replace(kept, state="retired")
        for key, kept in before.fields.items()
        if key not in entity.by_id
    }
    for item in entity.fields:
        if item.type.parts or item.type.shape is not Shape.COLUMNS:
            planned[item.id] = planner.place(item)
    return EntityLayout(
        entity.id,
        planned,
        _codes(entity, before.codes),
        unique,
        generations,
        before.indexes,
    )


def stamped(old: EntityLayout, planned: EntityLayout, revision: int) -> EntityLayout:
    """Return the layout with the revision noted at each field whose stored values mean something else from now on."""
    fields = {key: _stamped(old.fields.get(key), place, revision) for key, place in planned.fields.items()}
    return replace(planned, fields=fields)


def _stamped(old: FieldLayout | None, new: FieldLayout, revision: int) -> FieldLayout:
    if old is None:
        return new
    since = revision if old.generation != new.generation else new.since
    rows = life_in_rows(old)
    if new.place != "rows" or rows is None:
        return replace(new, since=since)
    inner = {
        key: replace(_stamped(rows.fields.get(key), one, revision), gaps=_gaps(rows.fields.get(key), one, revision))
        for key, one in new.fields.items()
    }
    return replace(new, since=since, fields=inner)


def _gaps(old: FieldLayout | None, new: FieldLayout, revision: int) -> tuple[tuple[int, int | None], ...]:
    """Return when a column of a sub-table was hidden: a gap begins when it goes, and ends when it comes back."""
    if old is None or old.state == new.state:
        return new.gaps
    if new.state == "retired":
        return (*old.gaps, (revision, None))
    return tuple((start, revision if end is None else end) for start, end in old.gaps)


def _unique_columns(entity: Entity, before: EntityLayout) -> tuple[dict[str, str], dict[str, int]]:
    """Return key → column: a fresh one where a field of the key has another type, since old texts may mislead."""
    columns, generations = dict[str, str](), dict(before.unique_generations)
    for key in entity.unique_keys:
        forms = [(before.fields[item.id].form, form_of(item)) for item in key.fields if item.id in before.fields]
        if key.id in before.unique_columns and all(old == new for old, new in forms):
            columns[key.id] = before.unique_columns[key.id]
            continue
        generations[key.id] = generations.get(key.id, 0) + 1
        columns[key.id] = checked(UNIQUE_COLUMN + key.id + generation_suffix(generations[key.id]))
    return columns, generations


class _Planner:
    """Places fields one after another, counting what the main row holds already."""

    def __init__(self, before: EntityLayout) -> None:
        self._before = before
        inside = [kept for kept in before.fields.values() if kept.place in ("main", "links", "gone")]
        self._scalars = sum(kept.place == "main" for kept in inside)
        self._columns = sum(len(kept.columns) + bool(kept.sort_key) for kept in inside)

    def place(self, item: Field) -> FieldLayout:
        """Return the layout of a field: the one it has, or a new one."""
        kept, form = self._before.fields.get(item.id), form_of(item)
        if kept is not None and kept.form == form:
            return replace(kept, state="ready", fields=self._inner(item, kept))
        generation = 1 if kept is None else kept.generation + 1
        former = kept if kept is not None and kept.place != "gone" else None
        made = replace(self._new(item, generation, form), former=former)
        if made.place in ("main", "links"):
            self._scalars += made.place == "main"
            self._columns += len(made.columns) + bool(made.sort_key)
        return made

    def _new(self, item: Field, generation: int, form: str) -> FieldLayout:
        suffix = generation_suffix(generation)
        match item.type.shape:
            case Shape.ROWS:
                fields = self._inner(item, self._before.fields.get(item.id))
                return FieldLayout("rows", form=form, generation=generation, fields=fields)
            case Shape.LINKS:
                return FieldLayout("links", {"value": checked(item.id + suffix)}, form=form, generation=generation)
            case Shape.ASIDE:
                return FieldLayout("aside", form=form, generation=generation)
        if self._scalars >= MOST_SCALARS or self._columns >= MOST_COLUMNS:
            return FieldLayout("aside", form=form, generation=generation)
        sort_key = None
        if len(item.type.parts) == 1 and item.type.parts[0].kind is PartKind.SORTED_TEXT:
            sort_key = checked(f"{item.id}{suffix}__sort")
        return FieldLayout("main", _columns(item, suffix), sort_key, form=form, generation=generation)

    def _inner(self, item: Field, kept: FieldLayout | None) -> dict[str, FieldLayout]:
        """Return the layouts of the fields of a sub-table; several values of one of them are one JSON text.

        A field that becomes a sub-table again has its rows again, and so has each column what it held.
        """
        rows = life_in_rows(kept)
        old = rows.fields if rows is not None else {}
        mine = {inner.id for inner in item.fields}
        found = {key: replace(gone, state="retired") for key, gone in old.items() if key not in mine}
        for inner in item.fields:
            before, form = old.get(inner.id), form_of(inner)
            if before is not None and before.form == form:
                found[inner.id] = replace(before, state="ready")
                continue
            generation = 1 if before is None else before.generation + 1
            suffix = generation_suffix(generation)
            columns, gaps = _columns(inner, suffix), before.gaps if before is not None else ()
            found[inner.id] = FieldLayout("main", columns, None, "ready", form, generation, former=before, gaps=gaps)
        return found


def _columns(item: Field, suffix: str) -> dict[str, str]:
    if item.type.shape is not Shape.COLUMNS or len(item.type.parts) == 1:
        name = item.type.parts[0].name if item.type.parts else "value"
        return {name: checked(item.id + suffix)}
    return {part.name: checked(f"{item.id}{suffix}__{part.name}") for part in item.type.parts}


def form_of(item: Field) -> str:
    """Return what the stored values of a field mean: kinds, types and scales of its parts, whose ids and codes."""
    kinds = ",".join(_meaning(item, part) for part in item.type.parts)
    return f"{item.type.shape.value}({kinds})"


def _meaning(item: Field, part: Part) -> str:
    words = [part.name, part.kind.value, part.type]
    scale = scale_of(item, part)
    if scale is not None:
        words.append(str(scale))
    elif part.kind is PartKind.OPTION:
        words.append(item.options.list_id)
    elif part.kind is PartKind.RECORD and "entity" in item.settings:
        words.append(str(item.settings["entity"]))
    return ":".join(words)


def scale_of(item: Field, part: Part) -> int | None:
    """Return how many decimals the stored integers of a part carry; None where there is no such thing."""
    kind = FIELD_TYPES[part.type]
    return kind.decimals(item) if isinstance(kind, DecimalField) else None


def _codes(entity: Entity, old: Mapping[str, Mapping[str, int]]) -> dict[str, Mapping[str, int]]:
    codes = dict(old)
    for options in _option_lists(entity):
        codes[options.list_id] = _extended(options, codes.get(options.list_id, {}))
    return codes


def _option_lists(entity: Entity) -> Iterator[OptionList]:
    for item in (*entity.fields, *entity.system_fields):
        for one in (item, *item.fields):
            if one.options.list_id and any(part.kind is PartKind.OPTION for part in one.type.parts):
                yield one.options


def _extended(options: OptionList, old: Mapping[str, int]) -> dict[str, int]:
    """Give new options a code between those of their neighbours where there is room, else one at the end."""
    codes, used = dict(old), set(old.values())
    following: dict[str, int] = {}
    ahead: int | None = None
    for option in reversed(options.options):
        if option.id in old:
            ahead = old[option.id]
        elif ahead is not None:
            following[option.id] = ahead
    last = 0
    for option in options:
        if option.id not in codes:
            code = max(used, default=0) + CODE_STEP
            if option.id in following:
                between = (last + following[option.id]) // 2
                code = between if last < between < following[option.id] and between not in used else code
            codes[option.id] = code
            used.add(code)
        last = codes[option.id]
    return codes


def checked(name: str) -> str:
    """Return a column name made from ids. Raises ValueError for anything else."""
    if not NAME_PATTERN.fullmatch(name):
        raise ValueError(f"no physical name: {name!r}")
    return name
