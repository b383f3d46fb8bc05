"""Finds the pairs worth a look among many records, without holding each against each.

Two records are compared only where they share one of several keys, each of which forgives another mistake: a typo in
one name, a slip in the birth date, names in each other's place, another family name with the same guardian.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from throughline.engines.identity.adults import compare_adults
from throughline.engines.identity.facts import Adult, Person, Reason
from throughline.engines.identity.names import family_parts, folded
from throughline.engines.identity.weigh import LIKELY, STRONG, Weighed, compare

# A key that more records share says nothing, and its pairs would be without number.
MOST_OF_A_KEY = 400

_Record = TypeVar("_Record", Person, Adult)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are likely one person, by key: `one` is the lower. With the score and what it comes from."""

    one: int
    other: int
    score: int
    reasons: tuple[Reason, ...]

    @property
    def is_strong(self) -> bool:
        """Whether it is very likely one person."""
        return self.score >= STRONG


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs, the likeliest first; how many were held against each other; and how many keys were too common."""

    pairs: tuple[Pair, ...]
    n_compared: int
    n_passed_over: int


def find_pairs(people: Iterable[Person], least: int = LIKELY) -> Found:
    """This function will find the pairs that score at least `least`. Whatever the order of `people`, it is the same.

    **Raises** `ValueError` where two records have one key.
    """
    return _find(people, _blocks, compare, least)


def find_adult_pairs(adults: Iterable[Adult], least: int = LIKELY) -> Found:
    """This function will find the pairs of adults that score at least `least`, whatever the order of `adults`.

    **Raises** `ValueError` where two records have one key.
    """
    return _find(adults, _adult_blocks, compare_adults, least)


def _find(
    records: Iterable[_Record],
    blocks_of: Callable[[_Record], Iterable[tuple[str, ...]]],
    weighing: Callable[[_Record, _Record], Weighed],
    least: int,
) -> Found:
    by_key: dict[int, _Record] = {}
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for record in records:
        if record.key in by_key:
            raise ValueError(f"two records have the key {record.key}")
        by_key[record.key] = record
        for block in set(blocks_of(record)):
            blocks[block].append(record.key)
    passed_over = [block for block, members in blocks.items() if len(members) > MOST_OF_A_KEY]
    for block in passed_over:
        del blocks[block]
    seen: set[tuple[int, int]] = set()
    pairs = []
    for members in blocks.values():
        for one, other in combinations(sorted(members), 2):
            if (one, other) in seen:
                continue
            seen.add((one, other))
            weighed = weighing(by_key[one], by_key[other])
            if weighed.score >= least:
                pairs.append(Pair(one, other, weighed.score, weighed.reasons))
    pairs.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    return Found(tuple(pairs), len(seen), len(passed_over))


def _blocks(person: Person) -> Iterator[tuple[str, ...]]:
    given, family = folded(person.given), family_parts(person.family)
    first = given[0] if given else ""
    born = person.birth_on.isoformat() if person.birth_on else ""
    if born:
        for part in family:
            yield "born, family", born, part[:2]
        for name in (*given, *folded(person.preferred)):
            yield "born, given", born, name[:3]
        yield "born, both", born, *sorted({*given, *family})
        if first and family:
            yield "year, names", born[:4], first, family[0]
            yield "day, names", born[5:], first, family[0]
    elif first and family:
        yield "names", first, family[0]
    for guardian in person.guardians:
        yield "guardian, given", guardian, first[:2]
    if person.number:
        yield "number", person.number


def _adult_blocks(adult: Adult) -> Iterator[tuple[str, ...]]:
    """Names alone never make a pair, so nearly every likely one shares a child, an e-mail or a phone."""
    for email in adult.emails:
        yield "email", email
    for phone in adult.phones:
        yield "phone", phone
    for child in adult.children:
        yield "child", child
    given, family = folded(adult.given), family_parts(adult.family)
    if given and family:  # an e-mail or a phone one letter apart
        yield "names", given[0], family[0]
