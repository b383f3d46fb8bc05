"""Who is in a count: names for those who work with the students, the number for those who pay."""

from typing import Any

import pytest
from django.urls import reverse

from throughline.rooms.audit.models import Disclosure
from throughline.rooms.students.models import Enrollment, Need, Student


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def address(school: Any, code: str = "economically_disadvantaged") -> str:
    return reverse("funding:count", args=["2026-10-01", school.pk, code])


def test_finance_sees_the_number_and_who_may_see_more(district: Any, sign_in: Any) -> None:
    page = text(sign_in(district.finance).get(address(district.oak)))
    assert "3 students were counted on October 1, 2026." in page
    assert "You see the number, not the names" in page
    assert "District data lead" in page
    assert "N0001" not in page
    assert not Disclosure.objects.exists()


def test_a_leader_sees_who_and_why_and_it_is_noted(district: Any, sign_in: Any) -> None:
    page = text(sign_in(district.leader).get(address(district.oak)))
    assert "N0000 Oak" in page
    assert "since Aug 17, 2026" in page
    assert "N0003 Oak" not in page
    noted = Disclosure.objects.filter(viewer_id=district.leader.user_id)
    assert {row.record_class for row in noted} == {"needs"}
    assert noted.count() == 3


@pytest.mark.parametrize("code", ["all", "economically_disadvantaged", "special_education"])
def test_the_leader_of_another_school_sees_nothing(district: Any, sign_in: Any, code: str) -> None:
    response = sign_in(district.other_leader).get(address(district.oak, code))
    assert response.status_code == 403
    assert "Oak" not in text(response)


def test_a_coordinator_sees_names_though_not_dollars(district: Any, person: Any, sign_in: Any) -> None:
    page = text(sign_in(person("coordinator", district.oak)).get(address(district.oak)))
    assert "N0000 Oak" in page
    assert reverse("funding:budgets") not in page


@pytest.mark.parametrize("relation", ["teacher", "guardian", "partner", "state_analyst", "outsider"])
def test_others_are_refused(district: Any, person: Any, sign_in: Any, relation: str) -> None:
    for code in ("all", "economically_disadvantaged"):
        response = sign_in(person(relation, district.oak)).get(address(district.oak, code))
        assert response.status_code == 403
    assert not Disclosure.objects.exists()


def test_only_the_page_shown_is_noted(district: Any, fill: Any, sign_in: Any) -> None:
    school = fill("Ash", "middle", {"all": 60})
    client = sign_in(district.data)
    page = text(client.get(address(school, "all")))
    assert "60 students" in page
    assert Disclosure.objects.count() == 25
    client.get(address(school, "all"), {"page": "3"})
    assert Disclosure.objects.count() == 35


def test_a_roster_corrected_since_the_run_is_said(district: Any, sign_in: Any) -> None:
    Need.objects.filter(student__source_id="Oak-2", category="economically_disadvantaged").delete()
    page = text(sign_in(district.leader).get(address(district.oak)))
    assert "2 students were counted" in page
    assert "Run 1 counted 3 for the same day." in page


def test_one_who_moved_on_is_in_the_number_not_in_the_list(district: Any, sign_in: Any) -> None:
    Student.objects.filter(source_id="Oak-2").update(home_school=district.elm)
    page = text(sign_in(district.leader).get(address(district.oak)))
    assert "3 students were counted" in page
    assert "1 of those counted is not in your sight now" in page
    assert "N0002" not in page


def test_what_does_not_exist(district: Any, sign_in: Any) -> None:
    client = sign_in(district.data)
    assert client.get(reverse("funding:count", args=["2026-10-01", 0, "all"])).status_code == 404
    assert client.get(f"/counts/2026-13-45/{district.oak.pk}/all/").status_code == 404
    assert "0 students were counted" in text(client.get(address(district.oak, "never_heard_of")))


def test_two_tiers_are_both_told(district: Any, sign_in: Any) -> None:
    student = Enrollment.objects.get(student__source_id="Elm-0").student
    need = Need.objects.get(student=student, category="special_education")
    need.pk, need.level, need.source = None, "tier_2", "plan"
    need.save()
    page = text(sign_in(district.data).get(address(district.elm, "special_education")))
    assert "1 student was counted" in page
    assert "tier 2, since Aug 17, 2026" in page
    assert "test; plan" in page


def test_every_count_of_a_day_leads_to_who_is_in_it(district: Any, sign_in: Any) -> None:
    page = text(sign_in(district.finance).get(reverse("funding:counts"), {"on": "2026-10-01"}))
    assert "20 students were counted on October 1, 2026." in page
    assert address(district.oak) in page
    assert address(district.oak, "special_education") not in page  # none there, so nothing to open
    assert "Homeless" not in page
    assert not Disclosure.objects.exists()


def test_a_leader_counts_their_own_school(district: Any, sign_in: Any) -> None:
    page = text(sign_in(district.leader).get(reverse("funding:counts")))
    assert "12 students were counted on October 1, 2026." in page
    assert "Elm" not in page


@pytest.mark.parametrize("day", ["", "soon", "2026-11-21"])
def test_a_day_that_cannot_be_counted_is_asked_for_again(district: Any, sign_in: Any, day: str) -> None:
    response = sign_in(district.finance).get(reverse("funding:counts"), {"on": day})
    assert response.status_code == 200
    assert response.context["form"].errors


@pytest.mark.parametrize("relation", ["coordinator", "teacher", "outsider"])
def test_the_overview_is_for_those_who_see_budgets(district: Any, person: Any, sign_in: Any, relation: str) -> None:
    assert sign_in(person(relation, district.oak)).get(reverse("funding:counts")).status_code == 403
