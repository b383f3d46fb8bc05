"""Decide on which day each need of a fiscal year is counted."""

from collections.abc import Mapping
from datetime import date, datetime

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.models import CountDay
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.rooms.students import api as students
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def decide_days(*, by: Viewer, at: datetime, year: int, days: Mapping[str, date]) -> int:
    """This function will make a fiscal year's count days what `days` says by need, and return how many changed.

    A need that is not named is counted with all students again. Runs and scenarios that stand keep their days.

    **Raises** `NotAllowed`; `NotFound` for a need there is not.
    """
    accounts.check_may(by, "write", "finance")
    if any(need not in students.need_categories() for need in days):
        raise NotFound(gettext_noop("There is no such need category."), gettext_noop("Choose one from the page."))
    with accounts.acting_as(by), one_at_a_time("funding.count_days"):
        kept = {row.need: row for row in CountDay.objects.filter(year=year)}
        changed = {need: day for need, day in days.items() if need not in kept or kept[need].on != day}
        gone = [row.pk for need, row in kept.items() if need not in days]
        for need, day in changed.items():
            row = kept.get(need) or CountDay(year=year, need=need)
            row.on, row.by_user_id, row.by_name, row.at = day, by.user_id, str(by), at
            row.save()
        CountDay.objects.filter(pk__in=gone).delete()
        n_changed = len(changed) + len(gone)
        if n_changed:
            words = {need: day.isoformat() for need, day in sorted(days.items())}
            audit.record_act(by=by, at=at, act="decide", noun="count days", object_id=year, details=words)
    return n_changed
