"""Counts from a file: looked at before they are kept, read instead of the roster, and never zero where withheld."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.rooms.funding.conftest import DAY

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.values.errors import RefusedInput

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
AHEAD = date(2027, 10, 1)
FILE = """school_id,school_name,all,poverty,english_learner,special_education,homeless
OAK,Oak,14,4,2,0,0
ELM,Elm,9,6,<6,1,0
"""
KNOWN = FILE.replace("<6", "1")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("<b>", "").replace("</b>", "")


def brought_in(browser: Any, content: str = FILE, on: date = AHEAD) -> Any:
    """Look at a file, then keep what the page shows."""
    sent = {"on": on.isoformat(), "file": SimpleUploadedFile("counts.csv", content.encode())}
    looked = browser.post(reverse("funding:bring_in_counts"), sent)
    if "keep" not in (looked.context or {}):
        return looked
    keep = {bound.name: bound.value() or "" for bound in looked.context["keep"]}
    return browser.post(reverse("funding:keep_counts"), keep)


def n_kept(district: Any) -> int:
    with acting_as(district.finance):
        return models.FiledCount.objects.count()


def test_a_file_is_looked_at_before_anything_is_kept(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    sent = {"on": AHEAD.isoformat(), "file": SimpleUploadedFile("counts.csv", FILE.encode())}
    looked = finance.post(reverse("funding:bring_in_counts"), sent)
    for words in ("They come to 23 students. Nothing is kept yet.", "1 of “english_learner” are withheld."):
        assert words in text(looked)
    assert not n_kept(district)
    assert brought_in(finance).status_code == 302
    page = text(finance.get(reverse("funding:counts"), {"on": AHEAD.isoformat()}))
    for words in ("23 students were counted on October 1, 2027.", "Counted from a file", "Elm 0–5"):
        assert words in page
    with acting_as(district.finance):
        assert apps.get_model("funding", "FiledCountEvent").objects.count() == 2


def test_what_is_wrong_is_named_and_nothing_is_kept(district: Any, sign_in: Any) -> None:
    response = brought_in(sign_in(district.finance), FILE.replace("OAK,Oak,14", "OKA,Oak,many"))
    assert response.status_code == 400
    page = text(response)
    assert "counts.csv, row 2, column all. A number of students is a whole number, and this is “many”." in page
    assert "counts.csv, row 2, column school_id. No school has the id “OKA”." in page
    assert "The file has no row for Oak" in page
    assert not n_kept(district)


def test_a_run_and_its_pages_read_the_file(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    brought_in(finance, KNOWN)
    run = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=AHEAD).run
    assert (run.n_students, run.fiscal_year) == (23, 2028)
    page = text(finance.get(reverse("funding:run", args=[run.number])))
    assert "As the file of that day says, school by school" in page
    count = text(finance.get(reverse("funding:count", args=[AHEAD, district.oak.pk, "economically_disadvantaged"])))
    assert "4 students were counted on October 1, 2027." in count
    assert "This number is from a file" in count
    assert finance.get(reverse("funding:run_workbook", args=[run.number])).status_code == 200


def test_a_formula_waits_for_what_is_withheld(district: Any, sign_in: Any) -> None:
    brought_in(sign_in(district.finance))
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=AHEAD)
    (problem,) = refused.value.problems
    assert problem.says().startswith("The formula reads “English learner")
    assert problem.says().endswith("which is withheld at Elm: 0 to 5. That is no zero.")


def test_a_formula_names_what_the_file_says_nothing_of(district: Any, sign_in: Any) -> None:
    brought_in(sign_in(district.finance), "school_id,all\nOAK,14\nELM,9\n")
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=AHEAD)
    assert any("says nothing of it for: Elm, Oak." in problem.says() for problem in refused.value.problems)


def test_grades_are_counted_from_their_columns(district: Any, sign_in: Any) -> None:
    from throughline.rooms.funding.filed import count_day

    brought_in(sign_in(district.finance), "school_id,all,grade_k,grade_3\nOAK,14,6,8\nELM,9,0,9\n")
    with acting_as(district.finance):
        found = count_day(AHEAD, ["all"], grades=True)
    assert found.grades[district.oak.pk] == {"KG": 6, "03": 8}
    assert not list(found.problems({"all": "All", "grade:": "Grades"}))


def test_a_day_to_come_without_a_file_is_refused(district: Any) -> None:
    with pytest.raises(RefusedInput) as refused:
        funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=AHEAD)
    assert "is still to come" in refused.value.problems[0].says()


def test_taken_out_the_roster_counts_again_and_runs_stay(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    brought_in(finance, KNOWN, DAY)
    run = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run
    assert run.n_students == 23
    assert finance.post(reverse("funding:remove_counts", args=[DAY])).status_code == 302
    assert "20 students were counted" in text(finance.get(reverse("funding:counts"), {"on": DAY.isoformat()}))
    assert "23 students" in text(finance.get(reverse("funding:run", args=[run.number])))
    assert finance.post(reverse("funding:remove_counts", args=[DAY])).status_code == 404


def test_what_is_written_out_can_be_brought_in(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    brought_in(finance)
    file = finance.get(reverse("funding:counts_file", args=[AHEAD])).content.decode("utf-8-sig")
    assert brought_in(finance, file).status_code == 302
    with acting_as(district.finance):
        assert models.FiledCount.objects.get(on=AHEAD, school=district.elm).withheld == {"english_learner": [0, 5]}


def test_a_leader_sees_the_counts_of_their_own_school_alone(district: Any, sign_in: Any) -> None:
    brought_in(sign_in(district.finance), KNOWN)
    page = text(sign_in(district.leader).get(reverse("funding:counts"), {"on": AHEAD.isoformat()}))
    assert "14 students were counted" in page
    assert "Elm" not in page
    for name, args in (("bring_in_counts", ()), ("counts_file", (AHEAD,))):
        assert sign_in(district.leader).get(reverse(f"funding:{name}", args=args)).status_code == 403
    with acting_as(district.leader):
        assert [row.school_id for row in models.FiledCount.objects.all()] == [district.oak.pk]
