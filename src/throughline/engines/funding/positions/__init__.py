"""Positions at a price: a catalog, what schools are guaranteed and charged as staff, and what it costs, to the cent."""

from throughline.engines.funding.positions.catalog import Position, priced
from throughline.engines.funding.positions.charging import (
    AVERAGE,
    REAL,
    WAYS,
    Charged,
    PositionCharged,
    SchoolCharged,
    Staff,
    charge,
    too_few,
)
from throughline.engines.funding.positions.program import (
    DOWN,
    MODES,
    NEAREST,
    UP,
    Guarantee,
    PricedLine,
    floor_of,
    price_program,
)

__all__ = [
    "AVERAGE",
    "DOWN",
    "MODES",
    "NEAREST",
    "REAL",
    "UP",
    "WAYS",
    "Charged",
    "Guarantee",
    "Position",
    "PositionCharged",
    "PricedLine",
    "SchoolCharged",
    "Staff",
    "charge",
    "floor_of",
    "price_program",
    "priced",
    "too_few",
]
