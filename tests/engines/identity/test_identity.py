"""Pairs a registrar would recognize, twins who must not be taken for one, and properties that hold for all."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.identity import LIKELY, Fact, How, Person, Reason, compare, find_pairs
from throughline.engines.identity.weigh import POINTS, weigh

ANA = Person(
    1,
    "Ana Lucía",
    "Benavides Ortega",
    birth_on=date(2014, 3, 9),
    guardians=frozenset({"rosa benavides"}),
    contacts=frozenset({"+1-555-203-1187"}),
)


def _found(one: Person, other: Person) -> list[str]:
    """The reasons that speak for a pair that is proposed; nothing where it is not."""
    pairs = find_pairs([one, other]).pairs
    silent = (How.UNKNOWN, How.DIFFERENT)
    return sorted(str(reason) for pair in pairs for reason in pair.reasons if reason.how not in silent)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"family": "Benavidez Ortega"}, "family:near"),
        ({"family": "benavides"}, "family:parts"),
        ({"family": "Ortega Benavides"}, "family:parts"),
        ({"family": "BENAVIDES-ORTEGA"}, "family:same"),
        ({"given": "Ana Lucia"}, "given:same"),
        ({"given": "Ana"}, "given:parts"),
        ({"given": "Lucía Ana"}, "given:parts"),
        ({"given": "Ana Luica"}, "given:near"),
        ({"given": "Anita", "preferred": "Ana Lucía"}, "given:known_as"),
        ({"given": "Benavides Ortega", "family": "Ana Lucía"}, "given:swapped"),
        ({"birth_on": date(2014, 9, 3)}, "birth:swapped"),
        ({"birth_on": date(2014, 3, 8)}, "birth:near"),
        ({"birth_on": date(2015, 3, 9)}, "birth:near"),
        ({"birth_on": None}, "given:same"),
        ({"family": "Quiroga"}, "guardian:same"),
    ],
)
def test_the_same_child_written_down_otherwise_is_found_with_the_reason(
    changed: dict[str, str | date | None], reason: str
) -> None:
    assert reason in _found(ANA, replace(ANA, key=2, **changed))  # type: ignore[arg-type]  # each by its field's name


def test_a_short_form_of_the_name_is_the_name() -> None:
    one = Person(1, "William", "Okafor", birth_on=date(2012, 1, 30))
    assert "given:known_as" in _found(one, replace(one, key=2, given="Billy"))
    assert "given:known_as" in _found(replace(one, given="Guadalupe"), replace(one, key=2, given="Lupita"))


def test_twins_are_not_proposed_though_all_but_the_first_name_is_the_same() -> None:
    assert _found(ANA, replace(ANA, key=2, given="Elena")) == []
    assert _found(ANA, replace(ANA, key=2, given="Elena", middle="Lucía")) == []


@pytest.mark.parametrize(("one", "other"), [("Juan Carlos", "Juan Pablo"), ("Daniela", "Daniella"), ("Marco", "Mario")])
def test_twins_with_names_alike_are_at_most_likely_never_strong(one: str, other: str) -> None:
    pair = compare(replace(ANA, given=one), replace(ANA, key=2, given=other))
    assert not pair.is_strong


def test_twins_told_apart_by_the_middle_name_are_not_strong() -> None:
    assert not compare(replace(ANA, middle="Inés"), replace(ANA, key=2, middle="Sofía")).is_strong


def test_children_of_one_common_name_with_other_birth_dates_are_two() -> None:
    assert _found(replace(ANA, guardians=frozenset()), replace(ANA, key=2, birth_on=date(2011, 7, 22))) == []


def test_one_student_number_under_two_names_is_worth_a_look() -> None:
    one = replace(ANA, number="40017")
    pair = compare(one, replace(one, key=2, given="Elena"))
    assert pair.score >= LIKELY
    assert not pair.is_strong


def test_two_records_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="two records have the key 1"):
        find_pairs([ANA, ANA])


NAMES = st.sampled_from(
    ["", "Ana", "Anna", "Ana María", "María Ana", "Bill", "William", "J", "Juan", "Solís", "Solis Vega", "李", "Ng"]
)
DAYS = st.sampled_from([None, date(2014, 3, 9), date(2014, 9, 3), date(2014, 3, 8), date(2010, 12, 25)])
KEPT = st.frozensets(st.sampled_from(["rosa", "omar", "555-1"]), max_size=2)


@st.composite
def people(draw: st.DrawFn, key: int) -> Person:
    return Person(
        key,
        draw(NAMES),
        draw(NAMES),
        middle=draw(NAMES),
        preferred=draw(NAMES),
        birth_on=draw(DAYS),
        guardians=draw(KEPT),
        contacts=draw(KEPT),
        number=draw(st.sampled_from(["", "1", "2"])),
    )


@given(people(1), people(2))
def test_it_is_the_same_whichever_comes_first(one: Person, other: Person) -> None:
    assert compare(one, other) == compare(other, one)
    assert 0 <= compare(one, other).score <= 100


@given(people(1), people(2))
def test_nobody_is_more_like_somebody_than_their_own_copy(one: Person, other: Person) -> None:
    assert compare(one, replace(one, key=2)).score >= compare(one, other).score


@given(people(1), people(2), st.sampled_from(["birth_on", "guardians", "contacts", "number", "middle"]))
def test_more_in_common_never_makes_it_less_likely(one: Person, other: Person, field: str) -> None:
    value = getattr(one, field)
    if value:
        alike = replace(other, **{field: value})
        assert compare(one, alike).score >= compare(one, other).score


def test_each_fact_agreeing_more_never_lowers_the_score_in_any_company() -> None:
    shared = (Fact.GUARDIAN, Fact.CONTACT, Fact.NUMBER)
    for given_how, family, middle, birth in product(*(POINTS[fact] for fact in list(Fact)[:4])):
        names = [Reason(f, h) for f, h in zip(list(Fact)[:4], (given_how, family, middle, birth), strict=True)]
        for same in product((How.DIFFERENT, How.SAME), repeat=3):
            reasons = [*names, *(Reason(f, h) for f, h in zip(shared, same, strict=True))]
            for place, reason in enumerate(reasons):
                for better in _better(reason):
                    raised = [*reasons[:place], better, *reasons[place + 1 :]]
                    assert weigh(raised) >= weigh(reasons), (reasons, better)


def _better(reason: Reason) -> list[Reason]:
    """The next that says more of the fact, and full agreement."""
    points = POINTS[reason.fact]
    more = [how for how in points if points[how] > points[reason.how]]
    return [Reason(reason.fact, how) for how in (more[-1:] + more[:1])]


@settings(max_examples=50)
@given(st.lists(st.integers(), min_size=2, max_size=6, unique=True).flatmap(lambda ks: st.tuples(*map(people, ks))))
def test_the_order_of_what_comes_in_changes_nothing(listed: tuple[Person, ...]) -> None:
    assert find_pairs(listed) == find_pairs(reversed(listed))


@given(people(1))
def test_a_copy_of_a_whole_record_is_always_found(one: Person) -> None:
    if one.given and one.family and one.birth_on:
        assert find_pairs([one, replace(one, key=2)]).pairs
