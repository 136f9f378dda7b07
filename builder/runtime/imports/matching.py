"""Finds what the texts of a file name: records by title, id or field, people, departments, and the records of keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from builder.errors import Problem
from builder.metadata.conditions import Any_, Compare, Condition, Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity, UniqueKey
from builder.metadata.field_types.base import Operator, PartKind, Shape
from builder.metadata.query import LARGEST_PAGE, Query
from builder.metadata.rights import Access
from builder.metadata.values import BadValue, Value, composed
from builder.runtime.imports.columns import Draft, likeliest, problem_of
from builder.runtime.imports.mapping import ColumnRule, Key
from builder.runtime.spreadsheets.reports import cell_text
from builder.runtime.work import Work
from builder.storage import external_refs, lookups
from builder.storage.query.by_ids import read_by_ids
from builder.storage.query.pages import read_page
from builder.storage.record_codec import unique_text_of

CHUNK = 200
"""Texts looked up with one query, so that their matches fit one page."""
LONGEST_KEPT = 200
"""Characters of a key in another system."""
Found = Mapping[str, list[Value]]
"""Text → what it names: ids, or ``{"value": id, "entity": entity id}`` for a reference to one of several entities."""


def match_named(work: Work, drafts: Iterable[Draft]) -> None:
    """Put the ids of named records and people into the drafts; what is unknown or ambiguous is a problem.

    Only records the principal may view are found: a foreign one is as unknown as none.
    """
    wanted: dict[int, tuple[ColumnRule, set[str]]] = {}
    uses: list[tuple[Draft, ColumnRule, list[list[str]]]] = []
    for draft in drafts:
        for rule, ways in draft.named:
            wanted.setdefault(rule.at, (rule, set()))[1].update(text for way in ways for text in way)
            uses.append((draft, rule, ways))
    found = {at: _find(work, rule, texts) for at, (rule, texts) in wanted.items()}
    for draft, rule, ways in uses:
        _fill(draft, rule, likeliest(ways, found[rule.at].get), found[rule.at])


def _fill(draft: Draft, rule: ColumnRule, texts: list[str], found: Found) -> None:
    chosen: list[Value] = []
    for text in texts:
        ids = found.get(text, [])
        if len(ids) == 1:
            chosen.append(ids[0])
            continue
        problem = problem_of(rule, "ambiguous_match" if ids else "no_match", text, count=len(ids))
        (draft.warnings if rule.unmatched == "blank" else draft.problems).append(problem)
    if not chosen:
        return
    target = rule.target
    if target.type.shape is Shape.LINKS:
        draft.values[target.id] = list(dict.fromkeys(chosen))
    else:
        draft.values[target.id] = chosen[0]


def _find(work: Work, rule: ColumnRule, texts: set[str]) -> Found:
    kinds = {part.kind for part in rule.target.type.parts}
    if PartKind.USER in kinds:
        return external_refs.people_called(work.conn, work.space, texts)
    if PartKind.DEPARTMENT in kinds:
        return external_refs.departments_called(work.conn, work.space, texts)
    several = len(rule.target.type.parts) > 1
    found: dict[str, list[Value]] = defaultdict(list)
    for entity in _targets(work, rule.target):
        for text, ids in _find_records(work, entity, rule.match, texts).items():
            found[text] += [{"value": record, "entity": entity.id} for record in ids] if several else ids
    return found


def _targets(work: Work, target: Field) -> list[Entity]:
    """Return the entities of which a reference can name records, as far as the principal may view them."""
    named = target.settings.get("entity")
    keys = [named] if named else target.settings.get("entities", ())
    found = (work.model.entities.get(key) for key in keys)
    return [entity for entity in found if entity is not None and work.rights.on(entity.id).may("view")]


def match_problems(work: Work, rules: Iterable[ColumnRule]) -> list[Problem]:
    """Return where a mapping names a field to match by that no record could be found by."""
    return [
        Problem(f"columns.{rule.at}.match", "unknown_field", params={"name": rule.match})
        for rule in rules
        if rule.match not in ("", "title", "key", "id")
        and (targets := _targets(work, rule.target))
        and not any(_fields_to_match(work, entity, rule.match) for entity in targets)
    ]


def _find_records(work: Work, entity: Entity, match: str, texts: set[str]) -> Mapping[str, list[int]]:
    if match == "id":
        return _by_id(work, entity, texts)
    found = records_called(work, entity, _fields_to_match(work, entity, match), texts)
    return _with_kept_keys(work, entity, texts, found) if match == "key" else found


def _with_kept_keys(
    work: Work, entity: Entity, texts: set[str], found: Mapping[str, list[int]]
) -> Mapping[str, list[int]]:
    """Return what was found, and the living records in sight that have a text as their key in another system."""
    kept = {text: _kept_key(text) for text in texts}
    known = external_refs.records_of_any(work.conn, work.space, entity.id, set(kept.values()))
    numbers = sorted({record for records in known.values() for record in records})
    seen = {row.id for row in read_by_ids(work.conn, work.asker, entity, numbers, ())}
    return {
        text: list(dict.fromkeys([*found.get(text, ()), *(one for one in known.get(key, ()) if one in seen)]))
        for text, key in kept.items()
    }


def _kept_key(text: str) -> str:
    return composed(text).strip()[:LONGEST_KEPT]


def _by_id(work: Work, entity: Entity, texts: set[str]) -> Mapping[str, list[int]]:
    numbers = {text: int(text) for text in texts if text.isdecimal() and len(text) < 17}
    item = entity.by_name["id"]
    found = records_called(work, entity, [item], set(numbers))
    return {text: found.get(text, []) for text in texts}


def _fields_to_match(work: Work, entity: Entity, match: str) -> list[Field]:
    """Return the field that the mapping names, else the title fields and unique fields, as far as they may be read."""
    rights = work.rights.on(entity.id)
    if match and match not in ("title", "key"):
        named = entity.find(match)
        fields = [named] if named else []
    else:
        keys = [item for key in entity.unique_keys if len(key.fields) == 1 for item in key.fields]
        fields = list(entity.title) if match == "title" else keys if match == "key" else [*entity.title, *keys]
    return [
        item
        for item in dict.fromkeys(fields)
        if rights.access(item.id) not in (Access.HIDDEN, Access.MASKED) and Operator.IN in item.type.operators
    ]


def records_called(work: Work, entity: Entity, fields: Sequence[Field], texts: set[str]) -> Mapping[str, list[int]]:
    """Return text → ids of the living records in sight one of whose fields holds exactly that."""
    found: dict[str, list[int]] = defaultdict(list)
    paths = [Path((), entity, item) for item in fields]
    ordered = sorted(texts)
    for start in range(0, len(ordered), CHUNK):
        asked = [_values_of(item, ordered[start : start + CHUNK]) for item in fields]
        where: list[Condition] = [
            Compare(path, Operator.IN, list(values)) for path, values in zip(paths, asked, strict=True) if values
        ]
        if not where:
            continue
        query = Query(entity, tuple(paths), where=Any_(tuple(where)), limit=LARGEST_PAGE)
        for row in read_page(work.conn, work.asker, query).rows:
            for item, values in zip(fields, asked, strict=True):
                stored = row.id if item.name == "id" else row.values.get(item.id)
                for text in values.get(stored, ()):
                    if row.id not in found[text]:
                        found[text].append(row.id)
    return found


def _values_of(item: Field, texts: Iterable[str]) -> dict[Value, list[str]]:
    """Return canonical value → texts that mean it, of the texts that can be a value of the field."""
    values: dict[Value, list[str]] = {}
    for text in texts:
        raw = int(text) if item.name == "id" and text.isdecimal() else text
        try:
            values.setdefault(item.type.parse(raw, item), []).append(text)
        except BadValue:
            continue
    return values


def existing(work: Work, entity: Entity, key: Key, drafts: Sequence[Draft]) -> dict[int, list[int]]:
    """Return index of a draft → ids of the records that its key finds; drafts without a key value are left out."""
    if key.field is None:
        keys = {index: text for index, draft in enumerate(drafts) if (text := key_text(key, draft))}
        known = external_refs.records_of(work.conn, work.space, key.source, entity.id, set(keys.values()))
        return {index: [known[text]] if text in known else [] for index, text in keys.items()}
    item = key.field
    if key.unique is not None and key.unique.id in work.catalog.layouts[entity.id].unique_columns:
        return _holders(work, entity, key.unique, drafts)
    values = {
        index: draft.values[item.id] for index, draft in enumerate(drafts) if draft.values.get(item.id) is not None
    }
    texts = {str(item.type.dump(value, item)): value for value in values.values()}
    found = records_called(work, entity, [item], set(texts))
    return {index: found.get(str(item.type.dump(value, item)), []) for index, value in values.items()}


def _holders(work: Work, entity: Entity, unique: UniqueKey, drafts: Sequence[Draft]) -> dict[int, list[int]]:
    """Return index of a draft → the record in sight that has its value, as far as the value may occur only once."""
    text_of = unique_text_of(unique)
    texts = {index: text for index, draft in enumerate(drafts) if (text := text_of(draft.values)) is not None}
    column = work.catalog.layouts[entity.id].unique_columns[unique.id]
    known = lookups.taken(work.conn, work.catalog, entity, column, set(texts.values()))
    seen = {row.id for row in read_by_ids(work.conn, work.asker, entity, sorted(known.values()), ())}
    return {index: [known[text]] if known.get(text) in seen else [] for index, text in texts.items()}


def key_text(key: Key, draft: Draft) -> str:
    """Return what identifies the row within its file; empty without a key."""
    if key.unique is not None:
        return unique_text_of(key.unique)(draft.values) or ""
    if key.field is None:
        return _kept_key(cell_text(draft.row.cells[key.column]))
    value = draft.values.get(key.field.id)
    return "" if value is None else str(value)
