"""A run as files: the workbook that recomputes, and every step of the arithmetic as CSV."""

import io

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext

from throughline.engines import funding as engine
from throughline.formats import formula as files
from throughline.formats import xlsx
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.queries import language
from throughline.rooms.funding.budgets.replaying import replay_run
from throughline.rooms.funding.models import Run
from throughline.values.viewer import Viewer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(viewer: Viewer, run: Run, school_id: int | None = None) -> HttpResponse:
    """This function will return the workbook of all schools in sight, or of one. **Raises** as `replay_run` does."""
    allocation = _replayed(viewer, run, school_id)
    out = io.BytesIO()
    title = allocation.schools.school_names[0] if school_id else ""
    xlsx.write_budget_workbook(out, allocation, title=title, language=language(), translate=gettext, made_at=run.at)
    return _download(out.getvalue(), XLSX, _file_name(run, title, "xlsx"))


def trace(viewer: Viewer, run: Run, school_id: int | None = None) -> HttpResponse:
    """This function will return every step, count × rate = amount, as CSV. **Raises** as `replay_run` does."""
    allocation = _replayed(viewer, run, school_id)
    out = io.StringIO(newline="")
    files.write_trace_csv(out, allocation)
    title = allocation.schools.school_names[0] if school_id else ""
    return _download(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", _file_name(run, title, "csv"))


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


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
