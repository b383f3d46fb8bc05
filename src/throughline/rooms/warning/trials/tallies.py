"""How many students rules that were tried would flag, add and drop: by school, and by what is watched."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Count

from throughline.engines.warning import withhold
from throughline.rooms.warning.models import Trial, TrialReason, TrialStudent

# To those who may not see every student, no number below is said.
FEWEST = 10
Change = TrialStudent.Change


@dataclass(frozen=True, slots=True)
class Tally:
    """How many students: flagged by the rules in force, by those tried, added and dropped. None is left unsaid."""

    before: int | None = 0
    after: int | None = 0
    added: int | None = 0
    dropped: int | None = 0

    @property
    def kept(self) -> int | None:
        return None if self.after is None or self.added is None else self.after - self.added


@dataclass(frozen=True, slots=True)
class TallyRow:
    """A school with how many students it has, or something watched, and the numbers of it."""

    name: str
    n_students: int
    tally: Tally


BLANK = Tally(None, None, None, None)


def by_school(trial: Trial) -> dict[int, Tally]:
    """This function will count the flagged students of each school. A duty looks."""
    rows = TrialStudent.objects.filter(trial=trial).order_by().values_list("school", "change")
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for school, change, n in rows.annotate(n=Count("pk")):
        found[school][change] = n
    return {school: _tally(changes, changes) for school, changes in found.items()}


def by_indicator(trial: Trial) -> dict[str, Tally]:
    """This function will count, of each thing watched, the flagged students for whom it is among the reasons.

    By the rules that flag them. A duty looks.
    """
    rows = TrialReason.objects.filter(row__trial=trial).order_by()
    tried: dict[str, dict[str, int]] = defaultdict(dict)
    before: dict[str, dict[str, int]] = defaultdict(dict)
    counted = rows.values_list("indicator", "by_tried", "row__change").annotate(n=Count("pk"))
    for indicator, by_tried, change, n in counted:
        (tried if by_tried else before)[indicator][change] = n
    return {indicator: _tally(tried[indicator], before[indicator]) for indicator in {*tried, *before}}


def _tally(tried: dict[str, int], before: dict[str, int]) -> Tally:
    added, dropped = tried.get(Change.ADDED, 0), before.get(Change.DROPPED, 0)
    return Tally(before.get(Change.KEPT, 0) + dropped, tried.get(Change.KEPT, 0) + added, added, dropped)


def summed(tallies: Sequence[Tally]) -> Tally:
    """This function will sum schools to the district."""
    return Tally(*(sum(column) for column in zip(*map(_numbers, tallies), strict=True)) if tallies else ())


def unsaid_of(tallies: Sequence[Tally], whole: Tally) -> tuple[list[Tally], Tally]:
    """This function will leave out small numbers of schools, and what they could be found by."""
    counts = [(*_numbers(one), one.kept or 0) for one in tallies]
    unsaid = withhold(np.array(counts, dtype=np.int64).reshape(-1, 5), FEWEST)
    shown = [BLANK if hidden else one for one, hidden in zip(tallies, unsaid.groups.tolist(), strict=True)]
    return shown, BLANK if unsaid.totals.any() else whole


def unsaid_alone(one: Tally) -> Tally:
    """This function will leave out a tally with a small number in it, where no total stands beside it."""
    return BLANK if any(0 < n < FEWEST for n in _numbers(one)) else one


def _numbers(one: Tally) -> tuple[int, int, int, int]:
    return one.before or 0, one.after or 0, one.added or 0, one.dropped or 0
