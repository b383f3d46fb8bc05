"""Bytes to lines: whole lines by the chunk, their digests, and the text in them."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import IO, Final
from zipfile import BadZipFile

import numpy as np

from throughline.formats.csv.block import Digests

CHUNK: Final = 1 << 19
LONGEST_LINE: Final = 1 << 16
BOM: Final = b"\xef\xbb\xbf"
BROKEN: Final = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)

# The names of other formats, the same in every language.
_STARTS: Final = {
    b"PK": "zip, Excel .xlsx",
    b"\xd0\xcf\x11\xe0": "Excel .xls",
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"<?xml": "XML",
    b"<!DOC": "HTML",
    b"<html": "HTML",
    b"{": "JSON",
    b"SQLite": "SQLite",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n")
_CONTROL_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class LineTooLong(Exception):
    """A line does not end within what a row may hold."""


@dataclass
class NotUtf8(Exception):
    """A byte is not UTF-8 text: its row, its place in the file (the first byte is 1), and the byte itself."""

    row: int
    byte: int
    found: str


def known_start(head: bytes) -> str:
    """This function will name what a file is that starts so and is no CSV text; empty where it may be."""
    if head.startswith(_UTF16):
        return "UTF-16"
    return next((says for start, says in _STARTS.items() if head.startswith(start)), "")


def chunks_of_lines(source: IO[bytes], size: int = CHUNK) -> Iterator[bytes]:
    """This function will read a file in pieces that end where a line ends, in memory that does not grow.

    **Raises** `LineTooLong`, and whatever the source raises when it is broken.
    """
    rest = b""
    while piece := source.read(size):
        end = piece.rfind(b"\n") + 1
        if end:
            yield rest + piece[:end]
            rest = piece[end:]
        else:
            rest += piece
        if len(rest) > 4 * LONGEST_LINE:
            raise LineTooLong
    if rest:
        yield rest


def digests_of(lines: Sequence[bytes], salt: bytes) -> Digests:
    """This function will return a digest of each line: equal lines under equal salts have equal digests.

    **Shapes** 64-bit signed integers, as PostgreSQL's `bigint` holds them.
    """
    digest = partial(blake2b, digest_size=8, salt=salt)
    return np.frombuffer(b"".join([digest(line).digest() for line in lines]), dtype="<i8").astype(np.int64)


def has_control(raw: bytes) -> bool:
    """This function will say whether bytes hold a control character other than tab and line feed."""
    return len(raw.translate(None, _CONTROL)) != len(raw)


def control_in(text: str) -> str:
    """This function will name the first control character of a line of text, as `U+0000`, or nothing."""
    found = _CONTROL_TEXT.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def decoded(raw: Sequence[bytes], numbers: Sequence[int], chunk: bytes, n_before: int) -> list[str]:
    """This function will decode lines of a chunk that starts `n_before` bytes into the file.

    **Raises** `NotUtf8` with the row and byte at which the text is none.
    """
    try:
        return b"\n".join(raw).decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise _not_utf8(raw, numbers, chunk, n_before) from error


def _not_utf8(raw: Sequence[bytes], numbers: Sequence[int], chunk: bytes, n_before: int) -> NotUtf8:
    for line, row in zip(raw, numbers, strict=True):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            start = max(chunk.find(line), 0) + error.start
            return NotUtf8(row, n_before + start + 1, f"0x{line[error.start]:02X}")
    raise AssertionError("the lines were not UTF-8 together and are one by one")
