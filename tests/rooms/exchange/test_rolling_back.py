"""Rolling back restores every row, or says why it cannot."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.exchange.api import RunReport
from throughline.rooms.exchange.models import Run, Status
from throughline.rooms.exchange.recipes import targets_by_entity
from throughline.rooms.exchange.runs import commands, jobs
from throughline.rooms.exchange.runs.carrying import CannotNow
from throughline.rooms.exchange.staging.progress import stay_silent
from throughline.rooms.students import api as students
from throughline.rooms.students.models import LikelyPair, Need, Relation, Student
from throughline.rooms.warning.models import Flag, FlagReason, RuleVersion
from throughline.values.viewer import Viewer

Rows = dict[str, list[dict[str, Any]]]
BringIn = Callable[..., RunReport]


@pytest.fixture(autouse=True)
def _as_data_lead(data_lead: Viewer) -> object:
    with acting_as(data_lead):
        yield


def every_row() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that an import may touch, byte for byte."""
    found = {}
    with connection.cursor() as cursor:
        for entity, target in targets_by_entity().items():
            cursor.execute(f"select to_jsonb(t)::text from {target.table} t order by 1")  # noqa: S608 - our own names
            found[entity] = cursor.fetchall()
    return found


def roll_back(by: Viewer, at: datetime, run_id: int) -> Run:
    commands.roll_back_run(by=by, at=at, run_id=run_id)
    jobs.carry_out(run_id, by, "roll_back", stay_silent)
    return Run.objects.get(pk=run_id)


def test_rolling_back_the_first_night_leaves_nothing(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    before = every_row()
    report = bring_in(small_district)
    run = roll_back(data_lead, at, report.run_id)
    assert run.status == Status.ROLLED_BACK, run.says
    assert every_row() == before


def test_rolling_back_a_night_restores_every_row(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    bring_in(small_district)
    before = every_row()
    for row in small_district["users"]:
        row["familyName"] = f"{row['familyName']}-New"
    small_district["roles"] = [row for row in small_district["roles"] if row["sourcedId"] != "r-s3"]
    small_district["users"] = [row for row in small_district["users"] if row["sourcedId"] != "s3"]
    small_district["orgs"].append({"sourcedId": "E", "name": "Elm School", "type": "school", "parentSourcedId": "D"})
    report = bring_in(small_district, confirm_ending=True)
    assert every_row() != before
    run = roll_back(data_lead, at, report.run_id)
    assert run.status == Status.ROLLED_BACK, run.says
    assert every_row() == before


def test_after_rolling_back_the_file_can_be_applied_again(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    first = bring_in(small_district)
    roll_back(data_lead, at, first.run_id)
    again = bring_in(small_district)
    assert again.status == "applied"
    assert again.n_changes == first.n_changes


def test_a_later_import_of_the_same_rows_stands_in_the_way(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    first = bring_in(small_district)
    small_district["users"][0]["familyName"] = "Later"
    bring_in(small_district)
    with pytest.raises(CannotNow) as stop:
        roll_back(data_lead, at, first.run_id)
    assert "Students: 1" in stop.value.obstacles


def test_a_need_of_a_new_student_stands_in_the_way(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    report = bring_in(small_district)
    student = Student.objects.get(source_id="s1")
    Need.objects.create(student=student, category="gifted", record_class="needs", starts_on=date(2026, 9, 1))
    with pytest.raises(CannotNow) as stop:
        roll_back(data_lead, at, report.run_id)
    assert stop.value.obstacles == ["needs: 1"]
    assert Student.objects.count() == 4


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_flag_stands_in_the_way_only_where_somebody_took_it(
    is_taken: bool, bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    report = bring_in(small_district)
    with acting_as(Viewer(duty="set_up", name="Test")):
        student = Student.objects.get(source_id="s1")
        rules = RuleVersion.objects.create(number=1, made_at=at, made_by_name="Test")
        owner_id = data_lead.user_id if is_taken else None
        flag = Flag.objects.create(
            student=student, rules=rules, level=2, level_now=2, raised_on=at, raised_at=at, due_on=at, owner_id=owner_id
        )
        FlagReason.objects.create(
            flag=flag,
            student=student,
            indicator="absence",
            measure="absence",
            record_class="attendance",
            standing=2,
            numerator=9,
            denominator=40,
        )
    if is_taken:
        with pytest.raises(CannotNow) as stop:
            roll_back(data_lead, at, report.run_id)
        assert stop.value.obstacles == ["Flags that somebody took or answered: 1"]
    else:
        assert roll_back(data_lead, at, report.run_id).status == Status.ROLLED_BACK
    with acting_as(Viewer(duty="set_up", name="Test")):
        assert Flag.objects.count() == FlagReason.objects.count() == int(is_taken)


def test_relations_follow_the_roster_in_and_out(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    for person in ("s1", "t1", "g1"):
        User.objects.create(username=person, name=person, source_id=person)
    report = bring_in(small_district)
    found = set(Relation.objects.values_list("user__source_id", "relation", "student__source_id"))
    assert found == {
        ("s1", "self", "s1"),
        ("t1", "teacher", "s1"),
        ("t1", "teacher", "s2"),
        ("g1", "guardian", "s1"),  # until s1 is 18
        ("g1", "guardian_of_adult", "s1"),  # from then on
    }
    roll_back(data_lead, at, report.run_id)
    assert not Relation.objects.exists()


def test_likely_duplicates_do_not_stand_in_the_way(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    bring_in(small_district)
    before = every_row()
    again = next(row for row in small_district["users"] if row["sourcedId"] == "s1")
    role = next(row for row in small_district["roles"] if row["userSourcedId"] == "s1")
    small_district["users"].append(again | {"sourcedId": "s9", "username": "s9"})
    small_district["roles"].append(role | {"sourcedId": "r-s9", "userSourcedId": "s9"})
    small_district["demographics"] = [{"sourcedId": key, "birthDate": date(2018, 3, 1)} for key in ("s1", "s9")]
    report = bring_in(small_district)
    students.look_for_duplicates(by=data_lead, at=at)
    assert LikelyPair.objects.count() == 1
    run = roll_back(data_lead, at, report.run_id)
    assert run.status == Status.ROLLED_BACK, run.says
    assert every_row() == before
    assert not LikelyPair.objects.exists()
