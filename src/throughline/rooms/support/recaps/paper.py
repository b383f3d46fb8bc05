"""The recap of a meeting as a document to print: what its page shows, in the same words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.formats.pdf import Entries, Entry, Paper, Part, Text
from throughline.rooms.support.recaps.queries import RecapPage
from throughline.values.viewer import Viewer
from throughline.web.components import figures
from throughline.web.printing import paper_of


def recap_paper(viewer: Viewer, shown: Mapping[str, Any], *, at: datetime) -> Paper:
    """This function will lay a recap out for paper. `shown` is what its page shows."""
    meeting = shown["meeting"]
    parts, kicker = _parts(shown), _("The recap of a meeting")
    return paper_of(meeting.title, parts, kicker=kicker, by=str(viewer), at=at, lead=shown["sentence"])


def _parts(shown: Mapping[str, Any]) -> Iterator[Part]:
    page: RecapPage = shown["page"]
    meeting = page.meeting
    when = " · ".join((shown["kind"], figures.day(meeting.on), meeting.school.name, shown["state"].word))
    yield Text(when, quiet=True)
    yield Text(f"{_('Took part:')} {', '.join(page.members)}")
    for one, clock, decisions in shown["spoken"]:
        decided = [_decision(row, status) for row, status in decisions]
        said = [Entry(text.text, by=text.author.name) for text in one.said]
        name = f"{one.student.name} · {clock}" if clock else one.student.name
        yield Entries(name, [*(decided or [Entry(_("Nothing was decided."))]), *said])
    if not shown["spoken"]:
        yield Text(_("Nobody was spoken of yet."))
    if page.not_reached:
        yield Entries(_("Not reached"), [Entry(turn.student.name) for turn in page.not_reached])
    if page.n_hidden:
        says = ngettext(
            "%(n)s more student on the list is not yours to see.",
            "%(n)s more students on the list are not yours to see.",
            page.n_hidden,
        )
        yield Text(says % {"n": page.n_hidden}, quiet=True)
    if page.moves:
        yield Entries(_("How the order was changed"), [Entry(move.words) for move in page.moves])


def _decision(row: Any, status: Any) -> Entry:
    """What was decided, who does it and by when; and what became of it, where that is known."""
    is_told = row.done_at or status.kind == "stop"
    owned = f"{row.owner.name}, {figures.day(row.due_on)}"
    return Entry(row.text, by=" · ".join(filter(None, (owned, status.word if is_told else "", row.outcome))))
