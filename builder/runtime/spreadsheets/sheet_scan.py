"""Looks through an xlsx part for what the workbook reader passes over in silence: errors and results never stored."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping

from builder.runtime.spreadsheets.archives import unpack
from builder.runtime.spreadsheets.limits import Limits
from builder.runtime.spreadsheets.number_formats import MarkedCells, Marks
from builder.runtime.spreadsheets.problems import refusal
from builder.runtime.spreadsheets.xml_parts import attributes_of, column_index, small_part

CellFaults = dict[int, list[tuple[int, str, str]]]
"""0-based row → 0-based column, problem code and the error's text."""

SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
POSSIBLE_FAULTS = (b'"e"', b"'e'", b"<f", b":f")
"""One of these stands in every piece with an error or a formula; a plain search for them is the quickest look."""
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
FAR_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,9})(\d{1,9})[\"'][^>]*?(?<!/)>")
REFERENCE = re.compile(rb"([A-Z]{1,9})(\d{1,9})$")
VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>([^<]*)<")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
LONGEST_CELL = 64 * 2**20
WORKBOOK = re.compile(r"(?:^|/)workbook\.xml$")


def sheet_parts(archive: zipfile.ZipFile, limits: Limits) -> list[str]:
    """Return the names of the sheets' parts in the workbook's order. Raises Invalid when they do not fit together."""
    workbook = next(name for name in archive.namelist() if WORKBOOK.search(name))
    folder, name = posixpath.split(workbook)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    targets: dict[str, str] = {}
    if relations not in archive.namelist():
        raise refusal("file_damaged", part=relations)
    for found in RELATIONSHIP.findall(small_part(archive, relations, limits)):
        attributes = attributes_of(found)
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    parts = []
    for found in SHEET.findall(small_part(archive, workbook, limits)):
        attributes = attributes_of(found)
        identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        parts.append(targets.get(identity, ""))
        if len(parts) > limits.max_sheets:
            raise refusal("file_too_complex", sheets=len(parts), limit=limits.max_sheets)
    return parts


def check_parts(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack every part the workbook reader may open, except the sheets, so that none is longer than it declares."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and "/worksheets/sheet" not in name:
            for _ in unpack(archive, name, limits):
                pass


def scan_sheet(
    archive: zipfile.ZipFile, part: str, limits: Limits, styles: Mapping[str, str]
) -> tuple[CellFaults, Marks]:
    """Return the cells that hold an error or a formula without result, and those whose style says something.

    Raises Invalid ``too_many_columns``.
    """
    faults: CellFaults = defaultdict(list)
    marked = MarkedCells(styles)
    far = _far_prefix(limits.max_columns)
    for piece in _whole_cells(unpack(archive, part, limits)):
        if far.search(piece):
            _check_columns(piece, limits)
        marked.look_through(piece)
        if not any(sign in piece for sign in POSSIBLE_FAULTS):
            continue
        for attributes, content in CELL.findall(piece):
            code, text = _fault(attributes, content)
            if code:
                row, column = _address(attributes)
                faults[row].append((column, code, text))
    return faults, marked.marks


def _whole_cells(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Cut pieces behind a cell's end, so that no cell is seen in halves."""
    begun: list[bytes] = []
    held = 0
    for piece in pieces:
        end = max((piece.rfind(mark) for mark in (b"</c>", b":c>")), default=-1)
        if end < 0:
            begun.append(piece)
            held += len(piece)
            if held > LONGEST_CELL:
                raise refusal("file_too_complex", reason="cell", limit=LONGEST_CELL)
            continue
        yield b"".join((*begun, piece[: end + 4]))
        begun, held = [piece[end + 4 :]], len(piece) - end
    yield b"".join(begun)


def _fault(attributes: bytes, content: bytes) -> tuple[str, str]:
    """Return a cell's problem code and error text, or empty texts."""
    plain = attributes_of(attributes)
    value = VALUE.search(content)
    text = value[1].strip().decode("utf-8", "replace") if value else ""
    if plain.get("t") == "e":
        return "cell_error", text
    if not text and plain.get("t") != "str" and FORMULA.search(content):
        return "formula_without_value", ""
    return "", ""


def _address(attributes: bytes) -> tuple[int, int]:
    match = REFERENCE.match(attributes_of(attributes).get("r", "").encode())
    if not match:
        raise refusal("file_damaged", reason="cells without address")
    return int(match[2]) - 1, column_index(match[1])


def _far_prefix(max_columns: int) -> re.Pattern[bytes]:
    """Match addresses with enough letters to lie beyond the last column; a cheap first look."""
    letters = 1 if max_columns < 26 else 2 if max_columns < 702 else 3
    return re.compile(rb"r=[\"'][A-Z]{%d}" % letters)


def _check_columns(piece: bytes, limits: Limits) -> None:
    for letters, row in FAR_CELL.findall(piece):
        column = column_index(letters)
        if column >= limits.max_columns:
            raise refusal("too_many_columns", column=letters.decode(), row=int(row), limit=limits.max_columns)
