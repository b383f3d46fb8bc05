"""Ways of making a quotient whole: down, up, or to the nearest with halves going up or to the even one."""

from collections.abc import Callable, Mapping
from typing import Any


def _half_even(size: Any, below: Any) -> Any:
    down = size // below
    twice = (size - down * below) * 2
    return down + ((twice > below) | ((twice == below) & (down % 2 == 1)))


# What is divided is zero or more, whole numbers or arrays of them; what it is divided by is above zero. Half of an odd
# number may be cut: what is added to a whole number is then half a step short of what would carry it.
ROUNDS: Mapping[str, Callable[[Any, Any], Any]] = {
    "down": lambda size, below: size // below,
    "up": lambda size, below: -(-size // below),
    "half-up": lambda size, below: (size + below // 2) // below,
    "half-even": _half_even,
}
