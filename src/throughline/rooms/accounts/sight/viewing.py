"""The one place where the viewer is set, and the day it is."""

import json
import uuid
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from throughline.values.viewer import NOBODY, Viewer


@dataclass(frozen=True, slots=True)
class _Acting:
    """As whom a block runs, in which request, and under which context history keeps what it changes."""

    viewer: Viewer = NOBODY
    request_id: str = ""
    context_id: str = field(default_factory=lambda: str(uuid.uuid4()))


_current: ContextVar[_Acting | None] = ContextVar("viewer", default=None)
# Rules and roles as the outermost block first read them; a page asks for them many times. None outside any block.
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)
_Kept = TypeVar("_Kept")


def today() -> date:
    """This function will return the district's day: the calendar's, or the demo's own fixed one."""
    fixed: date | None = settings.FIXED_TODAY
    return fixed or timezone.localdate()


def current_viewer() -> Viewer:
    """This function will return whom the present transaction runs as."""
    acting = _current.get()
    return acting.viewer if acting else NOBODY


@contextmanager
def acting_as(
    viewer: Viewer, *, request_id: str = "", reads: bool = False, known: Mapping[Hashable, Any] | None = None
) -> Iterator[None]:
    """This function will run its block in one transaction as `viewer`, whom the second wall and history then know.

    Blocks nest: a block inside another belongs to the same request, and at its end all is as it was before: viewer,
    request and context. A block that only `reads` has no savepoint: an error in it ends what is around it too, which
    then asks nothing more. The outermost block begins with what is `known`, by the keys of `kept`.
    """
    before = _current.get() or _Acting()
    acting = _Acting(viewer, request_id or before.request_id)
    ends_with_it = not connection.in_atomic_block
    with transaction.atomic(savepoint=not reads):
        _set(acting)
        token = _current.set(acting)
        outermost = _kept.set(dict(known or {})) if _kept.get() is None else None
        try:
            yield
        finally:
            _current.reset(token)
            if outermost is not None:
                _kept.reset(outermost)
        # A transaction that ends, or is being undone, takes its viewer with it.
        if not ends_with_it and not connection.needs_rollback:
            _set(before)


def kept(key: Hashable, read: Callable[[], _Kept]) -> _Kept:
    """This function will return what `read` returned when it was first asked under `key` in the outermost block.

    Only for what no wall hides from one viewer and shows another. `forget_kept` after a change.
    """
    held = _kept.get()
    if held is None:
        return read()
    if key not in held:
        held[key] = read()
    found: _Kept = held[key]
    return found


def forget_kept() -> None:
    """This function will have rules and roles read anew, since they were changed."""
    held = _kept.get()
    if held is not None:
        held.clear()


def _set(acting: _Acting) -> None:
    viewer, really = acting.viewer, acting.viewer.really
    who = {"user_id": really.user_id, "duty": viewer.duty, "name": str(viewer), "request": acting.request_id}
    values = {
        "throughline.viewer": str(viewer.user_id or ""),
        "throughline.behind": str(viewer.behind.user_id if viewer.behind else ""),
        "throughline.duty": viewer.duty,
        "throughline.today": today().isoformat(),
        "pghistory.context_id": acting.context_id,
        "pghistory.context_metadata": json.dumps(who),
    }
    columns = ", ".join(f"set_config('{name}', %s, true)" for name in values)
    with connection.cursor() as cursor:
        # In capitals, so that the database keeps its plan: it is asked several times a page.
        cursor.execute(f"SELECT {columns}", list(values.values()))
