"""Try rules on a day, and stop a trial that takes too long. Nobody is flagged by either."""

from datetime import date, datetime

from django.db import transaction

from throughline.rooms.audit import api as audit
from throughline.rooms.warning import access
from throughline.rooms.warning.forgetting import forget_trials
from throughline.rooms.warning.models import RuleVersion, Trial
from throughline.rooms.warning.trials.jobs import carry_out, end_trial, try_rules
from throughline.rooms.warning.trials.queries import check_may_try, count_on, find_days, get_version_to_try
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

# So many are worked out while somebody waits; more of them are left to a job.
MOST_AT_ONCE = 3000


@transaction.atomic
def compare_rules(*, by: Viewer, at: datetime, version_id: int, on: date) -> Trial:
    """This function will try a version on a day beside the rules in force. What was tried with it before is let go.

    **Raises** `NotAllowed`, `NotFound`; `RefusedInput` for a day of which nothing is kept.
    """
    version = get_version_to_try(by, version_id)
    first, last = find_days()
    n_students = count_on(on) if first <= on <= last else 0
    if not n_students:
        raise RefusedInput(
            gettext_noop("Nothing is kept of that day."), gettext_noop("Choose a day of this school year or the last.")
        )
    return start_trial(by=by, at=at, version=version, kind=Trial.Kind.COMPARE, on=on, until=on, n_students=n_students)


@transaction.atomic
def stop_trial(*, by: Viewer, at: datetime, trial_id: int) -> Trial:
    """This function will stop a trial, of which nothing is kept. **Raises** `NotAllowed`, `NotFound`."""
    check_may_try(by)
    trial = Trial.objects.filter(pk=trial_id).first()
    if trial is None:
        raise NotFound(gettext_noop("There is no such trial of rules."), gettext_noop("Try the rules anew."))
    end_trial(trial.pk, Trial.State.STOPPED, at=at)
    audit.record_act(by=by, at=at, act="stop", noun="trial of rules", object_id=trial.pk)
    return trial


def start_trial(
    *, by: Viewer, at: datetime, version: RuleVersion, kind: Trial.Kind, on: date, until: date, n_students: int
) -> Trial:
    """This function will start a trial in place of the one of its kind before: at once, or as a job for many students.

    The caller has checked who may, and the days.
    """
    forget_trials(version.pk, kind)
    current = access.in_force() if kind == Trial.Kind.COMPARE else None
    trial = Trial.objects.create(
        kind=kind,
        version=version,
        document=version.document,
        against=None if current is None or current.pk == version.pk else current,
        on=on,
        until=until,
        asked_at=at,
        asked_by_name=str(by),
        n_students=n_students,
    )
    details = {"number": version.number, "kind": kind.value, "on": on.isoformat(), "until": until.isoformat()}
    audit.record_act(by=by, at=at, act="try", noun="warning rules", object_id=version.pk, details=details)
    if trial.n_students <= MOST_AT_ONCE:
        carry_out(trial.pk, at=at)
    else:
        try_rules.defer(trial_id=trial.pk)
    trial.refresh_from_db()
    return trial
