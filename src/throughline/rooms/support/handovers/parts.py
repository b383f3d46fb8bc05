"""The parts of a handover note, shipped as data, and how they stand in the one text that is kept.

A handover note is a note: what it says is one text, each part under a line that names it in the writer's language. So
its versions, its drafts and a search know nothing of parts, and a reader gets the names in their own language.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from throughline.formats.kinds import Kind, Lines, Words, read_kinds, said_in

PARTS, SEASON = Path(__file__).with_name("parts.toml"), Path(__file__).with_name("season.toml")


class Part(Kind):
    """One part of a handover note: what it is called, and what helps to write it."""

    names: Words
    prompts: Lines

    def name(self, language: str = "en") -> str:
        """This function will return the name in a language, or the English one."""
        return said_in(self.names, language)

    def prompt(self, language: str = "en") -> str:
        """This function will return what helps to write it, in a language, or in English."""
        return " ".join(said_in(self.prompts, language))


class Season(BaseModel):
    """When handover notes are due, as month and day, and which grades are too few to count."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: str = Field(alias="from", pattern=r"^\d\d-\d\d$")
    until: str = Field(pattern=r"^\d\d-\d\d$")
    few: float = Field(ge=0, lt=1)

    def holds(self, day: date) -> bool:
        """This function will tell whether a day lies in the season, which may go over the turn of the year."""
        today = f"{day:%m-%d}"
        if self.first <= self.until:
            return self.first <= today <= self.until
        return today >= self.first or today <= self.until


@cache
def season() -> Season:
    """This function will return when handover notes are due."""
    return Season.model_validate(tomllib.loads(SEASON.read_text(encoding="utf-8")))


@cache
def parts() -> Mapping[str, Part]:
    """This function will return the parts of a handover note by their code, in the order they are read."""
    return read_kinds(PARTS.read_text(encoding="utf-8"), PARTS.name, Part)


def compose(said: Mapping[str, str], language: str) -> str:
    """This function will return the parts as one text, each under its name; what is empty is left out.

    **Example**

    >>> compose({"works": "Drawing.", "first": " "}, "en")
    'Strengths, and what works\\nDrawing.'
    """
    written = ((part.name(language), said.get(code, "").strip()) for code, part in parts().items())
    return "\n\n".join(f"{name}\n{words}" for name, words in written if words)


def parted(text: str) -> dict[str, str]:
    """This function will return what a text says under each part's name, in whichever language that is written.

    What stands before the first name is of the first part, so that nothing a person wrote is ever lost.

    **Example**

    >>> parted("Hello.\\n\\nFortalezas y lo que funciona\\nDrawing.")
    {'first': 'Hello.', 'works': 'Drawing.'}
    """
    current, lines = next(iter(parts())), dict[str, list[str]]()
    for line in text.splitlines():
        named = _named().get(line.strip())
        if named is None:
            lines.setdefault(current, []).append(line)
        else:
            current = named
    said = {code: "\n".join(found).strip() for code, found in lines.items()}
    return {code: said[code] for code in parts() if said.get(code)}


@cache
def _named() -> Mapping[str, str]:
    return {name: part.code for part in parts().values() for name in part.names.values()}
