"""Schools as other rooms meet them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.audit.models import AuditRecord
from throughline.rooms.district import api as district
from throughline.rooms.district.models import Organization
from throughline.values.viewer import Viewer

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
SET_UP = Viewer(duty="set_up", name="test")


@pytest.fixture
def set_up(db: None) -> Iterator[None]:
    with acting_as(SET_UP):
        yield


def school(name: str, **more: object) -> Organization:
    values = {"source_id": name.upper(), "name": name, "kind": district.Kind.SCHOOL} | more
    return Organization.objects.create(**values)


def names(on: date) -> list[str]:
    return [each.name for each in district.schools_on(on)]


def test_schools_are_listed_by_name_and_nothing_else_is(set_up: None) -> None:
    for name in ("Pine", "Oak"):
        school(name)
    school("Head office", kind=district.Kind.DISTRICT)
    assert names(date(2026, 10, 1)) == ["Oak", "Pine"]


def test_a_school_is_open_until_the_day_it_ended_in_the_feed(set_up: None) -> None:
    school("Oak", ended_at=datetime(2026, 10, 1, 18, tzinfo=UTC))
    assert names(date(2026, 9, 30)) == ["Oak"]
    assert names(date(2026, 10, 1)) == []


def test_the_districts_day_ends_in_its_own_time_zone(set_up: None) -> None:
    school("Oak", ended_at=datetime(2026, 10, 2, 5, tzinfo=UTC))  # the evening before, on the west coast
    assert names(date(2026, 10, 1)) == []


def test_any_organization_is_found_by_its_id(set_up: None) -> None:
    office = school("Head office", kind=district.Kind.DISTRICT)
    assert district.find_schools({office.pk}) == [district.School(office.pk, "HEAD OFFICE", "Head office", "")]
    assert district.find_schools(set()) == []


def test_a_changed_level_is_told_with_what_it_was(set_up: None) -> None:
    oak, pine = school("Oak", level="middle"), school("Pine", level="high")
    levels = {oak.pk: district.Level.ELEMENTARY, pine.pk: district.Level.HIGH}
    assert district.change_levels(by=SET_UP, at=NOW, levels=levels) == 1
    told = AuditRecord.objects.get(noun="school")
    assert (told.object_id, told.details) == (str(oak.pk), {"from": "middle", "to": "elementary"})
    assert Organization.objects.get(pk=oak.pk).level == "elementary"


def test_only_schools_have_levels(set_up: None) -> None:
    office = school("Head office", kind=district.Kind.DISTRICT)
    assert district.change_levels(by=SET_UP, at=NOW, levels={office.pk: district.Level.HIGH}) == 0


def test_one_query_for_any_number_of_schools(set_up: None) -> None:
    for number in range(30):
        school(f"School {number}")
    with CaptureQueriesContext(connection) as queries:
        assert len(names(date(2026, 10, 1))) == 30
    assert len(queries) == 1
