"""Work out how well rules foresaw what came. Nobody is flagged by it."""

from datetime import date, datetime

from django.db import transaction

from throughline.rooms.warning.foresight.queries import get_version_to_judge
from throughline.rooms.warning.models import Trial
from throughline.rooms.warning.trials.commands import start_trial
from throughline.rooms.warning.trials.queries import count_on, find_days
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@transaction.atomic
def foresee_rules(*, by: Viewer, at: datetime, version_id: int, on: date, until: date) -> Trial:
    """This function will stand on a day of the past, and see what rules had said by then of what came up to another.

    What was worked out of this version before is let go. **Raises** `NotAllowed`, `NotFound`; `RefusedInput` for days
    of which nothing is kept, or that are not of one school year.
    """
    version = get_version_to_judge(by, version_id)
    first, last = find_days()
    if on >= until or SchoolYear.of(on) != SchoolYear.of(until):
        raise RefusedInput(
            gettext_noop("What came is looked for after the day one stands on, in the same school year."),
            gettext_noop("Choose a later day of the same school year."),
        )
    n_students = count_on(on) if first <= on and until <= last else 0
    if not n_students:
        raise RefusedInput(
            gettext_noop("Nothing is kept of that day."), gettext_noop("Choose a day of this school year or the last.")
        )
    return start_trial(
        by=by, at=at, version=version, kind=Trial.Kind.FORESEE, on=on, until=until, n_students=n_students
    )
