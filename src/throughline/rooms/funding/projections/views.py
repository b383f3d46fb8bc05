"""Projections: the list, a new one, one with how wrong it has been, one school, and a year taken as its count."""

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.formats.enrollment import write_history
from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding.ahead import ahead_of
from throughline.rooms.funding.budgets.downloads import check_may_export
from throughline.rooms.funding.models import Projection
from throughline.rooms.funding.projections import commands, pictures, queries, words
from throughline.rooms.funding.projections.forms import AdjustForm, BeginForm, YearForm
from throughline.rooms.funding.projections.reading import day_of_needs, histories_from_file, histories_from_roster
from throughline.rooms.funding.projections.roster import counted_histories, counted_needs, october, this_year
from throughline.rooms.funding.told import told
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.web.components import figures
from throughline.web.downloads import CSV, as_download


@require_safe
def list_projections(request: HttpRequest) -> HttpResponse:
    """Show every projection."""
    viewer = accounts.viewer_of(request)
    rows = queries.find_projections(viewer)
    table = pictures.projections_table(rows).read(request)
    shown = {"table": table, "rows": rows, "may_write": accounts.may(viewer, "write", "finance")}
    return table.export(request) or render(request, "projections/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Ask what to carry on from, and begin."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    known = queries.years_in_roster(viewer)
    asked = {"origin": Projection.ROSTER if known > 1 else Projection.FILE}
    form = BeginForm(request.POST or None, request.FILES or None, initial=asked)
    shown: dict[str, object] = {"form": form, "known": known, "crumbs": _crumbs()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "projections/new.html", shown)
    given, file = form.cleaned_data, form.sent("file")
    try:
        births = form.sent("births")
        is_file = given["origin"] == Projection.FILE and file is not None
        schools = histories_from_file(file, births) if is_file and file else histories_from_roster(births)
    except RefusedInput as error:
        return render(request, "projections/new.html", shown | {"refused": told(error)}, status=400)
    on = day_of_needs(schools)
    made = commands.begin_projection(
        by=viewer,
        at=timezone.now(),
        name=given["name"],
        origin=given["origin"],
        schools=schools,
        counted_on=on,
        needs=counted_needs(on),
        n_years=given["n_years"],
        over_years=given["over_years"],
    )
    return redirect("funding:projection", number=made.number)


@require_safe
def download_counts(request: HttpRequest) -> HttpResponse:
    """Send what the roster knows of students by grade, as the file that earlier years are added to."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "export", "finance")
    known = {one.source_id: one.history for one in counted_histories(this_year(accounts.today()))}
    out = io.StringIO(newline="")
    write_history(out, known)
    return as_download(out.getvalue().encode("utf-8-sig"), CSV, "students-by-grade.csv")


@require_safe
def show_projection(request: HttpRequest, number: int) -> HttpResponse:
    """Show a projection: the years ahead, every school, and how wrong it would have been."""
    viewer = accounts.viewer_of(request)
    found = ahead_of(queries.get_projection_for(viewer, number))
    table = pictures.schools_table(found, district.ids_by_source_id()).read(request)
    if table.exporting:
        check_may_export(viewer)
    needs = pictures.needs_table(found)
    shown = {
        "found": found,
        "row": found.row,
        "lead": words.lead(found),
        "figures": words.headline(found),
        "chart": pictures.years_chart(found),
        "table": table,
        "past": pictures.past_table(found).read(request) if found.past else None,
        "past_says": words.past_sentence(found),
        "needs": needs.read(request) if needs.rows else None,
        "adjusted": pictures.adjusted_words(queries.adjusted_in(found)),
        "may_write": accounts.may(viewer, "write", "finance"),
        "takes": [(year, str(SchoolYear(year))) for year in found.years if october(year) > accounts.today()],
        "crumbs": _crumbs(),
    }
    return table.export(request) or render(request, "projections/detail.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def show_school(request: HttpRequest, number: int, school_id: int) -> HttpResponse:
    """Show one school grade by grade, and take what is known better."""
    viewer = accounts.viewer_of(request)
    page = queries.school_page(viewer, number, school_id)
    form = AdjustForm(request.POST or None)
    form.offer(list(page.ahead.years), page.school.known.history.grades, page.others)
    if request.method == "POST":
        accounts.check_may(viewer, "write", "finance")
        if form.is_valid() and _is_adjusted(viewer, page, form):
            messages.success(request, _("Kept, with your reason."))
            return redirect("funding:projected_school", number=number, school_id=school_id)
    year = page.ahead.years[0]
    shown = {
        "page": page,
        "form": form,
        "school_id": school_id,
        "lead": words.school_lead(page.school, year),
        "between": words.between(page.school.in_year(year)),
        "table": pictures.grades_table(page.ahead, page.school).read(request),
        "adjusted": pictures.adjusted_words(page.adjusted),
        "crumbs": [*_crumbs(), (page.ahead.row.name, reverse("funding:projection", args=[number]))],
    }
    return render(request, "projections/school.html", shown)


def _is_adjusted(viewer: Viewer, page: queries.SchoolPage, form: AdjustForm) -> bool:
    """Keep what is known better; that the other school does not teach the grade is said beside it."""
    try:
        commands.adjust_projection(
            by=viewer,
            at=timezone.now(),
            projection=page.ahead.row,
            school=page.school.source_id,
            **form.cleaned_data,
        )
    except NotFound as error:
        form.add_error("other", f"{_(error.says)} {_(error.next_step)}")
        return False
    return True


@require_POST
def set_way(request: HttpRequest, number: int, school_id: int) -> HttpResponse:
    """Let a school stay as it is, or carry its classes on."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    page = queries.school_page(viewer, number, school_id)
    steady = not page.school.steady
    source_id = page.school.source_id
    commands.set_steady(by=viewer, at=timezone.now(), projection=page.ahead.row, school=source_id, steady=steady)
    return redirect("funding:projected_school", number=number, school_id=school_id)


@require_POST
def take_back(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """Take one adjustment back."""
    viewer = accounts.viewer_of(request)
    row = queries.get_projection_for(viewer, number)
    commands.take_back_adjustment(by=viewer, at=timezone.now(), projection=row, position=position)
    messages.success(request, _("Taken back."))
    return redirect("funding:projection", number=number)


@require_POST
def take_year(request: HttpRequest, number: int) -> HttpResponse:
    """Let a year's projected students be its count, and go there."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    row = queries.get_projection_for(viewer, number)
    form = YearForm(request.POST)
    if not form.is_valid():
        return redirect("funding:projection", number=number)
    try:
        on = commands.take_as_count(by=viewer, at=timezone.now(), projection=row, year=form.cleaned_data["year"])
    except RefusedInput as refused:
        said = told(refused)
        messages.error(request, f"{said.says} {said.next_step}" if said else "")
        return redirect("funding:projection", number=number)
    says = _("%(day)s is now counted as projected. Choose that day where you start a scenario or a run.")
    messages.success(request, says % {"day": figures.day(on)})
    return redirect(f"{reverse('funding:counts')}?on={on.isoformat()}")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Projections"), reverse("funding:projections"))]
