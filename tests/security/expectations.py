"""Who may open what, as data: every address of the project, gathered from the files of `expected/`.

There is one for each room, or for a part of a large one. A new address or table without an entry is red. A file may
hold `AIMS`, `OPEN_TABLES` (tables behind no wall, each with the reason why a stranger to every student may read it) and
`FILLS` (what stands for a word of an address, by its name).
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.security.expected.aim import EVERYBODY, Aim

__all__ = ["AIMS", "DEFINER_FUNCTIONS", "EVERYBODY", "FILLS", "HANDFULS", "OPEN_TABLES", "POSTED", "Aim"]


def _rooms() -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules([str(Path(__file__).with_name("expected"))]):
        yield importlib.import_module(f"tests.security.expected.{found.name}")


def _gathered(name: str) -> Iterator[Any]:
    return (getattr(room, name) for room in _rooms() if hasattr(room, name))


AIMS: tuple[Aim, ...] = tuple(aim for aims in _gathered("AIMS") for aim in aims)
# Pages to which somebody may post something.
POSTED = frozenset(aim.page for aim in AIMS if aim.post)
OPEN_TABLES: dict[str, str] = {table: why for tables in _gathered("OPEN_TABLES") for table, why in tables.items()}
FILLS: dict[str, Callable[[str], object]] = {word: fill for fills in _gathered("FILLS") for word, fill in fills.items()}

# Functions that run with another's rights. None: each would be a door through the second wall.
DEFINER_FUNCTIONS: frozenset[str] = frozenset()

_A_HANDFUL = 8


def _handfuls() -> dict[str, tuple[Aim, ...]]:
    """A few addresses of a room at a time: what stands around a test costs as much as asking for them."""
    rooms: dict[str, list[Aim]] = {}
    for aim in AIMS:
        rooms.setdefault(aim.page.partition(":")[0], []).append(aim)
    return {
        f"{room} {start // _A_HANDFUL + 1}: {aims[start]}": tuple(aims[start : start + _A_HANDFUL])
        for room, aims in rooms.items()
        for start in range(0, len(aims), _A_HANDFUL)
    }


HANDFULS = _handfuls()
