"""Roster night: a whole OneRoster package into an empty district, previewed, written down and applied."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from benchmarks import roster_ground as ground
from benchmarks.workload import OURS, Bar, Size, Workload

BY_HAND, ORM = "COPY and merge by hand", "bulk_create(update_conflicts)"
LARGE = "THROUGHLINE_BENCH_LARGE"


def sizes() -> list[Size]:
    """This function will return 25,000 and 100,000 users, and a state's largest districts' 650,000 where asked for."""
    counts = [25_000, 100_000, *([650_000] if os.environ.get(LARGE) else [])]
    return [Size(f"{n:,} users, {4 * n:,} rows", n, {"n_users": n}) for n in counts]


def _full(way: ground.Way) -> Callable[[ground.Night], Callable[[], tuple[int, str]]]:
    return lambda night: partial(way, night.full, night.by, first=True)


_CONTENDERS: Mapping[str, Callable[[Any], Callable[[], Any]]] = {
    OURS: _full(ground.ours),
    BY_HAND: _full(ground.expert_sql),
    ORM: _full(ground.orm),
}

WORKLOAD = Workload(
    name="Roster, full night",
    sizes=sizes(),
    make=ground.make,
    contenders=_CONTENDERS,
    same=ground.same,
    floor=BY_HAND,
    bars=[Bar(BY_HAND, 2.0)],
    notes=[
        (
            "Roster: all fill the same tables behind the same walls with the same history; ours also checks every cell,"
            " previews, keeps what it would take to undo, and works out who ends."
        ),
        f"Roster: {LARGE}=1 adds 650,000 users.",
    ],
)
