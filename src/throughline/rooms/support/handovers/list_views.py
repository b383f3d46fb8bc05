"""The lists: who moves on from a school, who came to one, and what one wrote oneself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.handovers.commands import plan_all
from throughline.rooms.support.handovers.covering import Coverage, coverage, schools_covered
from throughline.rooms.support.handovers.forms import PlanAllForm
from throughline.rooms.support.handovers.listing import arrived_table, coverage_table
from throughline.rooms.support.handovers.own import arrived_page, own_page
from throughline.rooms.support.handovers.parts import season
from throughline.values.errors import RefusedInput


@require_safe
def list_coverage(request: HttpRequest) -> HttpResponse:
    """Show who moves on from a school, and who of them has a handover note."""
    return _answer(request, coverage(accounts.viewer_of(request), _school(request)))


@require_POST
def plan_many(request: HttpRequest) -> HttpResponse:
    """Say of all on the list, as it is narrowed, where they go or who writes."""
    viewer, at = accounts.viewer_of(request), timezone.now()
    page = coverage(viewer, _school(request))
    form = _form(page, request)
    if not form.is_valid() or not (form.cleaned_data["to_school"] or form.cleaned_data["writer"]):
        messages.warning(request, _("Choose a school or a person first."))
        return redirect(_back(request))
    table, rows = coverage_table(request, page, at=at)
    table.read(request)
    chosen = [row.student.pk for row in rows.found if row.state != "stays"]
    if len(rows.found) != form.cleaned_data["n_listed"]:
        messages.warning(request, _("The list has changed meanwhile. Look at it again, and keep it then."))
        return redirect(_back(request))
    try:
        n = plan_all(
            by=viewer,
            at=at,
            student_ids=chosen,
            to_school_id=form.cleaned_data["to_school"],
            writer_id=form.cleaned_data["writer"],
        )
    except RefusedInput as refused:
        messages.warning(request, " ".join(_(part) for part in (refused.says, refused.next_step) if part))
    else:
        messages.success(request, ngettext("Kept for %(n)s student.", "Kept for %(n)s students.", n) % {"n": n})
    return redirect(_back(request))


@require_safe
def list_arrived(request: HttpRequest) -> HttpResponse:
    """Show who came to one's school with a handover note, those not read first."""
    page = arrived_page(accounts.viewer_of(request), at=timezone.now())
    n, n_unread = len(page), sum(not row.is_read for row in page)
    says = ngettext(
        "%(n)s student came with a handover note from their last school.",
        "%(n)s students came with a handover note from their last school.",
        n,
    ) % {"n": n}
    left = ngettext("%(n)s is not read yet.", "%(n)s are not read yet.", n_unread) % {"n": n_unread}
    lead = f"{says} {left}" if n else _("What their last school wrote for you about students who came.")
    return render(request, "handovers/arrived.html", {"table": arrived_table(page).read(request), "lead": lead})


@require_safe
def list_own(request: HttpRequest) -> HttpResponse:
    """Show what one is asked to write, and what became of what one wrote."""
    page = own_page(accounts.viewer_of(request), at=timezone.now())
    return render(request, "handovers/own.html", {"page": page})


def _answer(request: HttpRequest, page: Coverage) -> HttpResponse:
    table, rows = coverage_table(request, page, at=timezone.now())
    shown = {
        "page": page,
        "table": table.read(request),
        "lead": _lead(page),
        "season": season().holds(accounts.today()),
        "schools": schools_covered(accounts.viewer_of(request)),
        "form": _form(page, None, n_listed=len(rows.found)),
        "plan_url": f"{reverse('support:plan_handovers')}?{request.GET.urlencode()}",
    }
    return render(request, "handovers/coverage.html", shown)


def _lead(page: Coverage) -> str:
    n, n_left = page.n_moving, page.n_left
    if not n:
        return _("Nobody moves on from %(school)s within the district yet.") % {"school": page.school}
    says = ngettext("%(n)s student moves on from %(school)s.", "%(n)s students move on from %(school)s.", n) % {
        "n": n,
        "school": page.school,
    }
    left = ngettext("%(n)s has no handover note yet.", "%(n)s have no handover note yet.", n_left) % {"n": n_left}
    return f"{says} {left if n_left else _('Each has a handover note.')}"


def _form(page: Coverage, request: HttpRequest | None, *, n_listed: int = 0) -> PlanAllForm:
    given = request.POST if request else None
    return PlanAllForm(given, schools=page.to_choose, writers=page.writers, initial={"n_listed": n_listed})


def _school(request: HttpRequest) -> int | None:
    asked = request.GET.get("school", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else None


def _back(request: HttpRequest) -> str:
    return f"{reverse('support:handovers')}?{request.GET.urlencode()}"
