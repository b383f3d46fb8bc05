"""The kinds of plans, shipped as data with a schema."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from pydantic import Field

from throughline.formats.kinds import Kind, Words, read_kinds, said_in

KINDS = Path(__file__).with_name("kinds.toml")


class PlanKind(Kind):
    """One kind of plan: its names, what it is about, and after how many weeks the first review is proposed."""

    names: Words
    about: Words
    weeks: int = Field(ge=1, le=52)


@cache
def plan_kinds() -> Mapping[str, PlanKind]:
    """This function will return every kind of plan by its code, in the order they are offered."""
    return read_kinds(KINDS.read_text(encoding="utf-8"), KINDS.name, PlanKind)


def plan_kind_words(code: str) -> str:
    """This function will name a kind of plan in the reader's language."""
    kind = plan_kinds().get(code)
    return said_in(kind.names, get_language()) if kind else code


def plan_kind_about(code: str) -> str:
    """This function will say in the reader's language what a kind of plan is about."""
    kind = plan_kinds().get(code)
    return said_in(kind.about, get_language()) if kind else ""
