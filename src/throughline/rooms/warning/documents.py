"""Versions of the rules as values, each document read once."""

from fractions import Fraction
from functools import lru_cache

from throughline.engines.warning import Outcome, Rules
from throughline.formats import warning as formats
from throughline.formats.warning import RulesPart
from throughline.rooms.warning.models import RuleVersion


def part_of(version: RuleVersion) -> RulesPart:
    """This function will return the document of a version as a value."""
    return _read(version.document)


def rules_of(version: RuleVersion) -> Rules:
    """This function will return what the engine takes."""
    return rules_in(version.document)


def part_in(document: str) -> RulesPart:
    """This function will return a kept document as a value."""
    return _read(document)


def rules_in(document: str) -> Rules:
    """This function will return what the engine takes of a kept document."""
    return formats.engine_rules(_read(document))


def flag_from(part: RulesPart) -> int:
    """This function will return the place, from 1, of the level from which on flags are raised."""
    return [one.code for one in part.level].index(part.flags.from_level) + 1


def outcome_in(part: RulesPart) -> Outcome:
    """This function will return what the rules are meant to foresee, as the engine takes it."""
    outcome = part.outcome
    return Outcome(Fraction(outcome.absent_at), outcome.courses_failed, Fraction(outcome.days_suspended))


@lru_cache(maxsize=64)
def _read(document: str) -> RulesPart:
    return formats.read_rules(document)
