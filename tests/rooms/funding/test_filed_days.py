"""One file with the counts of several days: each day beside what is kept of it, all of them kept or none."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.rooms.funding.conftest import DAY

from throughline.formats import formula as documents
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.documents import formula_value

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
DECEMBER = date(2026, 12, 1)
FILE = """school_id,level,counted_on,all,poverty,english_learner,special_education,homeless
OAK,elementary,2026-10-01,14,4,2,0,0
ELM,high,2026-10-01,9,6,1,1,0
OAK,elementary,2026-12-01,15,,,3,
ELM,high,2026-12-01,9,,,<4,
"""


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("<b>", "").replace("</b>", "")


def looked_at(browser: Any, content: str = FILE, **beside: str) -> Any:
    sent = {"file": SimpleUploadedFile("counts.csv", content.encode()), **beside}
    return browser.post(reverse("funding:bring_in_counts"), sent)


def kept(browser: Any, looked: Any, **chosen: Any) -> Any:
    """Send what the page shows, with what somebody chose on it."""
    sent = {bound.name: bound.value() or "" for bound in looked.context["keep"]} | chosen
    return browser.post(reverse("funding:keep_counts"), sent, follow=True)


def n_kept(district: Any) -> int:
    with acting_as(district.finance):
        return models.FiledCount.objects.count()


@pytest.fixture
def formula(district: Any) -> models.Formula:
    """A formula that counts special education on December 1."""
    steps = as_steps(formula_value(district.formula))
    document: dict[str, Any] = deepcopy(dict(steps.document)) | {"key": "own-days", "name": {"en": "Own days"}}
    for one in document["inputs"]:
        one["counted_on"] = "December 1" if one["key"] == "special_education" else "October 1"
    written = documents.write_steps(replace(steps, document=document))
    return funding.save_formula(by=district.finance, at=NOW, document=written).formula


def test_each_day_is_set_beside_what_is_kept_of_it(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    looked = looked_at(finance)
    for words in (
        "The counts of 2 days would be these",
        "All days are kept together, or none.",
        "1 of “special_education” are withheld.",
    ):
        assert words in text(looked)
    assert text(looked).count("Schools: 2 added.") == 2
    assert "The file counts on it: 24 students, Special education." in text(looked)
    assert not n_kept(district)
    shown = kept(finance, looked)
    assert "Kept: the counts of October 1, 2026; December 1, 2026." in text(shown)
    with acting_as(district.finance):
        elm = models.FiledCount.objects.get(on=DECEMBER, school=district.elm)
    assert (elm.counts, elm.withheld) == ({"all": 9}, {"special_education": [0, 3]})

    again = looked_at(finance, FILE.replace("OAK,elementary,2026-10-01,14", "OAK,elementary,2026-10-01,13"))
    assert "Schools: 1 changed, 1 left as they are." in text(again)
    assert "Schools: 2 left as they are." in text(again)


def test_a_day_that_the_file_does_not_name_stays_and_what_a_day_no_longer_says_is_told(
    district: Any, sign_in: Any
) -> None:
    finance = sign_in(district.finance)
    kept(finance, looked_at(finance))
    less = "school_id,counted_on,all,poverty,special_education\nOAK,2026-12-01,15,4,3\nELM,2026-12-01,9,6,1\n"
    assert "They would be taken out" not in text(looked_at(finance, less)), "December said nothing more than that"
    looked = looked_at(finance, less.replace("2026-12-01", "2026-10-01"))
    assert "Kept now, and not in the file for this day: English learner, Homeless." in text(looked)
    kept(finance, looked)
    with acting_as(district.finance):
        assert models.FiledCount.objects.get(on=DECEMBER, school=district.oak).counts["all"] == 15


def test_one_bad_row_keeps_every_day_out(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    wrong = FILE.replace("2026-12-01,15,,,3", "2026-12-01,15,,,many").replace(
        "ELM,high,2026-12-01", "ELN,high,2026-12-01"
    )
    refused = looked_at(finance, wrong)
    assert refused.status_code == 400
    for words in (
        "counts.csv, row 4, column special_education. A number of students is a whole number, and this is “many”.",
        "counts.csv, row 5, column school_id. No school has the id “ELN”.",
        "The file has no row of 2026-12-01 for Elm, and no school is left out in silence.",
    ):
        assert words in text(refused)
    assert not n_kept(district)
    sent = {"text": wrong}
    assert finance.post(reverse("funding:keep_counts"), sent).status_code == 400
    assert not n_kept(district)


def test_a_file_that_says_no_day_asks_for_one(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    plain = "school_id,all\nOAK,14\nELM,9\n"
    refused = looked_at(finance, plain)
    assert "The file does not say of which day its numbers are." in text(refused)
    assert "The counts of October 1, 2026 would be these" in text(looked_at(finance, plain, on="2026-10-01"))
    assert "The counts of 2 days would be these" in text(looked_at(finance, on="2020-01-01"))


@pytest.mark.usefixtures("formula")
def test_a_need_is_counted_on_the_day_its_formula_says_where_somebody_keeps_it(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    looked = looked_at(finance, FILE.replace("<4", "2"))
    assert "Special education on December 1, 2026, for 2026-27, as said by “Own days”" in text(looked)
    assert "English learner on" not in text(looked), "the first of October is everybody's day"
    shown = kept(finance, looked)
    assert "1 need now has a day of its own." in text(shown)
    with acting_as(district.finance):
        assert list(models.CountDay.objects.values_list("year", "need", "on")) == [
            (2027, "special_education", DECEMBER)
        ]
    run = funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY).run
    with acting_as(district.finance):
        lines = models.BudgetLine.objects.filter(budget__run=run, counts="special_education")
        assert dict(lines.values_list("budget__school_name", "n_students")) == {"Oak": 3, "Elm": 2}
    assert "Count on the day that the formula says" not in text(looked_at(finance, FILE)), "it has its day"


@pytest.mark.usefixtures("formula")
def test_what_is_not_chosen_or_never_offered_decides_nothing(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    kept(finance, looked_at(finance), own=["2027.homeless", "1999.special_education"])
    assert n_kept(district) == 4
    with acting_as(district.finance):
        assert not models.CountDay.objects.exists()


def test_nobody_else_brings_days_in(district: Any, sign_in: Any) -> None:
    for viewer in (district.leader, district.data):
        assert looked_at(sign_in(viewer)).status_code == 403
        assert sign_in(viewer).post(reverse("funding:keep_counts"), {"text": FILE}).status_code == 403
    assert not n_kept(district)
