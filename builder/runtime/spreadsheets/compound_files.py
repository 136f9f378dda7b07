"""Reads one stream out of an OLE compound file, the container of xls (source: MS-CFB)."""

from __future__ import annotations

import struct
from collections.abc import Callable

from builder.runtime.spreadsheets.problems import refusal

HEADER = 512
DIRECTORY_ENTRY = 128
LAST_SECTOR = 0xFFFFFFFA
MINI_STREAM_BELOW = 4096


def read_stream(content: bytes, names: tuple[str, ...]) -> bytes:
    """Return the first stream with one of the names. Raises Invalid ``file_damaged`` when its chain is broken."""
    try:
        return _Container(content).stream(names)
    except (struct.error, IndexError) as error:
        raise refusal("file_damaged", reason="container") from error


class _Container:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sector_size = 1 << struct.unpack_from("<H", content, 30)[0]
        if self._sector_size not in {512, 4096}:
            raise refusal("file_damaged", reason="sector size")
        self._table = self._sector_table()
        first_directory = struct.unpack_from("<L", content, 48)[0]
        self._directory = self._chain(first_directory, self._table, self._sector)

    def stream(self, names: tuple[str, ...]) -> bytes:
        for name in names:
            for at in range(0, len(self._directory) - DIRECTORY_ENTRY + 1, DIRECTORY_ENTRY):
                if self._name(at).lower() == name.lower():
                    return self._read(at)
        raise refusal("file_damaged", reason="no workbook stream")

    def _name(self, at: int) -> str:
        length = struct.unpack_from("<H", self._directory, at + 64)[0]
        return self._directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")

    def _read(self, at: int) -> bytes:
        start, size = struct.unpack_from("<LL", self._directory, at + 116)
        if size >= MINI_STREAM_BELOW:
            return self._chain(start, self._table, self._sector)[:size]
        mini_stream = self._chain(struct.unpack_from("<L", self._directory, 116)[0], self._table, self._sector)
        first = struct.unpack_from("<L", self._content, 60)[0]
        mini_table = _numbers(self._chain(first, self._table, self._sector)) if first < LAST_SECTOR else ()
        return self._chain(start, mini_table, lambda sector: mini_stream[sector * 64 : sector * 64 + 64])[:size]

    def _sector_table(self) -> tuple[int, ...]:
        """Join the sectors that hold the chains; their list starts in the header and may go on elsewhere."""
        sectors = list(struct.unpack_from("<109L", self._content, 76))
        following = struct.unpack_from("<L", self._content, 68)[0]
        while following < LAST_SECTOR and len(sectors) * self._sector_size <= len(self._content) + 109 * 4096:
            *more, following = _numbers(self._sector(following))
            sectors += more
        return _numbers(b"".join(self._sector(sector) for sector in sectors if sector < LAST_SECTOR))

    def _sector(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector_size
        if start >= len(self._content):
            raise refusal("file_damaged", reason="sector")
        return self._content[start : start + self._sector_size]

    def _chain(self, sector: int, table: tuple[int, ...], read: Callable[[int], bytes]) -> bytes:
        pieces = []
        while sector < LAST_SECTOR:
            pieces.append(read(sector))
            if len(pieces) > len(table):
                raise refusal("file_damaged", reason="chain")
            sector = table[sector]
        return b"".join(pieces)


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}L", content[: len(content) // 4 * 4])
