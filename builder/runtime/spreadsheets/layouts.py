"""Decides where a table's header is, how many columns it has and what they are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from builder.errors import Problem
from builder.runtime.spreadsheets.header_signs import find_header, second_header_row
from builder.runtime.spreadsheets.limits import Limits, ReadOptions
from builder.runtime.spreadsheets.problems import column_problem, refusal, row_problem
from builder.runtime.spreadsheets.reports import Cell, Row, cell_text, column_letter
from builder.runtime.spreadsheets.tables import MergedRange, Table

LONGEST_NAME = 200
JOINT = " / "


@dataclass(frozen=True, slots=True)
class Layout:
    """The decisions: header rows (1-based, none without header), first data row, and the unique name of each column."""

    header_rows: tuple[int, ...]
    first_data_row: int
    names: tuple[str, ...]
    problems: tuple[Problem, ...]


def decide_layout(table: Table, sample: Sequence[Row], limits: Limits, options: ReadOptions) -> Layout:
    """Return the layout from the first rows and what a person said. Raises Invalid when the two do not fit."""
    header = _header_rows(table, sample, options)
    first_data_row = header[-1].number + 1 if header else 1
    data = [row for row in sample if row.number >= first_data_row]
    width = options.column_count or _width(header, data, table.kind)
    if width > limits.max_columns:
        raise refusal("too_many_columns", columns=width, limit=limits.max_columns)
    names, problems = _name_columns(_header_texts(header, width, table.merged), width, named=bool(header))
    return Layout(tuple(row.number for row in header), first_data_row, names, problems)


def fit_row(row: Row, width: int) -> Row:
    """Return the row with exactly ``width`` cells; values beyond become the problem ``row_too_long``."""
    cells = row.cells
    if len(cells) < width:
        padding: Cell = "" if cells and isinstance(cells[0], str) else None
        return row._replace(cells=cells + [padding] * (width - len(cells)))
    filled = filled_width(cells)
    if filled <= width:
        return row._replace(cells=cells[:width])
    problem = row_problem(row.number, "row_too_long", cells=filled, columns=width)
    return Row(row.number, cells[:width], (*row.problems, problem))


def filled_width(cells: Sequence[Cell]) -> int:
    """Return how many cells there are up to the last one that is not blank."""
    width = len(cells)
    while width and cells[width - 1] in {None, ""}:
        width -= 1
    return width


def _header_rows(table: Table, sample: Sequence[Row], options: ReadOptions) -> list[Row]:
    if options.has_header is False and options.header_row is None:
        return []
    if options.header_row is None:
        first = find_header(sample, table.merged, told=options.has_header is True)
    else:
        first = next((at for at, row in enumerate(sample) if row.number == options.header_row), None)
        if first is None:
            raise refusal("header_row_invalid", row=options.header_row)
    if first is None:
        return []
    if options.header_row_count is None:
        count = 2 if second_header_row(sample, first, table.merged) else 1
    else:
        count = options.header_row_count
    return list(sample[first : first + count])


def _width(header: Sequence[Row], data: Sequence[Row], kind: str) -> int:
    """Return the columns: in workbooks all that hold a value, in text those of the header and of most rows.

    A text row that is longer than the others is a broken row; in a workbook each value has its own place.
    """
    widths = Counter(filled_width(row.cells) for row in data)
    named = max((filled_width(row.cells) for row in header), default=0)
    if not widths:
        return max(named, 1)
    if kind != "text":
        return max(named, *widths)
    lengths = Counter(len(row.cells) for row in data)
    most, count = lengths.most_common(1)[0]
    common = max(width for width in [*widths, 0] if width <= most)
    if not header:
        return max(most, 1)
    return max(named, common if count * 2 > len(data) else 0, 1)


def _header_texts(header: Sequence[Row], width: int, merged: Sequence[MergedRange]) -> list[str]:
    """Join the header rows' texts column by column, a merged cell's text standing in each column it covers."""
    if not header:
        return [""] * width
    lines = [_spread(row, width, merged) for row in header]
    if len(lines) == 2 and not merged:
        lines[0] = _carry_right(lines[0], lines[1])
    joined = []
    for parts in zip(*lines, strict=True):
        distinct = list(dict.fromkeys(part for part in parts if part))
        joined.append(JOINT.join(distinct)[:LONGEST_NAME].strip())
    return joined


def _spread(row: Row, width: int, merged: Sequence[MergedRange]) -> list[str]:
    texts = [" ".join(cell_text(cell).replace("\ufeff", "").split()) for cell in row.cells[:width]]
    texts += [""] * (width - len(texts))
    for (top, left), (bottom, right) in merged:
        if top <= row.number - 1 <= bottom and left < width and top == row.number - 1:
            texts[left : min(right + 1, width)] = [texts[left]] * (min(right + 1, width) - left)
    return texts


def _carry_right(upper: list[str], lower: list[str]) -> list[str]:
    """Give a group's name to the unnamed columns on its right that have a name below."""
    carried = list(upper)
    for at in range(1, len(carried)):
        if not carried[at] and lower[at]:
            carried[at] = carried[at - 1] if lower[at - 1] else ""
    return carried


def _name_columns(texts: Sequence[str], width: int, *, named: bool) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Make names unique: a repeated one gets a number, a missing one its column's letter."""
    names: list[str] = []
    problems: list[Problem] = []
    known = {text for text in texts if text}
    used: set[str] = set()
    for at in range(width):
        letter = column_letter(at)
        name = base = texts[at] or letter
        if named and not texts[at]:
            problems.append(column_problem(letter, "nameless_header"))
        number = 2
        while name in used or (name != texts[at] and name in known):
            name = f"{base} ({number})"
            number += 1
        if texts[at] and name != texts[at]:
            problems.append(column_problem(letter, "duplicate_header", header=texts[at], name=name))
        used.add(name)
        names.append(name)
    return tuple(names), tuple(problems)
