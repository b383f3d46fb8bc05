"""The figures of a formula, with what follows from others beside them: a matrix and steps alike."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse

from throughline.engines.funding import Formula as Matrix
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.commands import start_run
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.deciding.queries import Tried, try_figures
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.formulas.commands import decide
from throughline.rooms.funding.formulas.decisions import DecisionsForm, decisions_of, figure_written
from throughline.rooms.funding.formulas.shapes import Shape, shape_of, shaped
from throughline.rooms.funding.models import Formula, Run, SchoolBudget
from throughline.rooms.students.models import Need, Student
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
DAY = date(2026, 10, 1)
BEFORE = date(2026, 8, 17)
SET_UP = Viewer(duty="set_up", name="test")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def sent(client: Any, formula: Formula, **changes: str) -> dict[str, str]:
    """What the form sends: every figure as it stands, but those changed."""
    form = DecisionsForm(decisions_of(formula_value(formula)))
    return {bound.html_name: str(bound.value()) for bound, _sign in form.rows()} | changes


def tried_on(district: Any, formula: Formula, changes: dict[str, Decimal] | None = None) -> Tried | None:
    return try_figures(district.finance, formula, changes or {}, formula_value(formula))


def shape_keys(district: Any) -> Shape:
    with acting_as(district.finance):
        shape = shape_of(formula_value(district.formula))
    assert shape is not None
    return shape


def give(school: Any, category: str, n: int) -> None:
    students = Student.objects.filter(home_school=school).order_by("pk")[:n]
    classes = {"homeless": "housing"}
    Need.objects.bulk_create(
        Need(student=one, category=category, record_class=classes[category], starts_on=BEFORE, source="test")
        for one in students
    )


def test_a_rate_of_a_matrix_makes_a_new_version_of_it(district: Any) -> None:
    saved = decide(by=district.finance, at=NOW, formula=district.formula, changes={"rate_all.high": Decimal("4000.05")})
    assert (saved.formula.number, saved.is_new) == (district.formula.number + 1, True)
    with acting_as(district.finance):
        before, after = formula_value(district.formula), formula_value(saved.formula)
    assert isinstance(before, Matrix)
    assert isinstance(after, Matrix)
    assert after.rate_cents("high", "all") == 4000_05
    others = [
        (level.key, need.key)
        for level in before.levels
        for need in before.needs
        if (level.key, need.key) != ("high", "all")
    ]
    assert all(after.rate_cents(*one) == before.rate_cents(*one) for one in others)
    assert not decide(by=district.finance, at=NOW, formula=saved.formula, changes={}).is_new


def test_what_follows_is_the_run_done_again_with_the_figure(district: Any) -> None:
    """Every school's change is its own students of the need times the change of the rate, and nothing else."""
    raised = {f"rate_poverty.{level}": Decimal(figure) for level, figure in RAISED.items()}
    with acting_as(district.finance):
        value = formula_value(district.formula)
        assert isinstance(value, Matrix)
        as_it_is = try_figures(district.finance, district.formula, {}, value)
        tried = try_figures(district.finance, district.formula, raised, value)
        assert as_it_is is not None
        assert tried is not None
        assert as_it_is.found.change_cents == 0
        assert tried.run == district.run
        for one in tried.found.schools:
            budget = SchoolBudget.objects.get(run=district.run, school=one.id)
            poor = budget.lines.get(need="poverty").n_students or 0
            step = int(Decimal(RAISED[budget.level]) * 100) - value.rate_cents(budget.level, "poverty")
            assert one.current_cents == budget.total_cents
            assert one.change_cents == poor * step
        assert not Formula.objects.filter(number__gt=district.formula.number).exists()  # nothing was kept
        assert Run.objects.count() == 1


RAISED = {"elementary": "2000.01", "middle": "2000.02", "high": "2000.03"}


def test_a_pool_is_shared_anew_and_stays_the_pool(district: Any) -> None:
    pool = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula
    brought = Brought(revenues_cents={"general": 1_000_000_00})
    start_run(by=district.finance, at=NOW, formula=pool, count_on=DAY, brought=brought)
    with acting_as(district.finance):
        tried = tried_on(district, pool, {"lump.elementary": Decimal(1), "lump.high": Decimal(1)})
    assert tried is not None
    assert tried.found.total_cents == 1_000_000_00
    assert any(one.change_cents for one in tried.found.schools)


def test_without_a_run_of_it_nothing_is_made_up(district: Any, sign_in: Any) -> None:
    never = funding.adopt_library_formula(by=district.finance, at=NOW, key="boston-style-weights").formula
    with acting_as(district.finance):
        assert tried_on(district, never) is None
    page = text(sign_in(district.finance).get(reverse("funding:decide", args=[never.pk])))
    assert "No run has counted what this formula asks." in page
    assert f"{reverse('funding:new_run')}?formula={never.pk}" in page


def test_a_formula_that_reads_what_no_roster_counts_is_not_tried(district: Any) -> None:
    with acting_as(district.finance):
        document = district.formula.document
    more = document.replace("[[needs]]", '[[needs]]\nkey = "chess"\nlabel = "Chess"\n\n[[needs]]', 1)
    lines = [f"{line}\nchess = 10" if line.startswith("[dollars_per_pupil.") else line for line in more.split("\n")]
    saved = funding.save_formula(by=district.finance, at=NOW, document="\n".join(lines).encode())
    assert saved.is_new
    with acting_as(district.finance):
        assert tried_on(district, saved.formula) is None


def test_a_need_the_run_did_not_read_is_counted_for_its_day(district: Any, fill: Any) -> None:
    """Whoever adds a need sees what it brings at once, before anybody counts with the new version."""
    with acting_as(SET_UP):
        give(district.elm, "homeless", 5)
    shape = Shape(("elementary", "middle", "high"), ("all", "poverty", "homeless"))
    with acting_as(district.finance):
        value = formula_value(district.formula)
        assert isinstance(value, Matrix)
        added = shaped(value, shape)
        tried = try_figures(district.finance, district.formula, {"rate_homeless.high": Decimal("100.01")}, added)
        assert tried is not None
        without = try_figures(district.finance, district.formula, {}, added)
        assert without is not None
    by_name = {one.name: one.total_cents for one in tried.found.schools}
    plain = {one.name: one.total_cents for one in without.found.schools}
    assert {name: by_name[name] - plain[name] for name in by_name} == {"Elm": 5 * 100_01, "Oak": 0}
    assert len(tried.counted) == 1


def test_a_level_that_has_schools_is_missed_by_name(district: Any) -> None:
    with acting_as(district.finance):
        value = formula_value(district.formula)
        assert isinstance(value, Matrix)
        without = shaped(value, Shape(("elementary", "middle"), ("all",)))
        with pytest.raises(RefusedInput) as refused:
            try_figures(district.finance, district.formula, {}, without)
    assert [problem.details["level"] for problem in refused.value.problems] == ["High school"]


def test_a_need_is_added_by_form_and_kept_as_a_new_version(district: Any, sign_in: Any) -> None:
    """First the grid with the new column, what was typed still there and nothing kept; then the version."""
    finance, address = sign_in(district.finance), reverse("funding:decide", args=[district.formula.pk])
    typed = sent(finance, district.formula, **{"rate_all.high": "9000"})
    asked = finance.post(address, typed | {"put_in": "need", "new_need": "homeless"})
    page = text(asked)
    assert asked.status_code == 200
    assert "Added: Homeless. Write the dollars that each student brings." in page
    assert 'name="rate_all.high" value="9000"' in page
    assert 'name="rate_homeless.high" value="0"' in page
    assert Formula.objects.filter(key=district.formula.key).count() == 1
    rates = {f"rate_homeless.{level}": "250.50" for level in ("elementary", "middle", "high")}
    needs = [*shape_keys(district).needs, "homeless"]
    tried = finance.post(reverse("funding:try_figures", args=[district.formula.pk]), typed | rates | {"needs": needs})
    assert "Counted now for that day: Homeless." in text(tried)
    assert Formula.objects.filter(key=district.formula.key).count() == 1
    missing = text(finance.post(address, typed | {"needs": needs}))
    assert "Fill in “Homeless, High school, for each student”." in missing
    finance.post(address, typed | rates | {"needs": needs})
    newest = Formula.objects.filter(key=district.formula.key).latest("number")
    with acting_as(district.finance):
        value = formula_value(newest)
    assert isinstance(value, Matrix)
    assert (newest.number, value.rate_cents("high", "homeless"), value.rate_cents("high", "all")) == (
        2,
        250_50,
        9000_00,
    )
    assert dict(value.needs[-1].label.by_language).keys() == {"en", "es"}


def test_a_need_and_a_level_are_taken_out_and_a_level_put_back_in(district: Any, sign_in: Any) -> None:
    finance, address = sign_in(district.finance), reverse("funding:decide", args=[district.formula.pk])
    typed, kept = sent(finance, district.formula), shape_keys(district)
    page = text(finance.post(address, typed | {"take_out": f"need.{kept.needs[-1]}"}))
    assert "Taken out:" in page
    assert f"rate_{kept.needs[-1]}." not in page
    page = text(finance.post(address, typed | {"take_out": "level.middle"}))
    assert "Middle school (grades 6 to 8)" in page  # and can be put in again
    smaller = {"levels": ["elementary", "high"], "needs": list(kept.needs[:-1])}
    finance.post(address, typed | smaller)
    newest = Formula.objects.filter(key=district.formula.key).latest("number")
    with acting_as(district.finance):
        value = formula_value(newest)
    assert isinstance(value, Matrix)
    assert (shape_of(value), newest.number) == (Shape(("elementary", "high"), kept.needs[:-1]), 2)
    again = text(finance.post(reverse("funding:decide", args=[newest.pk]), {"put_in": "level", "new_level": "middle"}))
    assert again.index('value="elementary"') < again.index('value="middle"') < again.index('value="high"')


def test_the_last_need_stays_and_what_nobody_offers_is_left_out(district: Any, sign_in: Any) -> None:
    finance, address = sign_in(district.finance), reverse("funding:decide", args=[district.formula.pk])
    only = {"needs": ["all", "chess", "all"], "levels": ["high", "castle"]}
    page = text(finance.post(address, only | {"take_out": "need.all"}))
    assert 'name="rate_all.high"' in page
    assert "chess" not in page
    assert "castle" not in page
    assert 'value="need.all"' not in page
    assert finance.post(address, only | {"put_in": "need", "new_need": "chess"}).status_code == 200


def test_the_page_answers_live_and_keeps_on_saving(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    address = reverse("funding:decide", args=[district.formula.pk])
    page = text(finance.get(address))
    assert "Tried on run 1" in page
    raised = sent(finance, district.formula, **{"rate_all.high": "9000"})
    answer = finance.post(reverse("funding:try_figures", args=[district.formula.pk]), raised)
    assert answer.status_code == 200
    assert "Against run 1" in text(answer)
    assert "Gain the most" in text(answer)
    assert "$9,000.00 · 1.00" in text(answer)  # the matrix as it would be, with its weight
    assert Formula.objects.filter(key=district.formula.key).count() == 1
    kept = finance.post(address, raised)
    newest = Formula.objects.filter(key=district.formula.key).latest("number")
    assert kept.url == reverse("funding:formula", args=[newest.pk])
    assert newest.number == 2


def test_who_reads_spanish_is_told_the_formula_by_its_spanish_name(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    with acting_as(district.finance):
        name = formula_value(district.formula).name.text("es")
    assert name != district.formula.name
    spanish = {"headers": {"accept-language": "es"}}
    address = reverse("funding:decide", args=[district.formula.pk])
    assert name in text(finance.get(address, **spanish))
    kept = finance.post(address, sent(finance, district.formula, **{"rate_all.high": "9000"}), follow=True, **spanish)
    assert f"Se guardó como versión 2 de «{name}»." in text(kept)


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        ("-1", "Elementary school, for each student” is 0 or more."),
        ("3741.005", "with at most 2 decimals"),
        ("", "Fill in"),
        ("ten", "needs a number"),
        ("10000000.01", "is 10000000 or less"),
    ],
)
def test_a_bad_rate_is_named_and_nothing_is_kept(district: Any, sign_in: Any, figure: str, says: str) -> None:
    finance = sign_in(district.finance)
    bad = sent(finance, district.formula, **{"rate_all.elementary": figure})
    tried = finance.post(reverse("funding:try_figures", args=[district.formula.pk]), bad)
    saved = finance.post(reverse("funding:decide", args=[district.formula.pk]), bad)
    assert says in text(tried)
    assert says in text(saved)
    assert "All students" in text(tried)
    assert Formula.objects.filter(key=district.formula.key).count() == 1


def test_cents_are_written_with_two_places() -> None:
    written = [figure_written(Fraction(one), "dollars per pupil") for one in ("6350.4", "6350", "0.125")]
    assert written == ["6350.40", "6350", "0.125"]
    assert figure_written(Fraction("0.1"), "share") == "0.1"
