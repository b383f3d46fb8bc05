"""Say that two students are to be apart or together, and take it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.class_wishes.queries import find_wishes, listed_places
from throughline.rooms.students.leading import find_movable, leads_at
from throughline.rooms.students.models import ClassWish, WishReason
from throughline.rooms.students.next_year import WISH_AUDIENCES, WishKind
from throughline.values.errors import NotAllowed, NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

MOST_WISHES = 80
MOST_LETTERS = 500


@dataclass(frozen=True, slots=True)
class Wished:
    """Two students, whether they are to be apart or together, and why, for whose eyes. A rule no move may break."""

    kind: str
    first_id: int
    second_id: int
    reason: str = ""
    audience: str = "notes"
    is_rule: bool = False


@transaction.atomic
def say_wish(*, by: Viewer, at: datetime, list_id: int, wished: Wished) -> UUID:
    """This function will keep a wish for two students on a class list. Nobody is moved by it.

    **Raises** `NotFound`, `NotAllowed`, `RefusedInput` as `find_movable`; `RefusedInput` where it is no wish for two
    students of whom `by` may write, stands already, or its reason cannot be kept for those eyes.
    """
    class_list = find_movable(by, list_id)
    places = listed_places(by, class_list, act="write")
    pair = {wished.first_id, wished.second_id}
    if len(pair) != 2 or not pair <= {place.student_id for place in places} or wished.kind not in WishKind.values:
        raise RefusedInput(
            gettext_noop("A wish is for two students of this list."), gettext_noop("Choose two different students.")
        )
    standing = find_wishes(by, class_list, listed_places(by, class_list))
    if any({one.first.pk, one.second.pk} == pair for one in standing):
        raise RefusedInput(
            gettext_noop("There is a wish for these two already."), gettext_noop("Take that one back first.")
        )
    if len(standing) >= MOST_WISHES:
        raise RefusedInput(gettext_noop("There are 80 wishes already."), gettext_noop("Take one back first."))
    if wished.is_rule and not leads_at(by, class_list.school_id):
        raise RefusedInput(gettext_noop("Only who leads the list makes a rule."), gettext_noop("Say it as a wish."))
    reason = _checked(by, wished, pair)
    key, who = uuid4(), by.user_id or 0
    rows = [
        ClassWish(
            key=key,
            class_list=class_list,
            student_id=pk,
            kind=wished.kind,
            is_rule=wished.is_rule,
            said_by_id=who,
            said_at=at,
        )
        for pk in (wished.first_id, wished.second_id)
    ]
    first, _second = ClassWish.objects.bulk_create(rows)
    if reason:
        WishReason.objects.create(wish=first, student_id=first.student_id, audience=wished.audience, text=reason)
    audit.record_act(
        by=by, at=at, act="make rule" if wished.is_rule else "wish", noun="class list", object_id=class_list.pk
    )
    return key


@transaction.atomic
def make_rule(*, by: Viewer, at: datetime, list_id: int, key: UUID) -> None:
    """This function will let no move part from a wish that stands. Who said it and why stay with it.

    Twice is as once. **Raises** as `find_movable`; `NotAllowed` where `by` does not lead the list; `NotFound` where
    there is no such wish for two students of whom they may write.
    """
    class_list = find_movable(by, list_id)
    if not leads_at(by, class_list.school_id):
        raise NotAllowed(gettext_noop("Only who leads the list makes a rule."), gettext_noop("Say it as a wish."))
    wishes = find_wishes(by, class_list, listed_places(by, class_list, act="write"))
    if key not in {one.key for one in wishes}:
        raise NotFound(gettext_noop("There is no such wish on this list, or none you may see."))
    rows = access.get_class_wishes_for(by, act="write").filter(class_list=class_list, key=key, is_rule=False)
    if rows.update(is_rule=True):
        audit.record_act(by=by, at=at, act="make rule", noun="class list", object_id=class_list.pk)


@transaction.atomic
def take_back_wish(*, by: Viewer, at: datetime, list_id: int, key: UUID) -> None:
    """This function will let a wish hold no more; it stays on record. Its speaker can, and who leads the list.

    A rule is taken back by who leads alone.

    **Raises** as `find_movable`; `NotFound` where there is no such wish of theirs.
    """
    class_list = find_movable(by, list_id)
    wishes = find_wishes(by, class_list, listed_places(by, class_list, act="write"))
    found = next((one for one in wishes if one.key == key), None)
    leads = leads_at(by, class_list.school_id)
    if found is None or not (leads or (found.said_by_id == by.user_id and not found.is_rule)):
        raise NotFound(gettext_noop("There is no such wish of yours."))
    rows = access.get_class_wishes_for(by, act="write").filter(class_list=class_list, key=key)
    rows.update(taken_back_at=at)
    audit.record_act(by=by, at=at, act="take wish back", noun="class list", object_id=class_list.pk)


def _checked(by: Viewer, wished: Wished, pair: set[int]) -> str:
    words = wished.reason.replace("\x00", "").strip()
    if len(words) > MOST_LETTERS:
        raise RefusedInput(gettext_noop("The reason is longer than fits here."), gettext_noop("Say it in a sentence."))
    writable = access.get_students_for(by, wished.audience, act="write") if wished.audience in WISH_AUDIENCES else None
    if words and (writable is None or writable.filter(pk__in=pair).count() < len(pair)):
        raise RefusedInput(
            gettext_noop("You cannot write of both of them for these eyes."), gettext_noop("Choose others.")
        )
    return words
