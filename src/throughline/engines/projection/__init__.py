"""Next years' students by school and grade: cohort survival, with what people know better, and how wrong it has been.

This module is the engine's door: whatever another floor needs from it is named here.
"""

from throughline.engines.projection.backtest import Bands, PastYear, back_test, look_back, with_bands
from throughline.engines.projection.history import Adjustment, History
from throughline.engines.projection.needs import need_counts
from throughline.engines.projection.survival import (
    METHOD,
    ProjectedCount,
    Projection,
    district_rates,
    project,
    survival_rates,
)

__all__ = [
    "METHOD",
    "Adjustment",
    "Bands",
    "History",
    "PastYear",
    "ProjectedCount",
    "Projection",
    "back_test",
    "district_rates",
    "look_back",
    "need_counts",
    "project",
    "survival_rates",
    "with_bands",
]
