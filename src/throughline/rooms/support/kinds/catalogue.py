"""The kinds of notes, shipped as data with a schema."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from throughline.formats.kinds import Kind, Lines, Words, read_kinds, said_in

KINDS = Path(__file__).with_name("kinds.toml")
Audience = Literal["notes", "notes_health", "notes_protection", "notes_legal"]


class NoteKind(Kind):
    """One kind of note: its names, whose eyes its text may be for, how long it may be changed, what helps to write."""

    names: Words
    audiences: tuple[Audience, ...] = Field(min_length=1)
    change_hours: int = Field(ge=0, le=24 * 365)
    own_page: bool = False
    prompts: Lines

    @model_validator(mode="after")
    def _fits(self) -> "NoteKind":
        if len(set(self.audiences)) != len(self.audiences):
            raise ValueError(f"{self.code} names an audience twice")
        return self

    def name(self, language: str = "en") -> str:
        """This function will return the name in a language, or the English one."""
        return said_in(self.names, language)

    def prompts_in(self, language: str = "en") -> tuple[str, ...]:
        """This function will return what helps to write one, in a language, or in English."""
        return said_in(self.prompts, language)


def offered_kinds() -> list[NoteKind]:
    """This function will return the kinds that are offered where a note is written: all but those with an own page."""
    return [kind for kind in note_kinds().values() if not kind.own_page]


@cache
def note_kinds() -> Mapping[str, NoteKind]:
    """This function will return every kind of note by its code, in the order they are offered."""
    return read_kinds(KINDS.read_text(encoding="utf-8"), KINDS.name, NoteKind)
