"""One page that explains a school's budget, made to be printed."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.budgets import queries, words
from throughline.rooms.funding.budgets.guaranteed import charge_sentence, paid_sentence, school_ledger
from throughline.rooms.funding.budgets.ledgers import ledger_of
from throughline.rooms.funding.budgets.reading import own_day_sentences
from throughline.rooms.funding.explanations.paper import explanation_paper, worked_paper
from throughline.rooms.funding.explanations.queries import Cause, explanation
from throughline.rooms.funding.prior.by_source import SchoolSources
from throughline.rooms.funding.prior.words import school_sentence
from throughline.rooms.funding.revenues.drawn import school_ledgers
from throughline.web.components.pieces import Ledger, LedgerLine
from throughline.web.printing import pdf_response


@require_safe
def explain_budget(request: HttpRequest, number: int, school_id: int) -> HttpResponse:
    """Show one school's budget in plain words, with why it changed."""
    shown = _read(request, number, school_id) | {"languages": _languages()}
    return render(request, "explanations/page.html", shown)


@require_safe
def keep_explanation(request: HttpRequest, number: int, school_id: int) -> HttpResponse:
    """Give the same as a tagged PDF, in the language asked for, or else in the one it is read in.

    It is one page; with `?with=steps` it is as many as it takes to work every step out.
    """
    viewer, language = accounts.viewer_of(request), request.GET.get("in", "")
    is_worked = request.GET.get("with") == "steps"
    with translation.override(language if language in dict(settings.LANGUAGES) else get_language()):
        shown = _read(request, number, school_id)
        paper = (worked_paper if is_worked else explanation_paper)(viewer, shown, at=timezone.now())
    name = f"{slugify(shown['found'].page.name) or 'school'}-run-{number}-{paper.language}{'-steps' * is_worked}"
    page_url = reverse("funding:explained_budget", args=[number, school_id])
    return pdf_response(request, paper, name, page_url=page_url)


def _languages() -> list[tuple[str, str]]:
    """Each language by its own name, the one being read first."""
    codes = sorted(dict(settings.LANGUAGES), key=lambda code: code != get_language())
    return [(code, get_language_info(code)["name_local"]) for code in codes]


def _read(request: HttpRequest, number: int, school_id: int) -> dict[str, Any]:
    viewer = accounts.viewer_of(request)
    found = explanation(viewer, queries.get_run_for(viewer, number), school_id)
    back = reverse("funding:school_budget", args=[number, school_id])
    total = _("Change since run %(number)s") % {"number": found.before_number} if found.before_number else ""
    return {
        "found": found,
        "ledger": ledger_of(found.page, found.page.replayed.lines),
        "replayed": found.page.replayed,
        "own_days": "; ".join(own_day_sentences(found.page.run.formula, found.page.run.own)),
        "lead": " ".join(filter(None, (words.school_sentence(found.page), words.change_sentence(found.page)))),
        "guaranteed": school_ledger(found.page.guaranteed),
        "guaranteed_says": paid_sentence(found.page.guaranteed, found.page.guaranteed_cents),
        "charge_says": charge_sentence(found.page.charge),
        "beside": [school_sentence(one.found.schools[0], one.side) for one in found.page.compared],
        "drawn": school_ledgers(found.page.draws),
        "by_source": [_sources_ledger(one) for one in found.by_source],
        "why": _ledger(_("Why it changed"), found.causes, total, found.change_cents) if found.causes else None,
        "lines": _ledger(_("The change, line by line"), found.lines, total, found.change_cents)
        if found.lines
        else None,
        "crumbs": [(_("School budgets"), reverse("funding:run", args=[number])), (found.page.name, back)],
    }


def _sources_ledger(found: SchoolSources) -> Ledger:
    """Each source beside itself; what was matched to none of today's is named as that."""
    year = {"year": found.year_name}
    unmatched = _("“%(name)s” of %(year)s, matched to none of these")
    names = [
        unmatched % {"name": one.name, **year} if one.key is None else one.name or _("No source may pay it")
        for one in found.sources
    ]
    changes = [Cause(name, one.change_cents) for name, one in zip(names, found.sources, strict=True)]
    caption, total = _("By source, since %(year)s") % year, _("Change since %(year)s") % year
    return _ledger(caption, changes, total, found.change_cents)


def _ledger(caption: str, causes: Sequence[Cause], total: str, cents: int) -> Ledger:
    return Ledger(
        caption=caption,
        lines=[LedgerLine(cause.says, cause.cents) for cause in causes],
        total_label=total,
        total_cents=cents,
    )
