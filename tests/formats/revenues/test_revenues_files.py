"""Files of revenues: all columns read, each rule broken once, and what is written is read back the same."""

import io
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.funding.revenues import ORIGINS, STATUSES, CentralShare, Revenue
from throughline.formats.revenues import COLUMNS, load_revenues, read_grants, read_revenues, write_revenues
from throughline.values.errors import RefusedInput

HEAD = "source,name,origin,restricted,status,amount"
BAD_GRANTS = b"school_id,source,amount\n,a,x\n"
SHARES = st.integers(0, 10_000).map(lambda n: Fraction(n, 10_000))
SERVICES = st.sampled_from(["nursing", "bus"])


def test_every_column_is_read() -> None:
    row = ",".join(f'"{column.example}"' for column in COLUMNS)
    revenues, problems = read_revenues(f"{','.join(c.name for c in COLUMNS)}\n{row}\n".encode())
    assert not problems
    assert revenues == (
        Revenue(
            key="title_i", name="Title I, Part A", origin="federal", restricted=True, status="unlocked",
            amount_cents=125_000_000, carry_over_cents=3_100_000,
            central=(
                CentralShare("central", share=Fraction(1, 8)), CentralShare("homeless", cents=2_500_000),
                CentralShare("parent engagement", share=Fraction(1, 100)),
            ),
            starts_on=date(2026, 7, 1), ends_on=date(2027, 9, 30), allowed_uses=("salaries", "materials"),
            eligible_schools=frozenset({"S1", "S4"}), eligible_needs=frozenset({"poverty"}),
            supplement_not_supplant=True, poolable=False, pool="title_i",
        ),
    )  # fmt: skip


def test_what_a_district_already_exports_is_enough() -> None:
    (general,), problems = read_revenues(f'{HEAD}\ngeneral,General,state,No,Unlocked,"$1,200.50"\n'.encode())  # type: ignore[misc]
    assert not problems
    assert (general.amount_cents, general.poolable, general.feeds) == (120_050, True, "general")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "revenues-no-rows"),
        (HEAD + "\n", "revenues-no-rows"),
        ("source,name\na,b\n", "revenues-column-missing"),
        (HEAD + "\na,A,state,no,locked\n", "revenues-row-length"),
        (HEAD + "\na,,state,no,locked,1\n", "revenues-cell-blank"),
        (HEAD + "\nA b,A,state,no,locked,1\n", "revenues-code-form"),
        (HEAD + "\na,A,state,no,locked,1\na,A,state,no,locked,1\n", "revenues-code-repeated"),
        (HEAD + "\na,A,County,no,locked,1\n", "revenues-choice"),
        (HEAD + "\na,A,state,maybe,locked,1\n", "revenues-yes-or-no"),
        (HEAD + "\na,A,state,no,locked,lots\n", "revenues-amount"),
        (HEAD + "\na,A,state,no,locked,1.005\n", "revenues-amount"),
        (HEAD + "\na,A,state,no,locked,-1\n", "revenues-amount-negative"),
        (HEAD + ",central_percent\na,A,state,no,locked,1,101\n", "revenues-percent"),
        (HEAD + ",central_services\na,A,state,no,locked,1,nursing\n", "revenues-service"),
        (HEAD + ",end_date\na,A,state,no,locked,1,June\n", "revenues-date"),
        (HEAD + ",start_date,end_date\na,A,state,no,locked,1,2027-01-01,2026-01-01\n", "revenues-dates-reversed"),
        ("PK\x03\x04", "schools-a-workbook"),
    ],
)
def test_each_rule_says_where_and_what_to_write(content: str, code: str) -> None:
    revenues, problems = read_revenues(content.encode())
    assert revenues is None
    assert code in {problem.rule.code for problem in problems}
    for problem in problems:
        assert "{" not in problem.says() + problem.next_step()


def test_a_column_that_is_not_read_is_told_and_lets_the_rest_in() -> None:
    revenues, (problem,) = read_revenues(f"{HEAD},carryover\na,A,state,no,locked,1,5\n".encode())
    assert revenues
    assert (problem.rule.code, problem.next_step()) == (
        "revenues-column-unknown",
        "Head it “carry_over” if that is what is meant.",
    )


def test_amounts_by_school() -> None:
    grants, _ = read_grants(b"school_id,source,amount\nS1,arts,60.5\n")
    assert grants is not None
    assert (grants[0].school_id, grants[0].cents) == ("S1", 6050)
    with pytest.raises(RefusedInput) as refused:
        load_revenues(
            ("r.csv", f"{HEAD}\na,A,state,no,locked,1\n".encode()), ("g.csv", b"school_id,source,amount\n,a,x\n")
        )
    assert {problem.file for problem in refused.value.problems} == {"g.csv"}


@st.composite
def revenue(draw: st.DrawFn) -> Revenue:
    days = sorted(draw(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=2, max_size=2)))
    ids = st.frozensets(st.sampled_from(["S1", "S 2", "Ñ-3"]))
    kept = st.builds(CentralShare, SERVICES, cents=st.integers(0, 10**9))
    shared = st.builds(CentralShare, SERVICES, share=SHARES)
    central = draw(st.lists(kept | shared, max_size=2, unique_by=lambda one: one.service))
    return Revenue(
        draw(st.sampled_from(["a", "title_i", "x9"])), draw(st.sampled_from(["Name", "Ñame, Inc.", 'say "so"'])),
        draw(st.sampled_from(ORIGINS)), draw(st.booleans()), draw(st.sampled_from(STATUSES)),
        draw(st.integers(0, 10**13)), draw(st.integers(0, 10**9)), tuple(central), days[0], days[1],
        draw(st.sampled_from([(), ("salaries", "books")])), draw(ids),
        draw(st.frozensets(st.sampled_from(["poverty"]))),
        draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from(["", "general"])),
    )  # fmt: skip


@given(st.lists(revenue(), min_size=1, unique_by=lambda one: one.key))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_back_the_same(revenues: list[Revenue]) -> None:
    out = io.StringIO()
    write_revenues(out, revenues)
    found, problems = read_revenues(out.getvalue().encode())
    assert not problems
    assert list(found or ()) == revenues


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"{HEAD}\n{text}".encode()))
@settings(max_examples=120, deadline=None)
def test_anything_at_all_is_read_or_refused_in_words(content: bytes) -> None:
    for problem in read_revenues(content).problems:
        assert problem.says()
        assert problem.next_step()
