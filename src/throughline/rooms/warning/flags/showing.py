"""A student's early warning in words."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from throughline.formats.warning import RulesPart
from throughline.rooms.warning.flags.queries import ShownFlag, WarningPage
from throughline.rooms.warning.flags.tiers import reasons_sentence, tier_words
from throughline.rooms.warning.models import FlagReason, StudentStanding
from throughline.rooms.warning.words import (
    first_letter_up,
    level_status,
    level_words,
    named,
    outcome_words,
    reason_words,
    standing_status,
)
from throughline.web.components.pieces import Status
from throughline.web.tables import Column, Table


@dataclass(frozen=True, slots=True)
class FlagWords:
    """A flag in words."""

    shown: ShownFlag
    level: Status
    level_now: str
    changed: bool
    reasons: list[str]
    outcome: str


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One indicator: what it is called, what was counted, and how the student stands."""

    name: str
    counted: str
    standing: Status


def shown(request: HttpRequest, page: WarningPage) -> dict[str, Any]:
    """This function will put one student's page in words."""
    flags = [flag_words(one) for one in page.flags]
    open_flag = next((one for one in flags if one.shown.flag.cleared_at is None), None)
    part = page.part
    return {
        "page": page,
        "level": level_status(part, page.suggestion.level) if part and page.suggestion else None,
        "open_flag": open_flag,
        "answered": [one for one in flags if one is not open_flag],
        "table": _table([standing_row(part, row) for row in page.standings]).read(request) if part else None,
        "tiers": tier_words(page.tiers),
        "why": reasons_sentence(page.tiers) if page.tiers.overall else "",
    }


def flag_words(one: ShownFlag) -> FlagWords:
    """This function will put a flag in words."""
    flag = one.flag
    return FlagWords(
        one,
        level_status(one.part, flag.level),
        level_words(one.part, flag.level_now),
        flag.level_now != flag.level and flag.cleared_at is None,
        [first_letter_up(_reason(reason)) for reason in one.reasons],
        outcome_words(flag.outcome),
    )


def standing_row(part: RulesPart, row: StudentStanding) -> StandingRow:
    """This function will put how a student stands on one indicator in words."""
    names = {one.code: named(one) for one in part.indicator}
    counted = first_letter_up(_reason(row)) if row.denominator else ""
    return StandingRow(names.get(row.indicator, row.indicator), counted, standing_status(row.standing))


def _reason(row: FlagReason | StudentStanding) -> str:
    return reason_words(row.measure, row.numerator, row.denominator)


def _table(rows: list[StandingRow]) -> Table:
    return Table(
        key="standings",
        caption=_("How the student stands"),
        columns=[
            Column("name", _("What is watched"), sortable=False),
            Column("counted", _("What was counted"), sortable=False),
            Column("standing", _("Stands"), kind="status", sortable=False),
        ],
        rows=rows,
        searchable=False,
        narrow="stack",
        empty_title=_("Nothing worked out yet"),
        empty_text=_("How students stand is worked out each night and after each import."),
    )
