"""A packet as a document to print: the same parts and words as the page."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from throughline.formats.pdf import Entries, Entry, Paper, Part, Text
from throughline.rooms.students.packet.queries import PacketPage
from throughline.web.components import figures
from throughline.web.printing import page_of_pages


def packet_paper(page: PacketPage, shown: Mapping[str, Any]) -> Paper:
    """This function will lay a packet out for paper. `shown` is what its page shows."""
    return Paper(
        title=page.student.name,
        language=get_language() or "en",
        lead=shown["lead"],
        foot=shown["printed"],
        pages=page_of_pages(),
        parts=list(_parts(page, shown)),
        kicker=_("Packet"),
    )


def _parts(page: PacketPage, shown: Mapping[str, Any]) -> Iterator[Part]:
    yield Text(f"{shown['days']}.", quiet=True)
    for part, row in shown["statements"]:
        placed = {"who": row.statement_by, "day": figures.day(row.statement_on)}
        by = _("Placed by %(who)s on %(day)s. It goes wherever this part of the record goes.") % placed
        yield Entries(_("A statement about: %(part)s") % {"part": part}, [Entry(row.statement, by=by)])
    for name, rows in shown["told"]:
        entries = [Entry(row.text, by=f"{page.student.name}, {who}" if row.is_own else str(who)) for row, who in rows]
        yield Entries(name, entries)
    for name, days in page.parts:
        entries = [Entry(one.happening.title, figures.short_day(one.on), one.happening.text) for one in days]
        yield Entries(name, entries, none=_("Nothing in these days"))
    if page.n_left:
        says = ngettext(
            "%(n)s earlier entry is left out; choose fewer days.",
            "%(n)s earlier entries are left out; choose fewer days.",
            page.n_left,
        )
        yield Text(says % {"n": figures.number(page.n_left)})
