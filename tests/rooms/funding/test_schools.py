"""Levels of schools: suggested with a reason, set on one page, told in the audit."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughline.rooms.accounts.models import User
from throughline.rooms.audit.models import AuditRecord
from throughline.rooms.district.models import Kind, Level, Organization
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import navigation, tasks
from throughline.rooms.funding.schools.commands import take_back_levels
from throughline.rooms.funding.schools.suggestions import suggest_level
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("name", "grades", "level", "reason"),
    [
        ("Oak", {"KG": 20, "05": 20, "06": 3}, Level.ELEMENTARY, "40 of 43 are in kindergarten to grade 5"),
        ("Grand Bend Elementary", {"07": 30}, Level.MIDDLE, "30 of 30 are in grades 6 to 8"),
        ("Grand Bend High School", {}, Level.HIGH, "Its name says “High”"),
        ("Junior High School", {"UG": 5}, Level.MIDDLE, "Its name says “Junior High”"),
        ("Highland Primary", {}, Level.ELEMENTARY, "Its name says “Primary”"),
    ],
)
def test_a_suggestion_says_why(name: str, grades: dict[str, int], level: Level, reason: str) -> None:
    suggestion = suggest_level(name, grades)
    assert suggestion is not None
    assert (suggestion.level, suggestion.reason) == (level, reason)


@pytest.mark.parametrize("name", ["Oak", "Highland", "Thigh Street"])
def test_without_ground_there_is_no_suggestion(name: str) -> None:
    assert suggest_level(name, {}) is None


@pytest.mark.parametrize("relation", ["district_data", "district_admin", "district_finance"])
def test_levels_are_set_on_one_page(fill: Any, person: Any, sign_in: Any, relation: str) -> None:
    fill("Ash", "", {"all": 3})
    bare = Organization.objects.create(source_id="BARE", name="Bare Middle", kind=Kind.SCHOOL)
    client = sign_in(person(relation))
    page = text(client.get(reverse("funding:schools")))
    assert "2 schools have no level yet" in page
    assert "Its name says “Middle”" in page
    ash = Organization.objects.get(name="Ash")
    response = client.post(reverse("funding:schools"), {str(ash.pk): "elementary", str(bare.pk): "middle"}, follow=True)
    assert "2 levels were changed." in text(response)
    assert dict(Organization.objects.values_list("name", "level")) == {"Ash": "elementary", "Bare Middle": "middle"}
    acts = AuditRecord.objects.filter(noun="school")
    assert {(act.act, act.details["to"]) for act in acts} == {("set level", "elementary"), ("set level", "middle")}


def test_saving_what_stands_changes_nothing(district: Any, sign_in: Any) -> None:
    asked = {str(district.oak.pk): "elementary", str(district.elm.pk): "high"}
    response = sign_in(district.data).post(reverse("funding:schools"), asked, follow=True)
    assert "Nothing was changed." in text(response)
    assert not AuditRecord.objects.filter(noun="school").exists()


def test_a_level_left_open_is_not_taken_away(district: Any, sign_in: Any) -> None:
    sign_in(district.data).post(reverse("funding:schools"), {str(district.oak.pk): ""})
    assert Organization.objects.get(pk=district.oak.pk).level == "elementary"


def test_what_is_no_level_is_refused(district: Any, sign_in: Any) -> None:
    response = sign_in(district.data).post(reverse("funding:schools"), {str(district.oak.pk): "university"})
    assert response.status_code == 200
    assert Organization.objects.get(pk=district.oak.pk).level == "elementary"


def take_back(client: Any, page: str) -> Any:
    """Press the button of the page: with the moment that stands in its form."""
    found = re.search(r'name="saved_at" value="([^"]+)"', page)
    assert found is not None, "the page offers nothing to take back"
    return client.post(reverse("funding:take_back_levels"), {"saved_at": found[1]}, follow=True)


def test_who_changed_levels_takes_the_change_back_once(district: Any, sign_in: Any, person: Any) -> None:
    Organization.objects.filter(pk=district.elm.pk).update(level="")
    client, path = sign_in(district.data), reverse("funding:schools")
    assert "Take the change back" not in text(client.get(path))
    client.post(path, {str(district.oak.pk): "middle", str(district.elm.pk): "high"})
    page = text(client.get(path))
    for words in (
        "You changed 2 levels",
        "Elementary school before, Middle school now",
        "not decided before, High school",
    ):
        assert words in page
    assert "Take the change back" not in text(sign_in(district.finance).get(path))
    assert "2 schools have their levels of before." in text(take_back(client, page))
    assert [Organization.objects.get(pk=each.pk).level for each in (district.oak, district.elm)] == ["elementary", ""]
    told = AuditRecord.objects.filter(act="take back level").order_by("pk")
    assert {(act.by_user_id, act.details["from"], act.details["to"]) for act in told} == {
        (district.data.user_id, "middle", "elementary"),
        (district.data.user_id, "high", ""),
    }
    assert "Take the change back" not in text(client.get(path))
    again = take_back(client, page)
    assert again.status_code == 400
    assert "can no longer be taken back" in text(again)


def test_what_somebody_else_decided_since_is_not_undone_along_with_it(district: Any, sign_in: Any) -> None:
    client, path = sign_in(district.data), reverse("funding:schools")
    client.post(path, {str(district.oak.pk): "middle", str(district.elm.pk): "middle"})
    sign_in(district.finance).post(path, {str(district.oak.pk): "high"})
    page = text(client.get(path))
    assert "You changed 1 level" in page
    take_back(client, page)
    assert [Organization.objects.get(pk=each.pk).level for each in (district.oak, district.elm)] == ["high", "high"]


def test_a_change_is_taken_back_within_a_day_and_only_the_one_that_was_shown(district: Any) -> None:
    def change(at: datetime, level: Level) -> None:
        funding.set_levels(by=district.data, at=at, levels={district.oak.pk: level})

    change(NOW, Level.MIDDLE)
    late, first = NOW + timedelta(days=1), NOW.isoformat()
    with pytest.raises(RefusedInput, match="no longer"):
        take_back_levels(by=district.data, at=late, saved_at=first)
    change(NOW + timedelta(minutes=5), Level.HIGH)
    with pytest.raises(RefusedInput, match="no longer"):
        take_back_levels(by=district.data, at=NOW + timedelta(minutes=6), saved_at=first)
    with pytest.raises(RefusedInput, match="no longer"):
        take_back_levels(by=district.finance, at=NOW + timedelta(minutes=6), saved_at=first)
    for wrong in ("", "yesterday", "\x00"):
        with pytest.raises(RefusedInput, match="no longer"):
            take_back_levels(by=district.data, at=NOW, saved_at=wrong)
    assert Organization.objects.get(pk=district.oak.pk).level == "high"


def test_the_page_asks_as_often_however_many_levels_were_changed(fill: Any, person: Any, sign_in: Any) -> None:
    client, counts = sign_in(person("district_data")), []
    client.get(reverse("funding:schools"))  # what a session asks once is not counted
    for n in (1, 6):
        made = [fill(f"School {n} {number}", "high", {"all": 1}) for number in range(n)]
        client.post(reverse("funding:schools"), {str(each.pk): "middle" for each in made})
        with CaptureQueriesContext(connection) as asked:
            assert f"You changed {n} level" in text(client.get(reverse("funding:schools")))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("relation", ["school_leader", "coordinator", "teacher", "partner", "outsider"])
def test_others_may_not(district: Any, person: Any, sign_in: Any, relation: str) -> None:
    viewer = person(relation, district.oak)
    assert sign_in(viewer).get(reverse("funding:schools")).status_code == 403
    with pytest.raises(NotAllowed):
        funding.set_levels(by=viewer, at=NOW, levels={district.oak.pk: Level.HIGH})
    assert sign_in(viewer).post(reverse("funding:take_back_levels")).status_code == 403
    with pytest.raises(NotAllowed):
        take_back_levels(by=viewer, at=NOW, saved_at=NOW.isoformat())


def places(viewer: Viewer) -> list[str]:
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=viewer.user_id or 0)
    request.session = SessionBase()
    return [item.label for item in navigation.items(request)]


def test_each_is_offered_the_places_they_may_open(district: Any, person: Any) -> None:
    assert places(district.finance) == [
        "Set up a year",
        "School budgets",
        "Formulas",
        "What schools would receive",
        "Revenues",
        "Positions",
        "Earlier budgets",
        "Projections",
        "Scenarios",
        "Schools",
    ]
    assert places(district.leader) == ["School budgets", "Formulas", "What schools would receive"]
    assert places(person("district_admin")) == ["Schools"]
    assert places(person("coordinator", district.oak)) == []


def test_today_names_what_is_to_do(district: Any, person: Any) -> None:
    assert [task.urgency for task in tasks.tasks_for(district.finance)] == ["look"]
    assert "Your school's budget" in next(iter(tasks.tasks_for(district.leader))).sentence
    Organization.objects.filter(pk=district.elm.pk).update(level="")
    first = next(iter(tasks.tasks_for(person("district_admin"))))
    assert first.sentence == "1 school has no level, so no formula can pay it."
    assert list(tasks.tasks_for(person("coordinator", district.oak))) == []
