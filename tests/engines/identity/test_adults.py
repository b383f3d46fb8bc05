"""Adults of families: pairs a school secretary would recognize, couples and namesakes, and properties of all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.identity import LIKELY, Adult, How, Reason, compare_adults, find_adult_pairs
from throughline.engines.identity.adults import ADULT_POINTS, weigh_adults

ROSA = Adult(
    1,
    "Rosa",
    "Benavides Ortega",
    emails=frozenset({"rosa.benavides@mail.example"}),
    phones=frozenset({"5552031187"}),
    children=frozenset({"7"}),
)
ELSEWHERE = replace(
    ROSA, key=2, emails=frozenset({"rb@mail.example"}), phones=frozenset({"5558844112"}), children=frozenset({"9"})
)


def _found(one: Adult, other: Adult) -> list[str]:
    return [str(reason) for pair in find_adult_pairs([one, other]).pairs for reason in pair.reasons]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"children": ROSA.children}, "child:same"),
        ({"phones": ROSA.phones}, "phone:same"),
        ({"emails": ROSA.emails}, "email:same"),
        ({"emails": ROSA.emails, "family": "Benavidez Ortega"}, "family:near"),
        ({"emails": ROSA.emails, "family": "Quiroga"}, None),
        ({"emails": ROSA.emails, "phones": ROSA.phones, "family": "Quiroga"}, "family:different"),
        ({"phones": ROSA.phones, "given": "Rossa"}, "given:near"),
        ({"phones": frozenset({"5552031188"})}, "phone:near"),
        ({"emails": frozenset({"rosa.benavidez@mail.example"})}, "email:near"),
        ({"emails": frozenset({"rosa.benavides2@mail.example"})}, None),
        ({}, None),
    ],
)
def test_one_name_needs_a_child_an_email_or_a_phone(changed: dict[str, object], reason: str | None) -> None:
    found = _found(ROSA, replace(ELSEWHERE, **changed))  # type: ignore[arg-type]  # each by its field's name
    assert reason in found if reason else found == []


def test_two_of_one_household_are_two() -> None:
    assert _found(ROSA, replace(ROSA, key=2, given="Omar")) == []
    assert _found(ROSA, replace(ROSA, key=2, given="")) == []
    couple = replace(ROSA, given="José", family="Zúñiga", emails=frozenset())
    assert _found(couple, replace(couple, key=2, given="María José", family="Quiñones")) == []


def test_a_couple_named_alike_and_a_father_and_son_are_never_sure() -> None:
    assert not compare_adults(replace(ROSA, given="Mario"), replace(ROSA, key=2, given="Maria")).is_strong
    assert not compare_adults(replace(ROSA, middle="Inés"), replace(ROSA, key=2, middle="Sofía")).is_strong


def test_two_records_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="two records have the key 1"):
        find_adult_pairs([ROSA, ROSA])


NAMES = st.sampled_from(["", "Ana", "Anna", "Ana María", "María Ana", "Bill", "William", "J", "Solís", "Solis Vega"])


@st.composite
def adults(draw: st.DrawFn, key: int) -> Adult:
    def some(*of: str) -> frozenset[str]:
        return draw(st.frozensets(st.sampled_from(of), max_size=2))

    return Adult(
        key,
        draw(NAMES),
        draw(NAMES),
        draw(NAMES),
        draw(NAMES),
        some("ana@mail.example", "anna@mail.example", "x@y"),
        some("5552031187", "5552031188", "911"),
        some("7", "9"),
    )


@given(adults(1), adults(2))
def test_it_is_the_same_whichever_comes_first(one: Adult, other: Adult) -> None:
    assert compare_adults(one, other) == compare_adults(other, one)
    assert 0 <= compare_adults(one, other).score <= 100


@given(adults(1), adults(2))
def test_nobody_is_more_like_somebody_than_their_own_copy(one: Adult, other: Adult) -> None:
    assert compare_adults(one, replace(one, key=2)).score >= compare_adults(one, other).score


@given(adults(1), adults(2))
def test_whoever_shares_a_child_an_email_or_a_phone_and_is_likely_is_found(one: Adult, other: Adult) -> None:
    shares = one.children & other.children or one.emails & other.emails or one.phones & other.phones
    if shares and compare_adults(one, other).score >= LIKELY:
        assert find_adult_pairs([one, other]).pairs


@given(st.data())
def test_the_same_never_makes_it_less_likely(data: st.DataObject) -> None:
    hows = {fact: data.draw(st.sampled_from(list(points))) for fact, points in ADULT_POINTS.items()}
    fact = data.draw(st.sampled_from(list(hows)))
    before = weigh_adults(Reason(one, how) for one, how in hows.items())
    after = weigh_adults(Reason(one, how) for one, how in (hows | {fact: How.SAME}).items())
    assert after >= before
