"""Positions: a catalog from a file or form, what schools are guaranteed at its price, and the floor it makes."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.funding.conftest import DAY

from throughline.engines.funding.positions import NEAREST, UP, Guarantee, Position, floor_of
from throughline.formats.positions import read_positions
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.rooms.funding.floors import Program, floors_of, lines_as_json, lines_of_json, program_of
from throughline.rooms.funding.positions import commands, queries
from throughline.rooms.funding.positions.program_form import ProgramForm
from throughline.rooms.funding.scenarios import commands as scenarios
from throughline.rooms.funding.scenarios.consequences import Decided, consequence
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
YEAR = 2027
PRINCIPAL = Position("PRIN", "Principal", 1_000_00, Decimal("0.25"), source="Payroll")
LIBRARIAN = Position("LIB", "Librarian", 800_00, Decimal(0), 100_00, "Payroll")
COUNSELOR = Position("COUN", "Counselor", 600_00, source="Payroll")
CATALOG = (PRINCIPAL, LIBRARIAN, COUNSELOR)
PROGRAM = (
    Guarantee("PRIN", Decimal(1)),
    Guarantee("LIB", Decimal("0.5")),
    Guarantee("COUN", Decimal(1), per=4, step=Decimal("0.5"), mode=UP),
)
FILE = """code,name,salary,benefits_percent,benefits_amount,source
PRIN,Principal,1000.00,25,,Payroll
LIB,Librarian,800,,100,Payroll
"""
REFUSED = (NotAllowed, NotFound)


@pytest.fixture
def illustrative(district: Any) -> Any:
    return funding.adopt_library_formula(by=district.finance, at=NOW, key="illustrative-level-by-need").formula


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("<b>", "").replace("</b>", "")


def kept(district: Any, program: tuple[Guarantee, ...] = PROGRAM, year: int = YEAR) -> None:
    funding.bring_in_positions(by=district.finance, at=NOW, year=year, positions=CATALOG)
    funding.guarantee_program(by=district.finance, at=NOW, year=year, guarantees=program)


def planned(district: Any, formula: Any, net: SafetyNet, year: int = YEAR) -> Any:
    row = scenarios.begin_scenario(by=district.finance, at=NOW, name="Plan", formula=formula, count_on=DAY, year=year)
    return scenarios.decide_scenario(by=district.finance, at=NOW, scenario=row, decided=Decided(net=net))


def adopted(row: Any, first: Any, second: Any) -> Any:
    scenarios.lock_scenario(by=first, at=NOW, scenario=row)
    scenarios.propose_scenario(by=first, at=NOW, scenario=row, explanation="Every school has a principal.")
    return scenarios.adopt_scenario(by=second, at=NOW, scenario=row)


def brought_in(browser: Any, content: str | bytes, name: str = "positions.csv") -> Any:
    sent = {"file": SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())}
    looked = browser.post(reverse("funding:bring_in_positions", args=[YEAR]), sent)
    if "keep" not in (looked.context or {}):
        return looked
    keep = {bound.name: bound.value() for bound in looked.context["keep"]}
    return browser.post(reverse("funding:keep_positions", args=[YEAR]), keep)


def answers(*rows: dict[str, object]) -> dict[str, object]:
    sent: dict[str, object] = {"n": len(rows)}
    for n, row in enumerate(rows):
        filled = {"position": "", "level": "", "units": "", "per": "", "rounding": f"0.01 {NEAREST}", "least": ""} | row
        sent |= {f"{part}{n}": value for part, value in filled.items()}
    return sent


# --- The catalog ---


def test_a_file_is_looked_at_and_kept_and_written_back(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    sent = {"file": SimpleUploadedFile("positions.csv", FILE.encode())}
    looked = finance.post(reverse("funding:bring_in_positions", args=[YEAR]), sent)
    assert "Nothing is kept yet." in text(looked)
    assert "$1,250.00" in text(looked)
    assert program_of_year(district).catalog == {}
    brought_in(finance, FILE)
    assert program_of_year(district).catalog == {"LIB": LIBRARIAN, "PRIN": PRINCIPAL}
    file = finance.get(reverse("funding:positions_file", args=[YEAR]))
    assert read_positions(file.content).positions == (LIBRARIAN, PRINCIPAL)
    page = text(finance.get(reverse("funding:positions_of", args=[YEAR])))
    assert "Principal" in page
    assert "$1,250.00" in page


def test_a_wrong_file_names_row_column_and_value_and_keeps_nothing(district: Any, sign_in: Any) -> None:
    refused = brought_in(sign_in(district.finance), FILE.replace("1000.00", "a lot"))
    assert refused.status_code == 400
    assert "positions.csv, row 2, column salary" in text(refused)
    assert "this is “a lot”" in text(refused)
    assert program_of_year(district).catalog == {}


def test_a_position_is_added_changed_and_taken_out_by_form(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    sent = {"code": "AIDE", "name": "Aide", "salary": "300.10", "benefits_percent": "10", "source": "Payroll"}
    finance.post(reverse("funding:new_position", args=[YEAR]), sent)
    aide = program_of_year(district).catalog["AIDE"]
    assert (aide.salary_cents, aide.price_cents) == (300_10, 330_11)
    finance.post(reverse("funding:position", args=[YEAR, "AIDE"]), sent | {"code": "OTHER", "salary": "310"})
    assert {code: one.salary_cents for code, one in program_of_year(district).catalog.items()} == {"AIDE": 310_00}
    finance.post(reverse("funding:remove_position", args=[YEAR, "AIDE"]))
    assert program_of_year(district).catalog == {}


def test_a_form_without_a_salary_or_with_a_strange_code_keeps_nothing(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    answer = finance.post(reverse("funding:new_position", args=[YEAR]), {"code": "A/B", "name": "Aide", "source": "P"})
    assert "Write the code in letters" in text(answer)
    assert "Fill in “Average salary”" in text(answer)
    assert program_of_year(district).catalog == {}


def test_what_is_guaranteed_stays_in_the_catalog(district: Any, sign_in: Any) -> None:
    kept(district)
    with pytest.raises(RefusedInput, match="gone from the catalog"):
        commands.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG[:2])
    with pytest.raises(RefusedInput):
        commands.remove_position(by=district.finance, at=NOW, year=YEAR, code="COUN")
    answer = sign_in(district.finance).post(reverse("funding:remove_position", args=[YEAR, "COUN"]), follow=True)
    assert "A position that would be gone from the catalog" in text(answer)
    assert set(program_of_year(district).catalog) == {"PRIN", "LIB", "COUN"}


def test_the_same_file_again_changes_nothing(district: Any) -> None:
    kept(district)
    with acting_as(district.finance):
        before = list(models.Position.objects.order_by("pk").values_list("pk", "at"))
    commands.bring_in_positions(by=district.finance, at=datetime(2027, 1, 1, tzinfo=UTC), year=YEAR, positions=CATALOG)
    with acting_as(district.finance):
        assert list(models.Position.objects.order_by("pk").values_list("pk", "at")) == before


# --- What every school is guaranteed ---


def program_of_year(district: Any, year: int = YEAR) -> Any:
    with acting_as(district.finance):
        return program_of(year)


def test_a_program_is_written_priced_and_kept(district: Any, sign_in: Any) -> None:
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG)
    finance = sign_in(district.finance)
    sent = answers(
        {"position": "PRIN", "units": "1"},
        {"position": "LIB", "units": "0.5", "least": "9"},
        {},
        {"position": "COUN", "units": "1", "per": "4", "rounding": f"0.5 {UP}"},
    )
    tried = text(finance.post(reverse("funding:try_program", args=[YEAR]), sent))
    oak, elm = (floor_of(lines) for lines in floors_by_hand(district))
    assert f"${(oak + elm) // 100:,}" in tried
    assert "Run 1 pays" in tried
    assert program_of_year(district).guarantees == [], "trying keeps nothing"
    finance.post(reverse("funding:program", args=[YEAR]), sent)
    assert tuple(program_of_year(district).guarantees) == PROGRAM, "a least stands only beside units by students"
    page = finance.get(reverse("funding:program", args=[YEAR]))
    assert page.context["page"].cost.floor_cents == oak + elm
    assert "Guaranteed" in text(finance.get(reverse("funding:positions_of", args=[YEAR])))


def floors_by_hand(district: Any) -> list[Any]:
    """Oak and Elm by the counts of the count day."""
    from throughline.engines.funding.positions import price_program

    with acting_as(district.finance):
        counted = {
            one.name: one.n_students for one in queries.cost_of(district.finance, YEAR, program_of(YEAR)).schools
        }
    catalog = {one.code: one for one in CATALOG}
    return [price_program(catalog, PROGRAM, n_students=counted[name]) for name in ("Oak", "Elm")]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"position": "PRIN"}, "Say how many units in row 1"),
        ({"units": "1"}, "Choose the position in row 1"),
        ({"position": "PRIN", "units": "-1"}, "“Units” is 0 or more"),
        ({"position": "PRIN", "units": "some"}, "“Units” needs a number"),
        ({"position": "PRIN", "units": "1", "per": "0"}, "“Per … students” is 1 or more"),
        ({"position": "PRIN", "units": "1", "rounding": "0 up"}, "Choose one of the answers"),
        ({"position": "NOBODY", "units": "1"}, "Choose one of the answers"),
    ],
)
def test_a_row_that_cannot_be_counted_out_says_so(
    district: Any, sign_in: Any, row: dict[str, object], says: str
) -> None:
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG)
    finance = sign_in(district.finance)
    assert says in text(finance.post(reverse("funding:try_program", args=[YEAR]), answers(row)))
    assert says in text(finance.post(reverse("funding:program", args=[YEAR]), answers(row)))
    assert program_of_year(district).guarantees == []


@pytest.mark.parametrize("n", ["", "-1", "many", "99999999999", "1e9"])
def test_a_strange_number_of_rows_does_no_harm(n: str) -> None:
    program = Program({"PRIN": PRINCIPAL}, PROGRAM[:1])
    assert ProgramForm(program, {"n": n}).n_rows <= 4


@given(
    st.builds(
        Guarantee,
        st.just("PRIN"),
        st.decimals(0, 9999, places=4),
        st.none() | st.integers(1, 1000),
        st.sampled_from([Decimal("0.01"), Decimal(1)]),
        st.sampled_from([NEAREST, UP]),
        st.just(Decimal(0)),
        st.sampled_from(["", "high"]),
    )
)
def test_a_form_says_again_what_is_kept(one: Guarantee) -> None:
    program = Program({"PRIN": PRINCIPAL}, [one])
    if (one.step, one.mode) == (Decimal("0.01"), UP):
        return  # no such choice is offered; what is kept of it is shown as it is
    blank = ProgramForm(program)
    sent = {f"{part}0": blank[f"{part}0"].value() for part in ProgramForm.PARTS} | {"n": "1"}
    form = ProgramForm(program, {key: "" if value is None else str(value) for key, value in sent.items()})
    assert form.is_valid() or one.units == 0
    if one.units:
        assert form.guarantees() == [one]


def test_priced_lines_are_kept_and_read_the_same(district: Any) -> None:
    kept(district)
    with acting_as(district.finance):
        for lines in floors_of(YEAR, DAY, {}).guaranteed.values():
            assert lines_of_json(lines_as_json(lines)) == lines


# --- A floor beneath what a formula pays ---


def test_a_scenario_pays_up_to_the_priced_floor_and_names_it(
    district: Any, illustrative: Any, sign_in: Any, person: Any
) -> None:
    free = {one.name: one.total_cents for one in consequence(planned(district, illustrative, SafetyNet())).schools}
    rich = Position("PRIN", "Principal", free["Oak"] + 1_23, source="Payroll")
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=[rich])
    funding.guarantee_program(
        by=district.finance, at=NOW, year=YEAR, guarantees=[Guarantee("PRIN", Decimal(1), level=district.oak.level)]
    )
    row = planned(district, illustrative, SafetyNet(guaranteed=True))
    found = {one.name: one for one in consequence(row).schools}
    assert (found["Oak"].total_cents, found["Oak"].guaranteed_cents) == (free["Oak"] + 1_23, 1_23)
    assert (found["Elm"].total_cents, found["Elm"].guaranteed_cents) == (free["Elm"], 0)
    finance = sign_in(district.finance)
    page = text(finance.get(reverse("funding:scenario", args=[row.number])))
    assert "The guaranteed program is above what 1 school has: $1.23 is added." in page
    assert "Give each school at least the price of its guaranteed staff" in page
    run = adopted(row, district.finance, person("district_finance"))
    for name in ("school_budget", "explained_budget"):
        at_oak = text(sign_in(district.leader).get(reverse(f"funding:{name}", args=[run.number, district.oak.pk])))
        assert "Guaranteed program" in at_oak
        assert "The school had less than that, so $1.23 is added." in at_oak
    at_elm = text(finance.get(reverse("funding:explained_budget", args=[run.number, district.elm.pk])))
    assert "Guaranteed as staff" not in at_elm, "Elm is of another level, so it is guaranteed nothing"
    paper = finance.get(reverse("funding:explained_budget_pdf", args=[run.number, district.oak.pk]))
    assert paper.status_code == 200
    workbook = finance.get(reverse("funding:run_workbook", args=[run.number]))
    assert workbook.status_code == 200, "the run replays from its own rows, its floors among them"


def test_a_school_that_has_more_is_told_that_nothing_is_added(
    district: Any, illustrative: Any, sign_in: Any, person: Any
) -> None:
    cheap = Position("PRIN", "Principal", 1_00, source="Payroll")
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=[cheap])
    funding.guarantee_program(by=district.finance, at=NOW, year=YEAR, guarantees=[Guarantee("PRIN", Decimal("0.5"))])
    row = planned(district, illustrative, SafetyNet(guaranteed=True))
    assert consequence(row).guaranteed_cost_cents == 0
    run = adopted(row, district.finance, person("district_finance"))
    page = text(sign_in(district.leader).get(reverse("funding:explained_budget", args=[run.number, district.oak.pk])))
    assert "costs $0.50 here. The school has at least that already, so nothing is added for it." in page


def test_the_floor_is_the_higher_of_minimum_and_program(district: Any, illustrative: Any) -> None:
    free = {one.name: one.total_cents for one in consequence(planned(district, illustrative, SafetyNet())).schools}
    top = max(free.values())
    teacher = Position("TEACH", "Teacher", top + 10_00, source="Payroll")
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=[teacher])
    funding.guarantee_program(by=district.finance, at=NOW, year=YEAR, guarantees=[Guarantee("TEACH", Decimal(1))])
    for minimum in (top + 4_00, top + 30_00):
        row = planned(district, illustrative, SafetyNet(guaranteed=True, minimum_cents=minimum))
        for one in consequence(row).schools:
            assert one.total_cents == max(minimum, top + 10_00)
            assert one.minimum_cents == minimum - free[one.name]
            assert one.guaranteed_cents == max(0, top + 10_00 - minimum)


def test_what_is_decided_later_does_not_change_a_scenario(district: Any, illustrative: Any) -> None:
    kept(district)
    row = planned(district, illustrative, SafetyNet(guaranteed=True))
    before = consequence(row).total_cents
    funding.guarantee_program(by=district.finance, at=NOW, year=YEAR, guarantees=[Guarantee("PRIN", Decimal(9000))])
    assert consequence(row).total_cents == before
    assert consequence(planned(district, illustrative, SafetyNet(guaranteed=True))).total_cents > before


def test_an_adopted_formula_reads_the_program_of_the_year_it_is_run_for(
    district: Any, illustrative: Any, person: Any
) -> None:
    kept(district)
    first = adopted(
        planned(district, illustrative, SafetyNet(guaranteed=True)), district.finance, person("district_finance")
    )
    kept(district, (Guarantee("PRIN", Decimal(7000)),), year=2028)
    again = funding.start_run(by=district.finance, at=NOW, formula=first.formula, count_on=DAY, year=2028).run
    with acting_as(district.finance):
        oak = models.SchoolBudget.objects.get(run=again, school=district.oak)
    assert oak.total_cents == 7000 * PRINCIPAL.price_cents
    assert [line.code for line in lines_of_json(oak.guaranteed)] == ["PRIN"]


def test_a_scenario_without_a_program_offers_none(district: Any, illustrative: Any, sign_in: Any) -> None:
    row = planned(district, illustrative, SafetyNet())
    page = text(sign_in(district.finance).get(reverse("funding:scenario", args=[row.number])))
    assert "guaranteed staff" not in page


# --- Who may ---


def test_only_the_finance_office_decides_and_a_principal_sees_no_catalog(
    district: Any, sign_in: Any, person: Any
) -> None:
    kept(district)
    for viewer in (district.leader, person("teacher", district.oak)):
        for name in ("positions_of", "program"):
            assert sign_in(viewer).get(reverse(f"funding:{name}", args=[YEAR])).status_code in (403, 404)
        with pytest.raises(REFUSED):
            commands.guarantee_program(by=viewer, at=NOW, year=YEAR, guarantees=())
        with pytest.raises(REFUSED):
            commands.save_position(by=viewer, at=NOW, year=YEAR, position=PRINCIPAL)
    assert sign_in(district.data).get(reverse("funding:program", args=[YEAR])).status_code == 200
    with pytest.raises(NotAllowed):
        commands.bring_in_positions(by=district.data, at=NOW, year=YEAR, positions=CATALOG)


def test_what_is_guaranteed_must_be_in_the_catalog(district: Any) -> None:
    kept(district, ())
    with pytest.raises(NotFound, match="no such position"):
        commands.guarantee_program(by=district.finance, at=NOW, year=YEAR, guarantees=[Guarantee("NURSE", Decimal(1))])


def test_the_database_keeps_what_cannot_be_counted_out_away(district: Any) -> None:
    kept(district)
    with acting_as(district.finance):
        for wrong in ({"units": -1}, {"per_students": 0}, {"mode": "somehow"}, {"step": 0}):
            with pytest.raises(IntegrityError), transaction.atomic():
                models.GuaranteedStaff.objects.update(**wrong)


def test_a_page_asks_the_database_as_often_for_many_rows_as_for_few(district: Any, sign_in: Any) -> None:
    kept(district, PROGRAM[:1])
    finance, url = sign_in(district.finance), reverse("funding:program", args=[YEAR])
    finance.get(url)
    with CaptureQueriesContext(connection) as few:
        finance.get(url)
    kept(district, PROGRAM * 4)
    with CaptureQueriesContext(connection) as many:
        finance.get(url)
    assert len(many) == len(few)


def test_a_year_without_a_catalog_and_a_year_there_is_not(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    assert "No positions of this year yet" in text(finance.get(reverse("funding:program", args=[YEAR])))
    assert finance.get(reverse("funding:program", args=[1901])).status_code == 404
    assert finance.get(reverse("funding:position", args=[YEAR, "NOBODY"])).status_code == 404
