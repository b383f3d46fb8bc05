"""The real school calendar, told from the attendance that was taken."""

from datetime import date

from throughline.rooms.warning.calendar import days_of_absences, days_recorded

MONDAY, TUESDAY, HOLIDAY = date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 7)


def test_a_few_rows_on_a_holiday_make_no_school_day() -> None:
    counted = [(1, MONDAY, 300), (1, TUESDAY, 60), (1, HOLIDAY, 59), (2, HOLIDAY, 4), (2, MONDAY, 5)]
    assert days_recorded(counted) == [(1, MONDAY), (1, TUESDAY), (2, HOLIDAY), (2, MONDAY)]


def test_where_absences_alone_are_recorded_a_small_school_without_any_still_had_school() -> None:
    counted = [(1, MONDAY, 40), (1, TUESDAY, 30), (2, MONDAY, 1), (1, HOLIDAY, 1)]
    assert days_of_absences(counted) == [(1, MONDAY), (1, TUESDAY), (2, MONDAY), (2, TUESDAY)]


def test_no_attendance_is_no_school_day() -> None:
    assert days_recorded([]) == days_of_absences([]) == []
