"""Early warning: how students stand on what a district watches, and what its rules suggest, with the reasons.

Columns in, columns out. Shares are whole numbers over whole numbers and are compared exactly; a cut point belongs to
the worse side. A suggestion is no label: a person decides.
"""

from throughline.engines.warning.measures import Measured, measure
from throughline.engines.warning.records import (
    ABSENT_EXCUSED,
    ABSENT_UNEXCUSED,
    PRESENT,
    TARDY,
    UNKNOWN,
    Attendance,
    Incidents,
    Marks,
    Records,
    Results,
    SchoolDays,
    Stints,
)
from throughline.engines.warning.rules import METHOD, WITH_WINDOW, Indicator, Level, Measure, Rules, Standing
from throughline.engines.warning.suggest import NOT_ENOUGH, Suggested, stand, suggest, tiers
from throughline.engines.warning.withholding import Unsaid, withhold

__all__ = [
    "ABSENT_EXCUSED",
    "ABSENT_UNEXCUSED",
    "METHOD",
    "NOT_ENOUGH",
    "PRESENT",
    "TARDY",
    "UNKNOWN",
    "WITH_WINDOW",
    "Attendance",
    "Incidents",
    "Indicator",
    "Level",
    "Marks",
    "Measure",
    "Measured",
    "Records",
    "Results",
    "Rules",
    "SchoolDays",
    "Standing",
    "Stints",
    "Suggested",
    "Unsaid",
    "measure",
    "stand",
    "suggest",
    "tiers",
    "withhold",
]
