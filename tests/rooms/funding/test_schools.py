"""Levels of schools: suggested with a reason, set on one page, told in the audit."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from throughline.rooms.accounts.models import User
from throughline.rooms.audit.models import AuditRecord
from throughline.rooms.district.models import Kind, Level, Organization
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import navigation, tasks
from throughline.rooms.funding.schools.suggestions import suggest_level
from throughline.values.errors import NotAllowed
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


@pytest.mark.parametrize("relation", ["school_leader", "coordinator", "teacher", "partner", "outsider"])
def test_others_may_not(district: Any, person: Any, sign_in: Any, relation: str) -> None:
    viewer = person(relation, district.oak)
    assert sign_in(viewer).get(reverse("funding:schools")).status_code == 403
    with pytest.raises(NotAllowed):
        funding.set_levels(by=viewer, at=NOW, levels={district.oak.pk: Level.HIGH})


def places(viewer: Viewer) -> list[str]:
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=viewer.user_id or 0)
    return [item.label for item in navigation.items(request)]


def test_each_is_offered_the_places_they_may_open(district: Any, person: Any) -> None:
    assert places(district.finance) == ["School budgets", "Formulas", "Schools"]
    assert places(district.leader) == ["School budgets", "Formulas"]
    assert places(person("district_admin")) == ["Schools"]
    assert places(person("coordinator", district.oak)) == []


def test_today_names_what_is_to_do(district: Any, person: Any) -> None:
    assert [task.urgency for task in tasks.tasks_for(district.finance)] == ["look"]
    assert "Your school's budget" in next(iter(tasks.tasks_for(district.leader))).sentence
    Organization.objects.filter(pk=district.elm.pk).update(level="")
    first = next(iter(tasks.tasks_for(person("district_admin"))))
    assert first.sentence == "1 school has no level, so no formula can pay it."
    assert list(tasks.tasks_for(person("coordinator", district.oak))) == []
