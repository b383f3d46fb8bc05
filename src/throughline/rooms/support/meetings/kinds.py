"""The kinds of meetings, shipped as data with a schema."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from pydantic import Field

from throughline.formats.kinds import Kind, Lines, Words, read_kinds, said_in

KINDS = Path(__file__).with_name("kinds.toml")


class MeetingKind(Kind):
    """One kind of meeting: its names, how long a student's turn usually takes, and what helps to speak of them."""

    names: Words
    minutes: int = Field(ge=1, le=240)
    prompts: Lines

    @property
    def name(self) -> str:
        """What it is called, in the reader's language or in English."""
        return said_in(self.names, get_language())

    @property
    def helps(self) -> tuple[str, ...]:
        """What helps to speak of a student, in the reader's language or in English."""
        return said_in(self.prompts, get_language())


@cache
def meeting_kinds() -> Mapping[str, MeetingKind]:
    """This function will return every kind of meeting by its code, in the order they are offered."""
    return read_kinds(KINDS.read_text(encoding="utf-8"), KINDS.name, MeetingKind)


def meeting_kind_words(code: str) -> str:
    """This function will name a kind of meeting in the reader's language."""
    kind = meeting_kinds().get(code)
    return kind.name if kind else code
