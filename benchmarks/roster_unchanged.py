"""Roster night again: the same package, or one with a person in 200 changed, after a full one."""

from collections.abc import Callable
from functools import partial

from benchmarks import roster_ground as ground
from benchmarks.roster import sizes
from benchmarks.workload import OURS, Bar, Workload

FULL, BY_HAND, CHANGED = "ours, a full night", "COPY and merge by hand", "ours, 0.5 % changed and back"


def _unchanged(way: ground.Way) -> Callable[[ground.Night], Callable[[], tuple[int, str]]]:
    def prepare(night: ground.Night) -> Callable[[], tuple[int, str]]:
        if way is ground.ours:
            way(night.full, night.by, first=True)
        return partial(way, night.full, night.by, first=False)

    return prepare


def _full(night: ground.Night) -> Callable[[], tuple[int, str]]:
    return partial(ground.ours, night.full, night.by, first=True)


def _changed(night: ground.Night) -> Callable[[], tuple[int, str]]:
    def run() -> tuple[int, str]:
        ground.ours(night.changed, night.by, first=False)
        return ground.ours(night.full, night.by, first=False)

    return run


WORKLOAD = Workload(
    name="Roster, unchanged night",
    sizes=sizes(),
    make=ground.make,
    contenders={
        OURS: _unchanged(ground.ours),
        CHANGED: _changed,
        BY_HAND: _unchanged(ground.expert_sql),
        FULL: _full,
    },
    same=ground.same,
    floor=BY_HAND,
    bars=[Bar(FULL, 0.1)],
)
