"""What each kind of step takes, said once: the check, the messages and the written reference are made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Slot:
    """A calculation that a step takes: its unit ("any" where every number does), and a line to copy."""

    unit: str
    example: str
    needed: bool = True
    for_district: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of step: what it does in a sentence, its calculations, its other settings, whether it pays."""

    says: str
    slots: Mapping[str, Slot]
    pays: bool = False
    settings: frozenset[str] = field(default_factory=frozenset)
    needed: tuple[str, ...] = ()


_WHERE = Slot("yes or no", 'where = "enrolled > 0"', needed=False)
_WHEN = Slot("yes or no", 'when = "general >= trigger"', needed=False, for_district=True)
_PAYS = frozenset({"from", "need", "round"})
_PAYS_NEEDED = ("from", "round")

KINDS: Mapping[str, Kind] = {
    "calculate": Kind(
        "Works a number out for later steps; nothing is paid.",
        {"is": Slot("any", 'is = "poverty * weight"'), "where": _WHERE},
        settings=frozenset({"unit", "round"}),
        needed=("unit",),
    ),
    "pay": Kind(
        "Pays each school what a calculation comes to.",
        {"is": Slot("dollars", 'is = "poverty * dollars_per_pupil"'), "where": _WHERE, "when": _WHEN},
        pays=True,
        settings=_PAYS | {"may_be_negative"},
        needed=_PAYS_NEEDED,
    ),
    "hold": Kind(
        "Keeps an amount of a source at the district, before schools are paid.",
        {"is": Slot("dollars", 'is = "title_i * 0.01"', for_district=True), "when": _WHEN},
        settings=frozenset({"from"}),
        needed=("from",),
    ),
    "share pool": Kind(
        "Shares a fixed amount among schools in proportion to a weight, to the last cent.",
        {
            "pool": Slot("dollars", 'pool = "title_i"', for_district=True),
            "by": Slot("any", 'by = "poverty * weight"'),
            "where": _WHERE,
            "when": _WHEN,
        },
        pays=True,
        settings=_PAYS,
        needed=_PAYS_NEEDED,
    ),
    "rank and serve": Kind(
        "Ranks schools by a share, serves those that qualify in order, and lets no rate rise down the ranking.",
        {
            "share": Slot("share", 'share = "ratio(low_income, enrolled)"'),
            "count": Slot("pupils", 'count = "low_income"'),
            "pool": Slot("dollars", 'pool = "title_i"', for_district=True),
            "eligible": Slot("yes or no", 'eligible = "share >= 0.35"'),
            "rate": Slot("dollars per pupil", 'rate = "700"', needed=False),
            "first_above": Slot("share", 'first_above = "0.75"', needed=False, for_district=True),
            "span": Slot("text", 'span = "level"', needed=False),
            "skip": Slot("yes or no", 'skip = "served_otherwise"', needed=False),
            "least_rate": Slot("dollars per pupil", 'least_rate = "1.25 * whole_rate"', needed=False),
            "least_rate_below": Slot("share", 'least_rate_below = "0.35"', needed=False, for_district=True),
            "when": _WHEN,
        },
        pays=True,
        settings=_PAYS,
        needed=_PAYS_NEEDED,
    ),
    "top up": Kind(
        "Raises schools to a minimum: from an open source, from a reserve, or from the gainers in proportion.",
        {
            "to": Slot("dollars", 'to = "minimum_per_pupil * enrolled"'),
            "of": Slot("dollars", 'of = "paid"', needed=False),
            "reserve": Slot("dollars", 'reserve = "250000"', needed=False, for_district=True),
            "most": Slot("dollars", 'most = "50000"', needed=False),
            "most_given": Slot("dollars", 'most_given = "paid * 0.02"', needed=False),
            "where": _WHERE,
            "when": _WHEN,
        },
        pays=True,
        settings=_PAYS | {"paid"},
        needed=(*_PAYS_NEEDED, "paid"),
    ),
    "phase in": Kind(
        "Goes a share of the way from where schools start to what the formula gives.",
        {
            "of": Slot("dollars", 'of = "formula_dollars"'),
            "start": Slot("dollars", 'start = "last_year"'),
            "share": Slot("share", 'share = "0.33"'),
        },
        settings=frozenset({"round"}),
    ),
    "limit": Kind(
        "Keeps an amount between a floor and a cap for each school; with keep_total the sum stays as it was.",
        {
            "of": Slot("dollars", 'of = "formula_dollars"'),
            "low": Slot("dollars", 'low = "prior * 0.98"'),
            "high": Slot("dollars", 'high = "prior * 1.04"'),
        },
        settings=frozenset({"keep_total", "round"}),
    ),
}
