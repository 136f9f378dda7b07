"""What reading a file may cost, and what its reader was told about it."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one reading. Sizes are bytes unless named otherwise.

    ``seconds`` bounds the child's processor time and how long it may keep its caller waiting at a stretch.
    ``max_ratio`` is unpacked to packed size, looked at from ``ratio_from`` unpacked bytes on.
    Where the platform offers no memory limit (macOS), ``memory_bytes`` has no effect; the others hold everywhere.
    """

    max_bytes: int = 512 * MEBIBYTE
    max_uncompressed: int = 1024 * MEBIBYTE
    max_ratio: int = 200
    ratio_from: int = 32 * MEBIBYTE
    max_entries: int = 10_000
    max_sheets: int = 1_000
    max_rows: int = 1_048_576
    max_text_rows: int = 5_000_000
    max_columns: int = 1_000
    max_cell_chars: int = 1_000_000
    max_row_bytes: int = 64 * MEBIBYTE
    memory_bytes: int = 1536 * MEBIBYTE
    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person decided; None leaves it to detection. A report returns them all decided.

    ``header_row`` is the 1-based row of the (first) header line and implies ``has_header``; ``header_row_count`` is
    1 or 2. ``column_count`` is the number of columns rows are cut or padded to. ``start_row`` is the 1-based row from
    which rows are yielded, to go on after a break; the header is still found above.
    """

    encoding: str | None = None
    separator: str | None = None
    quote: str | None = None
    sheet: str | None = None
    has_header: bool | None = None
    header_row: int | None = None
    header_row_count: int | None = None
    column_count: int | None = None
    start_row: int = 1
