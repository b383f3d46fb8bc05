"""What rooms above offer to do with the list of students as it stands, such as planning a meeting about them."""

from collections.abc import Callable, Iterable

from throughline.values.viewer import Viewer

# What it is called, and where it leads; the source is given what the list's address says.
ListAction = tuple[str, str]
ActionSource = Callable[[Viewer, str], Iterable[ListAction]]
_sources: list[ActionSource] = []


def register_list_actions(source: ActionSource) -> None:
    """This function will ask `source` what to offer above the list of students. Call it from `AppConfig.ready`."""
    if source not in _sources:
        _sources.append(source)


def list_actions(viewer: Viewer, asked: str) -> list[ListAction]:
    """This function will gather what every room above offers."""
    return [action for source in _sources for action in source(viewer, asked)]
