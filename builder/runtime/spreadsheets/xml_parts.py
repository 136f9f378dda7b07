"""Small things to read the XML of spreadsheets by, without building its tree."""

from __future__ import annotations

import html
import re
import zipfile

from builder.runtime.spreadsheets.archives import unpack
from builder.runtime.spreadsheets.limits import Limits
from builder.runtime.spreadsheets.problems import refusal

ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
SMALL_PART = 8 * 2**20


def column_index(letters: bytes) -> int:
    """Return the 0-based column of a spreadsheet's letters."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def small_part(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """Return a part that is read whole. Raises Invalid ``file_too_complex`` for one of more than 8 MiB."""
    if archive.getinfo(name).file_size > SMALL_PART:
        raise refusal("file_too_complex", part=name, limit=SMALL_PART)
    return b"".join(unpack(archive, name, limits))


def attributes_of(found: bytes) -> dict[str, str]:
    """Return the attributes of a tag."""
    return {
        key.decode(): html.unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in ATTRIBUTE.findall(found)
    }
