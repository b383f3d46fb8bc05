"""A school's budget explained: causes and lines each add up to the change, and nobody sees another school's."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader
from tests.papers import words_of

from throughline.engines.funding.changes import Part
from throughline.formats.counts import FiledCounts
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets import causes
from throughline.rooms.funding.budgets.causes import changes_between, result_of
from throughline.rooms.funding.budgets.commands import start_run
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.explanations.queries import explanation
from throughline.rooms.funding.models import Run, SchoolBudget
from throughline.rooms.funding.scenarios import commands as scenarios
from throughline.rooms.students.api import need_categories
from throughline.rooms.students.models import Need
from throughline.values.errors import NotFound
from throughline.web.components import figures

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


def explained(viewer: Any, run: Any, school: Any) -> Any:
    with acting_as(viewer):
        return explanation(viewer, Run.objects.get(pk=run.pk), school.pk)


def check_adds_up(found: Any) -> None:
    assert sum(cause.cents for cause in found.causes) == found.change_cents
    assert sum(cause.cents for cause in found.lines) == found.change_cents


def test_the_first_run_has_nothing_to_compare_with(district: Any) -> None:
    found = explained(district.leader, district.run, district.oak)
    assert (found.before_number, found.causes, found.lines) == (None, [], [])


def test_a_changed_roster_is_the_cause(district: Any) -> None:
    Need.objects.filter(category="economically_disadvantaged").delete()
    run = start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run
    for viewer in (district.finance, district.leader):
        found = explained(viewer, run, district.oak)
        check_adds_up(found)
        assert [cause.says for cause in found.causes] == ["A larger or smaller share of the students in each need"]
    with pytest.raises(NotFound):
        explained(district.leader, run, district.elm)


def test_steps_add_up_for_the_office_and_for_a_school(district: Any, fill: Any) -> None:
    pool = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    brought = Brought(revenues_cents={"general": 1_000_000_00})
    first = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought).run
    check_adds_up(explained(district.finance, first, district.oak))
    fill("Ash", "middle", {"all": 9, "economically_disadvantaged": 4})
    second = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought).run
    office = explained(district.finance, second, district.oak)
    check_adds_up(office)
    own = explained(district.leader, second, district.oak)
    assert own.causes == office.causes
    assert "Changes at other schools that share the same money" in [cause.says for cause in own.causes]
    assert own.lines == office.lines


def test_causes_that_were_kept_are_those_that_the_office_would_tell_apart(district: Any, fill: Any) -> None:
    pool = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    brought = Brought(revenues_cents={"general": 1_000_000_00})
    first = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought).run
    fill("Ash", "middle", {"all": 9, "economically_disadvantaged": 4})
    second = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought).run
    with acting_as(district.finance):
        was, now = (result_of(district.finance, Run.objects.get(pk=run.pk)) for run in (first, second))
        told = {one.school_id: one for one in changes_between(was, now, ["OAK", "ELM"])}
        for budget in SchoolBudget.objects.filter(run=second).exclude(school_source_id="ASH"):
            kept = [(part, cents) for part, cents in budget.why["parts"]]
            assert kept == [(str(part.part), part.cents) for part in told[budget.school_source_id].parts]
            assert budget.why["before"] == first.number
        assert SchoolBudget.objects.get(run=second, school_source_id="ASH").why == {}


def test_beyond_the_most_schools_the_office_tells_causes_apart(
    district: Any, fill: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(causes, "MOST_SCHOOLS", 2)
    pool = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    brought = Brought(revenues_cents={"general": 1_000_000_00})
    start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought)
    fill("Ash", "middle", {"all": 9, "economically_disadvantaged": 4})
    second = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought).run
    check_adds_up(explained(district.finance, second, district.oak))
    own = explained(district.leader, second, district.oak)
    assert own.causes == []
    assert sum(line.cents for line in own.lines) == own.change_cents


def test_a_phase_in_is_told_with_what_protects_from_losses(district: Any, person: Any) -> None:
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula
    row = funding.begin_scenario(by=district.finance, at=NOW, name="Plan", formula=formula, count_on=DAY)
    net = funding.SafetyNet(phase_years=3)
    row = funding.decide_scenario(by=district.finance, at=NOW, scenario=row, decided=funding.Decided(net=net))
    funding.lock_scenario(by=district.finance, at=NOW, scenario=row)
    scenarios.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="Slowly.")
    run = scenarios.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)
    found = explained(district.leader, run, district.oak)
    check_adds_up(found)
    told = {cause.says: cause.cents for cause in found.causes}
    phased = next(line.cents for line in found.lines if line.says == "Phase-in")
    assert told[Part.TOP_UPS.says] == phased
    assert told[Part.RATES.says] + phased == found.change_cents


def test_a_scenario_that_began_from_a_matrix_tells_its_causes_apart(district: Any, person: Any) -> None:
    """The run before is of a matrix and the adopted one is in steps: more students are told as more students."""
    none = dict.fromkeys(need_categories(), 0)
    rows = [
        FiledCounts("OAK", none | {"all": 14, "economically_disadvantaged": 5}),
        FiledCounts("ELM", none | {"all": 8}),
    ]
    later = date(2026, 10, 15)
    funding.bring_in_counts(by=district.finance, at=NOW, on=later, schools=rows)
    row = funding.begin_scenario(by=district.finance, at=NOW, name="Plan", formula=district.formula, count_on=later)
    row = funding.decide_scenario(
        by=district.finance, at=NOW, scenario=row, decided=funding.Decided(net=funding.SafetyNet(hold_share="1"))
    )
    funding.lock_scenario(by=district.finance, at=NOW, scenario=row)
    scenarios.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation="More students.")
    run = scenarios.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)
    at_oak, at_elm = (explained(district.finance, run, school) for school in (district.oak, district.elm))
    for found in (at_oak, at_elm):
        check_adds_up(found)
    assert "More or fewer students here, with the same share in each need" in [cause.says for cause in at_oak.causes]
    assert "A larger or smaller share of the students in each need" in [cause.says for cause in at_elm.causes]
    own = explained(district.leader, run, district.oak)
    assert own.causes == at_oak.causes
    assert own.lines == at_oak.lines


def test_the_page_and_its_queries(district: Any, sign_in: Any, fill: Any) -> None:
    Need.objects.filter(category="special_education").delete()
    run = start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run
    url = reverse("funding:explained_budget", args=[run.number, district.elm.pk])
    finance = sign_in(district.finance)
    page = " ".join(finance.get(url).content.decode().split())
    assert "Why it changed" in page
    assert "Change since run 1" in page
    with CaptureQueriesContext(connection) as few:
        finance.get(url)
    for n in range(5):
        fill(f"Ash{n}", "middle", {"all": 3})
    later = start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run
    with CaptureQueriesContext(connection) as many:
        finance.get(reverse("funding:explained_budget", args=[later.number, district.elm.pk]))
    assert len(many) == len(few)
    assert sign_in(district.leader).get(url).status_code == 404


@pytest.mark.parametrize(("language", "total"), [("en", "Budget"), ("es", "Presupuesto")])
def test_as_pdf_it_has_the_figures_of_the_page(district: Any, sign_in: Any, language: str, total: str) -> None:
    Need.objects.filter(category="special_education").delete()
    run = start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run
    finance = sign_in(district.finance)
    finance.cookies["django_language"] = language
    url = reverse("funding:explained_budget", args=[run.number, district.elm.pk])
    shown = finance.get(url).context
    answer = finance.get(f"{url}pdf/")
    reader = PdfReader(io.BytesIO(answer.content))
    said = words_of(answer.content)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == language
    with translation.override(language):
        for ledger in (shown["ledger"], shown["why"]):
            for cents in (*(line.amount_cents for line in ledger.lines), ledger.total_cents):
                assert figures.money(cents) in said
    assert total in said
    assert run.result_digest in said.replace(" ", "")  # it may stand on two lines
    assert len(reader.pages) == 1
    other = {"en": "es", "es": "en"}[language]
    asked = PdfReader(io.BytesIO(finance.get(f"{url}pdf/", {"in": other}).content))
    catalog: Any = asked.trailer["/Root"]
    assert catalog["/Lang"] == other
    assert finance.get(f"{url}pdf/", {"in": "xx"})["Content-Disposition"].endswith(f'-{language}.pdf"')
    assert sign_in(district.leader).get(f"{url}pdf/").status_code == 404


def test_the_letter_is_one_page_and_every_step_stands_in_the_longer_document(district: Any, sign_in: Any) -> None:
    pool = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    brought = Brought(revenues_cents={"general": 1_000_000_00})
    run = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought).run
    url = reverse("funding:explained_budget_pdf", args=[run.number, district.oak.pk])
    leader = sign_in(district.leader)
    for language, way in (("en", "is shared by Weighted students"), ("es", "se reparte según Estudiantes ponderados")):
        letter, worked = (leader.get(url, {"in": language} | extra) for extra in ({}, {"with": "steps"}))
        assert len(PdfReader(io.BytesIO(letter.content)).pages) == 1
        assert way not in words_of(letter.content)
        assert way in words_of(worked.content)
        total = figures.money(SchoolBudget.objects.get(run=run, school=district.oak).total_cents)
        assert total in words_of(letter.content)
        assert total in words_of(worked.content)
        assert worked["Content-Disposition"].endswith(f'-{language}-steps.pdf"')
    elm = reverse("funding:explained_budget_pdf", args=[run.number, district.elm.pk])
    assert leader.get(elm, {"with": "steps"}).status_code == 404


def test_where_nothing_changed_no_cause_is_looked_for(district: Any, sign_in: Any) -> None:
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    brought = Brought(revenues_cents={"general": 1_000_000_00})
    start_run(by=district.finance, at=NOW, formula=formula, count_on=DAY, brought=brought)
    run = start_run(by=district.finance, at=NOW, formula=formula, count_on=DAY, brought=brought).run
    leader, address = sign_in(district.leader), reverse("funding:explained_budget", args=[run.number, district.oak.pk])
    page = " ".join(leader.get(address).content.decode().split())
    assert "That is the same as in run" in page
    assert "Schools share money under this formula" not in page
    assert "Schools share money under this formula" not in words_of(leader.get(f"{address}pdf/").content)
