"""A run: counted, allocated, stored whole or not at all, and found again by its inputs."""

import csv
import json
import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.test.utils import CaptureQueriesContext

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.audit.models import AuditRecord
from throughline.rooms.district.models import Organization
from throughline.rooms.funding import access
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.replaying import replay_run
from throughline.rooms.funding.models import BudgetLine, Formula, Run, SchoolBudget
from throughline.rooms.students.models import Need
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import NOBODY, Viewer

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)


def test_the_guidebooks_figures_through_the_whole_room(shared_data: Path, fill: Any, person: Any) -> None:
    folder = shared_data / "finance" / "ssfr_table_2_2"
    expected = json.loads((folder / "expected.json").read_text())
    with (folder / "synthetic_schools.csv").open() as file:
        for row in csv.DictReader(file):
            counts = {code: int(row[code]) for code in ("all", "english_learner", "special_education")}
            fill(row["school_id"], row["level"], counts | {"economically_disadvantaged": int(row["poverty"])})
    finance = person("district_finance")
    formula = funding.adopt_library_formula(by=finance, at=NOW, key="guidebook-table-2-2").formula
    run = funding.start_run(by=finance, at=NOW, formula=formula, count_on=DAY).run
    with acting_as(finance):
        found = dict(SchoolBudget.objects.filter(run=run).values_list("school_name", "total_cents"))
    assert found == {name: dollars * 100 for name, dollars in expected["allocations"].items()}
    assert run.total_cents == expected["district_total"] * 100
    assert (run.n_schools, run.n_students) == (6, 3510)


def test_every_cent_reconciles(district: Any) -> None:
    with acting_as(district.finance):
        run = Run.objects.get(pk=district.run.pk)
        budgets = SchoolBudget.objects.filter(run=run)
        lines = BudgetLine.objects.filter(budget__run=run)
        assert lines.aggregate(all=Sum("amount_cents"))["all"] == run.total_cents
        assert budgets.aggregate(all=Sum("total_cents"))["all"] == run.total_cents
        for budget in budgets:
            assert sum(line.amount_cents for line in budget.lines.all()) == budget.total_cents
        # Elm: 8 x 4,683 + 6 x 1,077 + 0 x 749 + 1 x 3,887
        assert budgets.get(school=district.elm).total_cents == 4781300


def test_the_same_inputs_find_the_run_that_stands(district: Any) -> None:
    again = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    assert (again.run, again.is_new) == (district.run, False)
    assert Run.objects.count() == 1


def test_a_changed_roster_gives_a_new_run_and_leaves_the_old(district: Any, fill: Any) -> None:
    before = district.run.total_cents
    Need.objects.filter(category="special_education").delete()
    again = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    assert again.is_new
    assert again.run.number == 2
    assert again.run.total_cents == before - 388700
    assert Run.objects.get(number=1).total_cents == before


def test_a_run_replays_to_its_own_digest(district: Any) -> None:
    with acting_as(district.finance):
        replayed = replay_run(district.finance, Run.objects.get(pk=district.run.pk))
    assert replayed.digest == district.run.result_digest
    assert replayed.inputs_digest == district.run.inputs_digest


def test_what_is_told_in_the_audit(district: Any) -> None:
    act = AuditRecord.objects.get(noun="run")
    assert (act.act, act.by_user_id, act.details["total_cents"]) == (
        "start",
        district.finance.user_id,
        district.run.total_cents,
    )


def test_a_school_without_a_level_stops_the_run_and_is_named(district: Any) -> None:
    Organization.objects.filter(pk=district.elm.pk).update(level="")
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    (problem,) = refused.value.problems
    assert problem.next_step() == "Give Elm a level on the page “Schools”."
    assert Run.objects.count() == 1


def test_a_level_the_formula_does_not_pay_is_named(district: Any) -> None:
    with acting_as(district.finance):
        document = district.formula.document.replace("high", "secondary").replace("guidebook", "own")
        formula = funding.save_formula(by=district.finance, at=NOW, document=document.encode()).formula
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=formula, count_on=DAY)
    assert "Elm is of the level “High school”" in refused.value.problems[0].says()


@pytest.mark.parametrize(
    ("count_on", "code"),
    [(date(2026, 11, 21), "day-to-come"), (date(2026, 8, 1), "no-students")],
)
def test_a_day_that_cannot_be_counted(district: Any, count_on: date, code: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=count_on)
    assert [problem.rule.code for problem in refused.value.problems] == [code]


def test_a_district_without_schools(person: Any) -> None:
    finance = person("district_finance")
    formula = funding.adopt_library_formula(by=finance, at=NOW, key="guidebook-table-2-2").formula
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=finance, at=NOW, formula=formula, count_on=DAY)
    assert [problem.rule.code for problem in refused.value.problems] == ["no-schools"]


@pytest.mark.parametrize(
    "relation", ["district_data", "district_admin", "school_leader", "coordinator", "partner", "outsider"]
)
def test_only_finance_starts_a_run(district: Any, person: Any, relation: str) -> None:
    viewer = person(relation, district.oak)
    with pytest.raises(NotAllowed):
        funding.start_run(by=viewer, at=NOW, formula=district.formula, count_on=DAY)


def test_a_storing_that_fails_half_way_leaves_nothing(district: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Need.objects.filter(category="special_education").delete()
    monkeypatch.setattr(BudgetLine.objects, "bulk_create", lambda *_a, **_k: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"), transaction.atomic():
        funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    assert Run.objects.count() == 1
    assert SchoolBudget.objects.count() == 2


@pytest.mark.parametrize("model", [Formula, Run, SchoolBudget, BudgetLine])
def test_rows_are_never_changed(district: Any, model: Any) -> None:
    rows = model.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(id=F("id"))
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_the_database_refuses_a_line_that_is_not_count_times_rate(district: Any) -> None:
    budget = SchoolBudget.objects.first()
    assert budget is not None
    with pytest.raises(IntegrityError, match="line_is_count_times_rate"), transaction.atomic():
        BudgetLine.objects.create(
            budget=budget,
            school_id=budget.school_id,
            position=9,
            need="x",
            counts="x",
            n_students=2,
            rate_cents=100,
            amount_cents=201,
        )


def seen_by(viewer: Viewer) -> tuple[int, int, int, int]:
    with acting_as(viewer):
        models = (Formula, Run, SchoolBudget, BudgetLine)
        first, second, third, fourth = (model.objects.count() for model in models)
        return first, second, third, fourth


def test_the_second_wall_by_itself(district: Any, person: Any) -> None:
    assert seen_by(district.finance) == seen_by(district.data) == (1, 1, 2, 8)
    assert seen_by(district.leader) == (1, 1, 1, 4)
    for relation in ("district_admin", "coordinator", "school_health", "teacher", "partner", "outsider"):
        assert seen_by(person(relation, district.oak)) == (0, 0, 0, 0)
    assert seen_by(NOBODY) == (0, 0, 0, 0)


def test_the_second_wall_refuses_to_be_written_through(district: Any) -> None:
    for viewer in (district.leader, district.data, NOBODY):
        with pytest.raises(DatabaseError, match="row-level security"), acting_as(viewer):
            Formula.objects.create(
                key="x", number=1, name="x", document="x", digest="x", illustrative=False, by_name="x", at=NOW
            )


def test_the_first_wall_shows_a_leader_their_own_school(district: Any) -> None:
    with acting_as(SET_UP_VIEWER):
        found = access.get_budgets_for(district.leader).values_list("school_name", flat=True)
        assert list(found) == ["Oak"]
        assert {line.school_id for line in access.get_lines_for(district.leader)} == {district.oak.pk}


SET_UP_VIEWER = Viewer(duty="set_up", name="test")


@pytest.mark.parametrize("n_schools", [2, 12])
def test_the_number_of_queries_does_not_grow(fill: Any, person: Any, n_schools: int) -> None:
    for number in range(n_schools):
        fill(f"School {number}", "middle", {"all": 2, "economically_disadvantaged": 1})
    finance = person("district_finance")
    formula = funding.adopt_library_formula(by=finance, at=NOW, key="guidebook-table-2-2").formula
    with CaptureQueriesContext(connection) as queries:
        run = funding.start_run(by=finance, at=NOW, formula=formula, count_on=DAY).run
    assert run.n_schools == n_schools
    assert len(queries) == 25


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_district_reconciles_and_replays_to_the_cent(fill: Any, person: Any, seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311 - an invented district, not a secret
    for number in range(drawn.randint(3, 7)):
        n = drawn.randint(0, 30)
        needs = ("economically_disadvantaged", "english_learner", "special_education", "homeless")
        counts = {"all": n} | {code: drawn.randint(0, n) for code in needs}
        fill(f"School {number}", drawn.choice(("elementary", "middle", "high")), counts)
    finance = person("district_finance")
    formula = funding.adopt_library_formula(by=finance, at=NOW, key="illustrative-level-by-need").formula
    run = funding.start_run(by=finance, at=NOW, formula=formula, count_on=DAY).run
    with acting_as(finance):
        lines = BudgetLine.objects.all()
        assert sum((line.n_students or 0) * (line.rate_cents or 0) for line in lines) == run.total_cents
        assert sum(budget.total_cents for budget in SchoolBudget.objects.all()) == run.total_cents
        assert replay_run(finance, Run.objects.get()).digest == run.result_digest
