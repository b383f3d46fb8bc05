"""Why a proposed goal is not taken into the plan, shipped as data with a schema and in each language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from throughline.formats.kinds import Kind, Words, read_kinds, said_in

REASONS = Path(__file__).with_name("reasons.toml")


class Reason(Kind):
    """One reason: what whoever answers chooses, what the family and the student read, and whether words are needed."""

    names: Words
    says: Words
    student: Words | None = None
    words: bool = False


@cache
def reasons() -> Mapping[str, Reason]:
    """This function will return every reason by its code, in the order they are offered."""
    return read_kinds(REASONS.read_text(encoding="utf-8"), REASONS.name, Reason)


def reason_words(code: str, *, to_student: bool = False) -> str:
    """This function will say a reason in the reader's language: to the family, or to the student."""
    reason = reasons().get(code)
    if reason is None:
        return ""
    return said_in((reason.student or reason.says) if to_student else reason.says, get_language())
