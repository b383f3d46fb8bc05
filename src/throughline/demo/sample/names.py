"""Names of families, students and staff, drawn from `names.toml`."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from throughline.demo.sample import draws
from throughline.demo.sample.draws import Real, Whole

RACES = (
    "americanIndianOrAlaskaNative",
    "asian",
    "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander",
    "white",
)


@dataclass(frozen=True)
class Culture:
    """The names one kind of family draws from, and what goes with them."""

    key: str
    near: tuple[float, float]
    learner_share: float
    race_shares: tuple[float, ...]
    hispanic_share: float
    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]
    own_script: dict[str, str]
    language: str
    double_family: bool


@dataclass(frozen=True)
class StaffNames:
    """The names staff draw from, and the short names a few students go by."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]
    nicknames: tuple[str, ...]


@cache
def cultures() -> tuple[Culture, ...]:
    """This function will read the kinds of families, in the order of the file."""
    return tuple(_culture(key, table) for key, table in _tables()["culture"].items())


@cache
def staff_names() -> StaffNames:
    """This function will read the names of staff."""
    table = _tables()["staff"]
    return StaffNames(*(_words(table[key]) for key in ("female", "male", "family", "nicknames")))


def place_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """This function will read the words that make names of places: stems, and kinds of place."""
    table = _tables()["places"]
    return _words(table["stems"]), _words(table["kinds"])


def culture_of(seed: int, families: Whole, poverty: Real) -> Whole:
    """This function will draw which culture each family is of, given how poor its neighborhood is.

    **Shapes** `families` and `poverty` are (n,); the result holds positions in `cultures()`.
    """
    poor = np.array([culture.near[0] for culture in cultures()], dtype=np.float64)
    rich = np.array([culture.near[1] for culture in cultures()], dtype=np.float64)
    weights = poor * poverty[:, None] + rich * (1.0 - poverty[:, None])
    return draws.pick(seed, "culture", families, weights)


def family_name(culture: Culture, first: int, second: int) -> str:
    """This function will put a family name together from two drawn numbers; where custom says so, of two names."""
    names = culture.family
    name = names[first % len(names)].replace("-Cruz", " Cruz")
    other = names[second % len(names)]
    return f"{name} {other}" if culture.double_family and other != name else name


def given_name(culture: Culture, sex: str, number: int) -> str:
    """This function will return the given name at a drawn number."""
    names = culture.female if sex == "female" else culture.male
    return names[number % len(names)].replace("María-José", "María José")


def plain(text: str) -> str:
    """This function will write a name in the letters a username may have.

    **Example**

    >>> plain("Đặng O'Brien-Díaz")
    'dangobriendiaz'
    """
    return "".join(letter for letter in text.translate(_FOLD).lower() if letter.isascii() and letter.isalnum())


def _fold_table() -> dict[int, str]:
    table = {ord(a): b for a, b in zip("ĐđØøŁłßÆæ", ("D", "d", "O", "o", "L", "l", "ss", "Ae", "ae"), strict=True)}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        if code not in table:
            table[code] = unicodedata.normalize("NFD", chr(code))[0]
    return table


_FOLD = _fold_table()


def _culture(key: str, table: dict[str, Any]) -> Culture:
    return Culture(
        key=key,
        near=(float(table["near"][0]), float(table["near"][1])),
        learner_share=table["learner_share"],
        race_shares=tuple(table["races"].get(race, 0.0) for race in RACES),
        hispanic_share=table["hispanic_share"],
        female=_words(table["female"]),
        male=_words(table["male"]),
        family=_words(table["family"]),
        own_script=dict(_pair(pair) for pair in _words(table.get("scripts", ""))),
        language=table.get("language", "en"),
        double_family=table.get("double_family", False),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _pair(text: str) -> tuple[str, str]:
    latin, own = text.split("|")
    return latin, own


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
