"""What a workload is. To add one, write a file here that holds a `WORKLOAD`; the runner finds it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OURS = "throughline"


@dataclass(frozen=True, slots=True)
class Size:
    """One size to measure at: how it is printed, how many things grow, and what `make` is given.

    `judged` is false for a size that is printed and held to no bar.
    """

    label: str
    n: int
    values: Mapping[str, int]
    judged: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """Ours takes at most `at_most` times as long as `beside`: 2 is within twice, 0.1 is ten times faster."""

    beside: str
    at_most: float


@dataclass(frozen=True, slots=True)
class Workload:
    """A question, the sizes it is asked at, and everyone who answers it.

    `make` invents the inputs for a size, the same each time. Each contender takes them and returns its answer;
    `same` raises where an answer differs from ours. A contender whose package is absent is left out: it is made by
    a function that imports, given in `contenders` by its name.
    """

    name: str
    sizes: Sequence[Size]
    make: Callable[..., Any]
    contenders: Mapping[str, Callable[[Any], Callable[[], Any]]]
    same: Callable[[Any, Any, str], None]
    floor: str
    bars: Sequence[Bar] = ()
    notes: Sequence[str] = field(default=())
