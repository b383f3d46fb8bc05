"""What a printed document is made of. Every text is text: no mark in it is ever obeyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a `quiet` one stands back. `language` is its own where it is not the paper's."""

    words: str
    quiet: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: the day or place it begins with, what it says, and what stands behind it."""

    words: str
    lead: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list under its heading; without entries, `none` says so."""

    heading: str
    entries: Sequence[Entry]
    none: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """One line of a table of money, in words: what it is, how it comes about, and its amount."""

    label: str
    amount: str
    way: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """A table of money that ends in its total. `heads` name its columns: what, how it comes about, and how much."""

    heading: str
    heads: tuple[str, str, str]
    lines: Sequence[Sum]
    total: Sum


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of words, its heads repeated on every page. `widths` says how wide each column is beside the others."""

    heading: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()


Part = Text | Entries | Sums | Rows


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: `foot` stands on every page, and `pages` says which page it is, with `{page}` and `{pages}` in it.

    `kicker`, what it is, and `confidential` head every page. `language` is a BCP 47 code, such as `es`, by which a
    screen reader chooses its voice. Made for `one_page`, its letters are set smaller, to four fifths, where they would
    not fit on one otherwise; what does not fit even so runs over. `missing` is said at the end where a letter of a
    script had no font. Made `at`.
    """

    title: str
    language: str
    lead: str
    foot: str
    pages: str
    parts: Sequence[Part]
    kicker: str = ""
    confidential: str = ""
    author: str = ""
    missing: str = ""
    one_page: bool = False
    at: datetime | None = None
