"""What a link without an account can be for. Rooms register their purposes; this one knows none of their nouns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing a link lets its holder do: its words, who answers, and the duty that runs while it is answered."""

    code: str
    words: str
    answer: "Callable[[HttpRequest, OpenedLink], HttpResponse]"
    lives: timedelta
    single_use: bool
    duty: str

    @property
    def name(self) -> str:
        """The purpose in the reader's language."""
        return gettext(self.words)


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A link in force, as the room that answers it meets it: what it is for, and whom it was made for."""

    id: int
    purpose: Purpose
    noun: str
    object_id: int
    made_for: str
    expires_at: datetime

    @property
    def viewer(self) -> Viewer:
        """As whom the answer runs: the purpose's duty, under the name of whom the link was made for."""
        return Viewer(duty=self.purpose.duty, name=self.made_for)


_purposes: dict[str, Purpose] = {}


def register_purpose(
    code: str,
    words: str,
    *,
    answer: Callable[[HttpRequest, OpenedLink], HttpResponse],
    lives: timedelta = timedelta(days=14),
    single_use: bool = True,
    duty: str = "",
) -> None:
    """This function will let links be made for a purpose. Call it from `AppConfig.ready`.

    `words` say what such a link is for ("Sign an agreement") and are marked for translation by the room. `answer`
    shows the page on GET, which must change nothing, and does the thing on POST, calling `use_link` in that same
    transaction; a single use ends the link, so answer that POST with a page, not by leading back to the link. It runs
    as the duty `duty` (`link:<code>` where none is given), whose row the room adds to policy.toml: no row, no student.
    """
    _purposes[code] = Purpose(code, words, answer, lives, single_use, duty or f"link:{code}")


def find_purpose(code: str) -> Purpose | None:
    """This function will return a purpose some room registered, or None."""
    return _purposes.get(code)


def purpose_words(code: str) -> str:
    """This function will say what links of a purpose are for, in the reader's language."""
    found = _purposes.get(code)
    return found.name if found else code


def known_purposes() -> list[Purpose]:
    """This function will list every purpose, in the order in which they were registered."""
    return list(_purposes.values())


def single_use_codes() -> list[str]:
    """This function will list the purposes whose links end with their first use."""
    return [purpose.code for purpose in _purposes.values() if purpose.single_use]
