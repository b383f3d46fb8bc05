"""One step of setting a year up, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from throughline.rooms.funding.years.queries import YearFacts
from throughline.web.components.pieces import Link, Status

DONE, PARTLY, MISSING, OPTIONAL = "done", "partly", "missing", "optional"


@dataclass(frozen=True, slots=True)
class SetUpStep:
    """One step: where it stands, what is there, what is missing with its consequence, and one way on."""

    key: str
    title: str
    state: str
    there: Sequence[str] = ()
    missing: Sequence[str] = ()
    link: Link | None = None
    is_next: bool = False

    @property
    def status(self) -> Status:
        return {
            DONE: Status(pgettext("step of a year", "Ready"), "good"),
            PARTLY: Status(pgettext("step of a year", "Look at this"), "care"),
            MISSING: Status(pgettext("step of a year", "Missing"), "care"),
            OPTIONAL: Status(pgettext("step of a year", "If you want it"), "quiet"),
        }[self.state]

    @property
    def knot(self) -> str:
        """How the thread draws it."""
        return "done" if self.state == DONE else "now" if self.is_next else "ahead"


def link_of(facts: YearFacts, write: tuple[str, str], read: tuple[str, str]) -> Link:
    """This function will lead where one goes who may write, and who may only look."""
    label, url = write if facts.may_write else read
    return Link(label, url)
