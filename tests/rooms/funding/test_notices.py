"""What schools would receive: told of a locked scenario, each school its own, frozen, and never a budget."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.explanations.queries import explanation
from throughline.rooms.funding.models import Run, Scenario, ShadowBudget, ShadowNotice
from throughline.rooms.funding.notices.commands import publish_notice, withdraw_notice
from throughline.rooms.funding.notices.queries import notice_page
from throughline.rooms.funding.scenarios import commands
from throughline.rooms.funding.scenarios.consequences import consequence
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
STARTS = date(2027, 7, 1)


@pytest.fixture
def locked(district: Any) -> Scenario:
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula
    made = commands.begin_scenario(by=district.finance, at=NOW, name="Next year", formula=formula, count_on=DAY)
    return commands.lock_scenario(by=district.finance, at=NOW, scenario=made)


def tell(district: Any, scenario: Scenario) -> ShadowNotice:
    return publish_notice(by=district.finance, at=NOW, scenario=scenario, starts_on=STARTS, says="The board decides.")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_each_school_is_told_its_own_and_it_adds_up(district: Any, locked: Scenario) -> None:
    notice = tell(district, locked)
    with acting_as(district.finance):
        would = {one.id: one.total_cents for one in consequence(locked).schools}
        assert len(notice_page(district.finance, notice.pk).rows) == 2
    for viewer, school in ((district.leader, district.oak), (district.other_leader, district.elm)):
        with acting_as(viewer):
            page = notice_page(viewer, notice.pk)
            assert [(row.school_id, row.total_cents) for row in page.rows] == [(school.pk, would[school.pk])]
            assert sum(line.cents for line in page.lines) == would[school.pk]
            assert all(page.replayed.lines[line.step] for line in page.lines)
            assert sum(cents for _says, cents in page.causes) == page.rows[0].change_cents
            assert set(ShadowBudget.objects.values_list("school", flat=True)) == {school.pk}
    with acting_as(district.leader), pytest.raises(NotFound):
        notice_page(district.leader, notice.pk, district.elm.pk)
    assert Run.objects.count() == 1


def test_a_school_reads_why_and_how_in_both_languages(district: Any, locked: Scenario, sign_in: Any) -> None:
    notice = tell(district, locked)
    url = reverse("funding:school_notice", args=[notice.pk, district.oak.pk])
    leader = sign_in(district.leader)
    english = text(leader.get(url))
    assert "Why it would change" in english
    assert "The formula: its rates, weights and rules" in english
    assert "12 (All students) × $" in english
    assert "Counted on October 1, 2026: All students" in english
    leader.cookies["django_language"] = "es"
    spanish = text(leader.get(url))
    assert "La fórmula: sus tarifas" in spanish or "La fórmula" in spanish
    assert "12 (Todos los estudiantes) × $" in spanish
    assert sign_in(district.other_leader).get(url).status_code == 404


def test_what_was_told_stays_whatever_the_roster_becomes(district: Any, locked: Scenario, fill: Any) -> None:
    notice = tell(district, locked)
    with acting_as(district.finance):
        before = notice_page(district.finance, notice.pk).rows
    fill("Ash", "middle", {"all": 3})
    with acting_as(district.finance):
        assert notice_page(district.finance, notice.pk).rows == before


def test_a_draft_and_a_budget_are_not_told(district: Any, locked: Scenario, person: Any) -> None:
    draft = commands.branch_scenario(by=district.finance, at=NOW, scenario=locked, name="Draft")
    with pytest.raises(RefusedInput):
        tell(district, draft)
    notice = tell(district, locked)
    commands.propose_scenario(by=district.finance, at=NOW, scenario=locked, explanation="More where need is greater.")
    run = commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=locked)
    with pytest.raises(RefusedInput):
        tell(district, locked)
    with acting_as(district.leader):
        with pytest.raises(NotFound):
            notice_page(district.leader, notice.pk)
        own = explanation(district.leader, Run.objects.get(pk=run.pk), district.oak.pk)
    assert own.public.text == "More where need is greater."


def test_a_new_notice_takes_the_place_of_the_one_before(district: Any, locked: Scenario) -> None:
    first, second = tell(district, locked), tell(district, locked)
    with acting_as(district.leader):
        with pytest.raises(NotFound):
            notice_page(district.leader, first.pk)
        assert notice_page(district.leader, second.pk).rows
    withdraw_notice(by=district.finance, at=NOW, notice_id=second.pk)
    with acting_as(district.leader), pytest.raises(NotFound):
        notice_page(district.leader, second.pk)
    with pytest.raises(NotFound):
        withdraw_notice(by=district.finance, at=NOW, notice_id=second.pk)


@pytest.mark.parametrize("relation", ["district_data", "school_leader", "coordinator", "outsider"])
def test_only_finance_tells_and_takes_back(district: Any, locked: Scenario, person: Any, relation: str) -> None:
    viewer, notice = person(relation, district.oak), tell(district, locked)
    with pytest.raises(NotAllowed):
        publish_notice(by=viewer, at=NOW, scenario=locked, starts_on=STARTS, says="x")
    with pytest.raises(NotAllowed):
        withdraw_notice(by=viewer, at=NOW, notice_id=notice.pk)


def test_in_the_browser(district: Any, locked: Scenario, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    url = reverse("funding:scenario", args=[locked.number])
    assert "Tell schools what they would receive" in text(finance.get(url))
    assert finance.post(f"{url}notice/", {"starts_on": ""}).status_code == 302
    assert not ShadowNotice.objects.exists()
    made = finance.post(f"{url}notice/", {"starts_on": "2027-07-01", "says": "The board decides."})
    assert "Elm" in text(finance.get(made.url))
    leader = sign_in(district.leader)
    own = text(leader.get(made.url))
    assert "This is not a budget" in own
    assert "The board decides." in own
    assert "Elm" not in own
    assert "Next year" in text(leader.get(reverse("funding:notices")))
    assert "It is no budget." in text(leader.get("/"))
    assert (
        leader.get(reverse("funding:school_notice", args=[made.url.split("/")[2], district.elm.pk])).status_code == 404
    )
    with override("es"):
        assert "Esto no es un presupuesto" in text(leader.get(made.url, headers={"accept-language": "es"}))
    assert leader.post(f"{made.url}withdraw/").status_code in (403, 404)
    assert finance.post(f"{made.url}withdraw/").status_code == 302
    assert leader.get(made.url).status_code == 404


def test_more_schools_take_no_more_queries(district: Any, locked: Scenario, sign_in: Any, fill: Any) -> None:
    finance, counts = sign_in(district.finance), []
    finance.get(reverse("funding:notices"))
    for n in (0, 4):
        for at in range(n):
            fill(f"Ash{at}", "middle", {"all": 3})
        made = commands.begin_scenario(by=district.finance, at=NOW, name="x", formula=locked.formula, count_on=DAY)
        notice = tell(district, commands.lock_scenario(by=district.finance, at=NOW, scenario=made))
        with CaptureQueriesContext(connection) as found:
            assert finance.get(reverse("funding:notice", args=[notice.pk])).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
