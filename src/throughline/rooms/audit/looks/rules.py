"""The plain rules of unusual looking, as shipped in unusual.toml."""

import tomllib
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path

RULES = Path(__file__).with_name("unusual.toml")


@dataclass(frozen=True, slots=True)
class UnusualRules:
    """From how many students or emergencies on, outside which hours and weekdays, and whether relatives count."""

    students_a_day: int
    opens: time
    closes: time
    weekdays: tuple[int, ...]
    relatives: bool
    emergencies_a_month: int


@cache
def unusual_rules() -> UnusualRules:
    """This function will read the rules of unusual looking."""
    held = tomllib.loads(RULES.read_text(encoding="utf-8"))
    hours = held["after_hours"]
    return UnusualRules(
        students_a_day=held["many_students"]["students_a_day"],
        opens=hours["opens"],
        closes=hours["closes"],
        weekdays=tuple(hours["weekdays"]),
        relatives=held["own_relatives"]["look_for"],
        emergencies_a_month=held["emergencies"]["a_month"],
    )
