"""Say that two adults of families are two people, and take it back."""

from datetime import datetime

from throughline.rooms.students.adults.queries import find_adults_pair
from throughline.rooms.students.duplicates.deciding import keep_two, take_two_back
from throughline.rooms.students.pairs import LikelyAdults
from throughline.values.viewer import Viewer

_NOUN = "duplicate adults"


def say_two_adults(*, by: Viewer, at: datetime, pair_id: int) -> LikelyAdults:
    """This function will keep that a pair is two people, so that it is not proposed again while its facts stay.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`; `RefusedInput` where it was said already.
    """
    pair = find_adults_pair(by, pair_id, lock=True)
    keep_two(pair, by=by, at=at, noun=_NOUN)
    return pair


def take_back_two_adults(*, by: Viewer, at: datetime, pair_id: int) -> LikelyAdults:
    """This function will propose a pair again that was said to be two people. History keeps what was said.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`; `RefusedInput` where nothing was said.
    """
    pair = find_adults_pair(by, pair_id, lock=True)
    take_two_back(pair, by=by, at=at, noun=_NOUN)
    return pair
