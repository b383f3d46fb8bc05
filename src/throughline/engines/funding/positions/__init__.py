"""Positions at a price: a catalog, what every school is guaranteed as staff, and what that costs, to the cent."""

from throughline.engines.funding.positions.catalog import Position, priced
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
    "DOWN",
    "MODES",
    "NEAREST",
    "UP",
    "Guarantee",
    "Position",
    "PricedLine",
    "floor_of",
    "price_program",
    "priced",
]
