"""Is it fair? Dollars per student against each need, with a fitted line, and how far schools are from each other.

Equal dollars for equal students is one question (the measures of spread), more dollars for more need is another (the
line). Nothing here says why: a line shows what goes with what.

This module is the engine's door: whatever another floor needs from it is named here.
"""

from throughline.engines.equity.fit import Fit, Term, fit
from throughline.engines.equity.groups import Quarter, TheilParts, quarters_by_share, theil_within_and_between
from throughline.engines.equity.schools import Equity, NeedLine, equity_of
from throughline.engines.equity.spread import Spread, atkinson, gini, spread, theil, weighted_quantile

__all__ = [
    "Equity",
    "Fit",
    "NeedLine",
    "Quarter",
    "Spread",
    "Term",
    "TheilParts",
    "atkinson",
    "equity_of",
    "fit",
    "gini",
    "quarters_by_share",
    "spread",
    "theil",
    "theil_within_and_between",
    "weighted_quantile",
]
