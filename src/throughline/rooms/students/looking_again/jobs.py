"""Looking through the roster for duplicates while nobody waits: after each import, and when somebody asks."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from throughline.rooms.students.adults.looking import look_for_adults
from throughline.rooms.students.duplicates.looking import look_for_duplicates
from throughline.rooms.students.duplicates.queries import may_find_duplicates
from throughline.values.viewer import Viewer


@app.task(name="students.look_for_duplicates", queue="students")
def look(user_id: int) -> None:
    """Look as the person who asked. Safe to run twice; whoever may no longer keep the roster looks at nothing."""
    user = get_user_model().objects.get(pk=user_id)
    by = user.viewer() if user.is_active else Viewer()
    if may_find_duplicates(by):
        look_for_duplicates(by=by, at=timezone.now())
        look_for_adults(by=by, at=timezone.now())


def ask_to_look(*, by: Viewer, at: datetime) -> None:
    """This function will have the roster looked through soon, once however often it is asked for.

    It is done as `by`, where they are a person who keeps the roster; otherwise nothing is.
    """
    if by.user_id is None or by.behind is not None or not may_find_duplicates(by):
        return
    try:
        with transaction.atomic():
            look.configure(queueing_lock="students.look_for_duplicates").defer(user_id=by.user_id)
    except AlreadyEnqueued:
        pass
