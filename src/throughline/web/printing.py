"""A document to print as an answer: a tagged PDF that no cache keeps, made of the pieces pages are made of."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.formats.pdf import Paper, PaperNotMade, PaperTooLong, Part, Sum, Sums, write_pdf
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine
from throughline.web.downloads import as_download


def paper_of(
    title: str, parts: Iterable[Part], *, kicker: str, by: str, at: datetime, lead: str = "", is_open: bool = False
) -> Paper:
    """This function will put a document together in the language being read. Who printed it and when foots each page.

    Unless it `is_open` to everybody, each page says that it is confidential.
    """
    return Paper(
        title=title,
        language=get_language() or "en",
        lead=lead,
        foot=_("Printed by %(who)s on %(when)s") % {"who": by, "when": figures.moment(at)},
        pages=_("Page {page} of {pages}"),
        parts=list(parts),
        kicker=kicker,
        confidential="" if is_open else _("Confidential: only for those who may see it"),
        author=by,
        missing=_("A white square stands for a letter of a script for which no font is at hand."),
        at=at,
    )


def pdf_response(request: HttpRequest, paper: Paper, file_name: str, *, page_url: str) -> HttpResponse:
    """This function will answer with a document as a file to keep. `file_name` names no student.

    Where it cannot be made, it says why on the page that shows the same, at `page_url`.
    """
    try:
        content = write_pdf(paper)
    except (PaperTooLong, PaperNotMade) as error:
        messages.warning(request, f"{_(error.says)} {_(error.next_step)}")
        return redirect(page_url)
    return as_download(content, "application/pdf", f"{file_name}.pdf")


def sums_of(ledger: Ledger) -> Sums:
    """This function will lay a ledger out for paper, to the same figures."""
    return Sums(
        ledger.caption,
        (_("Line"), _("Count × rate"), ledger.amount_head or _("Amount")),
        [Sum(line.label, figures.money(line.amount_cents), _way(line), line.note) for line in ledger.lines],
        Sum(ledger.total_label, figures.money(ledger.total_cents)),
    )


def _way(line: LedgerLine) -> str:
    if line.count is None:
        return ""
    count = line.count if isinstance(line.count, str) else figures.number(line.count)
    return f"{count} × {figures.money(line.rate_cents)}"
