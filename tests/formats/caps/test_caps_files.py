"""Budget caps go out and come back the same, add up to the cent whatever they are, and no changed file is taken."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.caps import (
    CSV_COLUMNS,
    Adopted,
    BudgetCaps,
    Cap,
    MadeBy,
    SchoolCaps,
    Stood,
    caps_json_schema,
    read_caps,
    write_caps,
    write_caps_csv,
)
from throughline.values.errors import RefusedInput

FIRST, LAST = date(2026, 7, 1), date(2027, 6, 30)
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]), max_size=12)


def cap(source: str, cents: int, *, beside: bool = False, uses: tuple[str, ...] = ()) -> Cap:
    about: dict[str, Any] = {"restricted": bool(uses), "allowed_uses": uses, "needs": (), "may_only_add": False}
    return Cap(
        source=source, name=source, cents=cents, beside=beside, poolable=True, starts_on=FIRST, ends_on=LAST, **about
    )


def caps_of(schools: list[list[Cap]]) -> BudgetCaps:
    made = [
        SchoolCaps(
            school_id=f"S{at}",
            name=f"=School {at}",
            n_students=9,
            formula_cents=sum(one.cents for one in caps if not one.beside),
            beside_cents=sum(one.cents for one in caps if one.beside),
            caps=tuple(caps),
        )
        for at, caps in enumerate(schools)
    ]
    return BudgetCaps(
        schema=1,
        kind="budget-caps",
        fiscal_year="2026-27",
        currency="USD",
        whole=True,
        run=Stood(
            number=3,
            recount_of=None,
            counted_on=date(2026, 10, 1),
            engine_version="7",
            inputs_digest="sha256:1",
            result_digest="sha256:2",
            total_cents=sum(school.formula_cents for school in made),
        ),
        formula=MadeBy(key="f", name="F", version="1", number=1, digest="sha256:3"),
        adopted=Adopted(on=date(2026, 11, 20), proposed_by="A", adopted_by="B"),
        schools=tuple(made),
    )


CAPS = st.builds(
    cap,
    WORDS,
    st.integers(0, 10**12),
    beside=st.booleans(),
    uses=st.lists(WORDS, max_size=3).map(tuple),
)


@given(st.lists(st.lists(CAPS, max_size=5), max_size=6).map(caps_of))
def test_both_files_hold_every_cent(caps: BudgetCaps) -> None:
    assert read_caps(write_caps(caps)) == caps
    out = io.StringIO(newline="")
    write_caps_csv(out, caps)
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert len(rows) == sum(len(school.caps) for school in caps.schools)
    by_formula = [row["dollars"] for row in rows if row["beside_formula"] == "false"]
    assert sum(int(dollars.replace(".", "")) for dollars in by_formula) == caps.run.total_cents
    assert all(row["result_digest"] == "sha256:2" for row in rows)


@pytest.mark.parametrize("wrong", ["cent", "school", "unknown", "kind"])
def test_a_changed_file_is_refused_with_what_to_do(wrong: str) -> None:
    kept = json.loads(write_caps(caps_of([[cap("aid", 500), cap("arts", 20, beside=True)], [cap("aid", 1)]])))
    if wrong == "cent":
        kept["schools"][0]["caps"][0]["cents"] += 1
    elif wrong == "school":
        kept["schools"].pop()
    elif wrong == "unknown":
        kept["schools"][0]["phone"] = "1"
    else:
        kept["kind"] = "budgets"
    with pytest.raises(RefusedInput) as refused:
        read_caps(json.dumps(kept).encode())
    assert "Take the file from the run again" in refused.value.next_step


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(RefusedInput):
        read_caps(b"\x00 not json")


def test_a_spreadsheet_runs_nothing_of_it() -> None:
    out = io.StringIO(newline="")
    write_caps_csv(out, caps_of([[cap("=1+1", 5)]]))
    assert "'=School 0" in out.getvalue()
    assert "'=1+1" in out.getvalue()


def test_the_schema_names_what_is_written() -> None:
    schema = caps_json_schema()
    written = json.loads(write_caps(caps_of([[cap("aid", 5)]])))
    assert set(written) == set(schema["properties"]) == set(schema["required"])
    assert set(written["schools"][0]["caps"][0]) == set(schema["$defs"]["Cap"]["properties"])
    assert len(set(CSV_COLUMNS)) == len(CSV_COLUMNS)
