"""One page that explains a school's budget, made to be printed."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.budgets import queries, words
from throughline.rooms.funding.budgets.ledgers import ledger_of
from throughline.rooms.funding.explanations.paper import explanation_paper
from throughline.rooms.funding.explanations.queries import Cause, explanation
from throughline.rooms.funding.prior.words import school_sentence
from throughline.web.components import figures
from throughline.web.components.pieces import Ledger, LedgerLine
from throughline.web.printing import pdf_response


@require_safe
def explain_budget(request: HttpRequest, number: int, school_id: int) -> HttpResponse:
    """Show one school's budget in plain words, with why it changed."""
    return render(request, "explanations/page.html", _read(request, number, school_id))


@require_safe
def keep_explanation(request: HttpRequest, number: int, school_id: int) -> HttpResponse:
    """Give the same page as a tagged PDF, in the language it is read in."""
    viewer, shown = accounts.viewer_of(request), _read(request, number, school_id)
    printed = _("Printed by %(who)s on %(when)s") % {"who": str(viewer), "when": figures.moment(timezone.now())}
    name = slugify(shown["found"].page.name) or "school"
    return pdf_response(explanation_paper(shown, printed), f"{name}-run-{number}")


def _read(request: HttpRequest, number: int, school_id: int) -> dict[str, Any]:
    viewer = accounts.viewer_of(request)
    found = explanation(viewer, queries.get_run_for(viewer, number), school_id)
    back = reverse("funding:school_budget", args=[number, school_id])
    total = _("Change since run %(number)s") % {"number": found.before_number} if found.before_number else ""
    return {
        "found": found,
        "ledger": ledger_of(found.page),
        "lead": " ".join(filter(None, (words.school_sentence(found.page), words.change_sentence(found.page)))),
        "beside": [school_sentence(one.found.schools[0], one.side) for one in found.page.compared],
        "why": _ledger(_("Why it changed"), found.causes, total, found.change_cents) if found.causes else None,
        "lines": _ledger(_("The change, line by line"), found.lines, total, found.change_cents) if total else None,
        "crumbs": [(_("School budgets"), reverse("funding:run", args=[number])), (found.page.name, back)],
    }


def _ledger(caption: str, causes: Sequence[Cause], total: str, cents: int) -> Ledger:
    return Ledger(
        caption=caption,
        lines=[LedgerLine(cause.says, cause.cents) for cause in causes],
        total_label=total,
        total_cents=cents,
    )
