"""Tells by its first bytes what kind of file this is, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from builder.runtime.spreadsheets.archives import open_archive
from builder.runtime.spreadsheets.encodings import wide_encoding
from builder.runtime.spreadsheets.limits import Limits
from builder.runtime.spreadsheets.problems import refusal

HEAD = 4096
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHER_KINDS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"PAR1", "parquet"),
    (b"{\\rtf", "rtf"),
)
ARCHIVE_KINDS = (
    ("xl/workbook.bin", "xlsb"),
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("Index/Document.iwa", "numbers"),
)
HTML = re.compile(rb"<(?:!doctype\s+html|html|table|body|meta|head|style|div|script)\b", re.IGNORECASE)
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ALLOWED_CONTROLS = frozenset(b"\t\n\x0b\x0c\r\x00\x01\x1a\x1b\x1c\x1d\x1e\x1f")


def kind_of(path: Path, limits: Limits) -> str:
    """Return text, xlsx, xls or ods. Raises Invalid for everything else, for damaged and for encrypted files."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_kind(path, limits)
    if head.startswith(COMPOUND_FILE):
        return _compound_kind(path)
    for start, kind in OTHER_KINDS:
        if head.startswith(start) and not _reads_as_text(head, start):
            raise refusal("file_kind_unknown", kind=kind)
    _refuse_markup(head)
    if _is_binary(head):
        raise refusal("file_kind_unknown", kind="binary")
    return "text"


def _reads_as_text(head: bytes, start: bytes) -> bool:
    """Return whether a two-letter mark such as BM or MZ is only the beginning of a text."""
    return len(start) == 2 and start.isalpha() and not _is_binary(head) and b"\x00" not in head


def _refuse_markup(head: bytes) -> None:
    start = head.removeprefix(BYTE_ORDER_MARK).lstrip()
    if head[:2] in WIDE_MARKS:
        start = head.replace(b"\x00", b"")[2:].lstrip()
    if HTML.match(start) or start.startswith((b"MIME-Version:", b"<!--")):
        raise refusal("file_is_html")
    if start.startswith(b"<?xml"):
        if re.search(rb"<html\b", start, re.IGNORECASE):
            raise refusal("file_is_html")
        raise refusal("file_kind_unknown", kind="xml")


def _is_binary(head: bytes) -> bool:
    """Return whether many bytes are control characters that no text table has (NUL is judged with the encoding)."""
    if head[:2] in WIDE_MARKS or wide_encoding(head):
        return False
    controls = sum(byte < 32 and byte not in ALLOWED_CONTROLS for byte in head)
    return controls * 20 > len(head)


def _archive_kind(path: Path, limits: Limits) -> str:
    with open_archive(path, limits) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names or any(name.endswith("/workbook.xml") for name in names):
            return "xlsx"
        if _is_open_document(archive, names):
            return "ods"
    for name, kind in ARCHIVE_KINDS:
        if name in names:
            raise refusal("file_kind_unknown", kind=kind)
    raise refusal("file_kind_unknown", kind="zip")


def _is_open_document(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if not {"mimetype", "content.xml"} <= names:
        return False
    with archive.open("mimetype") as part:
        if b"opendocument.spreadsheet" not in part.read(200):
            return False
    if "META-INF/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as part:
            if b"encryption-data" in part.read(HEAD * 64):
                raise refusal("file_encrypted")
    return True


def _compound_kind(path: Path) -> str:
    """Tell an xls from an encrypted xlsx and from other old Office files by the names in the container's directory."""
    content = path.read_bytes()
    if _utf16("EncryptedPackage") in content:
        raise refusal("file_encrypted")
    if _utf16("Workbook") in content or _utf16("Book") in content:
        return "xls"
    if _utf16("WordDocument") in content:
        raise refusal("file_kind_unknown", kind="doc")
    raise refusal("file_damaged" if len(content) % 512 else "file_kind_unknown", kind="compound")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"
