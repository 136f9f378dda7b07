"""A text file as blocks of lines, decoded as it is read, with its line ends kept."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.runtime.spreadsheets.encodings import mark_length
from builder.runtime.spreadsheets.problems import refusal

PIECE = 256 * 1024
UNDECODABLE = "\udc80"
"""Stands for bytes that do not fit the encoding until the row they belong to is known; no decoder yields it."""
REPLACEMENT = "\ufffd"
NUL = "\x00"


@dataclass(frozen=True, slots=True)
class LineBlock:
    """Some whole lines. The flags say whether any line holds a quote, or something that cells must be cleaned of."""

    lines: list[str]
    quoted: bool
    unclean: bool


def read_blocks(path: Path, encoding: str, quote: str) -> Iterator[LineBlock]:
    """Yield the lines of a file. CR, LF and CRLF end a line; other Unicode separators do not."""
    codecs.register_error("mark_undecodable", _mark_undecodable)
    decoder = codecs.getincrementaldecoder(encoding)("mark_undecodable")
    begun: list[str] = []
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(mark_length(head, encoding))
        while piece := file.read(PIECE):
            text = _decoded(decoder, piece, encoding)
            begun.append(text)
            if "\n" in text or "\r" in text:
                *lines, last = io.StringIO("".join(begun), newline="")
                begun = [last]
                if lines:
                    yield _block(lines, quote)
    begun.append(_decoded(decoder, b"", encoding, final=True))
    rest = list(io.StringIO("".join(begun), newline=""))
    if rest:
        yield _block(rest, quote)


def _decoded(decoder: codecs.IncrementalDecoder, piece: bytes, encoding: str, final: bool = False) -> str:
    """Return a piece as text. Raises Invalid ``encoding_unfit`` where the encoding cannot go on after what is wrong."""
    try:
        return decoder.decode(piece, final)
    except UnicodeError as error:
        raise refusal("encoding_unfit", encoding=encoding) from error


def _block(lines: list[str], quote: str) -> LineBlock:
    text = "".join(lines)
    return LineBlock(lines, quote in text, "'" in text or NUL in text or UNDECODABLE in text)


def _mark_undecodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNDECODABLE, error.end
