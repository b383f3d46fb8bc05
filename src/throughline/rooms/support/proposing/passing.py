"""Proposed goals that nobody answered in time are passed on: to who leads the school, then who leads support.

Time is counted in school days, those after it was proposed or passed on and before today: the days on which the
student's school took attendance, or, where it has taken none for `SILENT`, Monday to Friday.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.students import api as students
from throughline.rooms.support import access
from throughline.rooms.support.models import Proposal
from throughline.rooms.support.proposing.mails import MAIL
from throughline.rooms.support.proposing.whose import find_who_leads
from throughline.values.viewer import Viewer

# Finds what waits too long, and shows no one a student.
DUTY = Viewer(duty="proposals", name="Proposed goals")
SILENT = timedelta(days=60)
_FRIDAY = 5


def pass_on_proposals(*, by: Viewer, at: datetime) -> int:
    """This function will pass on the proposals that waited too long, and return how many. Run again, it does no more.

    Each of those told is sent one mail, however many they are. Where the district sets no days, nothing is done.
    """
    if not settings.PROPOSAL_SCHOOL_DAYS:
        return 0
    with transaction.atomic(), accounts.acting_as(by):
        told, n_passed = set[int](), 0
        for row, n_days in _with_days(_not_yet_passed_further(by)):
            now_told = _pass_on(row, n_days, by=by, at=at)
            told, n_passed = told | now_told, n_passed + bool(now_told)
        for person in accounts.User.objects.filter(pk__in=told, is_active=True).order_by("pk"):
            accounts.send_mail(by=by, at=at, template=MAIL, to_user=person)
    return n_passed


def _pass_on(row: Proposal, n_days: int, *, by: Viewer, at: datetime) -> frozenset[int]:
    """Who is told of a proposal now, for whom it was kept that it was passed on: nobody where it is not yet time."""
    if n_days < settings.PROPOSAL_SCHOOL_DAYS:
        return frozenset()
    leaders = frozenset[int]() if row.passed_on else find_who_leads(row, school=True)
    told = leaders or find_who_leads(row, school=False)
    if told:
        step = "passed_on" if leaders else "passed_further_on"
        access.get_proposals_for(by).filter(pk=row.pk).update(**{step: accounts.today()})
        audit.record_act(by=by, at=at, act="pass on", noun="proposed goal", object_id=row.pk)
    return told


def _not_yet_passed_further(by: Viewer) -> list[Proposal]:
    """What waits and may still be passed on. What was let go of since it was passed on waits from then anew."""
    waiting = access.get_waiting_proposals_for(by).filter(student__ended_at=None).select_related("student")
    found: list[Proposal] = []
    for row in waiting.annotate(let_go_at=Max("answers__let_go_at")).order_by("pk"):
        passed_on = row.passed_further_on or row.passed_on
        if passed_on and _waits_since(row) > passed_on:
            access.get_proposals_for(by).filter(pk=row.pk).update(passed_on=None, passed_further_on=None)
            row.passed_on = row.passed_further_on = None
        if row.passed_further_on is None:
            found.append(row)
    return found


def _waits_since(row: Proposal) -> date:
    let_go_at: datetime | None = row.let_go_at  # type: ignore[attr-defined]  # put there by the query
    return timezone.localtime(let_go_at).date() if let_go_at else row.proposed_on


def _with_days(rows: Collection[Proposal]) -> Iterable[tuple[Proposal, int]]:
    """Each proposal with the school days that it has waited since it was proposed or passed on."""
    if not rows:
        return
    today = accounts.today()
    first = min(today - SILENT, *map(_waits_since, rows))
    by_school = _days_of_schools({row.student.home_school_id or 0 for row in rows}, first, today)
    for row in rows:
        days = by_school.get(row.student.home_school_id or 0, [])
        if not any(day >= today - SILENT for day in days):
            days = [first + timedelta(days=n) for n in range((today - first).days)]
            days = [day for day in days if day.isoweekday() <= _FRIDAY]
        since = row.passed_on or _waits_since(row)
        yield row, sum(day > since for day in days)


def _days_of_schools(schools: Collection[int], first: date, today: date) -> Mapping[int, list[date]]:
    """The days on which schools took attendance, from `first` to yesterday: one question."""
    taken = students.get_attendance_for(DUTY).filter(school__in=list(schools), on__gte=first, on__lt=today)
    found: dict[int, list[date]] = {}
    for school, day in taken.order_by().values_list("school", "on").distinct():
        found.setdefault(school, []).append(day)
    return found
