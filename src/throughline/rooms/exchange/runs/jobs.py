"""The work on runs that a page does not wait for: read, apply, roll back. A job acts as the person who asked."""

import logging
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.rooms.accounts import api as accounts
from throughline.rooms.exchange.models import Run, Status
from throughline.rooms.exchange.runs import carrying
from throughline.rooms.exchange.runs.queries import check_may_import, get_run_for, hold_run
from throughline.rooms.exchange.runs.uploads import path_of
from throughline.rooms.exchange.staging.progress import Cancelled, Progress, SharedProgress
from throughline.values.errors import ThroughlineError
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

_log = logging.getLogger(__name__)


@app.task(name="exchange.carry", queue="imports")
def carry(run_id: int, user_id: int, act: str) -> None:
    """Do one act on a run. Safe to run twice: a run that has moved on is left as it is."""
    user = get_user_model().objects.get(pk=user_id)
    progress = SharedProgress(run_id)
    try:
        carry_out(run_id, user.viewer() if user.is_active else Viewer(), act, progress)
    finally:
        progress.close()


def carry_out(run_id: int, by: Viewer, act: str, progress: Progress) -> None:
    """This function will do one act on a run in one transaction, and write down how it ended in another."""
    try:
        with accounts.acting_as(by, request_id=f"import:{run_id}"):
            check_may_import(by)
            run = get_run_for(by, run_id, lock=True)
            if run.status == _BEGINS[act] and hold_run(run.pk):
                _ACTS[act](run, by, progress)
    except Cancelled:
        with accounts.acting_as(by):
            carrying.put_away(get_run_for(by, run_id, lock=True))
    except ThroughlineError as error:
        _back(by, run_id, act, error.says, error.next_step)
    except Exception as error:  # a fault of ours: what was said stays out of the log, since it may name a student
        _log.error("import %s: %s broke off with %s", run_id, act, type(error).__name__)
        says = gettext_noop("The work broke off by a fault of ours. Nothing was changed.")
        _back(by, run_id, act, says, gettext_noop("Try again; if it happens again, tell whoever runs this server."))


def _back(by: Viewer, run_id: int, act: str, says: str, next_step: str) -> None:
    with accounts.acting_as(by):
        run = get_run_for(by, run_id, lock=True)
        if run.status == _BEGINS[act]:
            run.status, run.says, run.next_step = _STAYS[act], says, next_step
            run.save()


def _read(run: Run, by: Viewer, progress: Progress) -> None:
    carrying.preview_into(run, at=timezone.now(), path=path_of(run), progress=progress)


def _apply(run: Run, by: Viewer, progress: Progress) -> None:
    progress("applying", 0, 0)
    carrying.lock_roster()
    run.status = Status.PREVIEWED
    carrying.apply_previewed(run, by=by, at=timezone.now(), n_confirmed=run.endings.get("n_confirmed"))
    progress("applied", 0, 0)


def _roll_back(run: Run, by: Viewer, progress: Progress) -> None:
    progress("rolling back", 0, 0)
    carrying.lock_roster()
    carrying.roll_back_applied(run, by=by, at=timezone.now())


_ACTS: dict[str, Callable[[Run, Viewer, Progress], None]] = {
    "read": _read,
    "apply": _apply,
    "roll_back": _roll_back,
}
_BEGINS = {"read": Status.READING, "apply": Status.APPLYING, "roll_back": Status.ROLLING_BACK}
_STAYS = {"read": Status.FAILED, "apply": Status.PREVIEWED, "roll_back": Status.APPLIED}
