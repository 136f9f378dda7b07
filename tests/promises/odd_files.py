"""Files that people and attackers upload: broken, locked, explosive, or merely untidy."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def workbook(rows: list[list[object]], merged: str = "") -> bytes:
    """Return a workbook of one sheet; ``merged`` are cells joined into one."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if merged:
            sheet.merge_range(merged, rows[0][0])
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """Return a workbook one of whose parts is replaced."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook([["a", "b"], [1, 2]]))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return out.getvalue()


def sheet_xml(rows: str, before: str = "") -> bytes:
    """Return a sheet of raw rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def formula_only() -> bytes:
    """Return a sheet whose values are formulas that were never computed."""
    cell = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'
    head = f'<row r="1">{cell.format("A1", "name")}{cell.format("B1", "value")}</row>'
    line = f'<row r="2">{cell.format("A2", "Ann")}<c r="B2"><f>SUM(1,2)</f></c></row>'
    return with_part(SHEET, sheet_xml(head + line))


def bomb() -> bytes:
    """Return a workbook that unpacks to far more than it is."""
    return with_part(SHEET, sheet_xml(" " * (64 << 20)))


def entity_bomb() -> bytes:
    """Return a workbook whose XML grows when it is read."""
    steps = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' for at in range(9))
    kind = f'<!DOCTYPE w [<!ENTITY e0 "ha">{steps}]>'
    return with_part(SHEET, sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row>', kind))


def encrypted() -> bytes:
    """Return what a spreadsheet program writes for a workbook with a password: a compound file of two streams."""
    header = bytearray(b"\xff" * 512)
    header[0:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[8:24] = bytes(16)
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    header[34:44] = bytes(10)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, END, 0, END, 0, 0)
    table = struct.pack("<128I", FAT, END, *[FREE] * 126)
    names = [("Root Entry", 5, 1), ("EncryptionInfo", 2, FREE), ("EncryptedPackage", 2, FREE)]
    return bytes(header) + table + b"".join(_entry(*one) for one in names) + bytes(128)


def _entry(name: str, kind: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    sibling = 2 if name == "EncryptionInfo" else FREE
    head = text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text) + 2, kind, 1, FREE, sibling, child)
    return head + bytes(36) + struct.pack("<IQ", END, 0)


def locked_zip() -> bytes:
    """Return a workbook whose parts are marked as encrypted."""
    content = bytearray(workbook([["a"], [1]]))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(sign, at + 4)
    return bytes(content)


def broken_off() -> bytes:
    """Return the first half of a workbook."""
    whole = workbook([["a", "b"], *[[at, at] for at in range(500)]])
    return whole[: len(whole) // 2]


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "no bytes": (b"", "a.csv", "file_empty"),
    "blank lines": (b"\n\n  \n", "a.csv", "file_empty"),
    "workbook without cells": (workbook([]), "a.xlsx", "file_empty"),
    "broken off": (broken_off(), "a.xlsx", "file_damaged"),
    "garbled": (workbook([["a"], [1]]).replace(b"sheet1", b"sheetX"), "a.xlsx", "file_damaged"),
    "broken XML": (with_part(SHEET, b"<worksheet><sheetData><row><c>"), "a.xlsx", "file_damaged"),
    "only a signature": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.xls", "file_damaged"),
    "with a password": (encrypted(), "a.xlsx", "file_encrypted"),
    "locked parts": (locked_zip(), "a.xlsx", "file_encrypted"),
    "bomb": (bomb(), "a.xlsx", "file_too_complex"),
    "bomb of entities": (entity_bomb(), "a.xlsx", "file_too_complex"),
    "web page": (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "a.xls", "file_is_html"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "a.csv", "file_kind_unknown"),
    "PDF": (b"%PDF-1.7\n" + bytes(100), "a.csv", "file_kind_unknown"),
    "other archive": (b"PK\x05\x06" + bytes(18), "a.xlsx", "file_kind_unknown"),
    "too many columns": ((",".join(map(str, range(1_500))) + "\n").encode() * 3, "a.csv", "too_many_columns"),
}
"""Name → content, file name and the code under which the file is refused."""
