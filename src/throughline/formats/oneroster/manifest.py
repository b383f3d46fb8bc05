"""The manifest: which version a package is, and which of its files count, wholly or as changes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from throughline.formats.csv.lines import BOM, control_in
from throughline.formats.csv.marks import with_plain_headings
from throughline.formats.csv.rules import NOT_UTF8
from throughline.formats.csv.splitting import broken_quotes, split_cells
from throughline.formats.csv.tally import Tally, shown
from throughline.formats.oneroster import rules
from throughline.formats.oneroster.bundle import refusal
from throughline.formats.oneroster.catalog import EVERY_FILE, files_of

FILE: Final = "manifest.csv"
LARGEST: Final = 1 << 18
_VERSION = re.compile(r"v?(1\.[012])(?:\.\d+)?", re.ASCII | re.IGNORECASE)
_KNOWN = {"manifest.version", "oneroster.version", "source.systemName", "source.systemCode"}


class Mode(StrEnum):
    """How a file counts: not at all, as all there is, or as changes since the last time."""

    ABSENT = "absent"
    BULK = "bulk"
    DELTA = "delta"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says. `modes` has every file of the version, by its name without `.csv`."""

    version: str
    modes: Mapping[str, Mode]
    system_name: str = ""
    system_code: str = ""


def read_manifest(content: bytes, tally: Tally) -> Manifest:
    """This function will read a manifest; what is wrong with single files of it goes to `tally`.

    **Raises** `RefusedInput` where the manifest cannot be read, or its version is not 1.1 or 1.2.
    """
    rows = list(_rows(_text(content), tally))
    if not rows or [cell.strip() for cell in rows[0][1]] != ["propertyName", "value"]:
        raise refusal(rules.MANIFEST_HEADER, FILE, 1)
    said = _properties(rows[1:], tally)
    version = _version(said)
    if said.get("manifest.version", (0, "1.0"))[1] != "1.0":
        row, value = said["manifest.version"]
        tally.add(rules.MANIFEST_VERSION, FILE, row, "manifest.version", value)
    return Manifest(
        version,
        _modes(said, version, tally),
        said.get("source.systemName", (0, ""))[1],
        said.get("source.systemCode", (0, ""))[1],
    )


def _text(content: bytes) -> str:
    try:
        text = content.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        found = f"0x{error.object[error.start]:02X}"
        raise refusal(NOT_UTF8, FILE, row, byte=str(error.start + 1), found=found) from error
    if len(content) > LARGEST or control_in(text.replace("\r", "").replace("\n", "")):
        raise refusal(rules.MANIFEST_HEADER, FILE, 1)
    return with_plain_headings(text)


def _rows(text: str, tally: Tally) -> Iterator[tuple[int, list[str]]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    broken = broken_quotes(lines, ",")
    for index, line in enumerate(lines):
        if index in broken:
            tally.add(rules.MANIFEST_ROW, FILE, index + 1)
        elif line.strip(", "):
            yield index + 1, split_cells([line], ",")[0]


def _properties(rows: list[tuple[int, list[str]]], tally: Tally) -> dict[str, tuple[int, str]]:
    said: dict[str, tuple[int, str]] = {}
    for number, cells in rows:
        if len(cells) < 2 or any(cell.strip() for cell in cells[2:]):
            tally.add(rules.MANIFEST_ROW, FILE, number)
            continue
        name, value = cells[0].strip(), cells[1].strip()
        if name in said:
            tally.add(rules.MANIFEST_TWICE, FILE, number, value=name)
        elif name in _KNOWN or name.removeprefix("file.") in EVERY_FILE:
            said[name] = (number, value)
        else:
            tally.add(rules.MANIFEST_UNKNOWN, FILE, number, value=name)
    return said


def _version(said: Mapping[str, tuple[int, str]]) -> str:
    row, value = said.get("oneroster.version", (None, ""))
    match = _VERSION.fullmatch(value)
    if match and match[1] == "1.0":
        raise refusal(rules.VERSION_1_0, FILE, row)
    if not match:
        raise refusal(rules.VERSION_UNKNOWN, FILE, row, value=shown(value))
    return match[1]


def _modes(said: Mapping[str, tuple[int, str]], version: str, tally: Tally) -> dict[str, Mode]:
    modes = dict.fromkeys(files_of(version), Mode.ABSENT)
    for name in EVERY_FILE:
        row, value = said.get(f"file.{name}", (None, ""))
        if row is None:
            if name in modes:
                tally.add(rules.MANIFEST_LEFT_OUT, FILE, value=name)
        elif value not in (mode.value for mode in Mode):
            tally.add(rules.MODE_UNKNOWN, FILE, row, f"file.{name}", value)
        elif name in modes:
            modes[name] = Mode(value)
        elif value != Mode.ABSENT:
            tally.add(rules.MANIFEST_UNKNOWN, FILE, row, value=f"file.{name}")
    return modes
