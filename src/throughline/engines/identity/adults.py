"""How sure it is that two records of adults in families are one person.

Nobody knows when they were born, so a name alone says too little: two fathers of one name are two. What makes a pair
worth a look is the name together with a student they both stand for, an e-mail or a phone.
"""

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from throughline.engines.identity.facts import Adult, Fact, How, Reason
from throughline.engines.identity.weigh import STRONG, Weighed, compare_names, compare_shared, rank

_SHORTEST_NEAR = 7  # one sign apart says nothing of a shorter phone or e-mail

ADULT_POINTS: Mapping[Fact, Mapping[How, int]] = {
    Fact.GIVEN: {
        How.SAME: 30,
        How.KNOWN_AS: 27,
        How.PARTS: 24,
        How.NEAR: 22,
        How.SWAPPED: 22,
        How.INITIAL: 14,
        How.FIRST_ONLY: 12,
        How.UNKNOWN: 0,
        How.DIFFERENT: 0,
    },
    Fact.FAMILY: {How.SAME: 20, How.PARTS: 17, How.SWAPPED: 17, How.NEAR: 16, How.UNKNOWN: 0, How.DIFFERENT: 0},
    Fact.MIDDLE: {How.SAME: 4, How.INITIAL: 2, How.UNKNOWN: 0, How.DIFFERENT: 0},
    Fact.EMAIL: {How.SAME: 26, How.NEAR: 12, How.UNKNOWN: 0, How.DIFFERENT: 0},
    Fact.PHONE: {How.SAME: 20, How.NEAR: 10, How.UNKNOWN: 0, How.DIFFERENT: 0},
    Fact.CHILD: {How.SAME: 20, How.UNKNOWN: 0, How.DIFFERENT: 0},
}
# Those of one household share surname, phone and children: with another given name, or none, they are two.
_NEVER = {Reason(Fact.GIVEN, How.DIFFERENT): 40, Reason(Fact.GIVEN, How.UNKNOWN): 40}
# José and María José of two surnames, with one child and one phone, are a couple.
_OTHER_FAMILY, _A_COUPLE = Reason(Fact.FAMILY, How.DIFFERENT), 50
# Couples are named alike (Mario and Maria), sons after fathers, and two Josés may stand for one child.
_NOT_SURE = frozenset(
    {
        Reason(Fact.GIVEN, How.NEAR),
        Reason(Fact.GIVEN, How.INITIAL),
        Reason(Fact.GIVEN, How.FIRST_ONLY),
        _OTHER_FAMILY,
        Reason(Fact.MIDDLE, How.DIFFERENT),
    }
)


def compare_adults(one: Adult, other: Adult) -> Weighed:
    """This function will weigh whether two adults are one person. It is the same whichever comes first.

    **Example**

    >>> rosa = Adult(1, "Rosa", "Benavides Ortega", phones=frozenset({"5552031187"}), children=frozenset({"7"}))
    >>> again = Adult(2, "Rosa", "Benavidez Ortega", phones=frozenset({"5552031187"}), children=frozenset({"8"}))
    >>> compare_adults(rosa, again).score, [str(reason) for reason in compare_adults(rosa, again).reasons[:3]]
    (66, ['given:same', 'phone:same', 'family:near'])
    """
    hows = compare_names(one, other) | {
        Fact.EMAIL: _reached(one.emails, other.emails),
        Fact.PHONE: _reached(one.phones, other.phones),
        Fact.CHILD: compare_shared(one.children, other.children),
    }
    reasons = rank(hows, ADULT_POINTS)
    return Weighed(weigh_adults(reasons), reasons)


def weigh_adults(reasons: Iterable[Reason]) -> int:
    """This function will return the score of reasons, one for each fact. **Units** 0 to 100."""
    found = frozenset(reasons)
    bounds = [100, *(bound for reason, bound in _NEVER.items() if reason in found)]
    if found & _NOT_SURE:
        bounds.append(STRONG - 1)
    if _OTHER_FAMILY in found and Reason(Fact.GIVEN, How.SAME) not in found:
        bounds.append(_A_COUPLE)
    return min(sum(ADULT_POINTS[reason.fact][reason.how] for reason in found), *bounds)


def _reached(ones: frozenset[str], others: frozenset[str]) -> How:
    how = compare_shared(ones, others)
    near = how == How.DIFFERENT and any(_is_near(one, other) for one in ones for other in others)
    return How.NEAR if near else how


def _is_near(one: str, other: str) -> bool:
    """One sign apart; but e-mails that differ in a digit are two people's, who were given a number each."""
    if min(len(one), len(other)) < _SHORTEST_NEAR or OSA.distance(one, other, score_cutoff=1) != 1:
        return False
    return "@" not in one or sorted(filter(str.isdigit, one)) == sorted(filter(str.isdigit, other))
