"""Each need on its own day: decided for a year, frozen with what was counted, said wherever it counts."""

import io
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.rooms.funding.conftest import DAY

from throughline.formats import formula as documents
from throughline.formats.counts import FiledCounts
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.district.api import School
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models, own_days
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.proving import prove
from throughline.rooms.funding.budgets.replaying import replay_run
from throughline.rooms.funding.days.commands import decide_days
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.filed import FILED_RULE, DayCounts
from throughline.rooms.funding.recount_rule import YearRule
from throughline.rooms.funding.recounts.commands import begin_recount
from throughline.rooms.funding.scenarios import commands as scenarios
from throughline.rooms.students.api import NeedCounts, SchoolCount, need_categories
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
DECEMBER = date(2026, 12, 1)
LATER = date(2027, 1, 15)
NONE: dict[str, int] = dict.fromkeys(need_categories(), 0)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("<b>", "").replace("</b>", "")


def december(district: Any, *, oak: int = 5, elm: int = 4, on: date = DECEMBER, **counts: int) -> None:
    """Keep a file of a day on which so many had special education; its enrollment is not that of October."""
    rows = [
        FiledCounts("OAK", NONE | counts | {"all": 99, "special_education": oak}),
        FiledCounts("ELM", NONE | counts | {"all": 99, "special_education": elm}),
    ]
    funding.bring_in_counts(by=district.finance, at=NOW, on=on, schools=rows)


def decided(district: Any, **days: date) -> int:
    return decide_days(by=district.finance, at=NOW, year=2027, days=days)


@pytest.fixture
def run(district: Any) -> models.Run:
    """A run with special education of December."""
    december(district)
    decided(district, special_education=DECEMBER)
    return funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run


def counted(district: Any, run: models.Run) -> dict[tuple[str, str], int]:
    with acting_as(district.finance):
        lines = models.BudgetLine.objects.filter(budget__run=run)
        return {
            (one[0], one[1]): one[2] or 0 for one in lines.values_list("budget__school_name", "counts", "n_students")
        }


def test_a_need_is_counted_on_its_day_and_the_rest_on_the_runs(district: Any, run: models.Run) -> None:
    assert run.count_days == {"special_education": ["2026-12-01", FILED_RULE]}
    found = counted(district, run)
    assert (found["Oak", "special_education"], found["Elm", "special_education"]) == (5, 4)
    assert (found["Oak", "all"], found["Elm", "economically_disadvantaged"]) == (12, 6)
    assert run.n_students == 20


def test_the_day_is_in_the_digest_and_earlier_runs_stay_what_they_were(district: Any, run: models.Run) -> None:
    """The same numbers of another day are another run; a run from before days were decided proves as it did."""
    decided(district, special_education=LATER)
    december(district, on=LATER)
    other = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run
    assert other.total_cents == run.total_cents
    assert other.number != run.number
    assert other.inputs_digest != run.inputs_digest
    with acting_as(district.finance):
        for one in (district.run, run, other):
            assert prove(district.finance, one).holds
            assert replay_run(district.finance, one).inputs_digest == one.inputs_digest
    assert district.run.count_days == {}


def test_the_same_days_and_counts_find_the_run_that_stands(district: Any, run: models.Run) -> None:
    again = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    assert (again.run.pk, again.is_new) == (run.pk, False)


def test_every_page_says_it(district: Any, run: models.Run, sign_in: Any) -> None:
    finance, leader = sign_in(district.finance), sign_in(district.leader)
    own = "counted on December 1, 2026"
    at_oak = [run.number, district.oak.pk]
    for browser, name, args in (
        (finance, "funding:run", [run.number]),
        (finance, "funding:run_proof", [run.number]),
        (finance, "funding:school_budget", at_oak),
        (leader, "funding:school_budget", at_oak),
        (leader, "funding:explained_budget", at_oak),
    ):
        page = text(browser.get(reverse(name, args=args)))
        assert "Each on its own day" in page, name
        assert own in page, name
    assert reverse("funding:count", args=[DECEMBER, district.oak.pk, "special_education"]) in text(
        finance.get(reverse("funding:school_budget", args=at_oak))
    )
    count = text(finance.get(reverse("funding:count", args=[DECEMBER, district.oak.pk, "special_education"])))
    assert "5 students were counted on December 1, 2026." in count
    assert f"Run {run.number} counted" not in count
    december(district, oak=6)  # corrected since
    count = text(finance.get(reverse("funding:count", args=[DECEMBER, district.oak.pk, "special_education"])))
    assert f"Run {run.number} counted 5 for the same day." in count
    book = load_workbook(io.BytesIO(finance.get(reverse("funding:run_workbook", args=[run.number])).content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(own in cell for cell in cells)


def test_a_day_without_counts_names_need_day_what_there_is_and_the_next_step(district: Any) -> None:
    december(district)
    decided(district, special_education=date(2026, 12, 15), english_learner=date(2026, 3, 2))
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    said = sorted(problem.says() for problem in refused.value.problems)
    assert len(said) == 2
    for words, day in zip(said, ("March 2, 2026", "December 15, 2026"), strict=True):
        assert (
            f"is counted on {day}, and of that day there are no counts. Files are kept of: December 1, 2026." in words
        )
    assert "choose another day" in refused.value.problems[0].next_step()


def test_a_withheld_count_of_its_day_is_no_zero(district: Any) -> None:
    december(district)
    rows = [
        FiledCounts("OAK", {"all": 14, "special_education": 2}),
        FiledCounts("ELM", {"all": 9}, {"special_education": (0, 5)}),
    ]
    funding.bring_in_counts(by=district.finance, at=NOW, on=DECEMBER, schools=rows)
    decided(district, special_education=DECEMBER)
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    (problem,) = refused.value.problems
    assert problem.says().endswith("which is withheld at Elm: 0 to 5. That is no zero.")
    assert "December 1, 2026" in problem.next_step()


def test_a_file_that_says_nothing_of_a_school_is_no_zero(district: Any) -> None:
    rows = [FiledCounts("OAK", {"all": 14, "special_education": 2})]
    funding.bring_in_counts(by=district.finance, at=NOW, on=DECEMBER, schools=rows)
    decided(district, special_education=DECEMBER)
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    assert any("Elm" in problem.says() for problem in refused.value.problems)


def test_a_scenario_keeps_the_days_and_so_does_what_is_adopted(district: Any, run: models.Run, person: Any) -> None:
    row = scenarios.begin_scenario(
        by=district.finance, at=NOW, name="Days", formula=district.formula, count_on=DAY, year=2027
    )
    assert row.inputs["days"] == run.count_days
    decided(district)
    december(district, oak=0, elm=0)
    scenarios.lock_scenario(by=district.finance, at=NOW, scenario=row)
    scenarios.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="Each need on its day.")
    adopted = scenarios.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)
    assert adopted.count_days == run.count_days
    assert adopted.total_cents == run.total_cents
    with acting_as(district.finance):
        assert prove(district.finance, adopted).holds


def test_a_scenario_says_its_days(district: Any, run: models.Run, sign_in: Any) -> None:
    row = scenarios.begin_scenario(
        by=district.finance, at=NOW, name="Days", formula=district.formula, count_on=DAY, year=2027
    )
    page = text(sign_in(district.finance).get(reverse("funding:scenario", args=[row.number])))
    assert "counted on December 1, 2026" in page
    assert run.count_days == row.inputs["days"]


def recounted(district: Any, run: models.Run, on: date) -> models.Scenario:
    return begin_recount(by=district.finance, at=NOW, name="Again", run=run, count_on=on, rule=YearRule())


def test_a_recount_takes_a_need_again_where_its_day_is_past(district: Any, run: models.Run) -> None:
    december(district, oak=7, elm=1, on=LATER)
    row = recounted(district, run, LATER)
    assert row.inputs["columns"]["special_education"] == ["1", "7"]
    assert row.inputs["days"] == {}


def test_a_recount_before_a_needs_day_leaves_it(district: Any, run: models.Run) -> None:
    """In November everybody is counted again; what is counted in December stays as it was counted there."""
    december(district, oak=9, elm=9, on=date(2026, 11, 16))
    row = recounted(district, run, date(2026, 11, 16))
    assert row.inputs["columns"]["special_education"] == ["4", "5"]
    assert row.inputs["columns"]["all"] == ["99", "99"]
    assert row.inputs["days"] == run.count_days
    assert not any(column == "special_education" for _school, column, *_more in row.recount["changes"])


def test_a_need_that_the_formula_fixes_keeps_its_count_and_its_day(district: Any) -> None:
    steps = as_steps(formula_value(district.formula))
    document: dict[str, Any] = deepcopy(dict(steps.document)) | {"key": "fixed-days"}
    for one in document["inputs"]:
        one["recount"] = "fixed" if one["key"] == "special_education" else one["recount"]
    written = documents.write_steps(replace(steps, document=document))
    formula = funding.save_formula(by=district.finance, at=NOW, document=written).formula
    december(district)
    decided(district, special_education=DECEMBER)
    brought = funding.Brought(revenues_cents={"general": 100_000_00})
    run = funding.start_run(by=district.finance, at=NOW, formula=formula, count_on=DAY, brought=brought).run
    december(district, oak=7, elm=1, on=LATER)
    row = recounted(district, run, LATER)
    assert row.inputs["columns"]["special_education"] == ["4", "5"]
    assert row.inputs["days"] == run.count_days
    with acting_as(district.finance):
        assert prove(district.finance, run).holds


def test_days_are_decided_on_the_page_and_taken_back(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    url = reverse("funding:count_days_of", args=[2027])
    assert "Every need is counted on the day of everybody's enrollment." in text(finance.get(url)).replace(
        "&#x27;", "'"
    )
    assert finance.post(url, {"special_education": "2026-12-01"}).status_code == 302
    assert "1 need has a day of its own" in text(finance.get(url))
    refused = finance.post(url, {"special_education": "2019-12-01"})
    assert refused.status_code == 400
    assert "Choose a day from July 1, 2025 to June 30, 2027." in text(refused)
    with acting_as(district.finance):
        assert own_days.decided_days(2027) == {"special_education": DECEMBER}
    assert finance.post(url, {}).status_code == 302
    with acting_as(district.finance):
        assert own_days.decided_days(2027) == {}
        assert apps.get_model("funding", "CountDayEvent").objects.count() == 2


def test_what_a_formula_says_of_a_day_is_beside_it(district: Any, sign_in: Any) -> None:
    funding.adopt_library_formula(by=district.finance, at=NOW, key="held-harmless-phase-in")
    page = text(sign_in(district.finance).get(reverse("funding:count_days_of", args=[2027])))
    assert "says: October 1, 2026." in page


@pytest.mark.parametrize("relation", ["district_data", "teacher", "outsider"])
def test_only_finance_decides(district: Any, person: Any, sign_in: Any, relation: str) -> None:
    viewer = person(relation, district.oak if relation == "teacher" else None)
    with pytest.raises(NotAllowed):
        decide_days(by=viewer, at=NOW, year=2027, days={})
    assert sign_in(viewer).post(reverse("funding:count_days"), {}).status_code == 403


def test_a_need_there_is_not_is_refused(district: Any) -> None:
    with pytest.raises(NotFound):
        decided(district, tall=DECEMBER)


def test_the_page_asks_no_more_for_more_schools(district: Any, fill: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)

    def n_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert finance.get(reverse("funding:count_days")).status_code == 200
        return len(queries)

    n_queries()  # what is read once stays read
    few = n_queries()
    for number in range(3):
        fill(f"More {number}", "middle", {"all": 2})
    assert n_queries() == few


OF_DAY = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.integers(0, 50), max_size=3)
A_DAY = st.dictionaries(st.integers(1, 3), OF_DAY, min_size=1, max_size=3)
OWN = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from([DECEMBER, LATER]), max_size=3)


@given(st.fixed_dictionaries({DAY: A_DAY, DECEMBER: A_DAY, LATER: A_DAY}), OWN)
def test_every_count_is_that_of_its_day_or_is_told(days: dict[date, dict[int, dict[str, int]]], own: Any) -> None:
    """No number is of another day, none is made up: a school that a day does not know stands among those to be told."""

    def of_file(on: date, codes: Any, *, grades: bool = False) -> DayCounts:
        rows = tuple(SchoolCount(school(key), {"all": 100 + key, **days[on][key]}) for key in sorted(days[on]))
        return DayCounts(NeedCounts(on, FILED_RULE, rows), {}, filed=True)

    with patch.object(own_days, "count_day", of_file):
        found = own_days.count_own_days(DAY, ["all", "a", "b", "c"], own)
    assert [row.school.id for row in found.counted.schools] == sorted(days[DAY])
    for row in found.counted.schools:
        assert row.count("all") == 100 + row.school.id
        for code in ("a", "b", "c"):
            day = own.get(code, DAY)
            if row.school.id in days[day]:
                assert row.count(code) == days[day][row.school.id].get(code, 0)
            else:
                assert row.school.name in found.absent[code]
            assert found.day_of(code) == day
    assert own_days.of_json(own_days.as_json(found.own)) == found.own


def school(key: int) -> School:
    return School(key, f"S{key}", f"School {key}", "high")
