"""Work out how students stand, and raise flags: by a duty, which is set off by a night, an import or a new rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from throughline.engines import warning as engine
from throughline.formats.warning import RulesPart
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import flag_from, part_of, rules_of
from throughline.rooms.warning.flags.standing import keep_standings, reasons_of
from throughline.rooms.warning.models import (
    Flag,
    FlagReason,
    RuleVersion,
    StudentStanding,
    Suggestion,
    TrialOutcome,
    TrialReason,
    TrialStudent,
)
from throughline.rooms.warning.records import find_records, find_year
from throughline.rooms.warning.roll import batches
from throughline.values.viewer import Viewer

_LOCK = 7_246_019  # one working out at a time


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What came of it."""

    n_students: int = 0
    n_raised: int = 0


def work_out_warning(*, by: Viewer, at: datetime) -> WorkedOut:
    """This function will work out how every student stands today by the rules in force, and raise flags.

    Nothing happens before rules are switched on. Safe to run twice. No flag is cleared here: that takes a person.
    """
    with accounts.acting_as(access.DUTY), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        version = access.in_force()
        if version is None:
            return WorkedOut()
        on, rules = accounts.today(), rules_of(version)
        year = find_year(access.DUTY, on, absences_only=rules.absences_only)
        n_students = n_raised = 0
        there: set[int] = set()
        for _school, student_ids in batches(on):
            found = engine.suggest(find_records(access.DUTY, year, student_ids), rules, on.toordinal())
            keep_standings(student_ids, found, rules, on)
            n_raised += _raise_flags(version, student_ids, found, at, on)
            n_students += len(student_ids)
            there.update(student_ids)
        StudentStanding.objects.exclude(student__in=there).delete()
        Suggestion.objects.exclude(student__in=there).delete()
    details = {"students": n_students, "raised": n_raised}
    audit.record_act(by=by, at=at, act="work out", noun="early warning", object_id=version.pk, details=details)
    return WorkedOut(n_students, n_raised)


def forget_worked_out(*, student_ids: Sequence[int]) -> None:
    """This function will take back what was worked out of students who are taken off the roster again.

    Flags that somebody took or answered are people's work and stay: ask `count_taken_flags` first.
    """
    with accounts.acting_as(access.DUTY):
        StudentStanding.objects.filter(student__in=student_ids).delete()
        Suggestion.objects.filter(student__in=student_ids).delete()
        TrialReason.objects.filter(student__in=student_ids).delete()
        TrialStudent.objects.filter(student__in=student_ids).delete()
        TrialOutcome.objects.filter(student__in=student_ids).delete()
        untaken = Flag.objects.filter(student__in=student_ids, owner=None, cleared_at=None)
        FlagReason.objects.filter(flag__in=untaken).delete()
        untaken.delete()


def count_taken_flags(student_ids: Sequence[int]) -> int:
    """This function will count the flags of these students that somebody took or answered. A duty looks."""
    with accounts.acting_as(access.DUTY):
        return Flag.objects.filter(student__in=student_ids).exclude(owner=None, cleared_at=None).count()


def _raise_flags(
    version: RuleVersion, student_ids: Sequence[int], found: engine.Suggested, at: datetime, on: date
) -> int:
    part = part_of(version)
    levels = dict(zip(student_ids, found.level.tolist(), strict=True))
    standing_open = {flag.student_id: flag for flag in Flag.objects.filter(student__in=student_ids, cleared_at=None)}
    _follow(standing_open, levels)
    quiet = _quiet(student_ids, part, on)
    first = flag_from(part)
    wanted = [
        (place, student_id)
        for place, student_id in enumerate(student_ids)
        if levels[student_id] >= first
        and student_id not in standing_open
        and levels[student_id] > quiet.get(student_id, 0)
    ]
    raised = Flag.objects.bulk_create(
        Flag(
            student_id=student_id,
            rules=version,
            level=levels[student_id],
            level_now=levels[student_id],
            raised_on=on,
            raised_at=at,
            due_on=on + timedelta(days=part.flags.due_days),
        )
        for _place, student_id in wanted
    )
    rules = rules_of(version)
    FlagReason.objects.bulk_create(
        FlagReason(flag=flag, student_id=flag.student_id, **reason)
        for flag, (place, _student_id) in zip(raised, wanted, strict=True)
        for reason in reasons_of(found, rules, place)
    )
    return len(raised)


def _follow(standing_open: dict[int, Flag], levels: dict[int, int]) -> None:
    """An open flag says what is suggested now; it stays open, since a person was asked and has not answered."""
    changed = [flag for student_id, flag in standing_open.items() if flag.level_now != levels[student_id]]
    for flag in changed:
        flag.level_now = levels[flag.student_id]
    Flag.objects.bulk_update(changed, ["level_now"])


def _quiet(student_ids: Sequence[int], part: RulesPart, on: date) -> dict[int, int]:
    """Students whose flag was answered a short while ago, with the highest level it was answered at."""
    since = on - timedelta(days=part.flags.quiet_days)
    rows = Flag.objects.filter(student__in=student_ids, cleared_at__date__gte=since)
    found: dict[int, int] = {}
    for student_id, level, level_now in rows.values_list("student", "level", "level_now"):
        found[student_id] = max(found.get(student_id, 0), level, level_now)
    return found
