"""Opens a text file as a table: encoding, separator, quote and line ends found or taken as told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from builder.errors import Problem
from builder.runtime.spreadsheets.encodings import EncodingGuess, check_encoding, guess_encoding, mark_length
from builder.runtime.spreadsheets.limits import Limits, ReadOptions
from builder.runtime.spreadsheets.problems import refusal
from builder.runtime.spreadsheets.reports import Row
from builder.runtime.spreadsheets.separators import SAMPLE_LINES, find_quote, find_separator, stated_separator
from builder.runtime.spreadsheets.tables import SAMPLED_ROWS, Table
from builder.runtime.spreadsheets.text_lines import read_blocks
from builder.runtime.spreadsheets.text_records import RecordReader

PIECE = 2**20
SAMPLE_CHARS = 200_000
LINE_ENDINGS = ("\r\n", "\n", "\r")


def open_text(path: Path, limits: Limits, options: ReadOptions) -> Table:
    """Return the file's one table. Raises Invalid when an option names no encoding, no usable separator or a sheet."""
    if options.sheet is not None:
        raise refusal("sheet_unknown", sheet=options.sheet)
    encoding, marked = _choose_encoding(path, options)
    lines = _first_lines(path, encoding.name)
    stated = stated_separator(lines[0]) if lines else None
    body = lines[1:] if stated else lines
    quote = options.quote or find_quote(body)
    separator = options.separator or stated or find_separator(body, quote)
    if len(separator) != 1 or len(quote) != 1 or separator == quote or separator in "\r\n":
        raise refusal("separator_invalid", separator=separator, quote=quote)

    def rows() -> Iterator[Row]:
        blocks = read_blocks(path, encoding.name, quote)
        records = iter(RecordReader(blocks, separator, quote, limits.max_cell_chars))
        return (row for row in records if row.number > 1) if stated else records

    return Table(
        kind="text",
        rows=rows,
        row_count=lambda sampled, last: _count_rows(path, sampled, last, rows, limits),
        max_rows=limits.max_text_rows,
        problems=_encoding_problems(encoding),
        encoding=encoding.name,
        byte_order_mark=marked,
        separator=separator,
        quote=quote,
        line_ending=_line_ending(lines),
    )


def _choose_encoding(path: Path, options: ReadOptions) -> tuple[EncodingGuess, bool]:
    """Return the told or the found encoding, and whether the file starts with its byte order mark."""
    told = options.encoding
    encoding = EncodingGuess(check_encoding(told)) if told else guess_encoding(path)
    with path.open("rb") as file:
        return encoding, mark_length(file.read(4), encoding.name) > 0


def _encoding_problems(encoding: EncodingGuess) -> tuple[Problem, ...]:
    if encoding.certain:
        return ()
    return (Problem("", "encoding_uncertain", params={"encoding": encoding.name, "others": list(encoding.others)}),)


def _first_lines(path: Path, encoding: str) -> list[str]:
    """Return lines from the start, no more than a sample's worth; a huge first line is cut."""
    lines: list[str] = []
    room = SAMPLE_CHARS
    for block in read_blocks(path, encoding, '"'):
        for line in islice(block.lines, SAMPLE_LINES - len(lines)):
            lines.append(line[:room])
            room -= len(line)
            if room <= 0:
                return lines
        if len(lines) >= SAMPLE_LINES:
            break
    return lines


def _line_ending(lines: list[str]) -> str | None:
    """Return the commonest line end of the sample."""
    counts = dict.fromkeys(LINE_ENDINGS, 0)
    for line in lines:
        ending = next((ending for ending in LINE_ENDINGS if line.endswith(ending)), None)
        if ending:
            counts[ending] += 1
    best = max(LINE_ENDINGS, key=lambda ending: counts[ending])
    return best if counts[best] else None


def _count_rows(
    path: Path, sampled: int, last: int, rows: Callable[[], Iterator[Row]], limits: Limits
) -> tuple[int, bool]:
    """Estimate the rows from the file's line breaks; count them one by one where that is near or beyond the limit."""
    if sampled < SAMPLED_ROWS:
        return sampled, True
    estimate = max(last, _count_line_breaks(path))
    if estimate <= limits.max_text_rows:
        return estimate, False
    count = 0
    for row in rows():
        count += 1
        if row.number > limits.max_text_rows:
            raise refusal("too_many_rows", limit=limits.max_text_rows)
    return count, True


def _count_line_breaks(path: Path) -> int:
    """Count LF, or CR in files that have no LF; in UTF-16 a few other characters hold such a byte too."""
    feeds, returns = 0, 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            feeds += piece.count(b"\n")
            returns += piece.count(b"\r")
    return feeds or returns
