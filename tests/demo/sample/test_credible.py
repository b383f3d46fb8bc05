"""Needs gather in places and families; attendance and marks follow them; days are school days."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from datetime import date
from statistics import correlation, mean
from typing import TYPE_CHECKING

from throughline.demo.sample.plan import GRADE_CODES

if TYPE_CHECKING:
    from tests.demo.conftest import Files

    from throughline.demo.sample.days import SchoolDays
    from throughline.demo.sample.write import Sample


def share(part: set[str], whole: set[str]) -> float:
    return len(part & whole) / len(whole)


def absences(files: Files) -> tuple[Counter[str], Counter[str]]:
    """Days absent and days enrolled, by student."""
    absent: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for row in files.attendance:
        days[row["student_id"]] += 1
        absent[row["student_id"]] += row["status"].startswith("absent")
    return absent, days


def test_poverty_is_concentrated_by_school(district: Files) -> None:
    shares = [
        int(row["economically_disadvantaged"]) / int(row["all"])
        for row in district.table("schools")
        if row["level"] == "elementary"
    ]
    assert max(shares) > 0.7
    assert min(shares) < 0.3


def test_needs_come_together(district: Files) -> None:
    everyone = {user["sourcedId"] for user in district.students}
    poor = district.with_need("economically_disadvantaged")
    for category in ("english_learner", "homeless", "foster", "special_education"):
        holders = district.with_need(category)
        assert share(poor, holders) > share(poor, everyone), category
    assert share(poor, district.with_need("gifted")) < share(poor, everyone)
    assert district.with_need("newcomer") <= district.with_need("english_learner")
    assert district.with_need("directly_certified") < poor
    assert not district.with_need("section_504") & district.with_need("special_education")


def test_every_category_and_level_is_met(district: Files) -> None:
    levels = defaultdict(set)
    for row in district.needs:
        levels[row["category"]].add(row["level"])
    assert levels["special_education"] == {"tier_1", "tier_2", "tier_3"}
    assert levels["english_learner"] == {"emerging", "expanding", "bridging"}
    assert levels.keys() >= {"homeless", "foster", "gifted", "migrant", "military_family", "section_504", "newcomer"}
    assert "directly_certified" in levels


def test_need_dates_are_in_order_and_known(district: Files, sample: Sample) -> None:
    last = sample.year.last_day.isoformat()
    assert all(row["start_date"] <= last and row["end_date"] <= last for row in district.needs)
    assert all(row["start_date"] < row["end_date"] for row in district.needs if row["end_date"])
    assert any(row["end_date"] for row in district.needs)


def test_needs_of_a_family_are_shared(district: Files) -> None:
    homeless = district.with_need("homeless")
    by_agents = defaultdict(set)
    for user in district.students:
        by_agents[user["agentSourcedIds"]].add(user["sourcedId"])
    assert all(len(children & homeless) in (0, len(children)) for children in by_agents.values())


def test_attendance_follows_needs_and_is_concentrated(district: Files) -> None:
    absent, days = absences(district)
    rate = {student: absent[student] / n for student, n in days.items() if n > 40}

    def typical(some: set[str]) -> float:
        return mean(rate[student] for student in some & rate.keys())

    poor, homeless = district.with_need("economically_disadvantaged"), district.with_need("homeless")
    assert typical(set(rate) - poor) < typical(poor) < typical(homeless)
    assert 0.03 < typical(set(rate)) < 0.10
    chronic = {student for student, share_absent in rate.items() if share_absent >= 0.1}
    assert 0.06 < len(chronic) / len(rate) < 0.30
    assert share(chronic, poor & set(rate)) > 1.5 * share(chronic, set(rate) - poor)


def test_more_are_absent_on_fridays_and_in_winter(district: Files) -> None:
    absent: dict[str, list[bool]] = defaultdict(list)
    for row in district.attendance:
        day = date.fromisoformat(row["date"])
        away = row["status"].startswith("absent")
        absent["friday" if day.weekday() == 4 else "midweek" if day.weekday() in (1, 2) else ""].append(away)
        absent["january" if day.month == 1 else "september" if day.month == 9 else ""].append(away)
    assert mean(absent["friday"]) > mean(absent["midweek"])
    assert mean(absent["january"]) > mean(absent["september"])


def test_attendance_is_taken_on_school_days_of_enrollment_only(district: Files, days: SchoolDays) -> None:
    held = {day.isoformat() for day in days.held}
    spans = defaultdict(list)
    for role in district.roles:
        if role["role"] == "student":
            spans[role["userSourcedId"], role["orgSourcedId"]].append((role["beginDate"], role["endDate"] or "9999"))
    for row in district.attendance:
        assert row["date"] in held
        assert any(begin <= row["date"] <= end for begin, end in spans[row["student_id"], row["school_id"]])
    assert len({(row["student_id"], row["date"]) for row in district.attendance}) == len(district.attendance)


def test_marks_and_scores_follow_attendance(district: Files) -> None:
    absent, days = absences(district)
    percents = defaultdict(list)
    for row in district.table("marks"):
        percents[row["student_id"]].append(float(row["percent"]))
    students = [student for student in percents if days[student] > 40]
    away = [absent[student] / days[student] for student in students]
    marks = [mean(percents[student]) for student in students]
    assert correlation(away, marks) < -0.15
    learners = district.with_need("english_learner")
    scores = district.table("assessments")
    reading = [row for row in scores if row["subject"] == "reading" and row["assessment"].endswith("fall")]
    met = {row["student_id"] for row in reading if row["level"] in ("meets", "exceeds")}
    tested = {row["student_id"] for row in reading}
    assert share(met, learners & tested) < share(met, tested - learners)


def test_marks_name_classes_and_quarters_the_student_was_in(district: Files) -> None:
    classes = {(row["userSourcedId"], row["classSourcedId"]) for row in district.enrollments}
    sessions = {row["sourcedId"] for row in district.roster("academicSessions") if row["type"] == "gradingPeriod"}
    rows = district.table("marks")
    assert rows
    assert all((row["student_id"], row["class_id"]) in classes and row["session_id"] in sessions for row in rows)


def test_few_students_have_most_incidents(district: Files, days: SchoolDays) -> None:
    rows = district.table("behavior")
    held = {day.isoformat() for day in days.held}
    assert all(row["date"] in held for row in rows)
    assert len({row["incident_id"] for row in rows}) == len(rows)
    by_student = Counter(row["student_id"] for row in rows)
    assert len(by_student) < 0.25 * len(district.students)
    assert max(by_student.values()) >= 3
    assert all(row["response"] == "out-of-school suspension" for row in rows if row["days_suspended"] != "0")


def test_birth_dates_fit_grades(district: Files, sample: Sample) -> None:
    starts = sample.year.ends - 1
    born = {row["sourcedId"]: date.fromisoformat(row["birthDate"]) for row in district.roster("demographics")}
    for user in district.students:
        grade, birthday = GRADE_CODES.index(user["grades"]), born[user["sourcedId"]]
        age = starts - birthday.year - ((birthday.month, birthday.day) > (9, 1))
        assert age - grade in (5, 6), user["sourcedId"]


def test_siblings_are_born_far_enough_apart(district: Files, demo_files: Files) -> None:
    for files in (district, demo_files):
        born = {row["sourcedId"]: date.fromisoformat(row["birthDate"]) for row in files.roster("demographics")}
        families = defaultdict(list)
        for user in files.students:
            families[user["agentSourcedIds"]].append(born[user["sourcedId"]])
        for birthdays in families.values():
            birthdays.sort()
            assert all((b - a).days > 280 for a, b in itertools.pairwise(birthdays))
