"""Early warning: cases a principal can read, and properties no district should have to trust us on."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.engines.warning.rows import records_of
from tests.engines.warning.slow import Child, level_of

from throughline.engines.warning import NOT_ENOUGH, Indicator, Level, Measure, Rules, Standing, counting, suggest, tiers
from throughline.formats.warning import START, engine_rules, library_rules

START_RULES = engine_rules(library_rules()[START])
SCHOOL, OTHER = 7, 8
YEAR = {SCHOOL: set(range(1, 101)), OTHER: set(range(1, 101, 2))}
ABSENCE = Indicator("absence", Measure.ABSENCE, "academic", Fraction(1, 10), Fraction(1, 5), Fraction(1, 50))
CREDITS = Indicator("credits_earned", Measure.CREDITS_NOT_EARNED, "academic", Fraction(1, 4), grades=frozenset({"09"}))
JUST_CREDITS = Rules((CREDITS,), (Level("look", 1, 2),), least_known=1)
JUST_ABSENCE = Rules((ABSENCE,), (Level("look", 1, 2), Level("act", 2, 3)), least_known=1)


def there(n_days: int, absent: int, *, tardy: int = 0) -> Child:
    """Enrolled and recorded for `n_days`, absent for the first of them, then tardy."""
    status = [2] * absent + [3] * tardy + [0] * (n_days - absent - tardy)
    return Child(
        stints=[(SCHOOL, 1, n_days)], attendance=[(SCHOOL, day, one) for day, one in enumerate(status, start=1)]
    )


def standing_of(child: Child, rules: Rules = JUST_ABSENCE, until: int = 100) -> Standing:
    return Standing(int(suggest(records_of([child], YEAR), rules, until).standing[0, 0]))


def level(child: Child, rules: Rules = START_RULES, until: int = 100) -> int:
    return int(suggest(records_of([child], YEAR), rules, until).level[0])


# What a principal would ask.


def test_absent_for_exactly_a_tenth_of_the_days_is_off_track() -> None:
    assert standing_of(there(100, 9)) == Standing.ON_TRACK
    assert standing_of(there(100, 10)) == Standing.OFF_TRACK
    assert standing_of(there(100, 19)) == Standing.OFF_TRACK
    assert standing_of(there(100, 20)) == Standing.FAR_OFF


def test_three_of_thirty_days_is_a_tenth_though_a_computer_might_say_less() -> None:
    assert standing_of(there(30, 3), until=30) == Standing.OFF_TRACK


def test_late_is_not_absent() -> None:
    assert standing_of(there(100, 0, tardy=40)) == Standing.THRIVING


def test_who_came_last_week_is_not_yet_judged() -> None:
    assert standing_of(there(9, 9), until=9) == Standing.NO_DATA


def test_days_not_recorded_do_not_make_a_student_on_track() -> None:
    child = there(100, 0)
    child.attendance = child.attendance[:85]
    assert standing_of(child) == Standing.NO_DATA


def test_days_not_recorded_do_not_hide_the_absences_that_were() -> None:
    child = there(100, 12)
    child.attendance = child.attendance[:50]
    assert standing_of(child) == Standing.OFF_TRACK


def test_where_a_district_records_absences_alone_a_day_without_a_row_was_attended() -> None:
    child = there(100, 3)
    child.attendance = child.attendance[:3]
    assert standing_of(child, replace(JUST_ABSENCE, absences_only=True)) == Standing.ON_TRACK


def test_absences_on_a_holiday_or_at_a_school_they_had_left_do_not_count() -> None:
    child = Child(stints=[(SCHOOL, 1, 50), (OTHER, 51, 100)])
    child.attendance = [(SCHOOL, day, 0) for day in range(1, 51)]
    child.attendance += [(OTHER, day, 0) for day in range(51, 101, 2)]
    child.attendance += [(SCHOOL, day, 2) for day in range(51, 101)]  # the old school did not strike them off
    child.attendance += [(OTHER, day, 2) for day in range(52, 101, 2)]  # days on which the new one was closed
    found = suggest(records_of([child], YEAR), JUST_ABSENCE, 100)
    assert found.measured["absence"].denominator[0] == 75
    assert found.measured["absence"].numerator[0] == 0


def test_nobody_is_said_to_be_on_track_of_whom_nothing_is_known() -> None:
    assert level(Child()) == NOT_ENOUGH


@pytest.mark.parametrize(("percent", "fails"), [(59_99, True), (60_00, False), (60_01, False)])
def test_exactly_the_passing_percent_passes(percent: int, fails: bool) -> None:
    child = there(100, 0)
    child.marks = [(50, 55, percent, "F", 0)]
    found = suggest(records_of([child], YEAR), START_RULES, 100)
    assert bool(found.measured["courses_failed"].numerator[0]) is fails


def test_only_the_latest_marks_count_as_courses_failed_and_none_that_are_not_posted_yet() -> None:
    child = there(100, 0)
    child.marks = [(50, 55, 40_00, "", 0), (90, 95, 80_00, "", 0), (99, 120, 10_00, "", 0)]
    found = suggest(records_of([child], YEAR), START_RULES, 100)
    assert found.measured["courses_failed"].numerator[0] == 0
    assert found.measured["credits"].numerator[0] == 1
    assert found.measured["credits"].denominator[0] == 2


@pytest.mark.parametrize(
    ("given", "lost", "offered", "standing"),
    [
        ([(40_00, 25), (80_00, 75)], 25, 100, Standing.OFF_TRACK),
        ([(40_00, 24), (80_00, 75)], 24, 99, Standing.ON_TRACK),
        ([(40_00, 100), (80_00, 25)], 100, 125, Standing.OFF_TRACK),
        ([(40_00, 0), (80_00, 50)], 0, 50, Standing.ON_TRACK),
        ([(40_00, 0), (30_00, 0)], 0, 0, Standing.NO_DATA),
    ],
    ids=["a quarter lost", "just under", "the large course failed", "what gives none counts not", "no credits sent"],
)
def test_credits_weigh_courses_by_what_passing_gives(
    given: list[tuple[int, int]], lost: int, offered: int, standing: Standing
) -> None:
    child = there(100, 0)
    child.marks = [(50, 55, percent, "", credits) for percent, credits in given]
    found = suggest(records_of([child], YEAR), JUST_CREDITS, 100)
    assert found.measured["credits_earned"].numerator[0] == lost
    assert found.measured["credits_earned"].denominator[0] == offered
    assert Standing(int(found.standing[0, 0])) == standing


def test_a_student_who_was_suspended_and_fails_two_courses_is_talked_about_soon() -> None:
    child = there(100, 12)
    child.marks = [(50, 55, 40_00, "", 0), (50, 55, 50_00, "", 0)]
    child.incidents = [(90, 10)]
    found = suggest(records_of([child], YEAR), START_RULES, 100)
    assert START_RULES.levels[int(found.level[0]) - 1].code == "meet_soon"
    assert [int(tiers(found.standing, START_RULES, domain)[0]) for domain in ("academic", "social_emotional")] == [3, 2]
    assert int(tiers(found.standing, START_RULES, "health")[0]) == 0


def test_a_student_who_changed_schools_twice_has_moved_twice_and_summer_is_no_move() -> None:
    child = Child(stints=[(OTHER, -50, -1), (SCHOOL, 1, 30), (OTHER, 31, 60), (SCHOOL, 61, 100)])
    assert suggest(records_of([child], YEAR), START_RULES, 100).measured["school_moves"].numerator[0] == 2


def test_rules_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="far off beyond it"):
        Rules((replace(ABSENCE, far_at=Fraction(1, 20)),), (Level("look", 1, 2),))
    with pytest.raises(ValueError, match="window"):
        Rules((replace(ABSENCE, window=5),), (Level("look", 1, 2),))
    with pytest.raises(ValueError, match="levels"):
        Rules((ABSENCE,), (Level("act", 2, 3), Level("look", 1, 2)))


# Properties.

DAY = st.integers(-5, 60)
SMALL = {SCHOOL: {day for day in range(1, 51) if day % 7}, OTHER: set(range(10, 51, 2)), 9: set()}
PLACES = st.sampled_from([SCHOOL, OTHER, 9, 10])


@st.composite
def children(draw: st.DrawFn) -> Child:
    stints = draw(st.lists(st.tuples(PLACES, DAY, DAY), max_size=4))
    days = draw(st.dictionaries(st.tuples(PLACES, DAY), st.integers(0, 3), max_size=30))
    if draw(st.booleans()):
        days |= {(SCHOOL, day): draw(st.integers(0, 3)) for day in range(1, 51)}
    percent = st.one_of(st.just(-1), st.integers(59_98, 60_02), st.integers(0, 100_00))
    credits = st.sampled_from([0, 0, 25, 50, 100])
    return Child(
        grade=draw(st.sampled_from(["08", "09"])),
        stints=stints,
        attendance=[(school, day, status) for (school, day), status in days.items()],
        marks=draw(st.lists(st.tuples(DAY, DAY, percent, st.sampled_from(["", "A", "F"]), credits), max_size=6)),
        incidents=draw(st.lists(st.tuples(DAY, st.integers(0, 30)), max_size=6)),
        results=draw(st.lists(st.tuples(st.integers(1, 3), DAY, st.sampled_from(["", "below", "meets"])), max_size=6)),
    )


SMALL_RULES = replace(START_RULES, least_days=5, indicators=(*START_RULES.indicators, CREDITS))
CLASSES = st.lists(children(), min_size=1, max_size=5)


@settings(max_examples=80, deadline=None)
@given(CLASSES, st.integers(0, 60), st.booleans())
@example([Child(grade="08", stints=[(SCHOOL, 0, 6), (OTHER, 0, 5)])], 5, False)
def test_the_same_as_asking_slowly(several: list[Child], until: int, absences_only: bool) -> None:
    rules = replace(SMALL_RULES, absences_only=absences_only)
    found = suggest(records_of(several, SMALL), rules, until)
    for at, child in enumerate(several):
        expected_level, standings = level_of(child, SMALL, rules, until)
        assert found.standing[at].tolist() == standings
        assert int(found.level[at]) == expected_level


@settings(max_examples=30, deadline=None)
@given(CLASSES, st.integers(0, 60), st.integers(0, 1000))
def test_the_order_of_rows_changes_nothing(several: list[Child], until: int, seed: int) -> None:
    found = suggest(records_of(several, SMALL), SMALL_RULES, until)
    other = suggest(records_of(several, SMALL, shuffled=seed), SMALL_RULES, until)
    np.testing.assert_array_equal(found.standing, other.standing)
    np.testing.assert_array_equal(found.level, other.level)


@settings(max_examples=50, deadline=None)
@given(CLASSES, st.integers(0, 60), st.integers(1, 5))
def test_the_same_however_few_rows_are_taken_at_a_time(several: list[Child], until: int, few: int) -> None:
    whole = suggest(records_of(several, SMALL), SMALL_RULES, until)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_NEAR", few)
        patch.setattr(counting, "_AT_ONCE", 3 * few - 1)
        parts = suggest(records_of(several, SMALL), SMALL_RULES, until)
    assert parts.standing.tolist() == whole.standing.tolist()
    for code, one in whole.measured.items():
        assert parts.measured[code].numerator.tolist() == one.numerator.tolist()


@given(children(), st.integers(0, 60), PLACES, DAY)
def test_one_more_absence_never_lowers_a_level(child: Child, until: int, school: int, day: int) -> None:
    before = suggest(records_of([child], SMALL), SMALL_RULES, until)
    kept = [row for row in child.attendance if row[:2] != (school, day)]
    after = suggest(records_of([replace(child, attendance=[*kept, (school, day, 2)])], SMALL), SMALL_RULES, until)
    assert int(after.points[0]) >= int(before.points[0])
    assert int(after.level[0]) >= min(int(before.level[0]), int(after.level[0])) >= NOT_ENOUGH
    assert int(after.level[0]) >= int(before.level[0])
