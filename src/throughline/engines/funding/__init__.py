"""From a formula and each school's counts to every school's dollars, to the cent, with a trace of every step.

This module is the engine's door: whatever another floor needs from it is named here.
"""

from throughline.engines.funding.allocate import allocate
from throughline.engines.funding.allocation import Allocation, SchoolAllocation, TraceLine
from throughline.engines.funding.canonical import canonical_json, digest_of
from throughline.engines.funding.checks import check_counts
from throughline.engines.funding.counts import SchoolCounts
from throughline.engines.funding.formula import (
    ALL_STUDENTS,
    EXACT,
    MATRIX,
    Formula,
    Label,
    Level,
    Need,
    Rounding,
    Source,
)
from throughline.engines.funding.scenarios import ScenarioTotals, allocate_scenarios, rates_of
from throughline.engines.funding.students import counts_from_students
from throughline.engines.funding.version import ENGINE_VERSION
from throughline.engines.funding.weights import Weights, rates_equivalent, rates_from_weights

__all__ = [
    "ALL_STUDENTS",
    "ENGINE_VERSION",
    "EXACT",
    "MATRIX",
    "Allocation",
    "Formula",
    "Label",
    "Level",
    "Need",
    "Rounding",
    "ScenarioTotals",
    "SchoolAllocation",
    "SchoolCounts",
    "Source",
    "TraceLine",
    "Weights",
    "allocate",
    "allocate_scenarios",
    "canonical_json",
    "check_counts",
    "counts_from_students",
    "digest_of",
    "rates_equivalent",
    "rates_from_weights",
    "rates_of",
]
