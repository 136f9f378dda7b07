"""What a file is, told by its first bytes; its name only helps where the bytes say no more than a container does."""

from __future__ import annotations

import mimetypes
import unicodedata
from pathlib import PurePosixPath

import filetype

LOOKED_AT = 8_192
"""Bytes at the beginning of a file that tell what it is."""
UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff"})
"""Kinds that are made anew before they are kept."""
LONGEST_NAME = 255
_OFFICE = "application/vnd.openxmlformats-officedocument."
CONTAINED = {
    "application/zip": {
        ".docx": f"{_OFFICE}wordprocessingml.document",
        ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
        ".pptx": f"{_OFFICE}presentationml.presentation",
        ".odt": "application/vnd.oasis.opendocument.text",
        ".ods": "application/vnd.oasis.opendocument.spreadsheet",
        ".odp": "application/vnd.oasis.opendocument.presentation",
    },
    "application/x-ole": {
        ".doc": "application/msword",
        ".xls": "application/vnd.ms-excel",
        ".ppt": "application/vnd.ms-powerpoint",
        ".msg": "application/vnd.ms-outlook",
    },
}
"""Kind of a container → what one whose name ends so is."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTS = frozenset({".txt", ".csv", ".md", ".log", ".json", ".xml", ".html", ".htm", ".svg", ".eml", ".ics", ".vcf"})


def kind_of(head: bytes, name: str) -> str:
    """Return the media type of a file that begins with ``head``."""
    ending = PurePosixPath(name.casefold()).suffix
    if head.startswith(_OLE):
        return CONTAINED["application/x-ole"].get(ending, UNKNOWN)
    found = filetype.guess(head)
    if found is not None:
        return CONTAINED.get(found.mime, {}).get(ending, str(found.mime))
    if ending in _TEXTS and _is_text(head):
        return mimetypes.types_map.get(ending, "text/plain")
    return "text/plain" if not ending and _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    return b"\x00" not in head


def safe_name(raw: str) -> str:
    """Return a file name to show and to save under: one line, no folders, nothing that turns its direction round."""
    last = raw.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    trimmed = shown.strip().lstrip(".") or "file"
    if len(trimmed.encode()) <= LONGEST_NAME:
        return trimmed
    ending = PurePosixPath(trimmed).suffix[:20]
    return _cut(trimmed, LONGEST_NAME - len(ending.encode())) + ending


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
