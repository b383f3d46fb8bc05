"""The night after two records were joined: the feed still names both, and the joined one does not come back."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.exchange.api import RunReport
from throughline.rooms.students import api as students
from throughline.rooms.students.merging.commands import join_students, undo_join
from throughline.rooms.students.models import ClassPlace, Enrollment, Guardianship, LikelyPair, Student
from throughline.values.viewer import Viewer

Rows = dict[str, list[dict[str, Any]]]
BringIn = Callable[..., RunReport]


@pytest.fixture
def joined(bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime) -> tuple[int, int, int]:
    """Ana came in twice, as s1 and s9, and s9 was joined to s1: the two students and the join."""
    user = next(row for row in small_district["users"] if row["sourcedId"] == "s1")
    role = next(row for row in small_district["roles"] if row["userSourcedId"] == "s1")
    small_district["users"].append(user | {"sourcedId": "s9", "username": "s9", "primaryOrgSourcedId": "B"})
    small_district["roles"].append(role | {"sourcedId": "r-s9", "userSourcedId": "s9", "orgSourcedId": "B"})
    small_district["demographics"] = [{"sourcedId": key, "birthDate": date(2018, 3, 1)} for key in ("s1", "s9")]
    bring_in(small_district)
    students.look_for_duplicates(by=data_lead, at=at)
    with acting_as(data_lead):
        first, again = (Student.objects.get(source_id=key).pk for key in ("s1", "s9"))
        join = join_students(by=data_lead, at=at, pair_id=LikelyPair.objects.get().pk, keep_id=first)
    return first, again, join.pk


def test_the_same_night_again_changes_nothing(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, joined: tuple[int, int, int]
) -> None:
    report = bring_in(small_district)
    assert report.n_changes == 0, report.counts
    with acting_as(data_lead):
        assert Student.objects.get(pk=joined[1]).ended_at is not None
        assert Student.objects.filter(ended_at=None).count() == 4


def test_what_the_feed_says_of_the_joined_record_comes_to_the_kept_one(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, joined: tuple[int, int, int]
) -> None:
    for row in small_district["users"]:
        if row["sourcedId"] == "s9":
            row["familyName"] = "Reyes-New"
    small_district["enrollments"].append(
        {"sourcedId": "e-s9", "classSourcedId": "K", "schoolSourcedId": "A", "userSourcedId": "s9", "role": "student"}
    )
    bring_in(small_district)
    with acting_as(data_lead):
        assert ClassPlace.objects.get(source_id="e-s9").student_id == joined[0]
        assert Enrollment.objects.get(source_id="r-s9").student_id == joined[0]
        assert Student.objects.get(pk=joined[0]).family_name == "Reyes"
        assert Student.objects.get(pk=joined[1]).ended_at is not None


def test_the_kept_record_stays_while_the_feed_names_only_the_other(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, joined: tuple[int, int, int]
) -> None:
    for table, column in (("users", "sourcedId"), ("roles", "userSourcedId"), ("enrollments", "userSourcedId")):
        small_district[table] = [row for row in small_district[table] if row[column] != "s1"]
    small_district["demographics"] = small_district["demographics"][1:]
    bring_in(small_district, confirm_ending=True)
    with acting_as(data_lead):
        assert Student.objects.get(pk=joined[0]).ended_at is None
        assert Enrollment.objects.get(source_id="r-s9").ended_at is None
        assert Enrollment.objects.get(source_id="r-s1").ended_at is not None


def test_an_adult_named_by_the_joined_row_alone_stays(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    small_district["users"].append(
        {"sourcedId": "g9", "enabledUser": True, "username": "g9", "givenName": "Gloria", "familyName": "Vega"}
        | {"grades": "", "agentSourcedIds": "", "primaryOrgSourcedId": "A"}
    )
    role = next(row for row in small_district["roles"] if row["userSourcedId"] == "g1")
    small_district["roles"].append(role | {"sourcedId": "r-g9", "userSourcedId": "g9"})
    user = next(row for row in small_district["users"] if row["sourcedId"] == "s1")
    own = next(row for row in small_district["roles"] if row["userSourcedId"] == "s1")
    small_district["users"].append(user | {"sourcedId": "s9", "username": "s9", "agentSourcedIds": "g9"})
    small_district["roles"].append(own | {"sourcedId": "r-s9", "userSourcedId": "s9"})
    small_district["demographics"] = [{"sourcedId": key, "birthDate": date(2018, 3, 1)} for key in ("s1", "s9")]
    bring_in(small_district)
    students.look_for_duplicates(by=data_lead, at=at)
    with acting_as(data_lead):
        first = Student.objects.get(source_id="s1").pk
        join = join_students(by=data_lead, at=at, pair_id=LikelyPair.objects.get().pk, keep_id=first)
    user["email"] = "ana@new.example"
    bring_in(small_district)
    with acting_as(data_lead):
        held = Guardianship.objects.filter(student=first, ended_at=None)
        assert set(held.values_list("guardian__source_id", flat=True)) == {"g1", "g9"}
        undo_join(by=data_lead, at=at, join_id=join.pk)
    assert bring_in(small_district).n_changes == 0


def test_after_undoing_both_come_in_as_before(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime, joined: tuple[int, int, int]
) -> None:
    with acting_as(data_lead):
        undo_join(by=data_lead, at=at, join_id=joined[2])
    report = bring_in(small_district)
    assert report.n_changes == 0, report.counts
    with acting_as(data_lead):
        assert Student.objects.filter(ended_at=None).count() == 5
