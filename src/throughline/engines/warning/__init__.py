"""Early warning: how students stand on what a district watches, and what its rules suggest, with the reasons.

Columns in, columns out. Shares are whole numbers over whole numbers and are compared exactly; a cut point belongs to
the worse side. A suggestion is no label: a person decides.
"""

from throughline.engines.warning.foreseeing import (
    FEWEST_TO_SAY,
    NEVER,
    Came,
    Outcome,
    Score,
    came,
    is_missed_more,
    pointed_out,
    score,
)
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
from throughline.engines.warning.suggest import NOT_ENOUGH, Suggested, overall_tier, stand, suggest, tiers
from throughline.engines.warning.withholding import Unsaid, withhold

__all__ = [
    "ABSENT_EXCUSED",
    "ABSENT_UNEXCUSED",
    "FEWEST_TO_SAY",
    "METHOD",
    "NEVER",
    "NOT_ENOUGH",
    "PRESENT",
    "TARDY",
    "UNKNOWN",
    "WITH_WINDOW",
    "Attendance",
    "Came",
    "Incidents",
    "Indicator",
    "Level",
    "Marks",
    "Measure",
    "Measured",
    "Outcome",
    "Records",
    "Results",
    "Rules",
    "SchoolDays",
    "Score",
    "Standing",
    "Stints",
    "Suggested",
    "Unsaid",
    "came",
    "is_missed_more",
    "measure",
    "overall_tier",
    "pointed_out",
    "score",
    "stand",
    "suggest",
    "tiers",
    "withhold",
]
