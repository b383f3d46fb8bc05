"""Whom rules had pointed out by a day, and to whom it came after that day: kept as rows of a trial."""

from collections.abc import Sequence
from datetime import date

from throughline.engines import warning as engine
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import outcome_in
from throughline.rooms.warning.models import Trial, TrialOutcome
from throughline.rooms.warning.records import find_records
from throughline.rooms.warning.trials.comparing import Side

_AT_ONCE = 2000
_EVERY = 7  # days: rules are looked at as of one day a week


def foresee(trial: Trial, school_id: int, student_ids: Sequence[int], tried: Side, _against: Side | None) -> int:
    """This function will keep when these students were pointed out, and when it came to them.

    It returns of how many too little is known to say either.
    """
    records = find_records(access.DUTY, tried.year, student_ids)
    on, until, since = trial.on.toordinal(), trial.until.toordinal(), tried.year.since.toordinal()
    pointed = engine.pointed_out(records, tried.rules, tried.first_flagged, range(on, since - 1, -_EVERY))
    found = engine.came(records, tried.rules, outcome_in(tried.part), on, until)
    rows = [
        TrialOutcome(
            trial=trial,
            student_id=student_id,
            school_id=school_id,
            pointed_on=_date(int(pointed[place])),
            came_on=_date(int(found.on[place])),
        )
        for place, student_id in enumerate(student_ids)
        if found.known[place]
    ]
    TrialOutcome.objects.bulk_create(rows, batch_size=_AT_ONCE)
    return len(student_ids) - len(rows)


def _date(day: int) -> date | None:
    return None if day == engine.NEVER else date.fromordinal(day)
