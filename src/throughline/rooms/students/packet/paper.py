"""A packet as a document to print: the same parts and words as the page."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.formats.pdf import Entries, Entry, Paper, Part, Text
from throughline.rooms.students.packet.queries import PacketPage
from throughline.rooms.students.record_requests.paper import statement_parts
from throughline.values.viewer import Viewer
from throughline.web.components import figures
from throughline.web.printing import paper_of


def packet_paper(viewer: Viewer, page: PacketPage, shown: Mapping[str, Any], *, at: datetime) -> Paper:
    """This function will lay a packet out for paper. `shown` is what its page shows."""
    parts, kicker = _parts(page, shown), _("Packet about a student")
    return paper_of(page.student.name, parts, kicker=kicker, by=str(viewer), at=at, lead=shown["lead"])


def _parts(page: PacketPage, shown: Mapping[str, Any]) -> Iterator[Part]:
    yield Text(f"{shown['days']}.", quiet=True)
    yield from statement_parts(shown["statements"])
    for name, rows in shown["told"]:
        entries = [Entry(row.text, by=f"{page.student.name}, {who}" if row.is_own else str(who)) for row, who in rows]
        yield Entries(name, entries)
    for name, days in page.parts:
        entries = [Entry(one.happening.title, figures.short_day(one.on), one.happening.said) for one in days]
        yield Entries(name, entries, none=_("Nothing in these days"))
    if page.n_left:
        says = ngettext(
            "%(n)s earlier entry is left out; choose fewer days.",
            "%(n)s earlier entries are left out; choose fewer days.",
            page.n_left,
        )
        yield Text(says % {"n": figures.number(page.n_left)})
