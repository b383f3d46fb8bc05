"""What would tell somebody of a student: names in any form, numbers, birth, and ways to reach them or their family.

A page is read as a row of words, its tags once kept and once taken out, so that a name is found within an attribute as
well as where its halves stand in cells of their own.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

Words = tuple[str, ...]
_WORD = re.compile(r"\w+")
_TAG, _TAG_NAME = re.compile(r"<[^>]*>"), re.compile(r"</?[a-z][a-z0-9]*", re.IGNORECASE)
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}


def words_of(text: str) -> Words:
    """The words of a text, in lower case."""
    return tuple(_WORD.findall(text.lower()))


@dataclass(frozen=True)
class Fact:
    """Something that tells of students: what kind it is, its words, its class of record, and of whom it tells."""

    kind: str
    words: Words
    record_class: str
    students: frozenset[int]


class Page:
    """The words of an answer, to be looked through for many facts at once."""

    def __init__(self, text: str) -> None:
        plain = html.unescape(text)
        self._rows = [words_of(_TAG_NAME.sub(" ", plain)), words_of(_TAG.sub(" ", plain))]

    def told(self, facts: Collection[Words], lengths: Iterable[int]) -> set[Words]:
        """Which of these, that have so many words, stand in it."""
        return {
            part
            for row in self._rows
            for length in lengths
            for part in zip(*_shifted(row, length), strict=False)
            if part in facts
        }

    def turned(self, names: Collection[Words], shown: Collection[Words], lengths: Iterable[int]) -> set[Words]:
        """Which of these names, the family's first, stand in it, but for what is read as parts of names shown."""
        row = self._rows[-1]
        taken = bytearray(len(row))
        for length in lengths:
            for start, part in enumerate(zip(*_shifted(row, length), strict=False)):
                if part in shown:
                    taken[start : start + length] = b"\1" * length
        free = [word if not taken[place] else "" for place, word in enumerate(row)]
        return {part for length in lengths for part in zip(*_shifted(free, length), strict=False) if part in names}


def _shifted(row: "Words | list[str]", length: int) -> "list[Words | list[str]]":
    return [row[start:] for start in range(length)]


@dataclass
class Hidden:
    """What may not be told to somebody, ready to be looked for."""

    facts: dict[Words, str]
    turned: dict[Words, str]
    shown: set[Words]
    _lengths: tuple[set[int], set[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._lengths = {len(words) for words in self.facts}, {len(words) for words in (*self.turned, *self.shown)}

    def told_on(self, text: str) -> dict[str, int]:
        """How many facts of each kind a page tells."""
        kinds: dict[str, int] = {}
        page = Page(text)
        found = [self.facts[words] for words in page.told(self.facts, self._lengths[0])]
        found += [self.turned[words] for words in page.turned(self.turned, self.shown, self._lengths[1])]
        for kind in found:
            kinds[kind] = kinds.get(kind, 0) + 1
        return kinds


def hidden_from(facts: Iterable[Fact], seen: "dict[str, set[int]]", shown_names: Iterable[str]) -> Hidden:
    """What of these facts may not be told to somebody who sees these students, by class of record.

    Left out is what is read for another reason as well: as, or within, the name of an adult or of a student seen, or
    because it is just so of a student of whom it is seen.
    """
    shown = {words_of(name) for name in shown_names}
    within = {
        words[start:end] for words in shown for start in range(len(words)) for end in range(start, len(words) + 1)
    }
    known = {fact.words for fact in facts if fact.students & seen[fact.record_class]}
    hidden = {fact.words: fact.kind for fact in facts if fact.words not in known and fact.words not in within}
    turned = {words: kind for words, kind in hidden.items() if kind == "a name turned round"}
    return Hidden({words: kind for words, kind in hidden.items() if words not in turned}, turned, shown)


def gathered(found: Iterable[tuple[str, str, str, int]]) -> list[Fact]:
    """Facts out of rows of kind, text, class of record and student; what is so of several is one."""
    of: dict[tuple[str, Words, str], set[int]] = {}
    for kind, text, record_class, student in found:
        if words := words_of(text):
            of.setdefault((kind, words, record_class), set()).add(student)
    return [
        Fact(kind, words, record_class, frozenset(students)) for (kind, words, record_class), students in of.items()
    ]


def forms_of_name(given: Iterable[str], family: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each way to write somebody's name, with what it is called."""
    for first in {name for name in given if name}:
        for last in {name for name in family if name}:
            yield "a name", f"{first} {last}"
            yield "a name turned round", f"{last} {first}"


def forms_of_day(day: date) -> Iterator[str]:
    """Each way pages and files write a day."""
    yield day.isoformat()
    yield f"{day.month}/{day.day}/{day.year}"
    english, spanish = (_MONTHS[language].split()[day.month - 1] for language in ("en", "es"))
    for month in (english, english[:3]):
        yield f"{month} {day.day} {day.year}"
    for month in (spanish, spanish[:3], f"de {spanish} de"):
        yield f"{day.day} {month} {day.year}"
