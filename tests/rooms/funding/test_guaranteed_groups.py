"""Guaranteed staff counted on a need, a span of grades, or both: from form or file to what a school reads."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.rooms.funding.conftest import DAY
from tests.rooms.funding.test_positions import (
    CATALOG,
    REFUSED,
    adopted,
    answers,
    illustrative,
    planned,
    program_of_year,
)

from throughline.engines.funding.positions import ALL, UP, Group, GroupCount, Guarantee, Position, PricedLine
from throughline.formats.counts import FiledCounts
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.rooms.funding.budgets.replaying import replay_steps
from throughline.rooms.funding.days.commands import decide_days
from throughline.rooms.funding.floors import floors_of, lines_as_json, lines_of_json
from throughline.rooms.funding.groups import count_groups
from throughline.rooms.funding.positions import commands
from throughline.rooms.funding.scenarios.consequences import Decided, consequence
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.rooms.students import api as students
from throughline.values.errors import NotFound, RefusedInput

__all__ = ["illustrative"]

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
YEAR = 2027
DECEMBER = date(2026, 12, 1)
LEARNERS, EARLY, BOTH = Group("english_learner"), Group("", 0, 3), Group("english_learner", 0, 3)
PROGRAM = (
    Guarantee("COUN", Decimal(1), per=2, step=Decimal("0.5"), mode=UP, group=LEARNERS),
    Guarantee("LIB", Decimal("0.5"), per=4, group=EARLY),
    Guarantee("PRIN", Decimal(1)),
)
FILE = """position,units,per_students,need,first_grade,last_grade,level,rounding,at_least
COUN,1,2,english_learner,,,,up to 0.5,
LIB,0.5,4,,K,3,,,
PRIN,1,,,,,,,
"""
NONE = dict.fromkeys(students.need_categories(), 0)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("<b>", "").replace("</b>", "")


def kept(district: Any, program: tuple[Guarantee, ...] = PROGRAM, scale: int = 1) -> None:
    catalog = [Position(one.code, one.name, one.salary_cents * scale, source="Payroll") for one in CATALOG]
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=catalog)
    funding.guarantee_program(by=district.finance, at=NOW, year=YEAR, guarantees=program)


def filed(district: Any, on: date = DAY, **hidden: tuple[int, int]) -> None:
    """A file of a day: at Oak twelve students in grades 2 and 5, at Elm eight in grade 10; some of Oak's withheld."""
    withheld = {code.replace("grade_", "grade:"): bounds for code, bounds in hidden.items()}
    oak = NONE | {"all": 12, "english_learner": 2, "grade:02": 7, "grade:05": 5}
    rows = [
        FiledCounts("OAK", {code: n for code, n in oak.items() if code not in withheld}, withheld),
        FiledCounts("ELM", NONE | {"all": 8, "english_learner": 1, "grade:10": 8}),
    ]
    funding.bring_in_counts(by=district.finance, at=NOW, on=on, schools=rows)


def groups_at_oak(district: Any, *groups: Group, days: dict[str, date] | None = None) -> list[tuple[int, int, str]]:
    with acting_as(district.finance):
        found = count_groups(DAY, groups, days or {}).groups[district.oak.pk]
    return [(found[group].least, found[group].most, found[group].on) for group in groups]


# --- Counted ---


def test_the_roster_counts_a_need_a_span_and_both_to_the_student(district: Any) -> None:
    day = DAY.isoformat()
    assert groups_at_oak(district, LEARNERS, EARLY, BOTH, Group("english_learner", 9, 12)) == [
        (2, 2, day),
        (12, 12, day),
        (2, 2, day),
        (0, 0, day),
    ]


def test_a_withheld_need_and_a_withheld_grade_are_from_to_and_never_none(district: Any) -> None:
    filed(district, english_learner=(1, 9), grade_02=(1, 9))
    (learners, early, both) = groups_at_oak(district, LEARNERS, EARLY, BOTH)
    assert learners[:2] == (1, 9)
    assert early[:2] == (1, 7), "of twelve, five are in another grade"
    assert both[:2] == (0, 7), "a file never says how many of a grade have a need"
    with acting_as(district.finance):
        elm = count_groups(DAY, [EARLY, BOTH], {}).groups[district.elm.pk]
    assert (elm[EARLY], elm[BOTH]) == (GroupCount(0, 0, DAY.isoformat()),) * 2


def test_a_grade_that_a_file_does_not_name_may_hold_whoever_is_in_none(district: Any) -> None:
    rows = [FiledCounts("OAK", NONE | {"all": 12, "grade:02": 7}), FiledCounts("ELM", NONE | {"all": 8, "grade:02": 8})]
    funding.bring_in_counts(by=district.finance, at=NOW, on=DAY, schools=rows)
    assert groups_at_oak(district, EARLY)[0][:2] == (7, 12)
    assert groups_at_oak(district, Group("", 2, 2))[0][:2] == (7, 7)


def test_what_a_file_says_of_need_and_grades_bounds_those_of_both(district: Any) -> None:
    filed(district)
    assert groups_at_oak(district, Group("english_learner", 0, 5))[0][:2] == (2, 2), "all grades of the school"
    assert groups_at_oak(district, BOTH)[0][:2] == (0, 2)


def test_a_need_has_its_own_day_and_a_school_that_day_does_not_know_is_not_none(district: Any) -> None:
    rows = [FiledCounts("ELM", NONE | {"all": 8, "english_learner": 3})]
    funding.bring_in_counts(by=district.finance, at=NOW, on=DECEMBER, schools=rows)
    assert groups_at_oak(district, LEARNERS, BOTH, days={"english_learner": DECEMBER}) == [(0, 12, "2026-12-01")] * 2
    assert groups_at_oak(district, LEARNERS, days={"english_learner": date(2027, 3, 1)})[0][:2] == (0, 12)


def test_a_formula_that_reads_grades_waits_for_one_that_is_withheld(district: Any) -> None:
    from throughline.rooms.funding.filed import GRADES, count_day

    filed(district, grade_02=(1, 9))
    with acting_as(district.finance):
        found = count_day(DAY, (), grades=True)
    said = [problem.says() for problem in found.problems({GRADES: "Grades K-3"}, [(0, 3)])]
    assert any("withheld at Oak: 1 to 9" in one for one in said)
    assert not list(found.problems({GRADES: "Grades 9-12"}, [(9, 12)]))


# --- Written, brought in and kept ---


def test_the_form_keeps_groups_and_shows_each_row_in_a_line(district: Any, sign_in: Any) -> None:
    kept(district, ())
    finance, url = sign_in(district.finance), reverse("funding:program", args=[YEAR])
    blank = finance.get(url).content.decode()
    assert blank.count("<details") >= 3
    assert "Add a position" in blank
    sent = answers(
        {"position": "COUN", "units": "1", "per": "2", "need": "english_learner", "rounding": f"0.5 {UP}"},
        {"position": "LIB", "units": "0.5", "per": "4", "from": "0", "to": "3"},
        {"position": "PRIN", "units": "1"},
    )
    tried = text(finance.post(reverse("funding:try_program", args=[YEAR]), sent))
    assert '<span id="says0" hx-swap-oob="true">Counselor: 1 for every 2 students in “English learner”' in tried
    assert finance.post(url, sent).status_code == 302
    assert tuple(program_of_year(district).guarantees) == PROGRAM
    page = text(finance.get(url))
    assert "Librarian: 0.5 for every 4 students in “grades K to 3”" in page
    assert "Principal: 1 at each school" in page
    assert finance.get(url).content.decode().count('<details class="fold" open>') == 0, "what is kept is closed"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"from": "0"}, "Choose the last grade in row 1 as well."),
        ({"to": "3"}, "Choose the first grade in row 1 as well."),
        ({"from": "5", "to": "3"}, "In row 1 the last grade comes before the first."),
        ({"need": "nothing"}, "Choose one of the answers"),
    ],
)
def test_a_group_that_cannot_be_says_so_in_an_open_row(
    district: Any, sign_in: Any, row: dict[str, object], says: str
) -> None:
    kept(district, ())
    answer = sign_in(district.finance).post(
        reverse("funding:program", args=[YEAR]), answers({"position": "PRIN", "units": "1"} | row)
    )
    assert says in text(answer)
    assert '<details class="fold" open>' in answer.content.decode()
    assert program_of_year(district).guarantees == []


def test_a_file_is_looked_at_kept_and_written_back(district: Any, sign_in: Any) -> None:
    kept(district, PROGRAM[2:])
    finance = sign_in(district.finance)
    sent = {"file": SimpleUploadedFile("guaranteed.csv", FILE.encode())}
    looked = finance.post(reverse("funding:bring_in_program", args=[YEAR]), sent)
    for words in ("Nothing is kept yet.", "1 for every 2 students in “English learner”, rounded up to 0.5", "As it is"):
        assert words in text(looked)
    assert tuple(program_of_year(district).guarantees) == PROGRAM[2:]
    keep = {bound.name: bound.value() for bound in looked.context["keep"]}
    assert finance.post(reverse("funding:keep_program", args=[YEAR]), keep).status_code == 302
    assert tuple(program_of_year(district).guarantees) == PROGRAM
    file = finance.get(reverse("funding:program_file", args=[YEAR]))
    again = finance.post(
        reverse("funding:bring_in_program", args=[YEAR]), {"file": SimpleUploadedFile("again.csv", file.content)}
    )
    assert {row.state for row in again.context["table"].page.rows} == {"same"} if False else "As it is" in text(again)


def test_a_wrong_file_names_row_column_and_value_and_keeps_nothing(district: Any, sign_in: Any) -> None:
    kept(district, ())
    wrong = FILE.replace("english_learner", "learners").replace("K,3", "K,Sep 3")
    sent = {"file": SimpleUploadedFile("guaranteed.csv", wrong.encode())}
    finance = sign_in(district.finance)
    answer = finance.post(reverse("funding:bring_in_program", args=[YEAR]), sent)
    assert answer.status_code == 400
    page = text(answer)
    assert "guaranteed.csv, row 2, column need. There is no need “learners”. Write its code; “english_learner" in page
    assert "guaranteed.csv, row 3, column last_grade. “Sep 3” is no grade." in page
    assert finance.post(reverse("funding:keep_program", args=[YEAR]), {"text": wrong}).status_code == 400
    assert program_of_year(district).guarantees == []


def test_who_may_not_is_refused_and_a_data_lead_reads_each_rule(district: Any, sign_in: Any, person: Any) -> None:
    kept(district)
    for viewer in (district.leader, person("teacher", district.oak)):
        for name in ("bring_in_program", "program_file"):
            assert sign_in(viewer).get(reverse(f"funding:{name}", args=[YEAR])).status_code in (403, 404)
        assert sign_in(viewer).post(reverse("funding:keep_program", args=[YEAR]), {"text": FILE}).status_code in (
            403,
            404,
        )
        with pytest.raises(REFUSED):
            commands.guarantee_program(by=viewer, at=NOW, year=YEAR, guarantees=PROGRAM)
    data = sign_in(district.data)
    assert data.get(reverse("funding:bring_in_program", args=[YEAR])).status_code == 403
    assert "Counselor: 1 for every 2 students" in text(data.get(reverse("funding:program", args=[YEAR])))


def test_a_need_there_is_not_and_half_a_span_are_kept_away(district: Any) -> None:
    kept(district)
    strange = [Guarantee("PRIN", Decimal(1), group=Group("nothing"))]
    with pytest.raises(NotFound, match="no such need"):
        commands.guarantee_program(by=district.finance, at=NOW, year=YEAR, guarantees=strange)
    with acting_as(district.finance):
        for wrong in ({"first_grade": 5, "last_grade": 3}, {"first_grade": None, "last_grade": 3}, {"last_grade": 13}):
            with pytest.raises(IntegrityError), transaction.atomic():
                models.GuaranteedStaff.objects.filter(first_grade=0).update(**wrong)


# --- Priced, paid, said ---


def test_a_floor_on_groups_is_paid_frozen_and_said_in_both_languages(
    district: Any, illustrative: Any, sign_in: Any, person: Any
) -> None:
    kept(district, scale=100)
    row = planned(district, illustrative, SafetyNet(guaranteed=True))
    found = {one.name: one for one in consequence(row).schools}
    # Oak: 2 learners make 1 counselor, 12 in the early grades make 1.5 librarians, and one principal.
    assert found["Oak"].total_cents == 60_000_00 + 120_000_00 + 100_000_00
    # Elm is a high school without learners.
    assert found["Elm"].total_cents == 100_000_00
    run = adopted(row, district.finance, person("district_finance"))
    kept(district, ())
    with acting_as(district.finance):
        assert replay_steps(district.finance, run).totals_cents == (100_000_00, 280_000_00)
        oak = models.SchoolBudget.objects.get(run=run, school=district.oak)
    counselors = lines_of_json(oak.guaranteed)[0]
    assert counselors.counted[0].students == GroupCount(2, 2, DAY.isoformat())
    leader = sign_in(district.leader)
    url = reverse("funding:explained_budget", args=[run.number, district.oak.pk])
    says = "1 for every 2 students in “English learner”, rounded up to 0.5: 2, counted on October 1, 2026"
    assert says in text(leader.get(url))
    assert "0.5 for every 4 students in “grades K to 3”: 12, counted on" in text(leader.get(url))
    assert says in text(leader.get(reverse("funding:school_budget", args=[run.number, district.oak.pk])))
    spanish = text(leader.get(url, headers={"accept-language": "es"}))
    assert "1 por cada 2 estudiantes en «Aprendiente de inglés»" in spanish or "por cada 2 estudiantes" in spanish
    for language in ("en", "es"):
        paper = leader.get(
            reverse("funding:explained_budget_pdf", args=[run.number, district.oak.pk]), {"in": language}
        )
        assert paper.status_code == 200


def test_a_withheld_count_is_told_from_to_and_nothing_is_paid_on_it(
    district: Any, illustrative: Any, sign_in: Any
) -> None:
    filed(district, english_learner=(1, 9))
    kept(district)
    finance = sign_in(district.finance)
    page = text(finance.get(reverse("funding:program", args=[YEAR])))
    assert "English learner: Oak 1–9" in page
    assert "a withheld number is no zero" in page
    assert "Their price, at least" in page
    # Of Oak, at least half a counselor and at most 4.5 of $600; the rest is known.
    oak = next(
        one
        for one in finance.get(reverse("funding:program", args=[YEAR])).context["page"].cost.schools
        if one.name == "Oak"
    )
    assert oak.most_cents - oak.floor_cents == 4 * 600_00
    free = {"by": district.finance, "at": NOW, "name": "Plan", "formula": illustrative, "count_on": DAY}
    with pytest.raises(RefusedInput) as refused:
        funding.begin_scenario(**free)  # the formula itself counts English learners
    assert "withheld at Oak" in refused.value.problems[0].says()


def test_a_scenario_waits_for_what_its_guaranteed_staff_is_counted_on(
    district: Any, illustrative: Any, sign_in: Any
) -> None:
    filed(district, gifted=(1, 9))
    kept(district, (Guarantee("PRIN", Decimal(1), per=3, group=Group("gifted")),))
    row = planned(district, illustrative, SafetyNet())
    finance = sign_in(district.finance)
    page = text(finance.get(reverse("funding:scenario", args=[row.number])))
    assert "As kept for 2026–27: $333 to $3,000 for 1 school." in page or "to $3,000 for 1 school." in page
    from throughline.rooms.funding.scenarios import commands as scenarios

    with pytest.raises(RefusedInput) as refused:
        scenarios.decide_scenario(
            by=district.finance, at=NOW, scenario=row, decided=Decided(net=SafetyNet(guaranteed=True))
        )
    (problem,) = refused.value.problems
    assert "Oak is guaranteed 0.33 to 3 units of “Principal”" in problem.says()
    assert "That is no zero." in problem.says()
    with acting_as(district.finance):
        assert models.Scenario.objects.get(pk=row.pk).decisions == row.decisions, "nothing was saved"


def test_a_run_waits_as_well(district: Any, illustrative: Any, person: Any) -> None:
    kept(district, PROGRAM[2:])
    first = adopted(
        planned(district, illustrative, SafetyNet(guaranteed=True)), district.finance, person("district_finance")
    )
    filed(district, gifted=(1, 9))
    kept(district, (Guarantee("PRIN", Decimal(1), per=3, group=Group("gifted")),))
    with pytest.raises(RefusedInput, match="cannot be paid yet"):
        funding.start_run(by=district.finance, at=NOW, formula=first.formula, count_on=DAY, year=YEAR)
    filed(district)
    assert funding.start_run(by=district.finance, at=NOW, formula=first.formula, count_on=DAY, year=YEAR).is_new


def test_a_need_on_its_own_day_is_priced_on_it_and_its_day_is_said(district: Any, sign_in: Any) -> None:
    rows = [FiledCounts(name, NONE | {"all": 99, "english_learner": 8}) for name in ("OAK", "ELM")]
    funding.bring_in_counts(by=district.finance, at=NOW, on=DECEMBER, schools=rows)
    decide_days(by=district.finance, at=NOW, year=YEAR, days={"english_learner": DECEMBER})
    kept(district)
    with acting_as(district.finance):
        oak = floors_of(YEAR, DAY, {"english_learner": DECEMBER}).guaranteed["OAK"]
    assert oak[0].counted[0].students == GroupCount(8, 8, "2026-12-01")
    assert oak[0].units == 4
    page = text(sign_in(district.finance).get(reverse("funding:program", args=[YEAR])))
    assert "“English learner” is counted on December 1, 2026." in page


def test_lines_of_old_are_read_as_they_were_and_new_ones_come_back_the_same(district: Any) -> None:
    (old,) = lines_of_json([["PRIN", "Principal", "1", 1_250_00, 1_250_00]])
    assert old == PricedLine("PRIN", "Principal", Decimal(1), 1_250_00, 1_250_00)
    assert old.is_known
    assert lines_as_json([old]) == [["PRIN", "Principal", "1", 1_250_00, 1_250_00]]
    filed(district, english_learner=(1, 9))
    kept(district)
    with acting_as(district.finance):
        for lines in floors_of(YEAR, DAY, {}).guaranteed.values():
            assert lines_of_json(lines_as_json(lines)) == lines
    assert ALL.span is None
