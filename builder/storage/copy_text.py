"""Rows as the text that PostgreSQL's COPY reads: a whole batch is written at once, hardly anything per cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_CELL, _ROW, _NULL = "\x1f", "\x1e", "\x1d"
"""Marks that stand for the end of a cell, of a row and for nothing, while what they would clash with is escaped."""
_ESCAPED = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"), (_NULL, "\\N"), (_CELL, "\t"), (_ROW, "\n"))
_BY_CELL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_text(rows: Sequence[Sequence[int | str | None]]) -> bytes:
    """Return rows in COPY's text format (source: PostgreSQL, COPY, "Text Format")."""
    if not rows:
        return b""
    lines = [_CELL.join([_cell(value) for value in row]) for row in rows]
    text = _ROW.join([*lines, ""])
    cells = sum(map(len, rows))
    if text.count(_ROW) != len(rows) or text.count(_CELL) != cells - len(rows) or _nulls(rows) != text.count(_NULL):
        return _by_cell(rows)
    for sign, written in _ESCAPED:
        text = text.replace(sign, written)
    return text.encode()


def _cell(value: Any) -> str:
    return value if type(value) is str else _NULL if value is None else str(value)


def _nulls(rows: Sequence[Sequence[Any]]) -> int:
    return sum(row.count(None) for row in rows)


def _by_cell(rows: Sequence[Sequence[Any]]) -> bytes:
    """Write texts that hold the marks themselves."""
    lines = (
        "\t".join("\\N" if value is None else str(value).translate(_BY_CELL) for value in row) + "\n" for row in rows
    )
    return "".join(lines).encode()
