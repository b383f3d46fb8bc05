"""What rooms above add to "Today": things to do, and the places where a person stands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from throughline.values.viewer import Viewer

Urgency = Literal["overdue", "today", "soon", "look"]
URGENCIES: tuple[Urgency, ...] = ("overdue", "today", "soon", "look")
# What a mark sends along, so that whoever answers it leads back to Today.
FROM, TODAY = "from", "today"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a task right on Today in one click: posted to `url` as `go`, which comes back here.

    Only for an act that needs no words, and that whoever did it can take back.
    """

    url: str
    label: str
    go: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that is somebody's to do: a sentence, and the one action that does it.

    `mark` says right here that it is done. `look` is for what is theirs to look at whenever they like; it is listed,
    not counted. Where the sentence names a student, `student_id` says whom and `classes` which classes of record it
    tells of, so that the look is noted.
    """

    sentence: str
    url: str
    action: str
    urgency: Urgency = "soon"
    student_id: int | None = None
    classes: tuple[str, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A relation of the policy table that somebody stands in, and where or to whom, in words."""

    relation: str
    where: str = ""


_task_sources: list[Callable[[Viewer], Iterable[Task]]] = []
_standing_sources: list[Callable[[Viewer], Iterable[Standing]]] = []
Noter = Callable[[Viewer, datetime, list[tuple[int, tuple[str, ...]]]], None]
_noters: list[Noter] = []


def came_from_today(sent: Mapping[str, str]) -> bool:
    """This function will tell whether what was posted is a mark that somebody made on Today."""
    return sent.get(FROM) == TODAY


def register_tasks(source: Callable[[Viewer], Iterable[Task]]) -> None:
    """This function will ask `source` for tasks whenever somebody opens Today. Call it from `AppConfig.ready`."""
    if source not in _task_sources:
        _task_sources.append(source)


def register_standings(source: Callable[[Viewer], Iterable[Standing]]) -> None:
    """This function will ask `source` where somebody stands beside their roles. Call it from `AppConfig.ready`."""
    if source not in _standing_sources:
        _standing_sources.append(source)


def register_named_noter(note: Noter) -> None:
    """This function will have `note` told of the students whom tasks on Today name: who looked, when, whom and what of.

    Call it from `AppConfig.ready`.
    """
    if note not in _noters:
        _noters.append(note)


def contributed_tasks(viewer: Viewer, *, at: datetime) -> list[Task]:
    """This function will gather every room's tasks for `viewer`, the most urgent first, and note whom they name."""
    found = [task for source in _task_sources for task in source(viewer)]
    named = [(task.student_id, task.classes) for task in found if task.student_id is not None]
    for note in _noters if named else ():
        note(viewer, at, named)
    return sorted(found, key=lambda task: URGENCIES.index(task.urgency))


def contributed_standings(viewer: Viewer) -> list[Standing]:
    """This function will gather where `viewer` stands by what other rooms know."""
    return [standing for source in _standing_sources for standing in source(viewer)]
