"""A schools file of several days: each need of its own, every gap named, and a file of one day as it ever was."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.funding.steps.test_steps import HEAD, pay

from throughline.engines.funding import SchoolCounts
from throughline.engines.funding.steps import SchoolColumns
from throughline.formats.formula import (
    CountDays,
    library_formula,
    load_columns,
    load_schools,
    load_steps,
    stated_day,
    write_steps,
)
from throughline.values.errors import RefusedInput

MATRIX = library_formula("guidebook-table-2-2")
OCTOBER, DECEMBER = date(2026, 10, 1), date(2026, 12, 1)
FILE = """\
school_id,school_name,level,counted_on,all,poverty,english_learner,special_education
S1,One,elementary,2026-10-01,412,301,118,49
S2,Two,high,2026-10-01,900,400,20,80
S2,Two,high,2026-12-01,950,410,22,91
S1,One,elementary,2026-12-01,400,300,117,55
"""
STEPS = load_steps((HEAD + pay("p", "n * rate") + pay("q", "poor * rate * 0.5")).encode())


def read(content: str = FILE, on: date | None = OCTOBER, /, **own: date) -> SchoolCounts:
    schools = load_schools(content.encode(), MATRIX, "schools.csv", CountDays(on, own)).schools
    assert schools is not None
    return schools


def said(content: str = FILE, on: date | None = OCTOBER, /, **own: date) -> list[str]:
    with pytest.raises(RefusedInput) as refused:
        read(content, on, **own)
    return [f"{one.place()} {one.says()} {one.next_step()}" for one in refused.value.problems]


def test_each_need_is_of_its_own_day_and_the_rest_of_the_days_enrollment() -> None:
    found = read(special_education=DECEMBER)
    assert found.school_ids == ("S1", "S2")
    assert found.codes == ("all", "economically_disadvantaged", "english_learner", "special_education")
    assert found.counts.tolist() == [[412, 301, 118, 55], [900, 400, 20, 91]]
    assert found.counted_on == {"special_education": "2026-12-01"}


def test_a_need_goes_by_its_key_in_the_formula_or_by_the_rosters_code() -> None:
    for name in ("poverty", "economically_disadvantaged"):
        assert read(**{name: DECEMBER}).counts[:, 1].tolist() == [300, 410]


@pytest.mark.parametrize(
    ("content", "on", "own", "words"),
    [
        (FILE, None, {}, "holds the counts of several days: 2026-10-01, 2026-12-01. Say on which"),
        (FILE, date(2026, 9, 1), {}, "counted on 2026-09-01, and the file has no row of that day; it has 2026-10-01"),
        (FILE, OCTOBER, {"english_learner": date(2026, 9, 1)}, "“english_learner” is counted on 2026-09-01"),
        (FILE, OCTOBER, {"tall": DECEMBER}, "A day is given for “tall”"),
        (FILE.replace("S1,One,elementary,2026-12-01,400,300,117,55\n", ""), OCTOBER, {"special_education": DECEMBER},
         "the file has no row of that day for S1. That is no zero."),
        (FILE.replace("2026-12-01,400", "Dec 1,400"), OCTOBER, {}, "row 5, counted_on “Dec 1” is no day"),
        (FILE.replace("S1,One,elementary,2026-12-01", "S2,Two,high,2026-12-01"), OCTOBER, {}, "row 5, school_id"),
        (FILE.replace("117,55", "117,many"), OCTOBER, {"special_education": DECEMBER}, "row 5, special_education"),
        (FILE.replace("counted_on", "day"), OCTOBER, {}, "does not say of which day its rows are"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(
    content: str, on: date | None, own: Mapping[str, date], words: str
) -> None:
    assert any(words in one for one in said(content, on, **own)), said(content, on, **own)


def test_a_file_of_one_day_needs_nothing_said() -> None:
    one_day = "\n".join(FILE.splitlines()[:3]) + "\n"
    found = read(one_day, None)
    assert found.counts.tolist() == [[412, 301, 118, 49], [900, 400, 20, 80]]
    assert found.counted_on == {}


def columns(stated: str = "December 1", on: date | None = OCTOBER, **own: date) -> SchoolColumns:
    document: dict[str, Any] = deepcopy(dict(STEPS.canonical()))
    document["inputs"][1]["counted_on"] = stated  # of those in poverty
    formula = load_steps(write_steps(replace(STEPS, document=document)))
    content = "school_id,counted_on,n,poor,last\nA,2026-10-01,10,4,0\nA,2026-12-01,12,<5,0\nA,2027-04-15,11,6,0\n"
    return load_columns(formula, ("schools.csv", content.encode()), None, None, CountDays(on, own))


def test_what_the_formula_states_is_its_day_unless_another_is_decided() -> None:
    assert str(columns("April 15").columns["poor"][0]) == "6"
    assert columns("April 15").counted_on == {"poor": "2027-04-15"}
    assert str(columns("April 15", poor=OCTOBER).columns["poor"][0]) == "4"
    assert str(columns("the district's count day").columns["poor"][0]) == "4"
    with pytest.raises(RefusedInput):
        columns("December 1")  # withheld there, and the formula does not say what it may be
    with pytest.raises(RefusedInput):
        columns("November 1")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("October 1", date(2026, 10, 1)),
        ("march 1st", date(2027, 3, 1)),
        ("May 1, 2026", date(2026, 5, 1)),
        ("2026-12-01", DECEMBER),
        ("February 30", None),
        ("fall and spring", None),
        ("the average of October 1 and March 1", None),
        ("", None),
    ],
)
def test_words_that_name_a_day(words: str, day: date | None) -> None:
    assert stated_day(words, 2027) == day


DAYS = [OCTOBER, DECEMBER, date(2027, 4, 15)]
NEEDS = ["poverty", "english_learner", "special_education"]


@given(
    st.fixed_dictionaries(
        {day: st.lists(st.tuples(*[st.integers(0, 999)] * 4), min_size=2, max_size=2) for day in DAYS}
    ),
    st.sampled_from(DAYS),
    st.dictionaries(st.sampled_from(NEEDS), st.sampled_from(DAYS)),
    st.randoms(use_true_random=False),
)
def test_every_cell_is_that_of_its_day_whatever_the_order_of_rows(
    days: dict[date, list[tuple[int, ...]]], on: date, own: dict[str, date], random: Any
) -> None:
    rows = [
        f"S{at},high,{day},{','.join(map(str, counts))}"
        for day, schools in days.items()
        for at, counts in enumerate(schools)
    ]
    random.shuffle(rows)
    found = read("\n".join(["school_id,level,counted_on,all," + ",".join(NEEDS), *rows]), on, **own)
    for at, school in enumerate(found.school_ids):
        place = int(school[1:])
        expected = [days[on][place][0], *(days[own.get(need, on)][place][1 + k] for k, need in enumerate(NEEDS))]
        assert found.counts[at].tolist() == expected
    codes = dict(zip(NEEDS, found.codes[1:], strict=True))
    assert found.counted_on == {codes[need]: day.isoformat() for need, day in own.items() if day != on}
