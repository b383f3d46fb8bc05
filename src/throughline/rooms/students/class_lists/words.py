"""Class lists in words: what one is called, how far it is, and the plain account of its balance."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.balance import Spread
from throughline.rooms.students.class_lists.queries import Board
from throughline.rooms.students.directory.words import grade_words, next_grade
from throughline.rooms.students.models import ClassList
from throughline.rooms.students.next_year import Stage
from throughline.values.school_year import SchoolYear
from throughline.web.components.pieces import Status


def list_words(row: ClassList) -> str:
    """This function will name a class list: `Grade 4, 2027-28`."""
    return f"{grade_words(next_grade(row.grade))}, {SchoolYear(row.year)}"


def stage_status(row: ClassList) -> Status:
    """This function will say how far a class list is."""
    return {
        Stage.PROPOSING.value: Status(_("Teachers propose"), "note"),
        Stage.REVISING.value: Status(_("Sent in, being revised"), "care"),
        Stage.FINAL.value: Status(_("Final"), "good"),
    }[row.stage]


def account_of(board: Board) -> str:
    """This function will say plainly how even a list is: its sizes, and what is not spread evenly."""
    sizes = board.sizes.counts
    low, high = min(sizes, default=0), max(sizes, default=0)
    words = _("Classes of %(n)s students.") if low == high else _("Classes of %(low)s to %(high)s students.")
    parts = [words % {"n": low, "low": low, "high": high}]
    off = [f"{line.words} {counts_words(line.spread)}" for line in board.lines if not line.spread.is_even]
    if off:
        parts.append(_("Less even: %(what)s.") % {"what": "; ".join(off)})
    elif board.lines:
        parts.append(_("All that you see balanced is spread as evenly as can be."))
    if board.waiting.n:
        n = board.waiting.n
        words = ngettext("%(n)s student has no class yet.", "%(n)s students have no class yet.", n)
        parts.append(words % {"n": n})
    return " ".join(parts)


def counts_words(spread: Spread) -> str:
    """This function will say how many each class holds: `3, 3, 4`."""
    return ", ".join(str(n) for n in spread.counts)
