"""Partner organizations and agencies are people's to keep: no roster ends, overwrites or counts them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.district import api as district
from throughline.rooms.district.models import Organization
from throughline.rooms.exchange.api import RunReport
from throughline.values.viewer import Viewer

Rows = dict[str, list[dict[str, Any]]]
BringIn = Callable[..., RunReport]
SET_UP = Viewer(duty="set_up", name="test")


@pytest.fixture(autouse=True)
def _as_data_lead(data_lead: Viewer) -> object:
    with acting_as(data_lead):
        yield


@pytest.fixture
def kept(at: datetime) -> list[int]:
    return [
        district.add_outside(
            by=SET_UP,
            at=at,
            kind=kind,
            facts=district.OutsideFacts(name=f"Kept {kind}", does="Helps"),
            source_id=number,
        )
        for kind, number in ((district.Kind.PARTNER, "P-1"), (district.Kind.AGENCY, "X-1"))
    ]


def _as_they_stand(kept: list[int]) -> list[tuple[object, ...]]:
    rows = Organization.objects.filter(pk__in=kept).order_by("pk")
    return list(rows.values_list("source_id", "name", "kind", "ended_at", "profile__does"))


def test_a_bulk_file_without_them_leaves_them_open(bring_in: BringIn, small_district: Rows, kept: list[int]) -> None:
    before = _as_they_stand(kept)
    first = bring_in(small_district)
    assert first.counts["organization"] == {"create": 3, "same": 0}
    small_district["orgs"][0]["name"] = "Small District, renamed"
    second = bring_in(small_district)
    assert second.counts["organization"].get("end", 0) == 0
    assert second.counts["organization"]["same"] == 2
    assert _as_they_stand(kept) == before


@pytest.mark.parametrize("status", ["active", "tobedeleted"])
def test_a_row_with_their_id_is_passed_over_and_said(
    bring_in: BringIn, small_district: Rows, kept: list[int], status: str
) -> None:
    before = _as_they_stand(kept)
    bring_in(small_district)
    small_district["orgs"].append({"sourcedId": "P-1", "name": "Taken over", "type": "school", "status": status})
    report = bring_in(small_district)
    assert "roster.kept_by_people" in str(report.as_json())
    assert report.counts["organization"].get("change", 0) == 0
    assert report.counts["organization"].get("end", 0) == 0
    assert _as_they_stand(kept) == before
