"""How students stand, kept as rows: only what changed is written."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from throughline.engines import warning as engine
from throughline.rooms.warning.access import CLASS_OF
from throughline.rooms.warning.models import StudentStanding, Suggestion

_AT_ONCE = 2000
_CHANGING = ["measure", "record_class", "standing", "numerator", "denominator", "on"]


def keep_standings(student_ids: Sequence[int], found: engine.Suggested, rules: engine.Rules, on: date) -> None:
    """This function will keep how these students stand on each indicator, and what is suggested for them."""
    mine = StudentStanding.objects.filter(student__in=student_ids)
    mine.exclude(indicator__in=[one.code for one in rules.indicators]).delete()
    held = {
        (student_id, indicator): rest
        for student_id, indicator, *rest in mine.values_list(
            "student", "indicator", "standing", "numerator", "denominator", "on"
        )
    }
    wanted = [
        row
        for row in _rows(student_ids, found, rules, on)
        if held.get((row.student_id, row.indicator)) != [row.standing, row.numerator, row.denominator, row.on]
    ]
    StudentStanding.objects.bulk_create(
        wanted,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["student", "indicator"],
        update_fields=_CHANGING,
    )
    Suggestion.objects.bulk_create(
        (
            Suggestion(student_id=student_id, level=level, points=points, on=on)
            for student_id, level, points in zip(student_ids, found.level.tolist(), found.points.tolist(), strict=True)
        ),
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["student"],
        update_fields=["level", "points", "on"],
    )


def reasons_of(found: engine.Suggested, rules: engine.Rules, place: int) -> list[dict[str, Any]]:
    """This function will return what a suggestion for one student is made of, as it stands."""
    reasons = []
    for column, one in enumerate(rules.indicators):
        standing = int(found.standing[place, column])
        if standing >= engine.Standing.OFF_TRACK:
            reasons.append(_facts(one, found.measured[one.code], standing, place))
    return reasons


def _facts(one: engine.Indicator, measured: engine.Measured, standing: int, place: int) -> dict[str, Any]:
    return {
        "indicator": one.code,
        "measure": one.measure.value,
        "record_class": CLASS_OF[one.measure],
        "standing": standing,
        "numerator": int(measured.numerator[place]),
        "denominator": int(measured.denominator[place]),
    }


def _rows(
    student_ids: Sequence[int], found: engine.Suggested, rules: engine.Rules, on: date
) -> Iterator[StudentStanding]:
    for column, one in enumerate(rules.indicators):
        standings = found.standing[:, column].tolist()
        for place, student_id in enumerate(student_ids):
            facts = _facts(one, found.measured[one.code], standings[place], place)
            yield StudentStanding(student_id=student_id, on=on, **facts)
