"""What rooms above work out anew: when the roster changed, a family refused, or two records of an adult were parted."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from throughline.values.viewer import Viewer


class AfterRoster(Protocol):
    """Something to do after each import, in its transaction."""

    def __call__(self, *, by: Viewer, at: datetime) -> object: ...


class AfterOptOut(Protocol):
    """Something to do when directory information of one student is refused, or no longer, in its transaction."""

    def __call__(self, *, by: Viewer, at: datetime, student_id: int) -> object: ...


class AfterParting(Protocol):
    """Something to do when two records that were one adult since a moment are two again, in its transaction."""

    def __call__(
        self, *, by: Viewer, at: datetime, parted_id: int, others: frozenset[int], since: datetime
    ) -> object: ...


_waiting: list[AfterRoster] = []
_after_parting: list[AfterParting] = []
_after_opt_out: list[AfterOptOut] = []


def register_after_roster(work: AfterRoster) -> None:
    """This function will have `work` done whenever relations are worked out anew. Call it from `AppConfig.ready`."""
    if work not in _waiting:
        _waiting.append(work)


def work_after_roster() -> tuple[Callable[..., object], ...]:
    """This function will return what was registered, in that order."""
    return tuple(_waiting)


def register_after_opt_out(work: AfterOptOut) -> None:
    """This function will have `work` done when a refusal is kept or taken back. Call it from `AppConfig.ready`."""
    if work not in _after_opt_out:
        _after_opt_out.append(work)


def follow_opt_out(*, by: Viewer, at: datetime, student_id: int) -> None:
    """This function will have every room above follow a refusal at once."""
    for work in _after_opt_out:
        work(by=by, at=at, student_id=student_id)


def register_after_parting(work: AfterParting) -> None:
    """This function will have `work` done when a record is parted from others. Call it from `AppConfig.ready`."""
    if work not in _after_parting:
        _after_parting.append(work)


def follow_parting(*, by: Viewer, at: datetime, parted_id: int, others: frozenset[int], since: datetime) -> None:
    """This function will have every room above follow a parting at once."""
    for work in _after_parting:
        work(by=by, at=at, parted_id=parted_id, others=others, since=since)
