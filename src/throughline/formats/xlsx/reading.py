"""The first sheet of a workbook as rows of text, read with care: no macro runs, no link is followed, no bomb opens."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from throughline.formats.csv.marks import without_marks

MOST_PART_BYTES = 30_000_000  # a sheet of a district's schools is far below; a file that unfolds to more is a trap
MOST_COLUMNS = 500
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class NotAWorkbook(ValueError):
    """These bytes are no workbook that can be read."""


class SheetRow(NamedTuple):
    """One row as it stands in the sheet, from 1; blank rows are counted but not kept."""

    number: int
    cells: list[str]


def is_workbook(content: bytes) -> bool:
    """This function will say whether bytes begin as a workbook does, the newer kind or the older."""
    return content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def read_first_sheet(content: bytes) -> list[SheetRow]:
    """This function will return the rows of a workbook's first sheet, each as wide as its widest row.

    A number is written as a person sees it in full, to 15 digits; a formula is the value that was saved with it.

    **Raises** `NotAWorkbook` where the bytes are of an older kind, broken, or unfold to more than any list of schools.
    """
    try:
        with ZipFile(BytesIO(content)) as book:
            shared = _shared_texts(book)
            rows = list(_rows(_tree(book, _first_sheet(book)), shared))
    except (BadZipFile, KeyError, IndexError, ValueError, NotImplementedError, ElementTree.ParseError) as error:
        raise NotAWorkbook(str(error)) from error
    for row in rows[:1]:
        row.cells[:] = map(without_marks, row.cells)
    width = max((len(row.cells) for row in rows), default=0)
    return [SheetRow(row.number, row.cells + [""] * (width - len(row.cells))) for row in rows]


def _tree(book: ZipFile, part: str) -> ElementTree.Element:
    with book.open(part) as opened:
        content = opened.read(MOST_PART_BYTES + 1)
    if len(content) > MOST_PART_BYTES:
        raise NotAWorkbook("a part of the workbook is too large")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotAWorkbook("a workbook declares no entities")
    return ElementTree.fromstring(content)  # noqa: S314 - no entity and no document type can be declared: see above


def _first_sheet(book: ZipFile) -> str:
    sheet = _tree(book, "xl/workbook.xml").findall(f"{_MAIN}sheets/{_MAIN}sheet")[0]
    links = {link.get("Id"): link.get("Target", "") for link in _tree(book, "xl/_rels/workbook.xml.rels")}
    target = links[sheet.get(f"{_LINKS}id")]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared_texts(book: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_text(one) for one in _tree(book, "xl/sharedStrings.xml").findall(f"{_MAIN}si")]


def _text(element: ElementTree.Element) -> str:
    """The words of a text, in runs or whole; how they are said aloud in another script is left out."""
    runs = [element, *element.findall(f"{_MAIN}r")]
    return "".join(part.text or "" for run in runs for part in run.findall(f"{_MAIN}t"))


def _rows(sheet: ElementTree.Element, shared: list[str]) -> Iterator[SheetRow]:
    number = 0
    for row in sheet.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        number = int(row.get("r") or number + 1)
        placed = _cells(row, shared)
        if any(text.strip() for text in placed.values()):
            yield SheetRow(number, [placed.get(at, "") for at in range(max(placed) + 1)])


def _cells(row: ElementTree.Element, shared: list[str]) -> Mapping[int, str]:
    placed: dict[int, str] = {}
    at = -1
    for cell in row.iterfind(f"{_MAIN}c"):
        found = _PLACE.fullmatch(cell.get("r") or "")
        at = _column(found[1]) if found else at + 1
        if at >= MOST_COLUMNS:
            raise NotAWorkbook("a row is wider than any list of schools")
        placed[at] = _cell_text(cell, shared)
    return placed


def _cell_text(cell: ElementTree.Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return "" if inline is None else _text(inline)
    value = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return shared[int(value)]
    if kind == "b":
        return "true" if value == "1" else "false"
    return _number(value) if kind == "n" and value else value


def _number(value: str) -> str:
    """A number is kept in binary, so 1234567.89 may stand as 1234567.8899999999; 15 digits are what people see."""
    written = format(Decimal(format(float(value), ".15g")), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1
