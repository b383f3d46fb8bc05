"""Put a student's photo, take it away, and refuse that there be one."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from throughline.rooms.audit import api as audit
from throughline.rooms.students import access
from throughline.rooms.students.models import Student
from throughline.rooms.students.photo.pictures import make_portrait
from throughline.rooms.students.photo.queries import find_photographed, may_put, stands_for
from throughline.rooms.students.portrait import Photo, PhotoImage
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@transaction.atomic
def put_photo(*, by: Viewer, at: datetime, student_id: int, content: bytes) -> None:
    """This function will keep a picture as the student's photo; one that was there is gone.

    **Raises** `NotFound`; `NotAllowed` for those who may not; `RefusedInput` where the student or the family refuses
    one, or it is no picture that can be kept.
    """
    student = _checked(by, student_id)
    row = _row(by, student)
    if row is not None and row.is_refused and not stands_for(by, student):
        raise RefusedInput(
            gettext_noop("The student or the family wants no photo here."),
            gettext_noop("Ask them; they can allow it on this page."),
        )
    portrait = make_portrait(content)
    digest = sha256(portrait).hexdigest()
    Photo.objects.update_or_create(student=student, defaults={"digest": digest, "is_refused": False, "changed_at": at})
    PhotoImage.objects.update_or_create(student=student, defaults={"content": portrait})
    audit.record_act(by=by, at=at, act="put", noun="photo", object_id=student.pk)


@transaction.atomic
def take_photo_away(*, by: Viewer, at: datetime, student_id: int, refuse: bool = False) -> None:
    """This function will remove a student's photo for good; the student and the family may refuse any other too.

    **Raises** `NotFound`; `NotAllowed` for those who may not; `RefusedInput` where there is nothing to take away.
    """
    student = _checked(by, student_id)
    if refuse and not stands_for(by, student):
        raise NotAllowed(
            gettext_noop("Only the student and the family can refuse a photo."),
            gettext_noop("Take the photo away; ask them what they wish."),
        )
    row = _row(by, student)
    if not refuse and (row is None or not row.digest):
        raise RefusedInput(gettext_noop("There is no photo here."), gettext_noop("Look at the page again."))
    access.get_photo_images_for(by).filter(student=student).delete()
    Photo.objects.update_or_create(student=student, defaults={"digest": "", "is_refused": refuse, "changed_at": at})
    audit.record_act(by=by, at=at, act="refuse" if refuse else "take away", noun="photo", object_id=student.pk)


@transaction.atomic
def allow_photo(*, by: Viewer, at: datetime, student_id: int) -> None:
    """This function will take a refusal back. **Raises** `NotFound`; `NotAllowed`; `RefusedInput` where none stands."""
    student = _checked(by, student_id)
    row = _row(by, student)
    if not stands_for(by, student):
        raise NotAllowed(
            gettext_noop("Only the student and the family can allow a photo again."), gettext_noop("Ask them.")
        )
    if row is None or not row.is_refused:
        raise RefusedInput(gettext_noop("Nothing is refused now."), gettext_noop("Look at the page again."))
    row.is_refused, row.changed_at = False, at
    row.save(update_fields=["is_refused", "changed_at"])
    audit.record_act(by=by, at=at, act="allow", noun="photo", object_id=student.pk)


def _checked(by: Viewer, student_id: int) -> Student:
    student = find_photographed(by, student_id)
    if not may_put(by, student):
        raise NotAllowed(
            gettext_noop("Your role lets you change nothing here."),
            gettext_noop("The student, the family, the coordinator and the school's leadership can."),
        )
    return student


def _row(by: Viewer, student: Student) -> Photo | None:
    return access.get_photos_for(by).select_for_update().filter(student=student).first()
