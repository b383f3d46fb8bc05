"""The night after two adults were joined: the feed still names both, and they are neither parted nor doubled."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.rooms.exchange.test_rolling_back import every_row, roll_back

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.exchange.api import RunReport
from throughline.rooms.exchange.models import Status
from throughline.rooms.exchange.runs.carrying import CannotNow
from throughline.rooms.students import api as students
from throughline.rooms.students.adult_joins.commands import join_adults
from throughline.rooms.students.joins import AdultJoin
from throughline.rooms.students.models import Guardian, Guardianship
from throughline.rooms.students.pairs import LikelyAdults
from throughline.values.viewer import Viewer

Rows = dict[str, list[dict[str, Any]]]
BringIn = Callable[..., RunReport]


def _enter_again(rows: Rows) -> None:
    """Gil comes in once more as g9, who stands for s2, with the e-mail he has as g1."""
    user = next(row for row in rows["users"] if row["sourcedId"] == "g1")
    role = next(row for row in rows["roles"] if row["userSourcedId"] == "g1")
    user["email"] = "gil@mail.example"
    rows["users"].append(user | {"sourcedId": "g9", "username": "g9"})
    rows["roles"].append(role | {"sourcedId": "r-g9", "userSourcedId": "g9"})
    next(row for row in rows["users"] if row["sourcedId"] == "s2")["agentSourcedIds"] = "g9"


@pytest.fixture
def joined(bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime) -> int:
    _enter_again(small_district)
    bring_in(small_district)
    assert students.look_for_adults(by=data_lead, at=at) == 1
    with acting_as(data_lead):
        pair = LikelyAdults.objects.get()
        return join_adults(by=data_lead, at=at, pair_id=pair.pk, keep_id=pair.one_id, reason="He said so.").pk


def test_the_same_night_again_changes_nothing_and_proposes_nothing(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime, joined: int
) -> None:
    report = bring_in(small_district)
    assert report.n_changes == 0, report.counts
    assert students.look_for_adults(by=data_lead, at=at) == 0
    with acting_as(data_lead):
        assert AdultJoin.objects.get(pk=joined).parted_at is None
        assert Guardian.objects.filter(ended_at=None).count() == 2


def test_what_the_feed_changes_of_either_is_taken_and_they_stay_one(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime, joined: int
) -> None:
    next(row for row in small_district["users"] if row["sourcedId"] == "s3")["agentSourcedIds"] = "g9"
    next(row for row in small_district["users"] if row["sourcedId"] == "s2")["agentSourcedIds"] = "g1"
    bring_in(small_district)
    with acting_as(data_lead):
        standing = Guardianship.objects.filter(ended_at=None)
        found = set(standing.values_list("student__source_id", "guardian__source_id"))
        assert found == {("s1", "g1"), ("s2", "g1"), ("s3", "g9")}, "each as the feed says, and no more"
        assert AdultJoin.objects.get(pk=joined).parted_at is None
    assert students.look_for_adults(by=data_lead, at=at) == 0


def test_a_record_that_left_the_feed_leaves_the_person_with_the_other(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, joined: int
) -> None:
    small_district["users"] = [row for row in small_district["users"] if row["sourcedId"] != "g9"]
    small_district["roles"] = [row for row in small_district["roles"] if row["userSourcedId"] != "g9"]
    next(row for row in small_district["users"] if row["sourcedId"] == "s2")["agentSourcedIds"] = "g1"
    bring_in(small_district)
    with acting_as(data_lead):
        assert Guardian.objects.get(source_id="g9").ended_at is not None
        standing = Guardianship.objects.filter(ended_at=None, guardian__source_id="g1")
        assert set(standing.values_list("student__source_id", flat=True)) == {"s1", "s2"}
        assert AdultJoin.objects.get(pk=joined).parted_at is None


def test_likely_pairs_of_adults_do_not_stand_in_the_way_of_rolling_back(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    with acting_as(data_lead):
        bring_in(small_district)
        before = every_row()
        _enter_again(small_district)
        report = bring_in(small_district)
        assert students.look_for_adults(by=data_lead, at=at) == 1
        run = roll_back(data_lead, at, report.run_id)
        assert run.status == Status.ROLLED_BACK, run.says
        assert every_row() == before
        assert not LikelyAdults.objects.exists()


def test_an_import_from_before_a_join_is_not_rolled_back_while_it_stands(
    bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    bring_in(small_district)
    _enter_again(small_district)
    report = bring_in(small_district)
    students.look_for_adults(by=data_lead, at=at)
    with acting_as(data_lead):
        pair = LikelyAdults.objects.get()
        join_adults(by=data_lead, at=at, pair_id=pair.pk, keep_id=pair.one_id, reason="He said so.")
    with pytest.raises(CannotNow):
        roll_back(data_lead, at, report.run_id)
    with acting_as(data_lead):
        assert AdultJoin.objects.count() == 1
