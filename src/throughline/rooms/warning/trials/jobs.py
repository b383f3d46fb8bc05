"""The work of a trial, school by school: at once where students are few, otherwise as a job that can be stopped."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.rooms.accounts import api as accounts
from throughline.rooms.warning import access
from throughline.rooms.warning.forgetting import forget_rows
from throughline.rooms.warning.models import Trial
from throughline.rooms.warning.roll import Batch, batches
from throughline.rooms.warning.trials.comparing import Side, compare, sides_of
from throughline.rooms.warning.trials.foreseeing import foresee
from throughline.rooms.warning.trials.holding import held

_log = logging.getLogger(__name__)

Step = Callable[[Trial, int, Sequence[int], Side, Side | None], int]
_STEPS: dict[str, Step] = {Trial.Kind.COMPARE: compare, Trial.Kind.FORESEE: foresee}


@app.task(name="warning.try", queue="warning")
def try_rules(trial_id: int) -> None:
    """Do the work of a trial. Safe to run twice: it begins anew."""
    try:
        with held(trial_id):
            carry_out(trial_id, at=timezone.now())
    except Exception as error:  # a fault of ours: what was said stays out of the log, since it may name a student
        _log.error("trial %s broke off with %s", trial_id, type(error).__name__)
        end_trial(trial_id, Trial.State.FAILED, at=timezone.now())


def carry_out(trial_id: int, *, at: datetime) -> None:
    """This function will do the work of a trial, each school in a transaction of its own, until somebody stops it.

    Inside a request all of it is one transaction.
    """
    with accounts.acting_as(access.DUTY):
        trial = _working(trial_id)
        if trial is None:
            return
        forget_rows(trial_id)
        schools = list(batches(trial.on))
        trial.n_students = sum(len(ids) for _school, ids in schools)
        trial.n_done = trial.n_unknown = 0
        trial.sizes = {str(school): len(ids) for school, ids in schools}
        trial.save()
        sides = sides_of(trial, trial.until)
    for batch in schools:
        if not _go_on(trial_id, batch, *sides):
            return
    end_trial(trial_id, Trial.State.DONE, at=at)


def end_trial(trial_id: int, state: Trial.State, *, at: datetime) -> None:
    """This function will say how a trial ended; nothing is kept of one that did not come to its end."""
    with accounts.acting_as(access.DUTY):
        trial = _working(trial_id)
        if trial is None:
            return
        if state != Trial.State.DONE:
            forget_rows(trial_id)
        trial.state, trial.ended_at = state, at
        trial.save()


def _go_on(trial_id: int, batch: Batch, tried: Side, against: Side | None) -> bool:
    with accounts.acting_as(access.DUTY):
        trial = _working(trial_id)
        if trial is None:
            return False
        school_id, student_ids = batch
        n_unknown = _STEPS[trial.kind](trial, school_id, student_ids, tried, against)
        trial.n_done, trial.n_unknown = trial.n_done + len(student_ids), trial.n_unknown + n_unknown
        trial.save()
    return True


def _working(trial_id: int) -> Trial | None:
    found = Trial.objects.select_for_update(of=("self",)).select_related("version", "against")
    return found.filter(pk=trial_id, state=Trial.State.WORKING).first()
