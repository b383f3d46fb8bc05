"""Who is in a count, and why."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.brought.pages import Bringing
from throughline.rooms.funding.budgets.downloads import check_may_export
from throughline.rooms.funding.budgets.queries import usual_count_day
from throughline.rooms.funding.counts import commands, files, pictures
from throughline.rooms.funding.counts.forms import DayForm, FileForm, KeepForm
from throughline.rooms.funding.counts.overview import counts_page, counts_table, withheld_sentences
from throughline.rooms.funding.counts.queries import CountPage, NamesSource, count_page
from throughline.rooms.funding.filed import filed_days, filed_rows
from throughline.rooms.students.api import ALL_STUDENTS, Counted
from throughline.web.components import figures
from throughline.web.components.pieces import Tab
from throughline.web.downloads import CSV, as_download
from throughline.web.tables import Column, Table


@require_safe
def list_counts(request: HttpRequest) -> HttpResponse:
    """Show every school's counts on a day."""
    viewer = accounts.viewer_of(request)
    usual, filed = usual_count_day(accounts.today()), filed_days(viewer)
    form = DayForm(request.GET if "on" in request.GET else None, initial={"on": usual})
    form.filed = filed
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else usual
    page = counts_page(viewer, on)
    table = counts_table(page).read(request)
    if table.exporting:
        check_may_export(viewer)
    shown = {
        "form": form,
        "page": page,
        "table": table,
        "sentence": _projected(page.n_students, on) if page.projected else _sentence(page.n_students, on),
        "withheld": withheld_sentences(page),
        "days": [_tab(day, on) for day in filed],
        "may_write": accounts.may(viewer, "write", "finance"),
        "sees_all": accounts.may(viewer, "see", "finance"),
        "crumbs": _budgets(),
    }
    return table.export(request) or render(request, "counts/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Ask for a file of one day or of several, and show what it would change on each."""
    return _file_of(request).look(request)


@require_POST
def keep_file(request: HttpRequest) -> HttpResponse:
    """Keep what was looked at, all days or none; it is read and checked again."""
    return _file_of(request).keep(request)


@require_safe
def download_counts(request: HttpRequest, on: date) -> HttpResponse:
    """Send a day's counts as the file they can be brought in from."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "export", "finance")
    rows = filed_rows(viewer, on)
    content = files.as_file(map(files.filed_value, rows), {row.school.source_id: row.school.name for row in rows})
    return as_download(content, CSV, f"counts-{on.isoformat()}.csv")


@require_POST
def remove_counts(request: HttpRequest, on: date) -> HttpResponse:
    """Take a day's file out."""
    commands.remove_counts(by=accounts.viewer_of(request), at=timezone.now(), on=on)
    messages.success(request, _("Taken out. Runs and scenarios that were counted from it stay as they are."))
    return redirect("funding:counts")


@require_safe
def show_count(request: HttpRequest, on: date, school_id: int, code: str) -> HttpResponse:
    """Show how many students are in a count, and to those allowed, who they are and why."""
    viewer = accounts.viewer_of(request)
    page = count_page(viewer, at=timezone.now(), school_id=school_id, code=code, on=on)
    table = _table(page, page.names).read(request) if page.names else None
    shown = {"page": page, "table": table, "sentence": _sentence(page.n_students, on), "crumbs": _crumbs(page)}
    return render(request, "counts/detail.html", shown)


def _projected(n: int, on: date) -> str:
    says = ngettext("%(n)s student is projected for %(day)s.", "%(n)s students are projected for %(day)s.", n)
    return says % {"n": figures.number(n), "day": figures.day(on)}


def _sentence(n: int, on: date) -> str:
    says = ngettext("%(n)s student was counted on %(day)s.", "%(n)s students were counted on %(day)s.", n)
    return says % {"n": figures.number(n), "day": figures.day(on)}


def _file_of(request: HttpRequest) -> Bringing[files.Preview]:
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")

    def read(form: FileForm | KeepForm) -> files.Preview:
        chosen = form.chosen_days() if isinstance(form, KeepForm) else ()
        return files.preview(viewer, form.cleaned_data.get("on"), form.chosen(), chosen)

    def keep(found: files.Preview) -> str:
        commands.bring_in_days(by=viewer, at=timezone.now(), days=found.by_day, own=found.taken)
        return pictures.kept_words(found)

    return Bringing(
        name=_("Bring in counts"),
        title=_("Bring in counts from a file"),
        lead=_(
            "For a day the roster cannot count: a plan for next year, or a state's own count. You see what would change"
            " before anything is kept."
        ),
        keep_label=_("Keep these counts"),
        crumbs=_counts(),
        ask_url=reverse("funding:bring_in_counts"),
        keep_url=reverse("funding:keep_counts"),
        asks=FileForm,
        sends=KeepForm,
        reads=read,
        shows=pictures.looked,
        keeps=keep,
        next_url=lambda found: f"{reverse('funding:counts')}?on={found.days[0].on.isoformat()}",
        initial={"on": request.GET.get("on", "")},
    )


def _tab(day: date, chosen: date) -> Tab:
    return Tab(figures.day(day), f"{reverse('funding:counts')}?on={day.isoformat()}", day == chosen)


def _counts() -> list[tuple[str, str]]:
    return [*_budgets(), (_("Counts"), reverse("funding:counts"))]


def _budgets() -> list[tuple[str, str]]:
    return [(_("School budgets"), reverse("funding:budgets"))]


def _crumbs(page: CountPage) -> list[tuple[str, str]]:
    if page.in_run is None:
        return []
    crumbs = [(_("School budgets"), reverse("funding:run", args=[page.in_run.number]))]
    return [*crumbs, (page.school, reverse("funding:school_budget", args=[page.in_run.number, page.school_id]))]


def _table(page: CountPage, names: NamesSource) -> Table:
    columns = [
        Column("name", _("Student"), link=_student_url, sortable=False),
        Column("grade", _("Grade"), sortable=False),
        Column("enrolled_since", _("Enrolled here since"), kind="date", sortable=False),
    ]
    if page.code != ALL_STUDENTS:
        columns.append(Column("holdings", page.label, value=_why, sortable=False))
        columns.append(Column("source", _("Known from"), value=_known_from, sortable=False))
    return Table(
        key="names",
        caption=_("Who is in this count, and why"),
        columns=columns,
        rows=names,
        searchable=False,
        count=lambda n: ngettext("%(n)s student", "%(n)s students", n),
        narrow="stack",
        empty_title=_("Nobody in sight"),
        empty_text=_("Nobody in this count is a student whose record you may see."),
    )


def _student_url(row: Counted) -> str:
    return reverse("students:student", args=[row.student_id])


def _why(row: Counted) -> str:
    parts = []
    for held in row.holdings:
        words = {"start": figures.short_day(held.starts_on), "end": figures.short_day(held.ends_on)}
        days = _("%(start)s to %(end)s") % words if held.ends_on else _("since %(start)s") % words
        parts.append(f"{held.level.replace('_', ' ')}, {days}" if held.level else days)
    return "; ".join(parts)


def _known_from(row: Counted) -> str:
    return "; ".join(dict.fromkeys(held.source for held in row.holdings if held.source))
