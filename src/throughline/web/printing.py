"""A document to print as an answer: a tagged PDF that no cache keeps, made of the pieces pages are made of."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from throughline.formats.pdf import Paper, Sum, Sums, write_pdf
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine


def pdf_response(paper: Paper, file_name: str) -> HttpResponse:
    """This function will answer with a document as a file to keep. `file_name` names no student."""
    response = HttpResponse(write_pdf(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def page_of_pages() -> str:
    """This function will return the words for which page one reads, with `{page}` and `{pages}` to fill in."""
    return _("Page {page} of {pages}")


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
