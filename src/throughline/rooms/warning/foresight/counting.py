"""How many were pointed out, to how many it came, and how long before: counted in the database."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet

from throughline.engines.warning import Score
from throughline.rooms.warning.models import TrialOutcome

_POINTED, _CAME = Q(pointed_on__isnull=False), Q(came_on__isnull=False)


class _HalfAhead(Aggregate):
    """The time that at least half had, or more, of those who were pointed out and to whom it came."""

    template = "percentile_disc(0.5) within group (order by %(expressions)s desc)"
    output_field = DurationField()


def counts() -> dict[str, Aggregate]:
    """This function will return what is counted of any outcomes."""
    return {
        "n": Count("pk"),
        "n_pointed": Count("pk", filter=_POINTED),
        "n_came": Count("pk", filter=_CAME),
        "n_both": Count("pk", filter=_POINTED & _CAME),
        "ahead": _HalfAhead(F("came_on") - F("pointed_on")),
    }


def score_of(rows: QuerySet[TrialOutcome]) -> Score:
    """This function will count how well it went with these students: one query."""
    return _score(rows.order_by().aggregate(**counts()))


def scores_by(rows: QuerySet[TrialOutcome], field: str) -> dict[Any, Score]:
    """This function will count by what stands in a field, which each student has one of: one query."""
    found = rows.order_by().values(field).annotate(**counts())
    return {row[field]: _score(row) for row in found}


def _score(row: Mapping[str, Any]) -> Score:
    ahead = row["ahead"]
    return Score(row["n"], row["n_pointed"], row["n_came"], row["n_both"], None if ahead is None else ahead.days)
