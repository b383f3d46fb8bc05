"""A sample of an import, held against the source system: the same for all, kept with who and when."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.audit.models import Disclosure
from throughline.rooms.exchange.api import RunReport
from throughline.rooms.exchange.models import SampleCheck, Status
from throughline.rooms.exchange.runs import commands, jobs
from throughline.rooms.exchange.staging.progress import stay_silent
from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer

Rows = dict[str, list[dict[str, Any]]]
BringIn = Callable[..., RunReport]
Person = Callable[[str], Viewer]


@pytest.fixture
def signed_in(client: Client, data_lead: Viewer) -> Client:
    client.force_login(User.objects.get(username="district_data"))
    return client


def _ana(by: Viewer) -> int:
    with acting_as(by):
        return Student.objects.get(source_id="s1").pk


def _checks(by: Viewer) -> list[tuple[str, str, str]]:
    with acting_as(by):
        return list(SampleCheck.objects.values_list("verdict", "differs", "checked_by"))


def test_the_values_held_are_shown_and_ticked_and_stand_in_the_history(
    signed_in: Client, bring_in: BringIn, small_district: Rows, data_lead: Viewer
) -> None:
    run_id = bring_in(small_district).run_id
    url, ana = reverse("exchange:sample", args=[run_id]), _ana(data_lead)
    page = signed_in.get(url).content.decode()
    for words in ("Ana Reyes", "Bo Chen", "Ash School", "Drawn with the seed"):
        assert words in page
    assert signed_in.post(f"{url}{ana}/", {"verdict": "matches"}).status_code == 302
    assert _checks(data_lead) == [("matches", "", "A district_data")]
    listed = signed_in.get(reverse("exchange:runs")).content.decode()
    assert "1 matches" in listed


def test_what_differs_is_said_in_words_and_history_keeps_what_was_said_before(
    signed_in: Client, bring_in: BringIn, small_district: Rows, data_lead: Viewer
) -> None:
    run_id = bring_in(small_district).run_id
    url = f"{reverse('exchange:sample', args=[run_id])}{_ana(data_lead)}/"
    signed_in.post(url, {"verdict": "matches"})
    refused = signed_in.post(url, {"verdict": "differs", "differs": " "})
    assert refused.status_code == 400
    assert "Say what differs" in refused.content.decode()
    signed_in.post(url, {"verdict": "differs", "differs": "Grade 4 there"})
    assert _checks(data_lead) == [("differs", "Grade 4 there", "A district_data")]
    assert "1 differs" in signed_in.get(reverse("exchange:runs")).content.decode()
    with acting_as(data_lead):
        events = SampleCheck._meta.apps.get_model("exchange", "SampleCheckEvent").objects.order_by("pgh_id")
        assert list(events.values_list("verdict", flat=True)) == ["matches", "differs"]


def test_the_sample_is_the_same_whoever_opens_it_and_no_larger_than_ten(
    signed_in: Client, bring_in: BringIn, small_district: Rows, data_lead: Viewer
) -> None:
    from throughline.rooms.exchange.planning.held import draw_students

    for number in range(10, 40):
        user = next(row for row in small_district["users"] if row["sourcedId"] == "s1")
        role = next(row for row in small_district["roles"] if row["userSourcedId"] == "s1")
        small_district["users"].append(user | {"sourcedId": f"s{number}", "username": f"s{number}"})
        small_district["roles"].append(role | {"sourcedId": f"r-s{number}", "userSourcedId": f"s{number}"})
    run_id = bring_in(small_district).run_id
    with acting_as(data_lead):
        drawn = draw_students(run_id, "seed", 10)
        assert len(set(drawn)) == 10
        assert draw_students(run_id, "seed", 10) == drawn
        assert draw_students(run_id, "another", 10) != drawn
        others = Student.objects.exclude(pk__in=draw_students(run_id, "seed", 34)).count()
    assert others == 0, "with all drawn, nobody is left out"


def test_a_student_outside_the_sample_and_a_run_not_applied_are_refused(
    signed_in: Client, bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    run_id = bring_in(small_district).run_id
    url = reverse("exchange:sample", args=[run_id])
    assert signed_in.post(f"{url}999999999/", {"verdict": "matches"}).status_code == 404
    held = bring_in(small_district, hold=True).run_id
    assert signed_in.get(reverse("exchange:sample", args=[held])).status_code == 400


def test_a_check_does_not_stand_in_the_way_of_rolling_back(
    signed_in: Client, bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    run_id = bring_in(small_district).run_id
    url = reverse("exchange:sample", args=[run_id])
    signed_in.post(f"{url}{_ana(data_lead)}/", {"verdict": "differs", "differs": "Another surname"})
    with acting_as(data_lead):
        commands.roll_back_run(by=data_lead, at=at, run_id=run_id)
    jobs.carry_out(run_id, data_lead, "roll_back", stay_silent)
    with acting_as(data_lead):
        from throughline.rooms.exchange.models import Run

        assert Run.objects.get(pk=run_id).status == Status.ROLLED_BACK
        assert SampleCheck.objects.count() == 1


def test_looking_at_a_sample_is_noted(
    signed_in: Client, bring_in: BringIn, small_district: Rows, data_lead: Viewer
) -> None:
    run_id = bring_in(small_district).run_id
    signed_in.get(reverse("exchange:sample", args=[run_id]))
    with acting_as(data_lead):
        assert Disclosure.objects.filter(place="imports.sample").values("student_id").distinct().count() == 4


@pytest.mark.parametrize("relation", ["district_support", "privacy_officer", ""])
def test_nobody_else_may(
    client: Client, person_who_is: Person, bring_in: BringIn, small_district: Rows, relation: str
) -> None:
    run_id = bring_in(small_district).run_id
    person_who_is(relation)
    client.force_login(User.objects.get(username=relation or "nobody"))
    url = reverse("exchange:sample", args=[run_id])
    assert client.get(url).status_code == 403
    assert client.post(f"{url}1/", {"verdict": "matches"}).status_code == 403


def test_a_students_page_says_where_its_numbers_come_from_and_since_when(
    signed_in: Client, bring_in: BringIn, small_district: Rows, data_lead: Viewer, at: datetime
) -> None:
    run_id = bring_in(small_district).run_id
    url = f"/students/{_ana(data_lead)}/"
    page = signed_in.get(url).content.decode()
    assert "Where this comes from, and how fresh it is" in page
    assert f"Import {run_id}" in page
    small_district["users"][0]["email"] = "ana@new.example"
    later = bring_in(small_district).run_id
    assert f"Import {later}" in signed_in.get(url).content.decode()
    with acting_as(data_lead):
        commands.roll_back_run(by=data_lead, at=at, run_id=later)
    jobs.carry_out(later, data_lead, "roll_back", stay_silent)
    assert f"Import {run_id}" in signed_in.get(url).content.decode()
