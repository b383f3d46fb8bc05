"""Who looked at a student, as a document to print: what its letter shows, in the same words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from throughline.formats.pdf import Entries, Entry, Paper, Part, Rows, Text
from throughline.rooms.students.households import not_told_here
from throughline.rooms.students.looks.queries import WhoLooked
from throughline.rooms.students.models import Emergency
from throughline.rooms.students.record_requests.paper import statement_parts
from throughline.values.viewer import Viewer
from throughline.web.components import figures
from throughline.web.printing import paper_of


def who_looked_paper(viewer: Viewer, shown: Mapping[str, Any]) -> Paper:
    """This function will lay out for paper who looked at a student. `shown` is what the letter shows."""
    page, at = shown["page"], shown["on"]
    title, lead = _("Who looked at this record"), _lead(page, at)
    return paper_of(title, _parts(shown), kicker=page.student.name, by=str(viewer), at=at, lead=lead)


def _lead(page: WhoLooked, at: datetime) -> str:
    says = _("As it stood on %(day)s. Looks by the family and the student are not listed.")
    return f"{page.student.name}. {says % {'day': figures.day(at)}}"


def _parts(shown: Mapping[str, Any]) -> Iterator[Part]:
    page: WhoLooked = shown["page"]
    if not page.is_told:
        yield Text(not_told_here())
    yield from statement_parts(shown["statements"])
    if page.emergencies:
        yield Entries(_("Opened in an emergency"), [_emergency(one) for one in page.emergencies])
    if shown["looks"]:
        heads = [column.label for column in shown["heads"]]
        rows = [[figures.moment(at), *(str(cell) for cell in cells)] for at, cells in shown["looks"]]
        yield Rows(_("Each look"), heads, rows, widths=[4, 4, 5, 5, 6])
    elif page.is_told:
        yield Text(_("Nobody but the family and the student has opened anything of this record."))
    yield Text(_("If you wonder about a look, ask the school or the district. You have the right to an answer."))


def _emergency(one: Emergency) -> Entry:
    words = [f"{one.user.name}.", _("The reason they gave: “%(reason)s”") % {"reason": one.reason}]
    if one.upheld:
        words += [_("The district reviewed it and found it justified:"), one.review]
    elif one.reviewed_at:
        words += [_("The district reviewed it and found it not justified:"), one.review]
    else:
        words.append(_("The district reviews it by %(day)s.") % {"day": figures.day(one.due_on)})
    return Entry(" ".join(words), lead=figures.moment(one.opened_at))
