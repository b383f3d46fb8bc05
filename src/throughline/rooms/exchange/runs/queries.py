"""How a run stands, and the sole way to one."""

from django.db import connection
from django.db.models import QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.exchange.models import Progress, Run, Status
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_RUN_LOCK = 7_246_002  # with the run's number: held by whoever works on it
_BEFORE = {
    Status.READING: Status.FAILED,
    Status.APPLYING: Status.PREVIEWED,
    Status.ROLLING_BACK: Status.APPLIED,
}


def check_may_import(by: Viewer) -> None:
    """This function will do nothing where `by` may write the roster of the whole district.

    **Raises** `NotAllowed` otherwise, with whom to ask.
    """
    accounts.check_may(by, "write", "directory")
    accounts.check_may(by, "write", "enrollment")


def get_runs_for(viewer: Viewer) -> QuerySet[Run]:
    """This function will return the runs that `viewer` may see, newest first.

    **Raises** `NotAllowed` for whoever may not import.
    """
    check_may_import(viewer)
    return Run.objects.order_by("-created_at", "-pk")


def get_run_for(viewer: Viewer, run_id: int, *, lock: bool = False) -> Run:
    """This function will return one run, with its row held to the end of the transaction where `lock` is set.

    **Raises** `NotAllowed` for whoever may not import, and `NotFound`.
    """
    runs = get_runs_for(viewer)
    found = (runs.select_for_update() if lock else runs).filter(pk=run_id).first()
    if found is None:
        raise NotFound(gettext_noop("There is no such import."), gettext_noop("Look at the list of imports."))
    return found


def hold_run(run_id: int) -> bool:
    """This function will take hold of the work on a run till the end of the transaction; False where another has it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [_RUN_LOCK, run_id])
        return bool(cursor.fetchone()[0])


def is_working(run: Run) -> bool:
    """This function will tell whether somebody works on the run at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select exists (select from pg_locks where locktype = 'advisory' and granted
            and classid::bigint = %s and objid::bigint = %s and pid <> pg_backend_pid())""",
            [_RUN_LOCK, run.pk],
        )
        return bool(cursor.fetchone()[0])


def progress_of(run: Run) -> Progress:
    """This function will return how far the work on a run has come."""
    return Progress.objects.filter(run_id=run.pk).first() or Progress(run_id=run.pk)


def is_interrupted(run: Run) -> bool:
    """This function will tell whether work on the run began and nobody is at it any more."""
    return run.status in _BEFORE and progress_of(run).stage not in ("", "waiting") and not is_working(run)


def standing_of(run: Run) -> Status:
    """This function will return how a run stands: as written, or, where work on it was interrupted, as before.

    Where a person asked to cancel, work that stopped is cancelled, also in the moment before that is written down.
    """
    if not is_interrupted(run):
        return Status(run.status)
    return Status.CANCELLED if progress_of(run).cancel_asked else _BEFORE[Status(run.status)]
