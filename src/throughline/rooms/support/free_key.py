"""The key under which a window keeps what is typed in it; the window makes it, so it may be somebody's already."""

from uuid import uuid4

from django.db import IntegrityError, transaction

from throughline.rooms.support.models import Draft, SheetDraft


def save_under_free_key(row: Draft | SheetDraft) -> None:
    """This function will save a draft that begins; a key that is somebody's stays theirs, and it has another."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.key = uuid4()
        row.save()
