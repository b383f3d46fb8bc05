"""What a person asked of a table, read from the page's address and written back into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from throughline.web.tables.columns import Choice, Column

PER_PAGE = (25, 50, 100)
LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows, in which order, and which page of them. What was not understood is left at its usual value."""

    text: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    order: str = ""
    descending: bool = False
    page: int = 1
    per: int = PER_PAGE[0]

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.chosen)


@dataclass(frozen=True, slots=True)
class Address:
    """The page's own address, and how the table writes itself into it without touching what else is there."""

    path: str
    asked: QueryDict
    prefix: str = ""

    def name(self, key: str) -> str:
        """This function will return the parameter that holds `key` of this table."""
        return f"{self.prefix}{key}"

    def get(self, key: str) -> str:
        """This function will return what the address says for `key`, empty where it says nothing."""
        return str(self.asked.get(self.name(key), ""))

    def with_(self, **changes: Any) -> str:
        """This function will return the address with these of the table's keys changed; None takes one out.

        Any change but the page's own goes back to the first page.
        """
        asked = self.asked.copy()
        asked.pop(self.name("export"), None)
        if "page" not in changes:
            asked.pop(self.name("page"), None)
        for key, value in changes.items():
            asked.pop(self.name(key), None)
            if value is not None:
                asked[self.name(key)] = str(value)
        return f"{self.path}?{asked.urlencode()}" if asked else self.path

    def others(self, keys: Sequence[str]) -> list[tuple[str, str]]:
        """This function will return what the address holds beside `keys` of this table, for a form to carry along."""
        own = {self.name(key) for key in (*keys, "page", "export")}
        return [(name, value) for name, values in self.asked.lists() if name not in own for value in values]


def read_question(address: Address, columns: Sequence[Column], choices: Sequence[Choice], order: str) -> Question:
    """This function will read what the address asks, keeping only what the table offers."""
    sortable = {column.key for column in columns if column.sortable}
    asked = address.get("sort")
    sort = asked if asked.removeprefix("-") in sortable else order
    answers = ((choice.key, address.get(choice.key), {value for value, _ in choice.options}) for choice in choices)
    return Question(
        text=address.get("q").replace("\x00", "").strip()[:LONGEST_TEXT],
        chosen=tuple((key, answer) for key, answer, offered in answers if answer in offered and answer),
        order=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        page=max(1, _whole(address.get("page"), 1)),
        per=per if (per := _whole(address.get("per"), PER_PAGE[0])) in PER_PAGE else PER_PAGE[0],
    )


def address_of(request: HttpRequest, prefix: str) -> Address:
    """This function will return the address of the page being shown."""
    return Address(request.path, request.GET, prefix)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise
