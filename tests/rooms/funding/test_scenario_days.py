"""A scenario's own count days: chosen, counted again, said beside the year's, frozen with the run and with notices."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from tests.rooms.funding.test_count_days import DECEMBER, LATER, NOW, december, decided, recounted, text

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.rooms.funding.budgets.proving import prove
from throughline.rooms.funding.filed import FILED_RULE
from throughline.rooms.funding.notices.commands import publish_notice
from throughline.rooms.funding.scenarios import commands as scenarios
from throughline.rooms.funding.scenarios.consequences import Decided, consequence
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.values.errors import NotAllowed, RefusedInput

DAY = date(2026, 10, 1)
NEED = "special_education"


@pytest.fixture
def begun(district: Any) -> models.Scenario:
    """A scenario of a year that counts special education in December."""
    december(district)
    decided(district, special_education=DECEMBER)
    return begin(district, "Plan")


def begin(district: Any, name: str, **days: Any) -> models.Scenario:
    return scenarios.begin_scenario(
        by=district.finance, at=NOW, name=name, formula=district.formula, count_on=DAY, year=2027, **days
    )


def counted_on(district: Any, row: models.Scenario, on: date = DAY, **days: date) -> models.Scenario:
    return scenarios.count_on_days(by=district.finance, at=NOW, scenario=row, count_on=on, days=days)


def test_a_scenario_counts_again_on_its_own_day_and_keeps_what_is_decided(
    district: Any, begun: models.Scenario
) -> None:
    kept = Decided(revenues_cents={"general": 5}, net=SafetyNet(minimum_cents=7_00))
    row = scenarios.decide_scenario(by=district.finance, at=NOW, scenario=begun, decided=kept)
    december(district, oak=8, elm=2, on=LATER)
    row = counted_on(district, row, special_education=LATER)
    assert row.inputs["columns"][NEED] == ["2", "8"]
    assert row.inputs["days"] == {NEED: [LATER.isoformat(), FILED_RULE]}
    assert row.inputs["year_days"] == {NEED: DECEMBER.isoformat()}
    assert row.inputs["columns"]["all"] == begun.inputs["columns"]["all"]
    assert [one[-1] for one in row.inputs["schools"]] == [one[-1] for one in begun.inputs["schools"]]
    assert row.decisions == kept.as_json()
    assert consequence(row).total_cents != consequence(begun).total_cents


def test_the_same_days_come_to_the_same_cents(district: Any, begun: models.Scenario) -> None:
    before = consequence(begun)
    again = consequence(counted_on(district, begun, special_education=DECEMBER))
    assert (again.total_cents, again.result.digest) == (before.total_cents, before.result.digest)


def test_all_needs_on_one_day_whatever_the_year_decides(district: Any, begun: models.Scenario, sign_in: Any) -> None:
    sent = {
        "name": "One day",
        "formula": str(district.formula.pk),
        "year": "2027",
        "count_on": DAY.isoformat(),
        "one_day": "on",
    }
    finance = sign_in(district.finance)
    answer = finance.post(reverse("funding:new_scenario"), sent)
    assert answer.status_code == 302, text(answer)
    with acting_as(district.finance):
        row = models.Scenario.objects.get(name="One day")
    assert row.inputs["days"] == {}
    assert row.inputs["columns"][NEED] == ["1", "0"]
    page = text(finance.get(reverse("funding:scenario", args=[row.number])))
    assert "counted on October 1, 2026 here; the year counts it on December 1, 2026" in page


def test_the_comparison_says_each_scenarios_days(district: Any, begun: models.Scenario, sign_in: Any) -> None:
    other = begin(district, "One day", days={})
    asked = {"s": [begun.number, other.number]}
    page = text(sign_in(district.finance).get(reverse("funding:compare_scenarios"), asked))
    assert "Counted on October 1, 2026; " in page
    assert "counted on October 1, 2026 here; the year counts it on December 1, 2026." in page


def test_the_page_offers_each_need_and_counts_again(district: Any, begun: models.Scenario, sign_in: Any) -> None:
    december(district, oak=8, elm=2, on=LATER)
    finance, url = sign_in(district.finance), reverse("funding:scenario_days", args=[begun.number])
    page = finance.get(url)
    assert "The year counts it on December 1, 2026." in text(page)
    assert page.context["form"][NEED].value() == DECEMBER
    assert url in text(finance.get(reverse("funding:scenario", args=[begun.number])))
    answer = finance.post(url, {"count_on": DAY.isoformat(), NEED: LATER.isoformat()})
    assert answer.status_code == 302
    with acting_as(district.finance):
        assert models.Scenario.objects.get(pk=begun.pk).inputs["columns"][NEED] == ["2", "8"]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({NEED: "2027-03-02", "count_on": "2026-10-01"}, "of that day there are no counts"),
        ({NEED: "2020-10-01", "count_on": "2026-10-01"}, "Choose a day from"),
        ({NEED: "2026-12-01", "count_on": ""}, "Choose the day to count on."),
        ({NEED: "never", "count_on": "2026-10-01"}, "2026-10-01"),
    ],
)
def test_a_day_that_cannot_be_counted_says_so_and_changes_nothing(
    district: Any, begun: models.Scenario, sign_in: Any, sent: dict[str, str], says: str
) -> None:
    answer = sign_in(district.finance).post(reverse("funding:scenario_days", args=[begun.number]), sent)
    assert answer.status_code == 400
    assert says in text(answer)
    with acting_as(district.finance):
        assert models.Scenario.objects.get(pk=begun.pk).inputs == begun.inputs


def test_a_locked_scenario_and_a_recount_keep_their_days(district: Any, begun: models.Scenario, sign_in: Any) -> None:
    scenarios.lock_scenario(by=district.finance, at=NOW, scenario=begun)
    with pytest.raises(RefusedInput, match="locked"):
        counted_on(district, begun)
    december(district, on=LATER)
    run = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY, year=2027).run
    again = recounted(district, run, LATER)
    with pytest.raises(RefusedInput, match="recount"):
        counted_on(district, again)
    finance = sign_in(district.finance)
    for row in (begun, again):
        assert "Count again on these days" not in text(finance.get(reverse("funding:scenario_days", args=[row.number])))


def test_only_the_finance_office_chooses(district: Any, begun: models.Scenario, sign_in: Any, person: Any) -> None:
    url = reverse("funding:scenario_days", args=[begun.number])
    for viewer in (district.leader, district.data, person("teacher", district.oak)):
        assert sign_in(viewer).get(url).status_code in (403, 404)
        assert sign_in(viewer).post(url, {"count_on": DAY.isoformat()}).status_code in (403, 404)
        with pytest.raises(NotAllowed):
            scenarios.count_on_days(by=viewer, at=NOW, scenario=begun, count_on=DAY, days={})


def test_what_is_adopted_keeps_the_days_and_tells_the_public(
    district: Any, begun: models.Scenario, sign_in: Any, person: Any
) -> None:
    row = counted_on(district, begun)
    scenarios.lock_scenario(by=district.finance, at=NOW, scenario=row)
    scenarios.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="All on one day.")
    run = scenarios.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)
    assert run.count_days == {}
    with acting_as(district.finance):
        assert prove(district.finance, run).holds
        told = models.Adoption.objects.get(run=run).told
    for language, says in (("en", "the year counts it on December 1, 2026."), ("es", "el año la cuenta el")):
        assert any(says in one for one in told[language]["decisions"])


def test_a_notice_keeps_the_days_and_says_them_to_each_school(
    district: Any, begun: models.Scenario, sign_in: Any
) -> None:
    scenarios.lock_scenario(by=district.finance, at=NOW, scenario=begun)
    starts = date(2027, 7, 1)
    notice = publish_notice(by=district.finance, at=NOW, scenario=begun, starts_on=starts, says="The board decides.")
    assert notice.count_days == {NEED: [DECEMBER.isoformat(), FILED_RULE]}
    decided(district)
    for viewer in (district.finance, district.leader):
        page = text(sign_in(viewer).get(reverse("funding:notice", args=[notice.pk])))
        assert "Each on its own day: Special education: counted on December 1, 2026." in page


def test_a_notice_of_old_says_no_days(district: Any, sign_in: Any) -> None:
    row = begin(district, "Plan")
    scenarios.lock_scenario(by=district.finance, at=NOW, scenario=row)
    notice = publish_notice(by=district.finance, at=NOW, scenario=row, starts_on=date(2027, 7, 1), says="Soon.")
    assert notice.count_days == {}
    page = text(sign_in(district.leader).get(reverse("funding:notice", args=[notice.pk])))
    assert "Each on its own day" not in page
