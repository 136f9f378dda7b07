"""Turns the cells of a row into values of fields: joined, split, translated, parsed; looks nothing up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from builder.errors import Problem
from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PartKind, Shape, TextFormat
from builder.metadata.own_texts import problems_of_value, with_own_text
from builder.metadata.values import BadValue, Value, Values, called, composed, is_blank
from builder.runtime.imports.mapping import LIST_SEPARATORS, ColumnRule, Mapping
from builder.runtime.spreadsheets.reports import Cell, Row, cell_text

REMEMBERED = 5_000
"""Texts of a column whose values are remembered."""
LONGEST_OPTION = 100
"""Characters of an option that an import may create: what is longer is no choice but free text."""
NAMED = (PartKind.RECORD, PartKind.USER, PartKind.DEPARTMENT)


@dataclass
class Draft:
    """A row on its way to a record."""

    row: Row
    values: Values = field(default_factory=dict)
    """Canonical values by field id."""
    named: list[tuple[ColumnRule, list[list[str]]]] = field(default_factory=list)
    """Texts that name records or people and have still to be found, in each way to part them."""
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    new_options: list[tuple[ColumnRule, str]] = field(default_factory=list)


Filler = Callable[[Sequence[Cell], Draft], None]


def fillers(mapping: Mapping) -> list[Filler]:
    """Return one function for each rule, compiled once for all rows."""
    return [_filler(rule, mapping.how) for rule in mapping.rules]


def option_scouts(mapping: Mapping) -> list[Filler]:
    """Return the functions of those rules that may make options: what they find new can be told from a few cells."""
    return [_filler(rule, mapping.how) for rule in mapping.rules if rule.unknown == "create"]


def draft_of(row: Row, mapping: Mapping, compiled: Iterable[Filler]) -> Draft:
    """Return what a row says. Faults that the reading found in cells that are used fail the row."""
    draft = Draft(row)
    used = {column for rule in mapping.rules for column in rule.columns} if row.problems else set()
    draft.problems += [problem for problem in row.problems if _concerns(problem, used)]
    for fill in compiled:
        fill(row.cells, draft)
    _finish_parts(draft, mapping)
    for key, value in mapping.constants.items():
        if is_blank(draft.values.get(key)):
            draft.values[key] = value
    if mapping.countries.applies:
        _settle(draft, mapping)
    return draft


def _settle(draft: Draft, mapping: Mapping) -> None:
    """Read what depends on the country of the record; what is not doubtful any more is not warned of."""
    typed = dict(draft.values)
    mapping.countries.settle(draft.values, draft.values)
    changed = {
        rule.target.name for rule in mapping.rules if draft.values.get(rule.target.id) != typed.get(rule.target.id)
    }
    draft.warnings = [problem for problem in draft.warnings if problem.path not in changed]


def _concerns(problem: Problem, used: set[int]) -> bool:
    """Whether a fault lies in a cell that the mapping uses; faults of a whole row always count."""
    letter = problem.params.get("column")
    if not letter:
        return True
    number = 0
    for sign in letter:
        number = number * 26 + ord(sign) - 64
    return number - 1 in used


def _filler(rule: ColumnRule, how: TextFormat) -> Filler:
    text_in = _text_reader(rule, how.decimal_mark)
    kinds = {part.kind for part in rule.target.type.parts} if not rule.part else set()
    if kinds & set(NAMED):
        return _naming_filler(rule, text_in)
    if PartKind.OPTION in kinds:
        return (
            _choices_filler(rule, text_in)
            if rule.target.type.shape is Shape.LINKS
            else _choice_filler(rule, text_in, how)
        )
    return _plain_filler(rule, text_in, how)


def _text_reader(rule: ColumnRule, mark: str) -> Callable[[Sequence[Cell]], str]:
    """Return the function from cells to one trimmed, translated text, numbers of a workbook with the mapping's mark."""
    columns, join, split, translations = rule.columns, rule.join, rule.split, rule.translations
    first = columns[0]

    def one(cells: Sequence[Cell]) -> str:
        cell = cells[first]
        return composed(cell).strip() if isinstance(cell, str) else _written(cell, mark)

    def several(cells: Sequence[Cell]) -> str:
        return join.join(text for at in columns if (text := composed(_written(cells[at], mark)).strip()))

    read = one if len(columns) == 1 else several
    if split is None and not translations:
        return read

    def changed(cells: Sequence[Cell]) -> str:
        text = read(cells)
        if split is not None:
            pieces = text.split(split[0])
            text = pieces[split[1]].strip() if -len(pieces) <= split[1] < len(pieces) else ""
        meaning = translations.get(called(text), text) if text else text
        return meaning or ""

    return changed


def _written(cell: Cell, mark: str) -> str:
    text = cell_text(cell)
    return text.replace(".", mark) if mark != "." and isinstance(cell, float) else text


def _plain_filler(rule: ColumnRule, text_in: Callable[[Sequence[Cell]], str], how: TextFormat) -> Filler:
    target = rule.target.part(rule.part) if rule.part else rule.target
    key, part = rule.target.id, rule.part
    parse, warnings, doubts = _remembering(target, how), target.type.warnings, target.type.doubts

    def fill(cells: Sequence[Cell], draft: Draft) -> None:
        text = text_in(cells)
        if not text:
            return
        try:
            value = parse(text)
        except BadValue as bad:
            draft.problems += _problems_in(rule, bad, text)
            return
        if part:
            draft.values.setdefault(key, {})[part] = value
            return
        draft.values[key] = value
        for code in [*warnings(value, target), *doubts(text, value, target, how)]:
            draft.warnings.append(problem_of(rule, code, text))

    return fill


def _problems_in(rule: ColumnRule, bad: BadValue, text: str) -> Iterator[Problem]:
    """Yield why a cell was not understood; of rows of a sub-table with the row and column that are meant."""
    columns = {inner.name: inner.label for inner in rule.target.fields}
    for problem in problems_of_value(bad, rule.target.name, rule.target):
        found = problem_of(rule, problem.code, text, **problem.params)
        steps = problem.path.split(".")
        if columns and len(steps) > 1 and steps[1].isdigit():
            place = {"table_row": int(steps[1]) + 1, "table_column": columns.get("".join(steps[2:3]))}
            found = replace(found, params={**problem.params, "column": rule.letters, **place})
        yield replace(found, path=problem.path, message=problem.message)


def _remembering(target: Field, how: TextFormat) -> Callable[[str], Value]:
    """Return the parser of a column, which remembers what its commonest texts mean: most columns repeat themselves."""
    parse = target.type.text_parser(target, how)
    if target.type.shape is not Shape.COLUMNS or len(target.type.parts) > 1:
        return parse
    known: dict[str, Value] = {}

    def remembered(text: str) -> Value:
        value = known.get(text)
        if value is None:
            value = parse(text)
            if len(known) < REMEMBERED:
                known[text] = value
        return value

    return remembered


def _naming_filler(rule: ColumnRule, text_in: Callable[[Sequence[Cell]], str]) -> Filler:
    several = rule.target.type.shape is Shape.LINKS

    def fill(cells: Sequence[Cell], draft: Draft) -> None:
        text = text_in(cells)
        if text:
            draft.named.append((rule, ways_to_part(text, rule) if several else [[text]]))

    return fill


def _choice_filler(rule: ColumnRule, text_in: Callable[[Sequence[Cell]], str], how: TextFormat) -> Filler:
    target, parse = rule.target, _remembering(rule.target, how)

    def fill(cells: Sequence[Cell], draft: Draft) -> None:
        text = text_in(cells)
        if not text:
            return
        try:
            draft.values[target.id] = parse(text)
        except BadValue as bad:
            _not_one_option(rule, text, bad.code, draft)

    return fill


def _choices_filler(rule: ColumnRule, text_in: Callable[[Sequence[Cell]], str]) -> Filler:
    found_by = rule.target.options.by_label

    def known(text: str) -> bool:
        return called(text) in found_by

    def fill(cells: Sequence[Cell], draft: Draft) -> None:
        text = text_in(cells)
        if not text:
            return
        chosen: list[Value] = []
        for piece in likeliest(ways_to_part(text, rule), known):
            options = found_by.get(called(piece), [])
            if len(options) == 1:
                chosen.append(options[0].id)
            else:
                _not_one_option(rule, piece, "ambiguous_option" if options else "unknown_option", draft)
        if chosen:
            draft.values[rule.target.id] = list(dict.fromkeys(chosen))

    return fill


def _not_one_option(rule: ColumnRule, text: str, code: str, draft: Draft) -> None:
    if rule.unknown == "create" and code == "unknown_option":
        if max(map(len, rule.target.type.option_steps(text)), default=0) > LONGEST_OPTION:
            draft.problems.append(problem_of(rule, "too_long", text, max=LONGEST_OPTION))
        else:
            draft.new_options.append((rule, text))
    elif rule.unknown == "blank":
        draft.warnings.append(problem_of(rule, code, text))
    else:
        draft.problems.append(problem_of(rule, code, text))


def ways_to_part(text: str, rule: ColumnRule) -> list[list[str]]:
    """Return the ways to take a cell for several values, each translated: parted by each separator it holds, or whole.

    The first way is the one to report when none of them is made of known values alone.
    """
    if rule.separator:
        return [_translated(text.split(rule.separator), rule)]
    return [
        *(_translated(text.split(sign), rule) for sign in LIST_SEPARATORS if sign in text),
        _translated([text], rule),
    ]


def _translated(pieces: Iterable[str], rule: ColumnRule) -> list[str]:
    found = (rule.translations.get(called(piece), piece.strip()) for piece in pieces)
    return [piece for piece in found if piece]


def likeliest(ways: Sequence[list[str]], known: Callable[[str], object]) -> list[str]:
    """Return the whole text when it is known, else the first way whose pieces all are, else the first way."""
    return next((way for way in (ways[-1], *ways) if way and all(map(known, way))), ways[0])


def _finish_parts(draft: Draft, mapping: Mapping) -> None:
    """Check values made of parts as a whole: a range whose end lies before its start is a problem."""
    for rule in mapping.rules:
        if not rule.part or rule.target.id not in draft.values:
            continue
        target = rule.target
        try:
            draft.values[target.id] = _whole(target, draft.values[target.id])
        except BadValue as bad:
            draft.problems.append(with_own_text(problem_of(rule, bad.code, "", **bad.params), target.message))
            del draft.values[target.id]


def _whole(target: Field, parts: Any) -> Value:
    return target.type.parse(target.type.dump(parts, target), target)


def problem_of(rule: ColumnRule, code: str, text: str, **params: Any) -> Problem:
    """Return a problem at a field, with the column and the text a person will look for."""
    return Problem(rule.target.name, code, params={**params, "column": rule.letters, "value": text[:100]})
