"""How the order of a meeting's list was changed: by whom, when, and which student went up or down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from throughline.rooms.audit import api as audit
from throughline.rooms.support.models import Meeting, Turn
from throughline.web.components import figures

REORDER = "reorder"
MOST_MOVES = 20


@dataclass(frozen=True, slots=True)
class Moved:
    """A student's move by one place. `name` is "" where the student is not the viewer's to see, or no longer listed."""

    at: datetime
    by: str
    name: str
    is_up: bool

    @property
    def words(self) -> str:
        """Who changed the order when, and which student went where."""
        by = _("Order changed by %(by)s on %(when)s") % {"by": self.by, "when": figures.moment(self.at)}
        if not self.name:
            return by
        moved = _("%(name)s went one up") if self.is_up else _("%(name)s went one down")
        return f"{by}: {moved % {'name': self.name}}"


def find_moves(meeting: Meeting, turns: Iterable[Turn]) -> list[Moved]:
    """This function will list the latest moves on a meeting's list, naming those of `turns`, which the viewer sees.

    Whether they may see the meeting is asked before.
    """
    names = {turn.pk: turn.student.name for turn in turns}
    acts = audit.find_acts({"meeting": [meeting.pk]}, most=MOST_MOVES, acts=[REORDER])
    return [Moved(one.at, one.by, names.get(_number(one, "turn"), ""), _is_up(one)) for one in acts]


def _is_up(act: audit.Act) -> bool:
    return _number(act, "to") < _number(act, "from")


def _number(act: audit.Act, name: str) -> int:
    return int(str(act.details[name]))
