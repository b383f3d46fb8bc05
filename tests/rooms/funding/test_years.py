"""Set up a year: what is there, what is missing, what follows, and that the page reads it from what is kept."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.funding.conftest import DAY

from throughline.engines.funding.positions import Guarantee, Position
from throughline.engines.funding.prior import PriorBudget
from throughline.engines.funding.revenues import UNLOCKED, CentralShare, Revenue
from throughline.formats.counts import FiledCounts
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.counts.commands import bring_in_counts
from throughline.rooms.funding.days.commands import decide_days
from throughline.rooms.funding.models import Scenario
from throughline.rooms.funding.scenarios import commands as scenarios
from throughline.rooms.funding.scenarios.consequences import Decided, consequence
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.rooms.students.api import need_categories

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
THIS, NEXT = 2027, 2028
NEXT_DAY = date(2027, 10, 1)
WHY = "More for need."


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def step(page: Any, key: str) -> Any:
    return next(one for one in page.context["steps"] if one.key == key)


def opened(sign_in: Any, viewer: Any, year: int) -> Any:
    response = sign_in(viewer).get(reverse("funding:year", args=[year]))
    assert response.status_code == 200
    return response


def filed(district: Any, on: date = NEXT_DAY, **schools: Any) -> None:
    given = schools or {"OAK": {"all": 12}, "ELM": {"all": 9}}
    needs = dict.fromkeys(need_categories(), 0)
    rows = [FiledCounts(key, needs | counts) for key, counts in given.items()]
    bring_in_counts(by=district.finance, at=NOW, on=on, schools=rows)


@pytest.fixture
def illustrative(district: Any) -> Any:
    return funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula


def test_needs_with_a_day_of_their_own_are_told_and_one_without_counts_is_missing(district: Any, sign_in: Any) -> None:
    days = {"english_learner": date(2026, 10, 15), "special_education": date(2026, 12, 1)}
    decide_days(by=district.finance, at=NOW, year=THIS, days=days)
    found = step(opened(sign_in, district.finance, THIS), "counts")
    assert "English learner: on October 15, 2026, its own day." in found.there
    assert found.state == "partly"
    assert [one.split(",")[0] for one in found.missing] == ["Special education: December 1"]
    filed(district, date(2026, 12, 1))
    found = step(opened(sign_in, district.finance, THIS), "counts")
    assert (found.state, found.missing) == ("done", ())
    assert len([one for one in found.there if "its own day" in one]) == 2


def test_this_year_says_what_is_there(district: Any, sign_in: Any) -> None:
    page = opened(sign_in, district.finance, THIS)
    assert "Set up 2026-27" in text(page)
    assert step(page, "schools").there == ["2 schools are open.", "Each has its level."]
    assert step(page, "counts").there == ["The roster counts 20 students in 2 schools on October 1, 2026."]
    assert "nobody has adopted it" in step(page, "adopted").there[0]
    assert [one.key for one in page.context["steps"] if one.is_next] == ["earlier"]


def test_next_year_says_what_is_missing_and_what_follows(district: Any, sign_in: Any) -> None:
    page = opened(sign_in, district.finance, NEXT)
    counts = step(page, "counts")
    assert counts.is_next
    assert counts.missing[0] == "October 1, 2027 is still to come, and no file says how many students there will be."
    assert counts.link.url == "/counts/bring-in/?on=2027-10-01"
    assert step(page, "earlier").there[0].startswith("Run 1 is the newest of 2026-27: $")
    assert step(page, "revenues").link.url == "/revenues/2028/bring-in/"
    assert step(page, "scenarios").link.url == "/scenarios/new/?year=2028"


def test_it_follows_what_is_kept_and_holds_no_list_of_its_own(district: Any, sign_in: Any) -> None:
    filed(district)
    assert step(opened(sign_in, district.finance, NEXT), "counts").there == [
        "A file says 21 students in 2 schools for October 1, 2027."
    ]
    sign_in(district.finance).post(reverse("funding:remove_counts", args=[NEXT_DAY]))
    assert step(opened(sign_in, district.finance, NEXT), "counts").state == "missing"


def test_withheld_counts_are_named_with_what_follows(district: Any, sign_in: Any) -> None:
    rows = [FiledCounts("OAK", {"all": 12}, {"english_learner": (1, 9)}), FiledCounts("ELM", {"all": 9})]
    bring_in_counts(by=district.finance, at=NOW, on=NEXT_DAY, schools=rows)
    counts = step(opened(sign_in, district.finance, NEXT), "counts")
    assert counts.state == "partly"
    assert counts.missing[0] == "1 number is withheld."


def test_a_school_without_a_level_is_named(district: Any, sign_in: Any) -> None:
    district.elm.level = ""
    district.elm.save()
    schools = step(opened(sign_in, district.finance, THIS), "schools")
    assert (schools.state, schools.missing[0]) == ("partly", "1 has no level: Elm.")


def test_a_whole_year_is_ready(district: Any, illustrative: Any, sign_in: Any, person: Any) -> None:
    budgets = [PriorBudget("OAK", 90_000_00), PriorBudget("ELM", 80_000_00)]
    for year, kind in ((THIS, "budget"), (NEXT, "minimum")):
        funding.bring_in_prior_budgets(by=district.finance, at=NOW, year=year, kind=kind, budgets=budgets)
    aid = Revenue(
        "aid",
        "State aid",
        "state",
        restricted=False,
        status=UNLOCKED,
        amount_cents=1_000_000_00,
        central=(CentralShare("Buses", cents=100_000_00),),
        pool="general",
    )
    funding.bring_in_revenues(by=district.finance, at=NOW, funds=funding.Funds(NEXT, (aid,), ()))
    filed(district)
    staffed(district)
    net = SafetyNet(kept_minimums=True, guaranteed=True, hold_share="0.98", phase_years=3)
    row = planned(district, illustrative, net)
    adopted(row, district.finance, person("district_finance"))
    page = opened(sign_in, district.finance, NEXT)
    states = {one.key: one.state for one in page.context["steps"]}
    assert set(states.values()) == {"done"}, states
    assert "Nothing is missing: 12 of 12 steps are ready." in text(page)
    assert "$100,000 (10.0%) is held centrally, for 1 service." in step(page, "shares").there
    assert step(page, "positions").there[0] == "1 position has a price."
    assert "1 of 1 scenarios pay up to its price." in step(page, "guaranteed").there
    assert "1 of 1 scenarios raise schools to a minimum." in step(page, "way").there
    assert "“Plan” is adopted" in step(page, "adopted").there[0]
    assert step(opened(sign_in, district.finance, THIS), "adopted").state == "missing", "another year's run is not its"


def staffed(district: Any) -> None:
    teacher = Position("T", "Teacher", 900_00)
    funding.bring_in_positions(by=district.finance, at=NOW, year=NEXT, positions=[teacher])
    funding.guarantee_program(by=district.finance, at=NOW, year=NEXT, guarantees=[Guarantee("T", Decimal(1))])


def test_staff_says_what_is_missing_in_its_order(district: Any, illustrative: Any, sign_in: Any) -> None:
    page = opened(sign_in, district.finance, NEXT)
    assert step(page, "positions").link.url == "/positions/2028/bring-in/"
    assert step(page, "guaranteed").link is None
    assert step(page, "guaranteed").missing[1] == "It is priced by the positions, so they come first."
    staffed(district)
    planned(district, illustrative, SafetyNet(), on=DAY)
    page = opened(sign_in, district.finance, NEXT)
    assert step(page, "positions").there[1] == "How schools are charged for staff is not decided."
    assert step(page, "guaranteed").state == "optional"
    assert step(page, "guaranteed").missing == ["No scenario pays up to it; its price only stands beside them."]
    funding.decide_charge(by=district.finance, at=NOW, year=NEXT, way="real", reason=WHY)
    says = "For staff, schools are charged what their own people really cost."
    assert step(opened(sign_in, district.data, NEXT), "positions").there[1] == says


def planned(district: Any, formula: Any, net: SafetyNet, year: int = NEXT, on: date = NEXT_DAY) -> Scenario:
    row = scenarios.begin_scenario(by=district.finance, at=NOW, name="Plan", formula=formula, count_on=on, year=year)
    return scenarios.decide_scenario(by=district.finance, at=NOW, scenario=row, decided=Decided(net=net))


def adopted(row: Scenario, first: Any, second: Any) -> Any:
    scenarios.lock_scenario(by=first, at=NOW, scenario=row)
    scenarios.propose_scenario(by=first, at=NOW, scenario=row, explanation=WHY)
    return scenarios.adopt_scenario(by=second, at=NOW, scenario=row)


def test_next_years_plan_stands_beside_next_years_minimum_and_this_years_budgets(
    district: Any, illustrative: Any, sign_in: Any, person: Any
) -> None:
    for year, cents in ((THIS, 1_00), (NEXT, 500_000_00)):
        budgets = [PriorBudget("OAK", cents), PriorBudget("ELM", cents)]
        funding.bring_in_prior_budgets(by=district.finance, at=NOW, year=year, kind="minimum", budgets=budgets)
    funding.bring_in_prior_budgets(
        by=district.finance, at=NOW, year=THIS, kind="budget", budgets=[PriorBudget("OAK", 7_00)]
    )
    row = planned(district, illustrative, SafetyNet(), on=DAY)
    finance = sign_in(district.finance)
    for page in (
        text(finance.get(reverse("funding:scenario", args=[row.number]))),
        text(
            finance.get(
                reverse("funding:run", args=[adopted(row, district.finance, person("district_finance")).number])
            )
        ),
    ):
        assert "Minimum to operate, 2027-28" in page
        assert "2 schools are below theirs" in page
        assert "The year before, 2026-27" in page
        assert "Minimum to operate, 2026-27" not in page


def test_a_scenario_gives_each_school_its_own_minimum(
    district: Any, illustrative: Any, person: Any, sign_in: Any
) -> None:
    free = {
        one.name: one.total_cents for one in consequence(planned(district, illustrative, SafetyNet(), on=DAY)).schools
    }
    kept = [PriorBudget("OAK", free["Oak"] + 12_34), PriorBudget("ELM", 1_00)]
    funding.bring_in_prior_budgets(by=district.finance, at=NOW, year=NEXT, kind="minimum", budgets=kept)
    row = planned(district, illustrative, SafetyNet(kept_minimums=True), on=DAY)
    found = {one.name: one for one in consequence(row).schools}
    assert (found["Oak"].total_cents, found["Oak"].minimum_cents) == (free["Oak"] + 12_34, 12_34)
    assert (found["Elm"].total_cents, found["Elm"].minimum_cents) == (free["Elm"], 0)
    both = planned(district, illustrative, SafetyNet(kept_minimums=True, minimum_cents=free["Elm"] + 5_00), on=DAY)
    assert [one.minimum_cents for one in consequence(both).schools] == [
        5_00,
        max(12_34, free["Elm"] + 5_00 - free["Oak"]),
    ]
    run = adopted(row, district.finance, person("district_finance"))
    assert run.year == NEXT
    workbook = sign_in(district.finance).get(reverse("funding:run_workbook", args=[run.number]))
    assert workbook.status_code == 200, "the run replays from its own rows, its minimums among them"


def test_what_is_kept_later_does_not_change_a_scenario(district: Any, illustrative: Any) -> None:
    row = planned(district, illustrative, SafetyNet(kept_minimums=True), on=DAY)
    before = consequence(row).total_cents
    kept = [PriorBudget("OAK", 900_000_000), PriorBudget("ELM", 1)]
    funding.bring_in_prior_budgets(by=district.finance, at=NOW, year=NEXT, kind="minimum", budgets=kept)
    assert consequence(row).total_cents == before


def test_an_adopted_way_there_can_be_decided_upon_again(district: Any, illustrative: Any, person: Any) -> None:
    net = SafetyNet(hold_share="1", hold_paid="open")
    first = adopted(planned(district, illustrative, net, THIS, DAY), district.finance, person("district_finance"))
    again = planned(district, first.formula, net, NEXT, DAY)
    assert [step.key for step in consequence(again).result.formula.steps][-2:] == ["hold_harmless", "hold_harmless_2"]


def test_only_those_who_see_every_schools_dollars_open_it(district: Any, sign_in: Any, person: Any) -> None:
    url = reverse("funding:years")
    assert sign_in(district.data).get(url).status_code == 200
    for viewer in (district.leader, person("teacher", district.oak), person("outsider")):
        assert sign_in(viewer).get(url).status_code == 403
    data = opened(sign_in, district.data, NEXT)
    assert "/bring-in/" not in text(data), "who may only look is led to pages to look at"


def test_it_asks_the_database_as_often_however_much_there_is(
    district: Any, illustrative: Any, sign_in: Any, fill: Any
) -> None:
    finance = sign_in(district.finance)

    def asked() -> int:
        finance.get(reverse("funding:year", args=[THIS]))
        with CaptureQueriesContext(connection) as queries:
            assert finance.get(reverse("funding:year", args=[THIS])).status_code == 200
        return len(queries)

    few = asked()
    for name in ("Ash", "Fir", "Yew"):
        fill(name, "high", {"all": 3})
        planned(district, illustrative, SafetyNet(), THIS, DAY)
    assert asked() == few
