"""Formulas in steps in the room: kept, read, decided on, run from the roster and from a file, replayed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from throughline.engines.funding.steps import StepsFormula
from throughline.formats.formula import steps_library
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.commands import start_run
from throughline.rooms.funding.budgets.figures import Brought, read_facts
from throughline.rooms.funding.budgets.replaying import replay_steps
from throughline.rooms.funding.budgets.roster_columns import code_of, span_of
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.formulas.commands import decide
from throughline.rooms.funding.formulas.sentences import tell
from throughline.rooms.funding.models import BudgetLine, Formula, Run, SchoolBudget
from throughline.values.errors import NotAllowed, RefusedInput

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
POOL = Brought(revenues_cents={"general": 1_000_000_00})


@pytest.fixture
def pool(district: Any) -> Formula:
    """Hawaii's way: a fixed amount, then a pool by weighted students, with losses limited from last year's run."""
    return funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_whole_library_can_be_kept_and_read_in_both_languages(person: Any) -> None:
    finance = person("district_finance")
    for document in steps_library():
        saved = funding.adopt_library_formula(by=finance, at=NOW, key=document.key)
        assert saved.formula.kind == "steps"
        for language in ("en", "es"):
            with override(language):
                told = tell(document.formula)
                assert len(told.does) == len(document.formula.steps)
                assert all(line.says for line in (*told.does, *told.reads, *told.decided, *told.sources))


def test_a_run_in_steps_reconciles_and_replays(district: Any, pool: Formula) -> None:
    run = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=POOL).run
    with acting_as(district.finance):
        assert run.total_cents == 1_000_000_00  # the pool, to the cent
        for budget in SchoolBudget.objects.filter(run=run):
            assert sum(line.amount_cents for line in budget.lines.all()) == budget.total_cents
        oak = SchoolBudget.objects.get(run=run, school=district.oak)
        assert (oak.figures["enrolled"], oak.figures["poverty"]) == ("12", "3")
        before = SchoolBudget.objects.get(run=district.run, school=district.oak)
        assert Fraction(oak.figures["prior_total"]) * 100 == before.total_cents
        again = replay_steps(district.finance, Run.objects.get(pk=run.pk))
    assert (again.digest, again.inputs_digest) == (run.result_digest, run.inputs_digest)


def test_the_same_inputs_find_the_run_that_stands(district: Any, pool: Formula) -> None:
    prior = {"prior_total": {"OAK": Fraction(1), "ELM": Fraction(2)}}
    brought = Brought(prior, POOL.revenues_cents)
    first = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought)
    again = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought)
    assert (again.run, again.is_new) == (first.run, False)


def test_a_tampered_result_does_not_replay(district: Any, pool: Formula) -> None:
    run = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=POOL).run
    run.revenues_cents = {"general": 1}
    with acting_as(district.finance), pytest.raises((ArithmeticError, RefusedInput)):
        replay_steps(district.finance, run)


def test_what_nobody_brought_is_named(district: Any, pool: Formula) -> None:
    with pytest.raises(RefusedInput) as refused:
        start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY)
    assert [problem.rule.code for problem in refused.value.problems] == ["revenue-needed"]
    served = funding.adopt_library_formula(by=district.finance, at=NOW, key="title-one-within-district").formula
    with pytest.raises(RefusedInput) as refused:
        start_run(by=district.finance, at=NOW, formula=served, count_on=DAY)
    codes = [problem.rule.code for problem in refused.value.problems]
    assert codes == ["fact-missing", "revenue-needed"]
    assert "Oak" in refused.value.problems[0].says()


def test_facts_come_from_a_file_and_a_bad_row_is_named(district: Any) -> None:
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="title-one-within-district").formula
    with acting_as(district.finance):
        value = formula_value(formula)
    assert isinstance(value, StepsFormula)
    facts = read_facts(value, ("facts.csv", b"school_id,served_otherwise\nOAK,no\nELM,no\n"))
    run = start_run(
        by=district.finance, at=NOW, formula=formula, count_on=DAY, brought=Brought(facts, {"title_i": 3_000_00})
    ).run
    assert 0 < run.total_cents <= 3_000_00
    with pytest.raises(RefusedInput) as refused:
        read_facts(value, ("facts.csv", b"school_id,served_otherwise\nOAK,maybe\n"))
    assert refused.value.problems[0].row == 2


def test_a_decision_makes_a_new_version_and_moves_money(district: Any, pool: Formula) -> None:
    saved = decide(by=district.finance, at=NOW, formula=pool, changes={"lump.high": Decimal("500000.50")})
    assert (saved.formula.number, saved.is_new) == (2, True)
    with acting_as(district.finance):
        value = formula_value(saved.formula)
        assert isinstance(value, StepsFormula)
        assert dict(value.parameters[0].by_level)["high"] == Fraction("500000.50")
    same = decide(by=district.finance, at=NOW, formula=saved.formula, changes={})
    assert not same.is_new


def test_the_pages_in_the_browser(district: Any, pool: Formula, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    page = text(finance.get(reverse("funding:formula", args=[pool.pk])))
    assert "share Unrestricted funds - all schools together(Fixed amount) among schools" in page
    answer = finance.post(reverse("funding:decide", args=[pool.pk]), decisions(finance, pool, largest_loss="5"))
    newest = Formula.objects.filter(key=pool.key).latest("number")
    assert answer.url == reverse("funding:formula", args=[newest.pk])
    assert newest.number == 2
    asked = finance.post(reverse("funding:new_run"), {"formula": newest.pk, "count_on": "2026-10-01"})
    assert "Write how many dollars “Unrestricted funds” brings." in text(asked)
    given = {"formula": newest.pk, "count_on": "2026-10-01", "source.general": "1000000"}
    run = finance.post(reverse("funding:new_run"), given)
    assert run.status_code == 302
    listed = text(finance.get(run.url))
    assert "$1,000,000.00" in listed
    school = text(finance.get(f"{run.url}schools/{district.oak.pk}/"))
    assert "By weighted students" in school
    assert "From: Unrestricted funds" in school
    steps = finance.get(f"{run.url}steps/")
    assert steps.content.decode("utf-8-sig").startswith("school_id,school_name,step")
    leader = sign_in(district.leader)
    own = leader.get(f"{run.url}schools/{district.oak.pk}/steps/").content.decode()
    assert "OAK" in own
    assert "ELM" not in own
    assert leader.get(f"{run.url}schools/{district.elm.pk}/").status_code == 404


def decisions(browser: Any, formula: Formula, **changes: str) -> dict[str, str]:
    """What the form of decisions would send, with some changed."""
    form = browser.get(reverse("funding:decide", args=[formula.pk])).context["form"]
    return {bound.name: str(bound.initial) for bound, _sign in form.rows()} | changes


def test_a_document_in_steps_is_refused_with_its_line(district: Any, pool: Formula, sign_in: Any) -> None:
    broken = pool.document.replace('by = "weighted"', 'by = "wieghted"')
    answer = sign_in(district.finance).post(
        reverse("funding:new_formula"), {"file": SimpleUploadedFile("a.toml", broken.encode())}
    )
    line = broken.split('by = "wieghted"')[0].count("\n") + 1
    assert answer.status_code == 400
    assert f"Line {line}" in text(answer)


@pytest.mark.parametrize("relation", ["district_data", "school_leader", "outsider"])
def test_only_finance_decides(district: Any, pool: Formula, person: Any, relation: str) -> None:
    with pytest.raises(NotAllowed):
        decide(by=person(relation, district.oak), at=NOW, formula=pool, changes={})


def test_the_list_asks_no_more_for_more_schools(district: Any, pool: Formula, fill: Any, sign_in: Any) -> None:
    browser = sign_in(district.finance)

    def n_queries() -> int:
        run = start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=POOL).run
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(reverse("funding:run", args=[run.number])).status_code == 200
        return len(queries)

    n_queries()
    first = n_queries()
    for n in range(6):
        fill(f"Ash{n}", "middle", {"all": 3})
    assert n_queries() == first


def test_columns_the_roster_can_count() -> None:
    assert code_of("enrolled") == "all"
    assert code_of("poverty") == "economically_disadvantaged"
    assert code_of("square_feet") == ""
    assert [span_of(key) for key in ("k5", "g912", "grade_3", "keys")] == [(0, 5), (9, 12), (3, 3), None]


def test_the_database_wants_a_step_where_there_is_no_rate(district: Any) -> None:
    budget = SchoolBudget.objects.first()
    assert budget is not None
    with pytest.raises(IntegrityError, match="line_is_count_times_rate"), transaction.atomic():
        BudgetLine.objects.create(
            budget=budget, school_id=budget.school_id, position=9, need="x", counts="", amount_cents=5
        )
