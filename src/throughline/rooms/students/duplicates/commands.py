"""Say that two students are two people, and take it back."""

from datetime import datetime

from throughline.rooms.students.duplicates.deciding import keep_two, take_two_back
from throughline.rooms.students.duplicates.queries import find_pair
from throughline.rooms.students.models import LikelyPair
from throughline.values.viewer import Viewer

_NOUN = "duplicate students"


def say_two_people(*, by: Viewer, at: datetime, pair_id: int) -> LikelyPair:
    """This function will keep that a pair is two people, so that it is not proposed again while its facts stay.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`; `RefusedInput` where it was said already.
    """
    pair = find_pair(by, pair_id, lock=True)
    keep_two(pair, by=by, at=at, noun=_NOUN)
    return pair


def take_back_two_people(*, by: Viewer, at: datetime, pair_id: int) -> LikelyPair:
    """This function will propose a pair again that was said to be two people. History keeps what was said.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`; `RefusedInput` where nothing was said.
    """
    pair = find_pair(by, pair_id, lock=True)
    take_two_back(pair, by=by, at=at, noun=_NOUN)
    return pair
