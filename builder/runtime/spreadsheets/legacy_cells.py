"""Looks through an xls workbook for passwords and error cells, which its reader passes over (source: MS-XLS)."""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterator

from builder.runtime.spreadsheets.problems import refusal
from builder.runtime.spreadsheets.sheet_scan import CellFaults

FILE_PASS, BOUND_SHEET, BEGIN, END, FORMULA, BOOLEAN_OR_ERROR = 0x2F, 0x85, 0x809, 0x0A, 0x06, 0x205
ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
POSSIBLE_FAULT = re.compile(rb"\x05\x02\x08\x00.{7}\x01|\x02.[\s\S].{3}\xff\xff", re.DOTALL)


def refuse_encrypted(stream: bytes) -> None:
    """Raise Invalid ``file_encrypted`` when a password record stands among the first records."""
    for at, (kind, _) in enumerate(_records(stream, 0)):
        if kind == FILE_PASS:
            raise refusal("file_encrypted")
        if at > 50:
            return


def scan_legacy_sheet(stream: bytes, sheet: int) -> CellFaults:
    """Return the error cells of the workbook's sheet with this 0-based place."""
    faults: CellFaults = defaultdict(list)
    starts = [struct.unpack_from("<L", body)[0] for kind, body in _records(stream, 0) if kind == BOUND_SHEET]
    if sheet >= len(starts) or not POSSIBLE_FAULT.search(stream, starts[sheet]):
        return faults
    for kind, body in _records(stream, starts[sheet]):
        error = _error_of(kind, body)
        if error is not None:
            row, column = struct.unpack_from("<HH", body)
            faults[row].append((column, "cell_error", ERROR_TEXTS.get(error, "#?")))
    return faults


def _error_of(kind: int, body: bytes) -> int | None:
    """Return the error's number when the record is a cell that holds one."""
    if kind == BOOLEAN_OR_ERROR and len(body) >= 8 and body[7] == 1:
        return body[6]
    if kind == FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
        return body[8]
    return None


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of the records of one substream, charts embedded in it included."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 0:
            return
        at += 4 + length
