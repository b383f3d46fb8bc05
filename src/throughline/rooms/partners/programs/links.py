"""What rooms above offer to do with a program, such as writing down a session of everybody in it."""

from collections.abc import Callable, Iterable

from throughline.rooms.partners.models import Program
from throughline.values.viewer import Viewer

# What it is called, and where it leads.
ProgramLink = tuple[str, str]
LinkSource = Callable[[Viewer, Program], Iterable[ProgramLink]]
_sources: list[LinkSource] = []


def register_program_links(source: LinkSource) -> None:
    """This function will ask `source` for links on each program's page. Call it from `AppConfig.ready`."""
    if source not in _sources:
        _sources.append(source)


def program_links(viewer: Viewer, program: Program) -> list[ProgramLink]:
    """This function will gather what every room above offers."""
    return [link for source in _sources for link in source(viewer, program)]
