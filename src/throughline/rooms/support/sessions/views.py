"""A session written down for one student, for a whole group at once, or corrected."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners import api as partners
from throughline.rooms.support.sessions.commands import (
    change_session,
    log_group,
    log_session,
    take_back_session,
)
from throughline.rooms.support.sessions.forms import LogForm
from throughline.rooms.support.sessions.queries import GroupPage, find_session, group_page
from throughline.rooms.support.supports.queries import support_page
from throughline.rooms.support.supports.showing import around, said_of, session_words, shown_support
from throughline.rooms.support.supports.words import REASONS, came_words, reason_words
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.words import gettext_noop


@require_safe
def show(request: HttpRequest, support_id: int) -> HttpResponse:
    """Show one support: what it is for, its sessions with room for the next, whether it helped."""
    page = support_page(accounts.viewer_of(request), support_id, at=timezone.now())
    form = LogForm() if page.given.may_log and page.support.ended_on is None else None
    return render(request, "supports/support.html", around(page) | shown_support(page) | {"form": form})


@require_POST
def log(request: HttpRequest, support_id: int) -> HttpResponse:
    """Write down one session of a support; `go` says whether the student came."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = support_page(viewer, support_id, at=at)
    if not page.given.may_log:
        raise NotAllowed(gettext_noop("Your role lets you read of this support, and not write."))
    form = LogForm(request.POST)
    if form.is_valid():
        try:
            session = log_session(
                by=viewer, at=at, support_id=support_id, logged=form.logged(came=request.POST.get("go") != "missed")
            )
        except RefusedInput as refused:
            form.add_error(None, said_of(refused))
        else:
            told = {"program": page.support.program.name, "said": session_words(session)}
            messages.success(request, _("Kept: %(program)s, %(said)s.") % told)
            if request.POST.get("from") == "student":
                return redirect("support:supports", page.support.student_id)
            return redirect("support:support", support_id)
    return render(request, "supports/support.html", around(page) | shown_support(page) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, kept_session_id: int) -> HttpResponse:
    """Correct a session, or take it back."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    session = find_session(viewer, kept_session_id)
    page = support_page(viewer, session.support_id, at=at)
    if not page.given.may_log:
        raise NotAllowed(gettext_noop("Your role lets you read of this support, and not write."))
    before = {"key": session.key, "on": session.on, "minutes": session.minutes, "reason": session.reason}
    form = LogForm(request.POST or None, initial=before)
    go = request.POST.get("go")
    if go == "back":
        take_back_session(by=viewer, at=at, session_id=kept_session_id)
        messages.success(request, _("The session is taken back."))
        return redirect("support:support", session.support_id)
    if form.is_valid():
        try:
            change_session(by=viewer, at=at, session_id=kept_session_id, logged=form.logged(came=go != "missed"))
        except RefusedInput as refused:
            form.add_error(None, said_of(refused))
        else:
            messages.success(request, _("The session is corrected."))
            return redirect("support:support", session.support_id)
    crumbs = [(page.support.program.name, reverse("support:support", args=[session.support_id]))]
    shown = {"form": form, "support": page.support, "student": page.support.student, "crumbs": crumbs}
    return render(request, "sessions/correct.html", shown | {"said": session_words(session)})


@require_http_methods(["GET", "HEAD", "POST"])
def log_for_group(request: HttpRequest, program_id: int) -> HttpResponse:
    """Write down one day's session of everybody in a program."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    on = _day(asked.get("on", "")) or accounts.today()
    page = group_page(viewer, program_id, on=on, at=at)
    problem = ""
    if request.method == "POST":
        try:
            key, minutes = _key(request), _minutes(request)
            kept = log_group(by=viewer, at=at, key=key, on=on, minutes=minutes, came=_came(request, page))
        except RefusedInput as refused:
            problem = said_of(refused)
        else:
            says = ngettext("%(n)s session is kept.", "%(n)s sessions are kept.", kept.n_kept)
            messages.success(request, says % {"n": kept.n_kept})
            return redirect(f"{reverse('support:log_group', args=[program_id])}?on={on.isoformat()}")
    return render(request, "sessions/group.html", _shown(request, page) | {"problem": problem})


def _came(request: HttpRequest, page: GroupPage) -> list[tuple[int, bool, str]]:
    """Of whom it was said whether they came; `go` may say it of all the others at once. Else nobody counts as there."""
    of_others = "came" if request.POST.get("go") == "rest-came" else ""
    found = [
        (one.support.pk, answer == "came", request.POST.get(f"why-{one.support.pk}", ""))
        for one in page.to_log
        if (answer := request.POST.get(f"came-{one.support.pk}") or of_others) in {"came", "missed"}
    ]
    if page.to_log and not found:
        raise RefusedInput(
            gettext_noop("Nothing was said of anybody."), gettext_noop("Say for each whether they came, or not today.")
        )
    return found


def _shown(request: HttpRequest, page: GroupPage) -> dict[str, object]:
    posted = request.POST
    rows = []
    for one in page.to_log:
        pk = one.support.pk
        said = posted.get(f"came-{pk}", ""), posted.get(f"why-{pk}", "")
        rows.append((one.support, came_words(one.came.attended, one.came.missed), *said))
    return {
        "page": page,
        "today": accounts.today(),
        "rows": rows,
        "logged": [(row, session_words(row)) for row in page.logged],
        "reasons": [(code, reason_words(code)) for code in REASONS],
        "key": posted.get("key") or uuid4(),
        "minutes": posted.get("minutes", page.program.minutes or ""),
        "crumbs": [
            (_("Programs"), reverse("partners:programs")),
            (page.program.name, reverse("partners:program", args=[page.program.pk])),
        ],
    }


def _day(said: str) -> date | None:
    try:
        return parse_date(said)
    except ValueError:
        return None


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise RefusedInput(gettext_noop("The page is not whole."), gettext_noop("Open it anew.")) from None


def _minutes(request: HttpRequest) -> int | None:
    said = request.POST.get("minutes", "").strip()
    if said and not (said.isascii() and said.isdecimal() and 0 < int(said[:6]) <= partners.MOST_MINUTES):
        raise RefusedInput(gettext_noop("“Minutes” needs a whole number, such as 45."), "")
    return int(said) if said else None
