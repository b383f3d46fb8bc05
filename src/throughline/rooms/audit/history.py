"""History of every change, written by the database so that bulk loads and scripts are in it too."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

_Model = TypeVar("_Model", bound=type[models.Model])


def tracked() -> Callable[[_Model], _Model]:
    """This function will return the decorator that keeps a model's history: made, changed and removed.

    Each event names the context set by `accounts` when it set the viewer: who, and in which request.
    """
    decorator: Callable[[_Model], _Model] = pghistory.track(
        pghistory.InsertEvent("made"),
        pghistory.UpdateEvent("changed"),
        pghistory.DeleteEvent("removed"),
        level=pghistory.Statement,
    )
    return decorator
