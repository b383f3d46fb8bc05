"""Revenues around a formula: what reaches its sources, what goes past it, and who drew on what, to the cent."""

from throughline.engines.funding.revenues.draws import Draw, Draws, draw_on
from throughline.engines.funding.revenues.place import Placement, place_revenues, with_revenues
from throughline.engines.funding.revenues.revenue import (
    LOCKED,
    ORIGINS,
    SCHOOL_GRANT,
    STATUSES,
    UNLOCKED,
    CentralShare,
    Grant,
    Revenue,
)
from throughline.engines.funding.revenues.supplement import (
    Guessed,
    Offset,
    PassedOver,
    Reads,
    Supplement,
    check_supplement,
)

__all__ = [
    "LOCKED",
    "ORIGINS",
    "SCHOOL_GRANT",
    "STATUSES",
    "UNLOCKED",
    "CentralShare",
    "Draw",
    "Draws",
    "Grant",
    "Guessed",
    "Offset",
    "PassedOver",
    "Placement",
    "Reads",
    "Revenue",
    "Supplement",
    "check_supplement",
    "draw_on",
    "place_revenues",
    "with_revenues",
]
