"""Next years' students: carried on, adjusted with reasons, taken as a count, and marked wherever they are used."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.projection import need_counts
from throughline.formats.counts import FiledCounts
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding.ahead import ahead_of
from throughline.rooms.funding.budgets.commands import start_run
from throughline.rooms.funding.counts.commands import bring_in_counts
from throughline.rooms.funding.models import FiledCount, Projection
from throughline.rooms.funding.projections import commands
from throughline.rooms.funding.projections.reading import histories_from_file
from throughline.rooms.funding.projections.roster import counted_needs
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
OCTOBER = date(2027, 10, 1)


def counts_of(*schools: str) -> bytes:
    """Two grades at each school, a class of ten that keeps its size, over four years."""
    rows = [
        f"{school},{year},{grade},10\n"
        for school in schools
        for year in ("2023-24", "2024-25", "2025-26", "2026-27")
        for grade in ("09", "10")
    ]
    return ("school_id,year,grade,students\n" + "".join(rows)).encode()


def begin(district: Any, **more: Any) -> Projection:
    with acting_as(district.finance):
        schools = histories_from_file(("counts.csv", counts_of(district.oak.source_id, district.elm.source_id)), None)
        needs = counted_needs(DAY)
    return commands.begin_projection(
        by=district.finance, at=NOW, name="Ahead", origin="file", schools=schools, counted_on=DAY, needs=needs, **more
    )


def again(district: Any, projection: Projection) -> Projection:
    with acting_as(district.finance):
        return Projection.objects.get(pk=projection.pk)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@given(st.integers(0, 5000), st.integers(0, 5000), st.dictionaries(st.text(max_size=3), st.integers(0, 5000)))
def test_no_need_has_more_students_than_the_school(students: int, counted: int, needs: dict[str, int]) -> None:
    held = {need: min(n, counted) for need, n in needs.items()}
    ahead = need_counts(students, counted, held)
    assert all(0 <= n <= students for n in ahead.values())
    assert need_counts(counted, counted, held) == (held if counted else dict.fromkeys(held, 0))


def test_classes_that_keep_their_size_are_carried_on(district: Any) -> None:
    found = ahead_of(begin(district))
    assert list(found.years) == [2028, 2029, 2030]
    assert [found.in_year(year).students for year in found.years] == [40, 40, 40]
    assert [(one.year, one.projected, one.came) for one in found.past] == [(2026, 40, 40), (2027, 40, 40)]


def test_an_adjustment_stays_with_its_class_and_keeps_its_reason(district: Any) -> None:
    projection = begin(district)
    oak, elm = district.oak.source_id, district.elm.source_id
    more = {"school": oak, "year": 2028, "grade": "09", "students": 4, "reason": "A new boundary", "other": elm}
    commands.adjust_projection(by=district.finance, at=NOW, projection=projection, **more)
    row = again(district, projection)
    found = ahead_of(row)
    assert [found.school(oak).total(year) for year in found.years] == [24, 24, 20]  # type: ignore[union-attr]
    assert [found.school(elm).total(year) for year in found.years] == [16, 16, 20]  # type: ignore[union-attr]
    assert [found.in_year(year).students for year in found.years] == [40, 40, 40]
    assert {one["reason"] for one in row.adjustments} == {"A new boundary"}
    commands.take_back_adjustment(by=district.finance, at=NOW, projection=row, position=0)
    assert len(again(district, projection).adjustments) == 1
    with pytest.raises(NotFound):
        commands.take_back_adjustment(by=district.finance, at=NOW, projection=row, position=7)
    with pytest.raises(NotFound):
        commands.adjust_projection(by=district.finance, at=NOW, projection=row, **(more | {"grade": "01"}))


def test_a_special_school_stays_as_it_is(district: Any) -> None:
    projection, oak = begin(district), district.oak.source_id
    commands.set_steady(by=district.finance, at=NOW, projection=projection, school=oak, steady=True)
    found = ahead_of(again(district, projection))
    school = found.school(oak)
    assert school is not None
    assert school.steady
    assert [count.rate for count in school.projection.counts] == [None] * 6


def test_a_year_is_taken_as_its_count_and_marked_wherever_it_is_used(district: Any, sign_in: Any) -> None:
    projection = begin(district)
    on = commands.take_as_count(by=district.finance, at=NOW, projection=projection, year=2028)
    assert on == OCTOBER
    with acting_as(district.finance):
        rows = {row.school_id: row for row in FiledCount.objects.filter(on=OCTOBER)}
    assert {row.projection for row in rows.values()} == {projection.number}
    # Oak has 12 students of whom 3 are in poverty: of 20, a quarter.
    oak = rows[district.oak.pk].counts
    assert (oak["all"], oak["economically_disadvantaged"], oak["grade:09"]) == (20, 5, 10)
    run = start_run(by=district.finance, at=NOW, formula=district.formula, count_on=OCTOBER).run
    assert run.count_rule.startswith("as projected, not counted")
    browser = sign_in(district.finance)
    for page in (
        reverse("funding:run", args=[run.number]),
        reverse("funding:school_budget", args=[run.number, district.oak.pk]),
        reverse("funding:explained_budget", args=[run.number, district.oak.pk]),
        f"{reverse('funding:counts')}?on={OCTOBER}",
    ):
        shown = text(browser.get(page))
        assert "Projected students" in shown, page
        assert "counted on October 1, 2027" not in shown, page
    assert "projected for October 1, 2027, not counted" in text(browser.get(reverse("funding:run", args=[run.number])))
    assert "projected" in text(browser.get(reverse("funding:runs")))
    leader = sign_in(district.leader) if hasattr(district, "leader") else None
    if leader is not None:
        assert "Projected students" in text(leader.get(reverse("funding:budgets")))


def test_a_projection_never_replaces_what_somebody_counted(district: Any) -> None:
    projection = begin(district)
    counted = [FiledCounts(district.oak.source_id, {"all": 21}), FiledCounts(district.elm.source_id, {"all": 9})]
    bring_in_counts(by=district.finance, at=NOW, on=OCTOBER, schools=counted)
    with pytest.raises(RefusedInput, match="brought in from a file"):
        commands.take_as_count(by=district.finance, at=NOW, projection=projection, year=2028)


def test_an_october_that_has_come_is_counted(district: Any) -> None:
    projection = begin(district)
    with pytest.raises(RefusedInput, match="October has come"):
        commands.take_as_count(by=district.finance, at=NOW, projection=projection, year=2027)
    with pytest.raises(NotFound):
        commands.take_as_count(by=district.finance, at=NOW, projection=projection, year=2040)


def test_an_officer_begins_from_a_file_and_adjusts(district: Any, sign_in: Any) -> None:
    browser = sign_in(district.finance)
    new = reverse("funding:new_projection")
    assert "The roster knows this October only" in text(browser.get(new))
    sent = {"name": "Ahead", "origin": "file", "n_years": "3", "over_years": "3"}
    missing = browser.post(new, sent)
    assert "Choose the file" in text(missing)
    bad = SimpleUploadedFile("counts.csv", b"school_id,year,grade,students\nX,2026-27,09,<10\n")
    refused = browser.post(new, sent | {"file": bad})
    assert refused.status_code == 400
    assert "a withheld count is not zero" in text(refused)
    file = SimpleUploadedFile("counts.csv", counts_of(district.oak.source_id, district.elm.source_id))
    made = browser.post(new, sent | {"file": file})
    assert made.status_code == 302
    page = text(browser.get(made.url))
    assert "40 students are expected in 2027-28, 20 more than now" in page or "40 students are expected" in page
    school = reverse("funding:projected_school", args=[1, district.oak.pk])
    answer = {"year": "2028", "grade": "09", "students": "4", "reason": "40 new homes", "other": ""}
    assert "0 changes nothing" in text(browser.post(school, answer | {"students": "0"}))
    assert "Fill in “Reason”" in text(browser.post(school, answer | {"reason": ""}))
    assert browser.post(school, answer).status_code == 302
    assert "40 new homes" in text(browser.get(school))
    browser.post(reverse("funding:projected_school_way", args=[1, district.oak.pk]))
    assert "This school stays as it is" in text(browser.get(school))
    assert browser.post(reverse("funding:take_back_adjustment", args=[1, 0])).status_code == 302
    taken = browser.post(reverse("funding:take_projection", args=[1]), {"year": "2028"}, follow=True)
    assert "is now counted as projected" in text(taken)


def test_the_roster_of_one_october_is_not_enough(district: Any, sign_in: Any) -> None:
    browser = sign_in(district.finance)
    sent = {"name": "Ahead", "origin": "roster", "n_years": "3", "over_years": "3"}
    refused = browser.post(reverse("funding:new_projection"), sent)
    assert refused.status_code == 400
    assert "a projection needs two" in text(refused)


def test_only_finance_begins_and_adjusts(district: Any) -> None:
    projection, oak = begin(district), district.oak.source_id
    for viewer in (district.data, district.leader) if hasattr(district, "leader") else (district.data,):
        with pytest.raises(NotAllowed):
            commands.take_as_count(by=viewer, at=NOW, projection=projection, year=2028)
        with pytest.raises(NotAllowed):
            commands.set_steady(by=viewer, at=NOW, projection=projection, school=oak, steady=True)
