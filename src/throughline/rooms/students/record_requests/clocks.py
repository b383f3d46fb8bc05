"""How long the district gives itself for each step, as shipped in clocks.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

MOST_DAYS_TO_INSPECT = 45  # 34 CFR 99.10(b)
ADULT_AT = 18  # 34 CFR 99.3, 99.5

_FILE = Path(__file__).with_name("clocks.toml")


@dataclass(frozen=True, slots=True)
class Clocks:
    """Days from one step to the next."""

    inspect_days: int
    amend_days: int
    hearing_days: int
    notice_days: int
    decision_days: int

    def __post_init__(self) -> None:
        if not 0 < self.inspect_days <= MOST_DAYS_TO_INSPECT:
            raise ValueError(f"inspect_days is 1 to {MOST_DAYS_TO_INSPECT}: no law allows longer")
        if min(self.amend_days, self.hearing_days, self.notice_days, self.decision_days) < 1:
            raise ValueError("each clock runs for one day or more")


@cache
def clocks() -> Clocks:
    """This function will read the clocks."""
    return Clocks(**tomllib.loads(_FILE.read_text(encoding="utf-8")))


def is_adult(birth_on: date | None, on: date) -> bool:
    """This function will tell whether somebody is 18 on a day; where the day of birth is unknown, they are not.

    **Example**

    >>> is_adult(date(2008, 2, 29), date(2026, 2, 28)), is_adult(date(2008, 2, 29), date(2026, 3, 1))
    (False, True)
    """
    if birth_on is None:
        return False
    return (on.year - ADULT_AT, on.month, on.day) >= (birth_on.year, birth_on.month, birth_on.day)
