"""Keeping what a person said of two records, students' or adults': that they are two people, and taking that back."""

from datetime import datetime

from throughline.rooms.audit import api as audit
from throughline.rooms.students.models import LikelyPair
from throughline.rooms.students.pairs import LikelyAdults
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def keep_two(pair: LikelyPair | LikelyAdults, *, by: Viewer, at: datetime, noun: str) -> None:
    """This function will keep that a pair is two people, of the facts that are known now.

    **Raises** `RefusedInput` where it was said already.
    """
    if pair.is_decided:
        raise RefusedInput(
            gettext_noop("Somebody has already said that these are two people."),
            gettext_noop("Take that back first, if it was wrong."),
        )
    pair.two_people_facts, pair.decided_by, pair.decided_at = pair.facts, str(by), at
    pair.save()
    audit.record_act(by=by, at=at, act="tell apart", noun=noun, object_id=pair.pk)


def take_two_back(pair: LikelyPair | LikelyAdults, *, by: Viewer, at: datetime, noun: str) -> None:
    """This function will propose a pair again. **Raises** `RefusedInput` where nothing was said of it."""
    if not pair.two_people_facts:
        raise RefusedInput(
            gettext_noop("Nobody has said that these are two people."), gettext_noop("Look at the pair again.")
        )
    pair.two_people_facts, pair.decided_by, pair.decided_at = "", "", None
    pair.save()
    audit.record_act(by=by, at=at, act="take back telling apart", noun=noun, object_id=pair.pk)


def check_not_two(pair: LikelyPair | LikelyAdults) -> None:
    """This function will do nothing where nobody said that a pair is two people. **Raises** `RefusedInput`."""
    if pair.is_decided:
        raise RefusedInput(
            gettext_noop("Somebody said that these are two people."), gettext_noop("Take that back first.")
        )
