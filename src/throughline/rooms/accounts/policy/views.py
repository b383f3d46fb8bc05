"""Who may see what, for those who answer for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from throughline.rooms.accounts.middleware import viewer_of
from throughline.rooms.accounts.policy.allowance import ACTS
from throughline.rooms.accounts.policy.commands import tighten_rule
from throughline.rooms.accounts.policy.forms import TightenForm
from throughline.rooms.accounts.policy.queries import (
    ClassOfRelation,
    ClassRow,
    Holding,
    PolicyPage,
    RelationPage,
    acts_words,
    policy_page,
    relation_page,
    tightening_page,
)
from throughline.web.components import figures
from throughline.web.tables import Column, Table


@require_safe
def show_policy(request: HttpRequest) -> HttpResponse:
    """Show the policy table: what each relation may do with each class of record, and on what basis."""
    page = policy_page(viewer_of(request))
    people = [holding for holding in page.holdings if not holding.is_duty]
    at_work = [holding for holding in people if holding.is_staff]
    others = [holding for holding in people if not holding.is_staff]
    duties = [holding for holding in page.holdings if holding.is_duty]
    tables = {
        "at_work": _matrix(
            page, "staff", _("What people who work in the district may see, change and export"), at_work
        ),
        "others": _matrix(page, "others", _("What families, students and those outside may see and export"), others),
        "duties": _matrix(page, "duties", _("What the system does by itself"), duties),
        "bases": _bases(page),
    }
    shown = {key: table.read(request) for key, table in tables.items()}
    return render(request, "policy/policy.html", shown | {"may_tighten": page.may_tighten})


@require_safe
def show_relation(request: HttpRequest, relation: str) -> HttpResponse:
    """Show one relation class by class: as shipped, and as this district has it."""
    page = relation_page(viewer_of(request), relation)
    one = page.holding
    facts = [(_("Reaches"), one.reach), (_("How one comes to be it"), one.source), (_("Legal ground"), one.ground)]
    shown = {"page": page, "crumbs": _crumbs(), "facts": facts, "table": _classes(page).read(request)}
    return render(request, "policy/relation.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def tighten(request: HttpRequest, relation: str, record_class: str) -> HttpResponse:
    """Leave a relation less of a class of record than the shipped table does, or give it back."""
    viewer = viewer_of(request)
    holding, one = tightening_page(viewer, relation, record_class)
    given = {act: getattr(one.in_force, act) for act in ACTS} | {"reason": one.reason}
    form = TightenForm(request.POST or None, shipped=one.shipped, initial=given)
    if form.is_valid():
        tighten_rule(
            by=viewer,
            at=timezone.now(),
            relation=relation,
            record_class=record_class,
            allowed=form.value(),
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The table is as you left it, for everybody and from now on."))
        return redirect("accounts:relation", relation)
    crumbs = [*_crumbs(), (holding.name, reverse("accounts:relation", args=[relation]))]
    return render(request, "policy/tighten.html", {"holding": holding, "one": one, "form": form, "crumbs": crumbs})


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Who may see what"), reverse("accounts:policy"))]


def _classes(page: RelationPage) -> Table:
    def link(row: ClassOfRelation) -> str:
        return reverse("accounts:tighten", args=[page.holding.code, row.code]) if page.may_tighten else ""

    return Table(
        key="classes",
        caption=_("Class by class"),
        columns=[
            Column("name", _("Class of record"), link=link, sortable=False),
            Column("shipped", _("As shipped"), value=lambda row: acts_words(row.shipped), sortable=False),
            Column("in_force", _("Here"), value=_in_force, sortable=False),
            Column("reason", _("Why less"), value=_why, sortable=False),
        ],
        rows=page.classes,
        count=lambda n: ngettext("%(n)s class of record", "%(n)s classes of record", n),
        searchable=False,
        narrow="stack",
    )


def _in_force(row: ClassOfRelation) -> str:
    return acts_words(row.in_force) or _("nothing")


def _why(row: ClassOfRelation) -> str:
    if not row.is_tightened:
        return ""
    return _("%(reason)s (%(name)s, %(day)s)") % {
        "reason": row.reason,
        "name": row.said_by,
        "day": figures.short_day(row.said_at.date() if row.said_at else None),
    }


def _matrix(page: PolicyPage, key: str, caption: str, holdings: list[Holding]) -> Table:
    def column(holding: Holding) -> Column:
        def acts(row: ClassRow) -> str:
            return row.acts.get(holding.code, "")

        return Column(holding.code.replace(":", "-"), holding.name, value=acts, sortable=False)

    return Table(
        key=key,
        caption=caption,
        columns=[Column("name", _("Class of record"), sortable=False), *map(column, holdings)],
        rows=page.classes,
        count=lambda n: ngettext("%(n)s class of record", "%(n)s classes of record", n),
        searchable=False,
        narrow="scroll",
        shares_page=True,
    )


def _bases(page: PolicyPage) -> Table:
    return Table(
        key="bases",
        caption=_("How far each reaches, and on what legal basis"),
        columns=[
            Column("name", _("Who"), link=lambda row: reverse("accounts:relation", args=[row.code]), sortable=False),
            Column("reach", _("Reaches"), sortable=False),
            Column("source", _("How one comes to be it"), sortable=False),
            Column("ground", _("Legal ground"), sortable=False),
            Column("basis", _("Basis"), sortable=False),
        ],
        rows=page.holdings,
        count=lambda n: ngettext("%(n)s relation", "%(n)s relations", n),
        searchable=False,
        narrow="stack",
        shares_page=True,
    )
