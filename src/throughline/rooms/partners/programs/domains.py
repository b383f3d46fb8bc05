"""The domains of programs, shipped as data, and who may know of a student's place, in words people use."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from throughline.formats.kinds import Kind, Words, read_kinds, said_in
from throughline.rooms.accounts import api as accounts

DOMAINS = Path(__file__).with_name("domains.toml")
# The classes of record that a student's place in a program may be of; the first is usual.
PLACE_CLASSES = ("supports", "health", "special_education", "housing")


class Domain(Kind):
    """What a program, and a need, is about."""

    names: Words


@cache
def domains() -> Mapping[str, Domain]:
    """This function will return every domain by its code, in the order they are offered."""
    return read_kinds(DOMAINS.read_text(encoding="utf-8"), DOMAINS.name, Domain)


def domain_words(code: str) -> str:
    """This function will name a domain in the reader's language."""
    found = domains().get(code)
    return said_in(found.names, get_language()) if found else code


def domain_choices() -> list[tuple[str, str]]:
    """This function will offer every domain in the reader's language."""
    return [(code, domain_words(code)) for code in domains()]


def class_choices() -> list[tuple[str, str]]:
    """This function will offer the classes of record that a place may be of, in the reader's language."""
    return [(code, accounts.class_words(code)) for code in PLACE_CLASSES]
