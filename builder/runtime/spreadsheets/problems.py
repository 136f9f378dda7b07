"""The codes under which a file, a column or a row is refused or remarked on, and how to make such problems."""

from __future__ import annotations

from typing import Any

from builder.errors import Invalid, Problem

FILE_REFUSED = {
    "file_empty": "no bytes, or no cell with a value",
    "file_damaged": "broken off, inconsistent, or not what its first bytes promise",
    "file_encrypted": "needs a password",
    "import_file_too_large": "more bytes than allowed",
    "file_too_complex": "unpacks to too much, has too many parts, or declares entities",
    "file_kind_unknown": "neither a text table nor a workbook that can be read; params.kind names it where known",
    "file_is_html": "a web page saved under a spreadsheet's name",
    "sheet_unknown": "the chosen sheet does not exist or holds no cells",
    "encoding_unknown": "the chosen encoding does not exist, or is none of text files",
    "encoding_unfit": "the bytes are none of the chosen encoding at all",
    "separator_invalid": "the chosen separator or quote is not one usable character",
    "only_of_text_files": "an encoding, a separator or a quote was chosen for a workbook",
    "header_row_invalid": "the chosen header row lies outside the file",
    "too_many_rows": "more rows than allowed",
    "too_many_columns": "more columns than allowed",
    "timeout": "reading took longer than allowed",
    "memory": "reading took more memory than allowed",
}
"""Codes that end the reading: raised as Invalid with one problem."""

FILE_REMARKED = {
    "encoding_uncertain": "another encoding fits about as well, or some bytes do not fit",
    "duplicate_header": "a column's name occurred before; a number was added",
    "nameless_header": "a column has no name; its letter is used",
    "date_order_ambiguous": "no date in the column tells the day from the month",
    "sheet_hidden": "the sheet that was read is hidden",
}
"""Codes in a report: reading goes on."""

ROW_REMARKED = {
    "row_too_long": "values beyond the last column; the row's cells are cut to the columns",
    "row_too_large": "the row's text passes the limit; its cells are cut",
    "cell_too_long": "a text longer than allowed; it is cut",
    "cell_error": "an error value such as #N/A instead of a value",
    "formula_without_value": "a formula whose result was never stored",
    "unbalanced_quote": "a quote that is not closed; the line is taken as it stands",
    "quote_misplaced": "text after a closing quote; joined to the cell",
    "undecodable_text": "bytes that do not fit the encoding, shown as U+FFFD",
    "nul_character": "a NUL character, removed",
}
"""Codes on a row: its cells cannot be trusted whole, and the caller decides whether it fails."""

CODES = {**FILE_REFUSED, **FILE_REMARKED, **ROW_REMARKED}


def refusal(code: str, **params: Any) -> Invalid:
    """Return the exception that refuses the whole file."""
    return Invalid([Problem("", code, params=params)])


def column_problem(letter: str, code: str, **params: Any) -> Problem:
    """Return a remark on a column, named by its letter."""
    return Problem(f"columns.{letter}", code, params={"column": letter, **params})


def row_problem(row: int, code: str, letter: str = "", **params: Any) -> Problem:
    """Return a remark on a row (1-based, as a person counts) or on one cell of it."""
    if not letter:
        return Problem(f"rows.{row}", code, params={"row": row, **params})
    return Problem(f"rows.{row}.{letter}", code, params={"row": row, "column": letter, **params})
