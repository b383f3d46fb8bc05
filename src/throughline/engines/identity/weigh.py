"""How much each agreement says, and how sure that makes it that two records are one person.

A score runs from 0 to 100. It never falls where two persons agree in more: each fact's points are listed from the most
to the least, and each bound below is lifted by agreeing more.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rapidfuzz.distance import Hamming

from throughline.engines.identity.facts import Fact, How, Person, Reason
from throughline.engines.identity.names import compare_family, compare_given, folded

# A slip of the year by more would have put the child in a class far too old or too young.
_YEARS_NEAR = 2
# From this score on a pair is worth a person's look, and from this one it is very likely one person.
LIKELY, STRONG = 60, 75

POINTS: Mapping[Fact, Mapping[How, int]] = {
    Fact.GIVEN: {
        How.SAME: 25,
        How.KNOWN_AS: 22,
        How.PARTS: 20,
        How.NEAR: 18,
        How.SWAPPED: 18,
        How.INITIAL: 12,
        How.FIRST_ONLY: 10,
        How.UNKNOWN: 0,
        How.DIFFERENT: 0,
    },
    Fact.FAMILY: {
        How.SAME: 20,
        How.PARTS: 16,
        How.SWAPPED: 16,
        How.NEAR: 15,
        How.UNKNOWN: 0,
        How.DIFFERENT: 0,
    },
    Fact.MIDDLE: {How.SAME: 5, How.INITIAL: 3, How.UNKNOWN: 0, How.DIFFERENT: 0},
    Fact.BIRTH: {How.SAME: 30, How.SWAPPED: 22, How.NEAR: 14, How.UNKNOWN: 5, How.DIFFERENT: 0},
    Fact.GUARDIAN: {How.SAME: 8, How.UNKNOWN: 0, How.DIFFERENT: 0},
    Fact.CONTACT: {How.SAME: 4, How.UNKNOWN: 0, How.DIFFERENT: 0},
    Fact.NUMBER: {How.SAME: 8, How.UNKNOWN: 0, How.DIFFERENT: 0},
}
# With another given name or birth date two records are two people, as twins and cousins are, whatever else they share;
# but one student number under two given names is worth a look.
_OTHER_NAME = Reason(Fact.GIVEN, How.DIFFERENT)
_NEVER = {_OTHER_NAME: 40, Reason(Fact.BIRTH, How.DIFFERENT): 50}
# Twins are often named alike: names that are merely close, or share the first of several, do not make it sure.
_NOT_SURE = frozenset(
    {
        _OTHER_NAME,
        Reason(Fact.GIVEN, How.UNKNOWN),
        Reason(Fact.GIVEN, How.NEAR),
        Reason(Fact.GIVEN, How.FIRST_ONLY),
        Reason(Fact.GIVEN, How.INITIAL),
        Reason(Fact.MIDDLE, How.DIFFERENT),
    }
)


class Named(Protocol):
    """A record of somebody with the names that are compared."""

    @property
    def given(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def middle(self) -> str: ...
    @property
    def preferred(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely two records are one person, and why: one reason for each fact, the weightiest first."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def is_strong(self) -> bool:
        """Whether it is very likely one person."""
        return self.score >= STRONG


def compare(one: Person, other: Person) -> Weighed:
    """This function will weigh whether two records are one person. It is the same whichever comes first.

    **Example**

    >>> ana = Person(1, "Ana", "Ibáñez Solís", birth_on=date(2016, 11, 8))
    >>> again = Person(2, "Anna", "Ibanez", birth_on=date(2016, 8, 11))
    >>> [str(reason) for reason in compare(ana, again).reasons[:3]]
    ['birth:swapped', 'given:near', 'family:parts']
    """
    hows = compare_names(one, other) | {
        Fact.BIRTH: _birth(one.birth_on, other.birth_on),
        Fact.GUARDIAN: compare_shared(one.guardians, other.guardians),
        Fact.CONTACT: compare_shared(one.contacts, other.contacts),
        Fact.NUMBER: _number(one.number, other.number),
    }
    reasons = rank(hows, POINTS)
    return Weighed(weigh(reasons), reasons)


def rank(hows: Mapping[Fact, How], points: Mapping[Fact, Mapping[How, int]]) -> tuple[Reason, ...]:
    """This function will return one reason a fact, the one that says most by these points first."""
    reasons = [Reason(fact, how) for fact, how in hows.items()]

    def place(reason: Reason) -> tuple[int, bool, str]:
        return -points[reason.fact][reason.how], reason.how == How.UNKNOWN, reason.fact

    return tuple(sorted(reasons, key=place))


def weigh(reasons: Iterable[Reason]) -> int:
    """This function will return the score of reasons, one for each fact. **Units** 0 to 100."""
    found = frozenset(reasons)
    bounds = [bound for reason, bound in _NEVER.items() if reason in found]
    if Reason(Fact.NUMBER, How.SAME) in found and _OTHER_NAME in found:
        bounds.remove(_NEVER[_OTHER_NAME])
    if found & _NOT_SURE:
        bounds.append(STRONG - 1)
    return min([sum(POINTS[reason.fact][reason.how] for reason in found), *bounds])


def compare_names(one: Named, other: Named) -> dict[Fact, How]:
    """This function will say how the given, family and middle names of two records agree."""
    given, family = _given(one, other), compare_family(one.family, other.family)
    if How.DIFFERENT in (given, family) and _are_swapped(one, other):
        given = family = How.SWAPPED
    return {Fact.GIVEN: given, Fact.FAMILY: family, Fact.MIDDLE: _middle(one.middle, other.middle)}


def _given(one: Named, other: Named) -> How:
    """The given names as they are, or else with the name somebody is called by."""
    how = compare_given(one.given, other.given)
    if how in (How.SAME, How.KNOWN_AS):
        return how
    called = (one.preferred, other.given), (other.preferred, one.given), (one.preferred, other.preferred)
    if any(name and compare_given(name, known) in (How.SAME, How.KNOWN_AS) for name, known in called):
        return How.KNOWN_AS
    return how


def _are_swapped(one: Named, other: Named) -> bool:
    ours, theirs = (folded(one.given), folded(one.family)), (folded(other.family), folded(other.given))
    return ours == theirs and all(ours)


def _middle(one: str, other: str) -> How:
    ones, others = folded(one), folded(other)
    if not ones or not others:
        return How.UNKNOWN
    if ones == others:
        return How.SAME
    is_initial = ones[0][0] == others[0][0] and 1 in (len(ones[0]), len(others[0]))
    return How.INITIAL if is_initial else How.DIFFERENT


def _birth(one: date | None, other: date | None) -> How:
    if one is None or other is None:
        return How.UNKNOWN
    if one == other:
        return How.SAME
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return How.SWAPPED
    is_near = Hamming.distance(one.isoformat(), other.isoformat()) == 1 and abs(one.year - other.year) <= _YEARS_NEAR
    return How.NEAR if is_near else How.DIFFERENT


def compare_shared(ones: frozenset[str], others: frozenset[str]) -> How:
    """This function will say whether two sets have something in common; unknown where either is empty."""
    if not ones or not others:
        return How.UNKNOWN
    return How.SAME if ones & others else How.DIFFERENT


def _number(one: str, other: str) -> How:
    if not one or not other:
        return How.UNKNOWN
    return How.SAME if one == other else How.DIFFERENT
