"""Which two records are likely one person, how sure that is, and what speaks for and against it.

Nothing here decides: a person does. The answer is the same whatever the order of what comes in.

This module is the engine's door: whatever another floor needs from it is named here.
"""

from throughline.engines.identity.adults import compare_adults
from throughline.engines.identity.facts import Adult, Fact, How, Person, Reason
from throughline.engines.identity.find import Found, Pair, find_adult_pairs, find_pairs
from throughline.engines.identity.spelling import alike, half_keys, kept_keys, most_alike, slip_keys
from throughline.engines.identity.weigh import LIKELY, STRONG, Weighed, compare

__all__ = [
    "LIKELY",
    "STRONG",
    "Adult",
    "Fact",
    "Found",
    "How",
    "Pair",
    "Person",
    "Reason",
    "Weighed",
    "alike",
    "compare",
    "compare_adults",
    "find_adult_pairs",
    "find_pairs",
    "half_keys",
    "kept_keys",
    "most_alike",
    "slip_keys",
]
