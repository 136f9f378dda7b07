"""Opens zip containers only when their directory promises a bearable size, and unpacks no more than was promised."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from builder.runtime.spreadsheets.limits import Limits
from builder.runtime.spreadsheets.problems import refusal

END_RECORD = b"PK\x05\x06"
END_RECORD_64 = b"PK\x06\x06"
END_TAIL = 65_536 + 22 + 76
BYTES_PER_ENTRY = 400
"""A generous directory entry; a longer directory is refused before it is read into memory."""
PIECE = 2**20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def open_archive(path: Path, limits: Limits) -> zipfile.ZipFile:
    """Open a container whose declared sizes keep the limits. Raises Invalid otherwise, or when it is damaged."""
    _check_directory_size(path, limits)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError) as error:
        raise refusal("file_damaged", reason=type(error).__name__) from error
    _check_entries(archive.infolist(), limits)
    return archive


def unpack(archive: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[bytes]:
    """Yield a part in pieces. Raises Invalid when it is longer than declared, damaged, or declares entities."""
    entry = archive.getinfo(name)
    declared, entry.file_size = entry.file_size, limits.max_uncompressed
    size = 0
    tail = b""
    try:
        with archive.open(entry) as part:
            while piece := part.read(PIECE):
                size += len(piece)
                if size > declared:
                    raise refusal("file_too_complex", part=name, declared=declared)
                if any(mark in tail + piece for mark in DECLARATIONS):
                    raise refusal("file_too_complex", part=name, reason="declaration")
                tail = piece[-10:]
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise refusal("file_damaged", part=name) from error
    finally:
        entry.file_size = declared


def _check_directory_size(path: Path, limits: Limits) -> None:
    """Look at the end record alone: zipfile would read a directory of any length into objects."""
    with path.open("rb") as file:
        length = file.seek(0, 2)
        file.seek(max(0, length - END_TAIL))
        tail = file.read()
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) < at + 22:
        raise refusal("file_damaged", reason="directory")
    size = struct.unpack_from("<L", tail, at + 12)[0]
    wide = tail.rfind(END_RECORD_64)
    if wide >= 0 and len(tail) >= wide + 48:
        size = max(size if size < 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, wide + 40)[0])
    if size > limits.max_entries * BYTES_PER_ENTRY:
        raise refusal("file_too_complex", directory=size, limit=limits.max_entries)


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.max_entries:
        raise refusal("file_too_complex", entries=len(entries), limit=limits.max_entries)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refusal("file_encrypted")
    if len({entry.filename for entry in entries}) < len(entries):
        raise refusal("file_damaged", reason="repeated parts")
    if any(entry.compress_type not in METHODS for entry in entries):
        raise refusal("file_damaged", reason="compression")
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.max_uncompressed:
        raise refusal("file_too_complex", size=unpacked, limit=limits.max_uncompressed)
    if unpacked > limits.ratio_from and unpacked > packed * limits.max_ratio:
        raise refusal("file_too_complex", ratio=unpacked // max(packed, 1), limit=limits.max_ratio)
