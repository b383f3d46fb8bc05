"""Say that two students are two people, and take it back."""

from datetime import datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.students.duplicates.queries import find_pair
from throughline.rooms.students.models import LikelyPair
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def say_two_people(*, by: Viewer, at: datetime, pair_id: int) -> LikelyPair:
    """This function will keep that a pair is two people, so that it is not proposed again while its facts stay.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`; `RefusedInput` where it was said already.
    """
    pair = find_pair(by, pair_id, lock=True)
    if pair.is_decided:
        raise RefusedInput(
            gettext_noop("Somebody has already said that these are two people."),
            gettext_noop("Take that back first, if it was wrong."),
        )
    pair.two_people_facts, pair.decided_by, pair.decided_at = pair.facts, str(by), at
    pair.save()
    audit.record_act(by=by, at=at, act="tell apart", noun="duplicate students", object_id=pair.pk)
    return pair


def take_back_two_people(*, by: Viewer, at: datetime, pair_id: int) -> LikelyPair:
    """This function will propose a pair again that was said to be two people. History keeps what was said.

    **Raises** `NotAllowed` for those who do not keep the roster; `NotFound`; `RefusedInput` where nothing was said.
    """
    pair = find_pair(by, pair_id, lock=True)
    if not pair.two_people_facts:
        raise RefusedInput(
            gettext_noop("Nobody has said that these are two people."), gettext_noop("Look at the pair again.")
        )
    pair.two_people_facts, pair.decided_by, pair.decided_at = "", "", None
    pair.save()
    audit.record_act(by=by, at=at, act="take back telling apart", noun="duplicate students", object_id=pair.pk)
    return pair
