"""Why did mine change? The difference between two results of a school, cause by cause, adding up to the cent.

**How** One thing is changed after another, in one order that is always the same, and each run's difference is what
that thing did: the school's own enrollment, its need mix, its other figures, the other schools, what sources bring,
the formula. Top-ups and rounding are read from the two results. So each line answers a question that anyone can ask
the engine again ("what if only our enrollment had changed?"), as in a finance officer's own variance analysis:
quantity at the old price, price at the new quantity. Where two changes work on each other, the later line holds
what they do together. The other road, averaging over every order (Shorrocks, "Decomposition procedures for
distributional analysis", Journal of Economic Inequality 11, 2013), shares that out evenly and can be checked by
nobody with a pencil.
"""

from throughline.engines.funding.changes.parts import ORDER, ChangePart, LineChange, Part, SchoolChange
from throughline.engines.funding.changes.why import why_changed

__all__ = ["ORDER", "ChangePart", "LineChange", "Part", "SchoolChange", "why_changed"]
