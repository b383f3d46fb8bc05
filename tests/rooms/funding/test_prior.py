"""Earlier budgets: looked at before they are kept, by year and kind, beside runs and scenarios, and their base."""

import io
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.rooms.funding.conftest import DAY

from throughline.engines.funding.prior import PriorBudget
from throughline.formats.prior import read_prior
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.prior import commands
from throughline.rooms.funding.prior.sides import sides_for
from throughline.rooms.funding.scenarios import commands as scenarios
from throughline.rooms.funding.scenarios.consequences import Decided, consequence
from throughline.rooms.funding.scenarios.inputs import Inputs
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
NOW_YEAR, LAST_YEAR = 2027, 2026
BUDGET, MINIMUM = models.PriorBudget.BUDGET, models.PriorBudget.MINIMUM
FILE = """school_id,school_name,amount,source,students
OAK,Oak,50000.25,General fund,10
OAK,Oak,9999.75,"Title I, Part A",
ELM,Elm,80000,,9
"""


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("<b>", "").replace("</b>", "")


def upload(content: str | bytes, name: str = "budgets.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def brought_in(browser: Any, content: str | bytes = FILE, name: str = "budgets.csv", **asked: Any) -> Any:
    """Look at a file, then keep what the page shows."""
    year = asked.pop("year", LAST_YEAR)
    sent = {"kind": BUDGET, "file": upload(content, name)} | asked
    looked = browser.post(reverse("funding:bring_in_prior", args=[year]), sent)
    if "keep" not in (looked.context or {}):
        return looked
    keep = {bound.name: bound.value() or "" for bound in looked.context["keep"]}
    return browser.post(reverse("funding:keep_prior", args=[year]), keep)


def kept(district: Any, year: int = LAST_YEAR, kind: str = BUDGET, **budgets: int | PriorBudget) -> None:
    values = [PriorBudget(key, one) if isinstance(one, int) else one for key, one in budgets.items()]
    commands.bring_in_prior_budgets(by=district.finance, at=NOW, year=year, kind=kind, budgets=values)


def rows(district: Any) -> list[tuple[Any, ...]]:
    with acting_as(district.finance):
        found = models.PriorBudget.objects.order_by("year", "kind", "school__source_id")
        return list(found.values_list("year", "kind", "school__source_id", "total_cents", "n_students"))


def total_of(district: Any, name: str) -> int:
    with acting_as(district.finance):
        return models.SchoolBudget.objects.get(run=district.run, school_source_id=name).total_cents


# --- Bringing in ---


def test_a_file_is_looked_at_before_anything_is_kept(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    looked = finance.post(reverse("funding:bring_in_prior", args=[LAST_YEAR]), {"kind": BUDGET, "file": upload(FILE)})
    assert "They come to $140,000.00. Nothing is kept yet." in text(looked)
    assert not rows(district)
    assert brought_in(finance).status_code == 302
    assert rows(district) == [
        (LAST_YEAR, BUDGET, "ELM", 8_000_000, 9),
        (LAST_YEAR, BUDGET, "OAK", 6_000_000, 10),
    ]
    page = text(finance.get(reverse("funding:prior_of", args=[LAST_YEAR])))
    for figure in ("Budgets of 2025-26", "$60,000.00", "$6,000.00", "General fund", "$9,999.75", "$140,000.00"):
        assert figure in page


def test_a_workbook_is_kept_as_the_csv_is(district: Any, sign_in: Any) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["school_id", "amount", "students"], ["OAK", 60000, 10], ["ELM", 80000.5, None]):
        book.active.append(row)
    book.save(out)
    assert brought_in(sign_in(district.finance), out.getvalue(), "budgets.xlsx").status_code == 302
    assert [row[2:] for row in rows(district)] == [("ELM", 8_000_050, None), ("OAK", 6_000_000, 10)]


def test_the_file_is_all_schools_and_history_keeps_what_was(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    brought_in(finance)
    fewer = "school_id,amount\nOAK,1\n"
    looked = finance.post(reverse("funding:bring_in_prior", args=[LAST_YEAR]), {"kind": BUDGET, "file": upload(fewer)})
    for words in ("The file says nothing of Elm.", "Taken out", "Changed"):
        assert words in text(looked)
    brought_in(finance, fewer)
    assert [row[2:4] for row in rows(district)] == [("OAK", 100)]
    with acting_as(district.finance):
        events = apps.get_model("funding", "PriorBudgetEvent").objects.values_list("pgh_label", flat=True)
        assert sorted(events) == ["changed", "made", "made", "removed"]


def test_years_and_kinds_stand_apart_and_are_taken_out_one_by_one(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    brought_in(finance)
    brought_in(finance, "school_id,amount\nOAK,5\nELM,6\n", year=NOW_YEAR)
    brought_in(finance, "school_id,amount\nOAK,7\nELM,8\n", year=NOW_YEAR, kind=MINIMUM)
    assert len(rows(district)) == 6
    assert finance.post(reverse("funding:remove_prior", args=[NOW_YEAR, BUDGET])).status_code == 302
    assert [row[:3] for row in rows(district)][2:] == [(NOW_YEAR, MINIMUM, "ELM"), (NOW_YEAR, MINIMUM, "OAK")]
    assert finance.post(reverse("funding:remove_prior", args=[NOW_YEAR, BUDGET])).status_code == 404
    assert finance.post(reverse("funding:remove_prior", args=[NOW_YEAR, "other"])).status_code == 404


def test_what_is_written_out_is_what_was_brought_in(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    brought_in(finance)
    file = finance.get(reverse("funding:prior_file", args=[LAST_YEAR, BUDGET]))
    assert read_prior(file.content) == (
        (
            PriorBudget("ELM", 8_000_000, 9),
            PriorBudget("OAK", 6_000_000, 10, {"General fund": 5_000_025, "Title I, Part A": 999_975}),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (FILE.replace("80000", "lots"), "budgets.csv, row 4, column amount. “amount” needs dollars"),
        (FILE.replace("ELM,", "ELN,"), "budgets.csv, row 4, column school_id. No school has the id “ELN”"),
        (FILE + "OAK,Oak,1,,\n", "The sources of OAK come to 60000.00, and its total is 1.00"),
        ("school,dollars\nOAK,1\n", "There is no column “amount”"),
        (b"PK\x03\x04nothing", "This workbook cannot be read"),
    ],
)
def test_each_problem_names_its_place_and_nothing_is_kept(
    district: Any, sign_in: Any, content: str | bytes, says: str
) -> None:
    refused = brought_in(sign_in(district.finance), content)
    assert refused.status_code == 400
    assert says in text(refused)
    assert not rows(district)


def test_what_is_sent_to_be_kept_is_checked_again(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    keep = reverse("funding:keep_prior", args=[LAST_YEAR])
    assert finance.post(keep, {"kind": BUDGET, "text": "school_id,amount\nELN,1\n"}).status_code == 400
    assert finance.post(keep, {"kind": "other", "text": FILE}).status_code == 302
    assert finance.post(keep, {}).status_code == 302
    assert not rows(district)


def test_who_may_not_write_finance_keeps_nothing(district: Any, sign_in: Any) -> None:
    for viewer in (district.data, district.leader):
        assert brought_in(sign_in(viewer)).status_code == 403
        with pytest.raises(NotAllowed):
            commands.bring_in_prior_budgets(by=viewer, at=NOW, year=LAST_YEAR, kind=BUDGET, budgets=[])
        with pytest.raises(NotAllowed):
            commands.remove_prior_budgets(by=viewer, at=NOW, year=LAST_YEAR, kind=BUDGET)


def test_sources_that_miss_a_total_and_schools_there_are_not_are_never_kept(district: Any) -> None:
    with pytest.raises(ValueError, match="add up"):
        kept(district, OAK=PriorBudget("OAK", 5, None, {"a": 4}))
    with pytest.raises(NotFound):
        kept(district, OAKS=5)
    with acting_as(district.finance), pytest.raises(IntegrityError), transaction.atomic():
        models.PriorBudget.objects.create(
            year=LAST_YEAR, kind="other", school=district.oak, total_cents=1, by_name="x", at=NOW
        )


def test_the_database_shows_a_leader_their_own_school_alone(district: Any) -> None:
    kept(district, OAK=5, ELM=6)
    with acting_as(district.leader):
        assert list(models.PriorBudget.objects.values_list("school__source_id", flat=True)) == ["OAK"]
    with acting_as(district.other_leader):
        assert [list(side.budgets) for side in sides_for(district.other_leader, NOW_YEAR)] == [["ELM"]]


# --- Beside budgets ---


def test_a_run_stands_beside_last_year_the_current_budget_and_the_minimum(district: Any, sign_in: Any) -> None:
    oak, elm = (total_of(district, name) for name in ("OAK", "ELM"))
    kept(district, OAK=PriorBudget("OAK", oak - 100_00, 12), ELM=elm + 40_00)
    kept(district, NOW_YEAR, OAK=oak, ELM=elm)
    kept(district, NOW_YEAR, MINIMUM, OAK=oak + 1, ELM=elm)
    page = text(sign_in(district.finance).get(reverse("funding:budgets")))
    for words in (
        "The year before, 2025-26",
        "now they have $60.00 more.",
        "1 school gains $100.00.",
        "1 school loses $40.00.",
        "Oak: +$100.00",
        "Elm: −$40.00",
        "The same year, 2026-27",
        "and have the same now.",
        "Minimum to operate, 2026-27",
        "1 school is below its minimum: $0.01 is missing.",
    ):
        assert words in page, words
    file = sign_in(district.finance).get(reverse("funding:budgets") + "?beside-last-year-export=csv")
    assert "2025-26" in file.content.decode()


def test_a_school_reads_its_own_comparison_and_no_other(district: Any, sign_in: Any) -> None:
    oak = total_of(district, "OAK")
    kept(district, OAK=PriorBudget("OAK", oak * 2, 24), ELM=12_345_67)
    leader = sign_in(district.leader)
    url = reverse("funding:school_budget", args=[district.run.number, district.oak.pk])
    page = text(leader.get(url))
    assert "(50.0%) less than its budget of 2025-26" in page
    assert "12,345.67" not in page
    assert "(50.0%) less than its budget of 2025-26" in text(leader.get(f"{url}explained/"))
    assert "12,345.67" not in text(leader.get(reverse("funding:budgets")))


def test_a_school_that_is_new_or_gone_is_named(district: Any, sign_in: Any, fill: Any) -> None:
    kept(district, OAK=total_of(district, "OAK"))
    page = text(sign_in(district.finance).get(reverse("funding:budgets")))
    assert "1 school had none" in page
    with acting_as(district.finance):
        gone = fill("Ash", "high", {"all": 0})
    assert gone
    kept(district, OAK=total_of(district, "OAK"), ELM=total_of(district, "ELM"), ASH=77_00)
    page = text(sign_in(district.finance).get(reverse("funding:budgets")))
    assert "1 school is no longer paid: $77.00." in page


def test_without_any_kept_nothing_is_shown(district: Any, sign_in: Any) -> None:
    assert "Beside earlier budgets" not in text(sign_in(district.finance).get(reverse("funding:budgets")))


def test_pages_ask_the_database_as_often_however_many_schools_there_are(district: Any, sign_in: Any, fill: Any) -> None:
    finance = sign_in(district.finance)
    kept(district, OAK=1, ELM=2)

    def asked(url: str) -> int:
        finance.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert finance.get(url).status_code == 200
        return len(queries)

    urls = [reverse("funding:budgets"), reverse("funding:prior_of", args=[LAST_YEAR])]
    few = [asked(url) for url in urls]
    for name in ("Ash", "Fir", "Yew"):
        fill(name, "high", {"all": 3})
    funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY)
    kept(district, OAK=1, ELM=2, ASH=3, FIR=4, YEW=5)
    assert [asked(url) for url in urls] == few


# --- The base of scenarios and runs ---


@pytest.fixture
def illustrative(district: Any) -> Any:
    return funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula


def begun(district: Any, formula: Any, base: int | None) -> models.Scenario:
    return scenarios.begin_scenario(
        by=district.finance, at=NOW, name="x", formula=formula, count_on=DAY, brought=Brought(base=base)
    )


def test_kept_budgets_are_what_schools_are_held_harmless_against(district: Any, illustrative: Any) -> None:
    kept(district, OAK=1_000_000_00, ELM=5_00)
    made = begun(district, illustrative, LAST_YEAR)
    held = Decided(net=SafetyNet(hold_share="1", hold_paid="open"))
    row = scenarios.decide_scenario(by=district.finance, at=NOW, scenario=made, decided=held)
    found = {one.name: one for one in consequence(row).schools}
    assert (found["Oak"].current_cents, found["Oak"].total_cents) == (1_000_000_00, 1_000_000_00)
    assert found["Elm"].current_cents == 5_00
    assert consequence(row).hold_cost_cents == found["Oak"].held_cents > 0


def test_kept_budgets_are_what_a_phase_in_begins_from(district: Any, illustrative: Any) -> None:
    kept(district, OAK=1_000_000_00, ELM=500_000_00)
    made = begun(district, illustrative, LAST_YEAR)
    at_once = {one.name: one.total_cents for one in consequence(made).schools}
    half = Decided(net=SafetyNet(phase_years=2, phase_year=1))
    row = scenarios.decide_scenario(by=district.finance, at=NOW, scenario=made, decided=half)
    for one in consequence(row).schools:
        assert abs(one.total_cents * 2 - (at_once[one.name] + one.current_cents)) <= 1


def test_a_scenario_keeps_its_base_whatever_is_kept_later(district: Any, illustrative: Any, sign_in: Any) -> None:
    kept(district, OAK=7_00, ELM=5_00)
    made = begun(district, illustrative, LAST_YEAR)
    kept(district, OAK=9_00, ELM=9_00)
    assert [one.current_cents for one in consequence(made).schools] == [5_00, 7_00]
    page = text(sign_in(district.finance).get(reverse("funding:scenario", args=[made.number])))
    assert "The current budget is that of 2025-26, as it was kept when this was begun." in page


def test_a_scenario_stands_beside_what_is_kept_and_its_base_is_not_told_twice(
    district: Any, illustrative: Any, sign_in: Any
) -> None:
    kept(district, OAK=7_00, ELM=5_00)
    kept(district, NOW_YEAR, OAK=1_00, ELM=1_00)
    kept(district, NOW_YEAR, MINIMUM, OAK=1_00, ELM=1_00)
    first, second = begun(district, illustrative, NOW_YEAR), begun(district, illustrative, None)
    finance = sign_in(district.finance)
    page = text(finance.get(reverse("funding:scenario", args=[first.number])))
    assert "The year before, 2025-26" in page
    assert "The same year, 2026-27" not in page
    assert "Every school has its minimum." in page
    assert "The same year, 2026-27" in text(finance.get(reverse("funding:scenario", args=[second.number])))
    compared = text(finance.get(reverse("funding:compare_scenarios") + f"?s={first.number}&s={second.number}"))
    assert "The current budget is run 1." in compared
    assert "Minimum to operate, 2026-27" in compared
    tried = finance.post(reverse("funding:try_scenario", args=[first.number]), {"phase_years": 1, "phase_year": 1})
    assert tried.status_code == 200


def test_the_form_offers_the_kept_years_first(district: Any, illustrative: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    new = reverse("funding:new_scenario")
    assert "base" not in finance.get(new).context["form"].fields
    kept(district, OAK=7_00, ELM=5_00)
    base = finance.get(new).context["form"].fields["base"]
    assert [value for value, _label in base.choices] == [str(LAST_YEAR), ""]
    sent = {"name": "y", "formula": illustrative.pk, "count_on": DAY, "base": str(LAST_YEAR)}
    assert finance.post(new, sent).status_code == 302
    with acting_as(district.finance):
        made = models.Scenario.objects.get(name="y")
    assert Inputs.of_json(made.inputs).base == {"kept": LAST_YEAR}
    assert finance.post(new, sent | {"base": "2001"}).status_code == 200


def test_a_year_without_budgets_is_no_base(district: Any, illustrative: Any) -> None:
    with pytest.raises(RefusedInput, match="No budgets are kept"):
        begun(district, illustrative, 2024)


def test_a_formula_that_begins_from_last_year_takes_its_dollars_and_students(district: Any, sign_in: Any) -> None:
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="held-harmless-phase-in").formula
    kept(district, OAK=PriorBudget("OAK", 70_000_00, 14), ELM=PriorBudget("ELM", 60_000_50, 6))
    finance = sign_in(district.finance)
    url = reverse("funding:new_run") + f"?formula={formula.pk}"
    assert "base" in finance.get(url).context["form"].fields
    sent = {"formula": formula.pk, "count_on": DAY, "base": str(LAST_YEAR), "source.general": "5000000"}
    assert finance.post(url, sent).status_code == 302
    with acting_as(district.finance):
        figures = dict(
            models.SchoolBudget.objects.filter(run__formula=formula).values_list("school_source_id", "figures")
        )
    assert Fraction(figures["OAK"]["last_dollars"]) == 70_000
    assert Fraction(figures["ELM"]["last_dollars"]) == Fraction("60000.50")
    assert (figures["OAK"]["last_enrolled"], figures["ELM"]["last_enrolled"]) == ("14", "6")


def test_students_that_nobody_knows_are_asked_for(district: Any) -> None:
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="held-harmless-phase-in").formula
    kept(district, OAK=PriorBudget("OAK", 70_000_00, 14), ELM=60_000_00)
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(
            by=district.finance, at=NOW, formula=formula, count_on=DAY,
            brought=Brought(revenues_cents={"general": 1}, base=LAST_YEAR),
        )  # fmt: skip
    assert [problem.details["schools"] for problem in refused.value.problems] == ["Elm"]
