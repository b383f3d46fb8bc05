"""A recount in the middle of the year: by its rule, every change explained to the cent, adopted by a second person."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.funding.conftest import DAY

from throughline.formats.counts import FiledCounts
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.rooms.funding.recount_rule import YearRule, recount_sentence
from throughline.rooms.funding.recounts.commands import begin_recount
from throughline.rooms.funding.recounts.queries import recount_page
from throughline.rooms.funding.scenarios import commands as scenarios
from throughline.rooms.funding.scenarios.consequences import Decided, consequence
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.rooms.students.api import need_categories
from throughline.values.errors import NotAllowed, RefusedInput

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
LATER = date(2027, 1, 15)
FULL = YearRule()


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def later(district: Any) -> None:
    """Oak has two students more and one more in poverty; Elm lost three, two of them in poverty."""
    none = dict.fromkeys(need_categories(), 0)
    oak = none | {"all": 14, "economically_disadvantaged": 4, "english_learner": 2}
    elm = none | {"all": 5, "economically_disadvantaged": 4, "special_education": 1}
    rows = [FiledCounts("OAK", oak), FiledCounts("ELM", elm)]
    funding.bring_in_counts(by=district.finance, at=NOW, on=LATER, schools=rows)


def counted_again(district: Any, rule: YearRule = FULL, run: Any = None, on: date = LATER) -> models.Scenario:
    return begin_recount(by=district.finance, at=NOW, name="January", run=run or district.run, count_on=on, rule=rule)


def totals(district: Any, row: models.Scenario) -> dict[str, tuple[int, int]]:
    """What each school had, and has after the recount."""
    with acting_as(district.finance):
        return {
            one.name: (one.before_cents, one.after_cents) for one in recount_page(district.finance, row.number).schools
        }


def adopt(district: Any, row: models.Scenario, second: Any) -> models.Run:
    scenarios.lock_scenario(by=district.finance, at=NOW, scenario=row)
    scenarios.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="Students moved.")
    return scenarios.adopt_scenario(by=second, at=NOW, scenario=row)


@pytest.mark.usefixtures("later")
def test_in_full_every_later_count_is_taken(district: Any) -> None:
    """In full it comes to what a run on the later day would: nothing of the first count is left."""
    row = counted_again(district)
    anew = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=LATER).run
    with acting_as(district.finance):
        expected = dict(models.SchoolBudget.objects.filter(run=anew).values_list("school_name", "total_cents"))
    assert {one.name: one.total_cents for one in consequence(row).schools} == expected


@pytest.mark.usefixtures("later")
def test_every_schools_change_has_its_causes_to_the_cent(district: Any, sign_in: Any) -> None:
    row = counted_again(district, YearRule(keep_share="0.9"))
    with acting_as(district.finance):
        page = recount_page(district.finance, row.number)
    for one in page.schools:
        assert sum(one.causes.values()) == one.change_cents != 0
    shown = text(sign_in(district.finance).get(reverse("funding:recount", args=[row.number])))
    for words in (
        "Counted again on January 15, 2027. The budgets before are run 1, counted on October 1, 2026.",
        "Each school keeps at least 90.0% of its adopted budget; the district pays.",
        "Enrollment",
        "12 → 14",
        "Held",
    ):
        assert words in shown


def counted_with_a_new_school(district: Any, fill: Any, level: str) -> models.Scenario:
    """Oak and Elm as before, and Ash, which opened after the first count."""
    fill("Ash", level, {"all": 4})
    none = dict.fromkeys(need_categories(), 0)
    oak = none | {"all": 12, "economically_disadvantaged": 3, "english_learner": 2}
    elm = none | {"all": 8, "economically_disadvantaged": 6, "special_education": 1}
    rows = [FiledCounts("OAK", oak), FiledCounts("ELM", elm), FiledCounts("ASH", none | {"all": 4})]
    funding.bring_in_counts(by=district.finance, at=NOW, on=LATER, schools=rows)
    return counted_again(district, YearRule(over_n=10, upward=True))


def test_a_school_that_opened_is_paid_for_all_its_students_whatever_the_rule(
    district: Any, fill: Any, person: Any, sign_in: Any
) -> None:
    row = counted_with_a_new_school(district, fill, "elementary")
    found = totals(district, row)
    each = district.formula.document.split("[dollars_per_pupil.elementary]")[1].split("all = ")[1].split()[0]
    assert found["Ash"] == (0, 4 * int(each) * 100), "four students, each at the rate of everybody"
    assert found["Oak"][0] == found["Oak"][1]
    shown = text(sign_in(district.finance).get(reverse("funding:recount", args=[row.number])))
    assert "Opened since, and paid" in shown
    assert "0 → 4" in shown
    run = adopt(district, row, person("district_finance"))
    assert run.budgets.get(school_name="Ash").total_cents == found["Ash"][1]


def test_a_school_that_opened_without_a_level_is_named_and_not_paid(district: Any, fill: Any, sign_in: Any) -> None:
    row = counted_with_a_new_school(district, fill, "")
    assert "Ash" not in totals(district, row)
    shown = text(sign_in(district.finance).get(reverse("funding:recount", args=[row.number])))
    assert "Ash had no budget to change" in shown


def test_a_recount_of_projected_students_says_so_and_none_is_made_on_them(district: Any, person: Any) -> None:
    models.FiledCount.objects.all().delete()
    none = dict.fromkeys(need_categories(), 0)
    rows = [FiledCounts("OAK", none | {"all": 12}), FiledCounts("ELM", none | {"all": 8})]
    early = date(2026, 9, 1)
    funding.bring_in_counts(by=district.finance, at=NOW, on=early, schools=rows)
    models.FiledCount.objects.update(projection=1)
    first = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=early).run
    row = counted_again(district, run=first, on=DAY)
    run = adopt(district, row, person("district_finance"))
    assert recount_sentence(run.recount, run.count_on).startswith(
        "Students were counted again on October 1, 2026; the budget before is run 2, projected for September 1, 2026,"
    )
    funding.bring_in_counts(by=district.finance, at=NOW, on=LATER, schools=rows)
    models.FiledCount.objects.filter(on=LATER).update(projection=1)
    with pytest.raises(RefusedInput) as refused:
        counted_again(district, run=run)
    assert refused.value.says == "The students of that day are projected, not counted."


@pytest.mark.usefixtures("later")
def test_only_upward_no_school_has_less(district: Any) -> None:
    found = totals(district, counted_again(district, YearRule(upward=True)))
    assert found["Oak"][1] > found["Oak"][0]
    assert found["Elm"][1] == found["Elm"][0]


@pytest.mark.usefixtures("later")
def test_below_the_threshold_nothing_moves_and_the_page_says_so(district: Any, sign_in: Any) -> None:
    row = counted_again(district, YearRule(over_n=3))
    found = totals(district, row)
    assert found["Oak"][0] == found["Oak"][1], "two more students are fewer than three"
    assert found["Elm"][1] < found["Elm"][0], "three fewer are not"
    shown = text(sign_in(district.finance).get(reverse("funding:recount", args=[row.number])))
    assert "Too small a change" in shown
    assert "A count that changed by fewer than 3 students stays." in shown


@pytest.mark.usefixtures("later")
def test_held_harmless_in_the_year_the_district_pays(district: Any) -> None:
    found = consequence(counted_again(district, YearRule(keep_share="0.95")))
    elm = next(one for one in found.schools if one.name == "Elm")
    assert elm.total_cents == round(elm.current_cents * 0.95)
    assert (found.hold_cost_cents, found.given_cents) == (elm.held_cents, 0)


@pytest.mark.usefixtures("later")
def test_a_day_that_is_too_early_too_late_or_still_to_come_is_refused(district: Any) -> None:
    for on, rule, says in (
        (DAY, FULL, "A recount is of a later day in the same fiscal year."),
        (date(2027, 7, 2), FULL, "A recount is of a later day in the same fiscal year."),
        (LATER, YearRule(last_on="2027-01-10"), "By the rule no day is counted again as late as that."),
        (date(2027, 2, 1), FULL, "The day cannot be counted, and nothing was saved."),
    ):
        with pytest.raises(RefusedInput) as refused:
            counted_again(district, rule, on=on)
        assert refused.value.says == says


@pytest.mark.usefixtures("later")
def test_two_people_adopt_it_and_every_page_shows_it(district: Any, sign_in: Any, person: Any) -> None:
    row = counted_again(district, YearRule(upward=True))
    with pytest.raises(NotAllowed):
        adopt(district, row, district.finance)
    run = scenarios.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)
    assert (run.recount["run"], run.count_on, run.fiscal_year) == (district.run.number, LATER, 2027)
    says = "Students were counted again on January 15, 2027; the budget before is run 1, counted on October 1, 2026."
    finance, leader = sign_in(district.finance), sign_in(district.leader)
    assert says in text(finance.get(reverse("funding:budgets")))
    own = leader.get(reverse("funding:school_budget", args=[run.number, district.oak.pk]))
    assert says in text(own)
    assert "Only upward: a count that fell stays" in text(own)
    explained = text(leader.get(reverse("funding:explained_budget", args=[run.number, district.oak.pk])))
    assert "Students moved." in explained
    assert finance.get(reverse("funding:run_workbook", args=[run.number])).status_code == 200, "it replays to its cents"


@pytest.mark.usefixtures("later")
def test_schools_are_told_before_it_is_adopted(district: Any, sign_in: Any) -> None:
    row = counted_again(district)
    scenarios.lock_scenario(by=district.finance, at=NOW, scenario=row)
    notice = funding.publish_notice(
        by=district.finance, at=NOW, scenario=row, starts_on=LATER, says="We counted again."
    )
    page = text(sign_in(district.leader).get(reverse("funding:notice", args=[notice.pk])))
    assert "We counted again." in page
    assert "Elm" not in page


@pytest.mark.usefixtures("later")
def test_an_adopted_plan_with_its_way_there_is_counted_again(district: Any, person: Any) -> None:
    """What last year's budget was stays as it was; only the year's own counts move."""
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula
    plan = scenarios.begin_scenario(by=district.finance, at=NOW, name="Plan", formula=formula, count_on=DAY)
    net = SafetyNet(hold_share="1", hold_paid="open", phase_years=3)
    scenarios.decide_scenario(by=district.finance, at=NOW, scenario=plan, decided=Decided(net=net))
    second = person("district_finance")
    first = adopt(district, plan, second)
    again = counted_again(district, YearRule(upward=True), first)
    found = totals(district, again)
    assert found["Elm"][0] == found["Elm"][1]
    run = adopt(district, again, second)
    assert {one.school_name: one.total_cents for one in run.budgets.all()} == {
        key: two for key, (_, two) in found.items()
    }


@pytest.mark.usefixtures("later")
def test_a_recount_of_budgets_that_were_replaced_is_not_adopted(district: Any, person: Any) -> None:
    row = counted_again(district)
    scenarios.lock_scenario(by=district.finance, at=NOW, scenario=row)
    scenarios.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="x")
    other = funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula
    funding.start_run(by=district.finance, at=NOW, formula=other, count_on=DAY)
    with pytest.raises(RefusedInput) as refused:
        scenarios.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)
    assert refused.value.says.startswith("Another run has taken the place")
    with pytest.raises(RefusedInput):
        counted_again(district)


@pytest.mark.usefixtures("later")
def test_finance_begins_one_on_a_page_and_the_next_remembers_the_rule(district: Any, sign_in: Any) -> None:
    finance, url = sign_in(district.finance), reverse("funding:new_recount")
    sent = {"name": "January", "count_on": "2027-01-15", "over_share": "2", "keep": "98", "last_on": "2027-02-01"}
    wrong = finance.post(url, sent | {"count_on": "2027-02-02"})
    assert "By the rule below no day is counted again as late as that." in text(wrong)
    begun = finance.post(url, sent)
    assert begun.status_code == 302
    assert "98.0% of its adopted budget" in text(finance.get(begun.url))
    form = finance.get(url).context["form"]
    assert [form[name].value() for name in ("over_share", "keep")] == ["2", "98"]
    assert "January" in text(finance.get(reverse("funding:recounts")))


@pytest.mark.usefixtures("later")
def test_only_those_who_see_every_schools_dollars_read_it(district: Any, sign_in: Any) -> None:
    row = counted_again(district)
    for name, args in (("recounts", ()), ("recount", (row.number,)), ("new_recount", ())):
        assert sign_in(district.leader).get(reverse(f"funding:{name}", args=args)).status_code == 403
    assert sign_in(district.data).get(reverse("funding:recount", args=[row.number])).status_code == 200
    assert sign_in(district.data).get(reverse("funding:new_recount")).status_code == 403


def test_the_page_asks_the_database_as_often_however_many_schools(district: Any, sign_in: Any, fill: Any) -> None:
    finance = sign_in(district.finance)
    today = date(2026, 11, 20)

    def asked(run: Any) -> int:
        row = counted_again(district, FULL, run, today)
        url = reverse("funding:recount", args=[row.number])
        finance.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert finance.get(url).status_code == 200
        return len(queries)

    few = asked(district.run)
    for name in ("Ash", "Fir"):
        fill(name, "high", {"all": 3})
    run = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run
    assert asked(run) == few
