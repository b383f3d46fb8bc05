"""A run as files: the workbook that recomputes, and every step of the arithmetic as CSV."""

import io

from django.http import HttpResponse
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext

from throughline.engines import funding as engine
from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as files
from throughline.formats import xlsx
from throughline.formats.csv.writing import CsvTable, escaped_formula
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.guaranteed import charge_sentence
from throughline.rooms.funding.budgets.queries import charge_in, language
from throughline.rooms.funding.budgets.reading import own_day_sentences
from throughline.rooms.funding.budgets.replaying import replay_run, replay_steps
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.filed import counted_words, is_projected
from throughline.rooms.funding.models import Run
from throughline.rooms.funding.own_days import of_json
from throughline.values.errors import NotFound
from throughline.values.money import dollars_text
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.downloads import CSV, as_download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(viewer: Viewer, run: Run, school_id: int | None = None) -> HttpResponse:
    """This function will return the workbook of all schools in sight, or of one. **Raises** as `replay_run` does."""
    if isinstance(formula_value(run.formula), StepsFormula):
        return _steps_workbook(viewer, run)
    allocation = _replayed(viewer, run, school_id)
    out = io.BytesIO()
    title = allocation.schools.school_names[0] if school_id else ""
    about = _about(viewer, run, school_id)
    xlsx.write_budget_workbook(
        out, allocation, title=title, language=language(), translate=gettext, made_at=run.at, about=about
    )
    return as_download(out.getvalue(), XLSX, _file_name(run, title, "xlsx"))


def _steps_workbook(viewer: Viewer, run: Run) -> HttpResponse:
    """Schools may share money, so a workbook of steps holds all of them, for those who see all."""
    check_may_export(viewer)
    accounts.check_may(viewer, "see", access.CLASS)
    out = io.BytesIO()
    result = replay_steps(viewer, run)
    about = _about(viewer, run)
    xlsx.write_steps_workbook(out, result, language=language(), translate=gettext, made_at=run.at, about=about)
    return as_download(out.getvalue(), XLSX, _file_name(run, "", "xlsx"))


def _about(viewer: Viewer, run: Run, school_id: int | None = None) -> xlsx.About:
    """What a run tells beside its arithmetic: draws of schools in sight, projected students, what staff is charged."""
    found = access.get_draws_for(viewer).filter(budget__run=run)
    rows = (found if school_id is None else found.filter(school_id=school_id)).order_by("budget__school_name", "pk")
    draws = [xlsx.SchoolDraw(*row) for row in rows.values_list("budget__school_name", "name", "cents", "beside")]
    projected = counted_words(run.count_on, run.count_rule) if is_projected(run.count_rule) else ""
    own = own_day_sentences(formula_value(run.formula), of_json(run.count_days))
    return xlsx.About(draws, capfirst(projected), "; ".join(own), charge_sentence(charge_in(viewer, run)))


def trace(viewer: Viewer, run: Run, school_id: int | None = None) -> HttpResponse:
    """This function will return every step of the arithmetic as CSV. **Raises** as `replay_run` does."""
    if isinstance(formula_value(run.formula), StepsFormula):
        return steps_trace(viewer, run, school_id)
    allocation = _replayed(viewer, run, school_id)
    out = io.StringIO(newline="")
    files.write_trace_csv(out, allocation)
    title = allocation.schools.school_names[0] if school_id else ""
    return as_download(out.getvalue().encode("utf-8-sig"), CSV, _file_name(run, title, "csv"))


def steps_trace(viewer: Viewer, run: Run, school_id: int | None) -> HttpResponse:
    """This function will return the steps of a run in steps as they were kept, for the schools in sight."""
    check_may_export(viewer, school_id)
    if accounts.may(viewer, "see", access.CLASS):
        replay_steps(viewer, run)  # nothing leaves that does not add up again
    found = access.get_budgets_for(viewer).filter(run=run)
    budgets = list((found if school_id is None else found.filter(school_id=school_id)).order_by("school_name", "pk"))
    if not budgets:
        raise NotFound(gettext_noop("There is no such budget."), gettext_noop("Go back to School budgets."))
    out = io.StringIO(newline="")
    table = CsvTable(out, ["school_id", "school_name", "step", "drawn_from", "exact", "result", "paid"])
    for budget in budgets:
        for step in budget.steps:
            paid = "" if step["amount_cents"] is None else dollars_text(step["amount_cents"])
            words = [budget.school_source_id, budget.school_name, step["key"], "; ".join(step["drawn"])]
            table.add([*map(escaped_formula, words), step["exact"], step["result"], paid])
    title = budgets[0].school_name if school_id else ""
    return as_download(out.getvalue().encode("utf-8-sig"), CSV, _file_name(run, title, "csv"))


def check_may_export(viewer: Viewer, school_id: int | None = None) -> None:
    """This function will do nothing where the viewer may take budgets out. **Raises** `NotAllowed`."""
    reach = access.check_sees_budgets(viewer)
    place = school_id if school_id is not None else next(iter(reach.school_ids), None)
    accounts.check_may(viewer, "export", access.CLASS, school_id=None if reach.everything else place)


def _replayed(viewer: Viewer, run: Run, school_id: int | None) -> engine.Allocation:
    check_may_export(viewer, school_id)
    return replay_run(viewer, run, school_id)


def _file_name(run: Run, school: str, ending: str) -> str:
    named = slugify(school) or ("school" if school else "schools")
    return f"budget-{named}-run-{run.number}.{ending}"
