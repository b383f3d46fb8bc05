"""Which student sits in which class next year, so that classes are of one size and hold as much of each need.

Every student is placed once; wishes to be apart or together hold, or those that cannot all hold are named. The answer
is the same whatever the order of what comes in. Nothing here knows a name or a reason: keys and traits only.

This module is the engine's door: whatever another floor needs from it is named here.
"""

from throughline.engines.balance.even import Spread, spread_of
from throughline.engines.balance.place import place
from throughline.engines.balance.wishes import Clash, Placement, Rising, Wish

__all__ = ["Clash", "Placement", "Rising", "Spread", "Wish", "place", "spread_of"]
