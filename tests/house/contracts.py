"""Two contracts of our own for import-linter: a room is entered by its door, and a slice has one direction."""

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

ROOMS = "throughline.rooms."
# What those outside a room may import: its door, and the pages, verbs and menus that the top floors put together.
DOORS = {"api", "urls", "cli", "navigation"}
ORDER = ("views", "forms", "commands", "jobs", "queries")


def find_side_doors(graph: ImportGraph) -> Iterator[tuple[str, str]]:
    """This function will yield imports that enter a room elsewhere than by its door, as (importer, imported)."""
    for module in graph.modules:
        for target in graph.find_modules_directly_imported_by(module):
            if not target.startswith(ROOMS):
                continue
            room, _, inside = target.removeprefix(ROOMS).partition(".")
            own = module.startswith(f"{ROOMS}{room}.") or module == f"{ROOMS}{room}"
            allowed = {"api"} if module.startswith(ROOMS) else DOORS
            if not own and inside not in allowed:
                yield module, target


def find_climbing(graph: ImportGraph) -> Iterator[tuple[str, str]]:
    """This function will yield imports within one slice that go from rule to page, as (importer, imported)."""
    for module in graph.modules:
        folder, _, name = module.rpartition(".")
        if not folder.startswith(ROOMS) or name not in ORDER:
            continue
        for target in graph.find_modules_directly_imported_by(module):
            other, _, target_name = target.rpartition(".")
            if other == folder and target_name in ORDER and ORDER.index(target_name) < ORDER.index(name):
                yield module, target


class _Pairs(Contract):
    finder = staticmethod(find_side_doors)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = sorted(type(self).finder(graph))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} imports {imported}")


class DoorsContract(_Pairs):
    """Rooms meet only through each other's `api`."""

    finder = staticmethod(find_side_doors)


class SlicesContract(_Pairs):
    """views > forms > commands > jobs > queries."""

    finder = staticmethod(find_climbing)
