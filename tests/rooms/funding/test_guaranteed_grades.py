"""A guarantee on grades where the file of the day says none: who else of the year says them, and what is missing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from tests.rooms.funding.test_positions import CATALOG, adopted, illustrative

from throughline.engines.funding.positions import Group, GroupCount, Guarantee, Position
from throughline.formats.counts import FiledCounts
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.rooms.funding.floors import lines_of_json
from throughline.rooms.funding.groups import count_groups
from throughline.rooms.funding.projections.reading import histories_from_file
from throughline.rooms.funding.projections.roster import counted_needs
from throughline.rooms.funding.scenarios import commands as scenarios
from throughline.rooms.funding.scenarios.consequences import Decided
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.rooms.students.api import need_categories

__all__ = ["illustrative"]

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
DAY, AHEAD, YEAR = date(2026, 10, 1), date(2027, 10, 1), 2028
EARLY, BOTH = Group("", 0, 3), Group("english_learner", 0, 3)
NONE = dict.fromkeys(need_categories(), 0)
AIDES = (Guarantee("LIB", Decimal(1), per=4, step=Decimal("0.5"), group=EARLY),)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("<b>", "").replace("</b>", "")


def filed(district: Any, on: date = AHEAD, n_oak: int = 12, **grades: int) -> None:
    """A file of a day that says no grades, but for those that are given of Oak."""
    oak = (
        NONE | {"all": n_oak, "english_learner": 2} | {key.replace("grade_", "grade:"): n for key, n in grades.items()}
    )
    rows = [FiledCounts("OAK", oak), FiledCounts("ELM", NONE | {"all": 8} | ({"grade:10": 8} if grades else {}))]
    funding.bring_in_counts(by=district.finance, at=NOW, on=on, schools=rows)


def projected(district: Any) -> None:
    """Oak has five students in each of grades 2 to 4, year after year."""
    rows = [f"OAK,{year},{grade},5\n" for year in ("2024-25", "2025-26", "2026-27") for grade in ("02", "03", "04")]
    rows += [f"ELM,{year},10,8\n" for year in ("2024-25", "2025-26", "2026-27")]
    content = ("school_id,year,grade,students\n" + "".join(rows)).encode()
    with acting_as(district.finance):
        schools, needs = histories_from_file(("counts.csv", content), None), counted_needs(DAY)
    funding.begin_projection(
        by=district.finance, at=NOW, name="Ahead", origin="file", schools=schools, counted_on=DAY, needs=needs
    )


def guaranteed(district: Any) -> Any:
    catalog = [Position(one.code, one.name, one.salary_cents, source="Payroll") for one in CATALOG]
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=catalog)
    funding.guarantee_program(by=district.finance, at=NOW, year=YEAR, guarantees=AIDES)


def at_oak(district: Any, *groups: Group, on: date = AHEAD) -> list[GroupCount]:
    with acting_as(district.finance):
        found = count_groups(on, groups, {}).groups[district.oak.pk]
    return [found[group] for group in groups]


def test_a_projection_by_cohort_serves_where_the_file_says_no_grade(district: Any) -> None:
    filed(district)
    assert at_oak(district, EARLY) == [GroupCount(0, 12, "2027-10-01")]
    projected(district)
    early, both = at_oak(district, EARLY, BOTH)
    assert early == GroupCount(10, 10, "2027-10-01", "projected 1")
    assert both == GroupCount(0, 2, "2027-10-01", "projected 1"), "nobody says how many learners are in which grade"


def test_no_more_are_in_a_grade_than_the_file_counts_in_all(district: Any) -> None:
    filed(district, n_oak=7)
    projected(district)
    assert at_oak(district, EARLY) == [GroupCount(7, 7, "2027-10-01", "projected 1")]


def test_what_was_counted_in_the_year_goes_before_what_is_projected_and_the_file_before_both(district: Any) -> None:
    filed(district)
    projected(district)
    filed(district, date(2027, 11, 1), grade_03=4, grade_05=8)
    filed(district, date(2028, 11, 1), grade_03=9)
    assert at_oak(district, EARLY) == [GroupCount(4, 4, "2027-10-01", "counted 2027-11-01")], "not another year's"
    filed(district, AHEAD, grade_00=1, grade_01=1, grade_02=1, grade_03=1, grade_05=8)
    assert at_oak(district, Group("", 1, 3)) == [GroupCount(3, 3, "2027-10-01")]


def test_the_roster_knows_the_grades_of_a_day_that_has_come(district: Any) -> None:
    filed(district, DAY)
    assert at_oak(district, EARLY, on=DAY) == [GroupCount(12, 12, "2026-10-01", "roster")]


def test_the_page_says_what_is_missing_and_where_to_bring_it_and_then_where_it_is_from(
    district: Any, sign_in: Any
) -> None:
    filed(district)
    guaranteed(district)
    finance, url = sign_in(district.finance), reverse("funding:program", args=[YEAR])
    page = text(finance.get(url))
    assert (
        "Nobody says how many students of each grade there are on October 1, 2027 at Elm, Oak. Bring in a file with the"
        " columns grade_k, grade_1, grade_2, grade_3, or project students to 2027-28." in page
    )
    for name, beside in (("bring_in_counts", "?on=2027-10-01"), ("projections", "")):
        assert f'href="{reverse(f"funding:{name}")}{beside}"' in page
    projected(district)
    page = text(finance.get(url))
    assert "The file of October 1, 2027 says no grades; they are taken as projected (projection 1)." in page
    assert "Nobody says how many" not in page


def test_what_is_paid_on_projected_grades_is_frozen_and_says_so_in_both_languages(
    district: Any, illustrative: Any, sign_in: Any, person: Any
) -> None:
    filed(district)
    projected(district)
    guaranteed(district)
    row = scenarios.begin_scenario(
        by=district.finance, at=NOW, name="Plan", formula=illustrative, count_on=AHEAD, year=YEAR
    )
    row = scenarios.decide_scenario(
        by=district.finance, at=NOW, scenario=row, decided=Decided(net=SafetyNet(guaranteed=True))
    )
    run = adopted(row, district.finance, person("district_finance"))
    with acting_as(district.finance):
        models.Projection.objects.all().delete()
        oak = models.SchoolBudget.objects.get(run=run, school=district.oak)
    (line,) = lines_of_json(oak.guaranteed)
    assert line.units == Decimal("2.5")
    assert line.counted[0].students.source == "projected 1"
    leader, url = sign_in(district.leader), reverse("funding:explained_budget", args=[run.number, district.oak.pk])
    assert "10 on October 1, 2027, grades as projected (projection 1)" in text(leader.get(url))
    assert "según la proyección 1" in text(leader.get(url, headers={"accept-language": "es"}))
