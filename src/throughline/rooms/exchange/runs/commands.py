"""What people do with runs: bring a file in, upload, apply, roll back, cancel."""

from datetime import datetime
from pathlib import Path

from throughline.rooms.accounts import api as accounts
from throughline.rooms.exchange.models import Run, Status
from throughline.rooms.exchange.runs import carrying
from throughline.rooms.exchange.runs.report import RunReport, report_of
from throughline.rooms.exchange.staging.progress import Progress, stay_silent
from throughline.values.viewer import Viewer


def import_file(
    *,
    by: Viewer,
    at: datetime,
    kind: str,
    path: Path,
    confirm_ending: bool = False,
    dry_run: bool = False,
    progress: Progress = stay_silent,
) -> RunReport:
    """This function will read a file, preview it and apply it, in one transaction.

    It stops at the preview with `dry_run`, where the file is refused, or where it would end more students than usual
    and `confirm_ending` was not given; the report says so.
    **Raises** `NotAllowed`, and `Cancelled`.
    """
    with accounts.acting_as(by):
        check_may_import(by=by)
        carrying.lock_roster()
        run = Run(kind=kind, file_name=path.name, by_user_id=by.user_id, by_name=str(by), created_at=at)
        run.status = Status.READING
        run.save()
        carrying.preview_into(run, at=at, path=path, progress=progress)
        if dry_run or run.status != Status.PREVIEWED:
            return report_of(run)
        n_confirmed = run.endings.get("n_ending") if confirm_ending else None
        try:
            carrying.apply_previewed(run, by=by, at=at, n_confirmed=n_confirmed)
        except carrying.CannotNow as stop:
            return report_of(run, says=stop.says, next_step=stop.next_step)
        return report_of(run)


def check_may_import(*, by: Viewer) -> None:
    """This function will do nothing where `by` may write the roster of the whole district.

    **Raises** `NotAllowed` otherwise, with whom to ask.
    """
    accounts.check_may(by, "write", "directory")
    accounts.check_may(by, "write", "enrollment")
