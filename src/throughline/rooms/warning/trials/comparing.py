"""Whom rules would flag on a day, beside whom those in force do, and why: kept as rows of a trial."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.engines import warning as engine
from throughline.formats.warning import RulesPart
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import flag_from, part_in, rules_in
from throughline.rooms.warning.flags.standing import reasons_of
from throughline.rooms.warning.models import Trial, TrialReason, TrialStudent
from throughline.rooms.warning.records import Year, find_records, find_year

_AT_ONCE = 2000
Change = TrialStudent.Change


@dataclass(frozen=True, slots=True)
class Side:
    """One set of rules of the two, and the year as it counts days."""

    part: RulesPart
    rules: engine.Rules
    first_flagged: int
    year: Year


def sides_of(trial: Trial, until: date) -> tuple[Side, Side | None]:
    """This function will return the rules that are tried and those in force, each with the year up to a day."""
    tried = _side(trial.document, until)
    if trial.against is None:
        return tried, None
    return tried, _side(trial.against.document, until, like=tried)


def compare(trial: Trial, school_id: int, student_ids: Sequence[int], tried: Side, against: Side | None) -> int:
    """This function will keep who of these students would be flagged by either rules, and why by each.

    It returns of how many too little is known.
    """
    records, records_before = records_by_side(tried, against, student_ids)
    on = trial.on.toordinal()
    by_tried = engine.suggest(records, tried.rules, on)
    before = engine.suggest(records_before, against.rules, on) if against and records_before else None
    rows, places = [], []
    for place, student_id in enumerate(student_ids):
        level = int(by_tried.level[place])
        level_before = int(before.level[place]) if before else 0
        flagged = level >= tried.first_flagged
        was_flagged = against is not None and level_before >= against.first_flagged
        if flagged or was_flagged:
            change = Change.KEPT if flagged and was_flagged else Change.ADDED if flagged else Change.DROPPED
            rows.append(
                TrialStudent(
                    trial=trial,
                    student_id=student_id,
                    school_id=school_id,
                    change=change,
                    level=level,
                    level_before=level_before,
                )
            )
            places.append(place)
    kept = TrialStudent.objects.bulk_create(rows, batch_size=_AT_ONCE)
    reasons: list[TrialReason] = []
    for row, place in zip(kept, places, strict=True):
        reasons += _reasons(row, reasons_of(by_tried, tried.rules, place), by_tried=True)
        if before and against:
            reasons += _reasons(row, reasons_of(before, against.rules, place), by_tried=False)
    TrialReason.objects.bulk_create(reasons, batch_size=_AT_ONCE)
    return int((by_tried.level == engine.NOT_ENOUGH).sum())


def records_by_side(
    tried: Side, against: Side | None, student_ids: Sequence[int]
) -> tuple[engine.Records, engine.Records | None]:
    """This function will return what is known of students for either rules: read once where both count days alike."""
    records = find_records(access.DUTY, tried.year, student_ids)
    if against is None:
        return records, None
    return records, records if against.year is tried.year else find_records(access.DUTY, against.year, student_ids)


def _side(document: str, until: date, *, like: Side | None = None) -> Side:
    part, rules = part_in(document), rules_in(document)
    if like and like.rules.absences_only == rules.absences_only:
        return Side(part, rules, flag_from(part), like.year)
    return Side(part, rules, flag_from(part), find_year(access.DUTY, until, absences_only=rules.absences_only))


def _reasons(row: TrialStudent, facts: Sequence[dict[str, Any]], *, by_tried: bool) -> Iterator[TrialReason]:
    for fact in facts:
        yield TrialReason(row=row, student_id=row.student_id, by_tried=by_tried, **fact)
