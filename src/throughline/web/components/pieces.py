"""The values a room hands to a component."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["good", "care", "stop", "note", "quiet"]


@dataclass(frozen=True, slots=True)
class Status:
    """How something stands: always a word, and a shape that goes with its kind."""

    word: str
    kind: Kind = "quiet"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as named in a list: their name, what to know beside it, where their page is."""

    name: str
    detail: str = ""
    url: str = ""

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A circumstance of a student, with the class of record it belongs to (who may know of it)."""

    label: str
    record_class: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of the same thing, each with its own address."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One knot on the thread: done, now or ahead. `quoted` are somebody's own words, in the `language` they wrote."""

    title: str
    state: Literal["done", "now", "ahead"] = "ahead"
    when: str = ""
    text: str = ""
    url: str = ""
    quoted: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of arithmetic: count x rate = amount. `url` leads to who or what is counted; `note` says why.

    `count` is a number, or a decimal already in words. A line without a count is a plain amount.
    A subtotal is shown in weight.
    """

    label: str
    amount_cents: int
    count: int | str | None = None
    rate_cents: int | None = None
    url: str = ""
    note: str = ""
    subtotal: bool = False

    @property
    def counted_in_words(self) -> bool:
        return isinstance(self.count, str)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Arithmetic as a short ledger, ending in its total. `count_head` names what is counted ("Students")."""

    caption: str
    lines: Sequence[LedgerLine]
    total_label: str
    total_cents: int
    count_head: str = ""
    rate_head: str = ""
    amount_head: str = ""

    @property
    def counted(self) -> bool:
        """Whether any line says how many of what; else the columns for it are left out."""
        return bool(self.count_head) or any(line.count is not None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long task has come.

    `total` is None while it is not known how much there is. `poll_url` is the address of a page that holds this same
    progress (usually the page itself); `follow_url` is where to go by itself once it is done. `key` is unique in the
    page. A cancel button is shown while it runs and `cancel_url` (a POST) is given.
    """

    label: str
    done: int = 0
    total: int | None = None
    says: str = ""
    state: Literal["waiting", "running", "done", "stopped", "failed"] = "running"
    key: str = "progress"
    poll_url: str = ""
    follow_url: str = ""
    cancel_url: str = ""

    @property
    def moving(self) -> bool:
        return self.state in ("waiting", "running")

    @property
    def percent(self) -> int | None:
        if self.state == "done":
            return 100
        if self.total is None:
            return None
        return min(100, self.done * 100 // self.total) if self.total else 0
