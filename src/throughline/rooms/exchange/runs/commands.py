"""What people do with runs: bring a file in, upload one, apply, roll back, cancel, try again."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.exchange.models import Progress as ProgressRow
from throughline.rooms.exchange.models import Run, Status
from throughline.rooms.exchange.recipes import targets_of
from throughline.rooms.exchange.runs import carrying, jobs
from throughline.rooms.exchange.runs.queries import check_may_import, get_run_for, is_working, standing_of
from throughline.rooms.exchange.runs.report import RunReport, report_of
from throughline.rooms.exchange.runs.undoing import find_obstacles
from throughline.rooms.exchange.runs.uploads import keep_upload
from throughline.rooms.exchange.staging.progress import Progress, stay_silent
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_BAD_ROWS = gettext_noop("Errors keep some rows out, so nothing was applied.")
_BAD_ROWS_NEXT = gettext_noop("Mend them and import again, or apply the good rows on the import's page.")


def import_file(
    *,
    by: Viewer,
    at: datetime,
    kind: str,
    path: Path,
    confirm_ending: bool = False,
    dry_run: bool = False,
    hold: bool = False,
    skip_bad_rows: bool = True,
    progress: Progress = stay_silent,
) -> RunReport:
    """This function will read a file, preview it and apply it, in one transaction.

    It stops at the preview with `dry_run`, with `hold` (which keeps the preview for a person to decide on its page),
    where the file is refused, where errors keep rows out and `skip_bad_rows` is not set, or where it would end more
    students than usual and `confirm_ending` is not; the report says so. What was previewed can then still be applied
    on its page.
    **Raises** `NotAllowed`, and `Cancelled`.
    """
    with accounts.acting_as(by):
        check_may_import(by)
        carrying.lock_roster()
        run = Run(kind=kind, file_name=path.name, by_user_id=by.user_id, by_name=str(by), created_at=at)
        run.save()
        carrying.preview_into(run, at=at, path=path, progress=progress)
        if run.status != Status.PREVIEWED:
            return report_of(run)
        if dry_run:  # what was found stays to be looked at; the plan itself goes
            report = report_of(run)
            carrying.put_away(run)
            return report
        if hold:
            return report_of(run)
        if run.n_errors and not skip_bad_rows:
            return report_of(run, says=_BAD_ROWS, next_step=_BAD_ROWS_NEXT)
        n_confirmed = run.endings.get("n_ending") if confirm_ending else None
        try:
            with accounts.acting_as(by, request_id=f"import:{run.pk}"):  # so that each change says what brought it
                carrying.apply_previewed(run, by=by, at=at, n_confirmed=n_confirmed, is_fresh=True)
        except carrying.CannotNow as stop:
            return report_of(run, says=stop.says, next_step=stop.next_step)
        return report_of(run)


def upload_file(*, by: Viewer, at: datetime, kind: str, file_name: str, chunks: Iterable[bytes]) -> int:
    """This function will keep an uploaded file, have it read by a job, and return the run's number.

    **Raises** `NotAllowed`, and `RefusedInput` where the file is too large.
    """
    with accounts.acting_as(by):
        check_may_import(by)
        run = Run(kind=kind, file_name=Path(file_name).name[:200], by_user_id=by.user_id, by_name=str(by))
        run.created_at = at
        run.upload = keep_upload(kind, file_name, chunks)
        run.save()
        audit.record_act(by=by, at=at, act="upload", noun="import", object_id=run.pk, details={"kind": kind})
        _enqueue(run, by, "read")
    return run.pk


def apply_run(*, by: Viewer, at: datetime, run_id: int, n_confirmed: int | None = None) -> None:
    """This function will have a previewed run applied by a job.

    **Raises** `NotAllowed`, `NotFound`, and `CannotNow` where it is not previewed or its endings are not confirmed.
    """
    with accounts.acting_as(by):
        run = _settled(get_run_for(by, run_id, lock=True))
        _check_status(run, Status.PREVIEWED)
        carrying.check_endings_confirmed(run, n_confirmed)
        run.status, run.says, run.next_step = Status.APPLYING, "", ""
        run.endings = run.endings | {"n_confirmed": n_confirmed}
        run.save()
        audit.record_act(by=by, at=at, act="ask to apply", noun="import", object_id=run.pk)
        _enqueue(run, by, "apply")


def roll_back_run(*, by: Viewer, at: datetime, run_id: int) -> None:
    """This function will have an applied run rolled back by a job.

    **Raises** `NotAllowed`, `NotFound`, and `CannotNow` naming what has been built on it since.
    """
    with accounts.acting_as(by):
        run = _settled(get_run_for(by, run_id, lock=True))
        _check_status(run, Status.APPLIED)
        carrying.check_nothing_built_on(find_obstacles(run.pk, targets_of(run.kind)))
        run.status, run.says, run.next_step = Status.ROLLING_BACK, "", ""
        run.save()
        audit.record_act(by=by, at=at, act="ask to roll back", noun="import", object_id=run.pk)
        _enqueue(run, by, "roll_back")


def cancel_run(*, by: Viewer, at: datetime, run_id: int) -> None:
    """This function will stop the work on a run, or put a preview away. Nothing of it is kept.

    **Raises** `NotAllowed`, `NotFound`, and `CannotNow` where it has already been applied or has ended.
    """
    with accounts.acting_as(by):
        run = get_run_for(by, run_id, lock=False)
        if is_working(run):  # whoever works on it holds its row; it looks for this now and then
            ProgressRow.objects.filter(run_id=run.pk).update(cancel_asked=True)
        else:
            run = get_run_for(by, run_id, lock=True)
            _check_status(run, Status.READING, Status.PREVIEWED, Status.APPLYING, Status.FAILED)
            carrying.put_away(run)
        audit.record_act(by=by, at=at, act="cancel", noun="import", object_id=run.pk)


def read_again(*, by: Viewer, at: datetime, run_id: int) -> None:
    """This function will have a run's file read once more: after an interruption, or where the roster has moved on.

    **Raises** `NotAllowed`, `NotFound`, and `CannotNow` where the file is no longer kept or work is under way.
    """
    with accounts.acting_as(by):
        run = _settled(get_run_for(by, run_id, lock=True))
        if not run.upload or run.status not in (Status.PREVIEWED, Status.FAILED):
            raise carrying.CannotNow(
                gettext_noop("This run cannot be read again: its file is no longer kept, or work on it is under way."),
                gettext_noop("Upload the file as a new import."),
            )
        run.status, run.says, run.next_step = Status.READING, "", ""
        run.save()
        audit.record_act(by=by, at=at, act="read again", noun="import", object_id=run.pk)
        _enqueue(run, by, "read")


def _settled(run: Run) -> Run:
    """A run whose work was interrupted stands where it stood before: nothing of that work was kept."""
    run.status = standing_of(run)
    return run


def _check_status(run: Run, *wanted: Status) -> None:
    if run.status not in wanted:
        raise carrying.CannotNow(
            gettext_noop("This run has moved on, so this can no longer be done with it."),
            gettext_noop("Look at how it stands now."),
        )


def _enqueue(run: Run, by: Viewer, act: str) -> None:
    if by.user_id is None:
        raise ValueError("a job acts as the person who asked for it, and a duty is none")
    ProgressRow.objects.update_or_create(
        run_id=run.pk, defaults={"stage": "waiting", "n_done": 0, "n_total": 0, "cancel_asked": False}
    )
    jobs.carry.defer(run_id=run.pk, user_id=by.user_id, act=act)
