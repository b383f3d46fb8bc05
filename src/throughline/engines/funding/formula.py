"""A funding formula as a value: who it pays for, how much for each, where that is written, and how it rounds.

This kind is the matrix of dollars for each student, by schooling level and need. Formulas in steps stand beside
it in `engines.funding.steps`; both have a name, a version, a year, a source and a digest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from throughline.engines.funding.canonical import Plain, digest_of

ALL_STUDENTS = "all"  # the code that counts every enrolled student
MATRIX = "level-by-need matrix"

# Beyond these a formula holds a slip, not a decision; within them no school's sum can overflow 64 bits.
MOST_RATE_CENTS = 1_000_000_000
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Label:
    """Words shown to a person, by language; a formula brings its own, because no catalog can know them."""

    by_language: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, words: str | Mapping[str, str]) -> "Label":
        """This function will make a label from one text (taken to be English) or a text for each language."""
        by_language = {"en": words} if isinstance(words, str) else dict(words)
        return cls(tuple(sorted(by_language.items())))

    def text(self, language: str = "en") -> str:
        """This function will return the words in `language` ("es-us" finds "es"), else in English, else any.

        **Example**

        >>> Label.of({"en": "All", "es": "Todos"}).text("es-us"), Label.of("All").text("es")
        ('Todos', 'All')
        """
        words = dict(self.by_language)
        for wanted in (language, language.split("-")[0], "en"):
            if wanted in words:
                return words[wanted]
        return self.by_language[0][1]

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Level:
    """A schooling level that has its own rates: elementary, middle, high."""

    key: str
    label: Label


@dataclass(frozen=True, slots=True)
class Need:
    """A line of the formula: a need category, and the roster's code for the students it counts."""

    key: str
    label: Label
    counts: str = ""

    def __post_init__(self) -> None:
        if not self.counts:
            object.__setattr__(self, "counts", self.key)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a formula's figures are written, so that anyone can look them up."""

    title: str
    publisher: str = ""
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a step rounds: decimal places of a dollar, the mode, and whether a closing step follows.

    `mode` is "exact" (a fraction of a cent is an error), "half-up", "half-even" or "down". `closing` is
    "none" or "largest remainder", the step that makes parts add up to a fixed pool.
    """

    mode: str = "exact"
    places: int = 2
    closing: str = "none"


EXACT = Rounding()


@dataclass(frozen=True)
class Formula:
    """A funding formula, whole and frozen.

    **Shapes** `rates_cents[level][need]`, in the order of `levels` and `needs`. **Units** cents a student.
    """

    key: str
    name: Label
    version: str
    year: str
    source: Source
    levels: tuple[Level, ...]
    needs: tuple[Need, ...]
    rates_cents: tuple[tuple[int, ...], ...]
    currency: str = "USD"
    illustrative: bool = False
    rounding: Rounding = EXACT
    notes: Label | None = None
    kind: str = MATRIX

    def __post_init__(self) -> None:
        if not self.levels or not self.needs:
            raise ValueError("A formula needs at least one level and one need")
        for part in (self.levels, self.needs):
            if len({item.key for item in part}) != len(part):
                raise ValueError("The keys of levels and of needs are each unique")
        if [len(row) for row in self.rates_cents] != [len(self.needs)] * len(self.levels):
            raise ValueError("A formula needs one rate for each level and need")
        if len(self.levels) > MOST_LINES or len(self.needs) > MOST_LINES:
            raise ValueError(f"A formula has at most {MOST_LINES} levels and {MOST_LINES} needs")
        if any(not 0 <= rate <= MOST_RATE_CENTS for row in self.rates_cents for rate in row):
            raise ValueError(f"A rate is from 0 to {MOST_RATE_CENTS} cents")

    def rate_cents(self, level: str, need: str) -> int:
        """This function will return the cents paid for one student of `need` at a school of `level`."""
        keys = [item.key for item in self.levels], [item.key for item in self.needs]
        return self.rates_cents[keys[0].index(level)][keys[1].index(need)]

    def canonical(self) -> dict[str, Plain]:
        """This function will return the formula as plain values, in the form that its digest is taken of."""
        return {
            "kind": self.kind,
            "key": self.key,
            "name": dict(self.name.by_language),
            "version": self.version,
            "year": self.year,
            "currency": self.currency,
            "illustrative": self.illustrative,
            "notes": dict(self.notes.by_language) if self.notes else None,
            "source": {name: getattr(self.source, name) for name in ("title", "publisher", "place", "url")},
            "rounding": {name: getattr(self.rounding, name) for name in ("mode", "places", "closing")},
            "levels": [{"key": level.key, "label": dict(level.label.by_language)} for level in self.levels],
            "needs": [
                {"key": need.key, "label": dict(need.label.by_language), "counts": need.counts} for need in self.needs
            ],
            "rates_cents": [list(row) for row in self.rates_cents],
        }

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the whole formula: one changed cent, word or citation gives another."""
        return digest_of(self.canonical())
