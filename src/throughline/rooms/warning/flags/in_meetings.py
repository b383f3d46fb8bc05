"""What early warning brings to meetings: a student's open flag with its reasons, and the list of open flags."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import api as students
from throughline.rooms.support import api as support
from throughline.rooms.warning import access
from throughline.rooms.warning.flags.queries import shown_flags
from throughline.rooms.warning.flags.showing import flag_words
from throughline.rooms.warning.flags.tiers import find_tiers, reasons_sentence, tier_words
from throughline.rooms.warning.models import Flag
from throughline.values.viewer import Viewer
from throughline.web.components.figures import short_day

FLAGS = "flags"
MOST = 100


def find_turn_parts(viewer: Viewer, student: students.Student) -> Iterator[support.TurnPart]:
    """This function will show in a meeting the tiers suggested for a student, and their open flag with its reasons.

    Only reasons that are the viewer's to see are there.
    """
    if not students.reaches_student(viewer, student, access.CLASS):
        return
    tiers = find_tiers(viewer, student)
    if tiers.overall:
        yield support.TurnPart(
            _("Tiers suggested for a review"),
            (*(f"{label}: {tier}" for label, tier in tier_words(tiers)), reasons_sentence(tiers)),
            classes=frozenset({access.CLASS, *tiers.classes}),
        )
    flags = access.get_flags_for(viewer, of=student).filter(cleared_at=None).select_related("rules", "owner")
    for one in shown_flags(viewer, flags.order_by("-raised_on", "-pk")[:1]):
        words, flag = flag_words(one), one.flag
        asked = {"name": flag.owner.name if flag.owner else "", "day": short_day(flag.due_on)}
        if flag.owner:
            answer = _("%(name)s answers it by %(day)s.") % asked
        else:
            answer = _("Nobody has taken it yet; an answer is due by %(day)s.") % asked
        yield support.TurnPart(
            _("A flag is open"),
            (*(words.reasons or [_("The reasons are not for your role to see.")]), answer),
            reverse("warning:student", args=[student.pk]),
            _("See how the student stands"),
            words.level,
            frozenset({access.CLASS, *(reason.record_class for reason in one.reasons)}),
        )


def find_flagged(viewer: Viewer, asked: str, _text: str) -> support.Listed:
    """This function will list the students with open flags, as the list of flags is narrowed, those due first."""
    rows = access.get_flags_for(viewer).filter(cleared_at=None)
    rows = rows.filter(student__in=students.get_students_for(viewer).filter(ended_at=None))
    rows = _narrowed(viewer, rows, QueryDict(asked.replace("\x00", "")))
    ids = list(rows.order_by("due_on", "pk").values_list("student", flat=True)[:MOST])
    return support.Listed(ids, rows.count())


def register() -> None:
    """This function will let meetings show flags, and begin from the list of them."""
    support.register_turn_parts(find_turn_parts)
    support.register_list(support.StudentList(FLAGS, find_flagged, says=lambda: _("All with an open flag")))


def _narrowed(viewer: Viewer, rows: QuerySet[Flag], asked: QueryDict) -> QuerySet[Flag]:
    whose, school, level = (asked.get(name, "") for name in ("whose", "school", "level"))
    if whose == "mine":
        rows = rows.filter(owner=viewer.user_id or 0)
    elif whose == "nobody":
        rows = rows.filter(owner=None)
    elif whose == "others":
        rows = rows.exclude(owner=None).exclude(owner=viewer.user_id or 0)
    if asked.get("due") == "overdue":
        rows = rows.filter(due_on__lt=accounts.today())
    if _is_whole(school):
        rows = rows.filter(student__home_school=int(school))
    return rows.filter(level=int(level)) if _is_whole(level) else rows


def _is_whole(answer: str) -> bool:
    return answer.isascii() and answer.isdecimal() and len(answer) < 10
