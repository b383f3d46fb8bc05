"""Columns of figures and of words as they were read, with the form that a run needs made once and kept with them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import overload

import numpy as np

from throughline.engines.funding.steps.columns import Exact, Mask, Numbers, Words

Cell = Fraction | bool | str


class Figures(Sequence[Cell]):
    """One column, a cell for each school; nothing changes one that is made.

    What is made of it stays with it while a slider runs it again and again. Of what was counted the cells are made
    when somebody reads them: a run needs the numbers alone.
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.cells = tuple(cells)

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "Figures":
        """This function will hold cells as a column; one that is held already stays as it is."""
        return cells if isinstance(cells, Figures) else cls(cells)

    @classmethod
    def counted(cls, numbers: Sequence[int] | Numbers) -> "Figures":
        """This function will hold whole numbers, such as counts of students, as a column.

        **Example**

        >>> Figures.counted([412, 0]) == Figures.of([Fraction(412), Fraction(0)])
        True
        """
        return cls.of_exact(Exact.parts(numbers.astype(np.int64) if isinstance(numbers, np.ndarray) else numbers, of=1))

    @classmethod
    def of_exact(cls, exact: Exact) -> "Figures":
        """This function will hold exact numbers as a column."""
        made = cls.__new__(cls)
        made.exact = exact
        return made

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """What stands for each school."""
        return tuple(self.exact.fractions())

    @cached_property
    def exact(self) -> Exact:
        """The column as exact numbers."""
        return Exact.of(Fraction(cell) if isinstance(cell, str) else cell for cell in self.cells)

    @cached_property
    def truths(self) -> Mask:
        """The column as yes or no."""
        return np.array([bool(cell) for cell in self.cells], dtype=np.bool_)

    @cached_property
    def words(self) -> Words:
        """The column as words."""
        return np.array([str(cell) for cell in self.cells], dtype=object)

    @overload
    def __getitem__(self, at: int) -> Cell: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Cell, ...]: ...

    def __getitem__(self, at: int | slice) -> Cell | tuple[Cell, ...]:
        return self.cells[at]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells if "cells" in self.__dict__ else self.exact)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Figures | tuple) and self.cells == tuple(other)

    def __hash__(self) -> int:
        return hash(self.cells)


@dataclass(frozen=True, slots=True)
class ByName:
    """A figure for each of some names. **Shapes** `figures` (names,)."""

    names: tuple[str, ...]
    figures: Exact

    @classmethod
    def of(cls, stated: Iterable[tuple[str, Fraction]]) -> "ByName":
        """This function will hold what is stated, name by name."""
        by_name = dict(stated)
        return cls(tuple(by_name), Exact.of(by_name.values()))


class Names(tuple[str, ...]):
    """One word for each school: its id, or its level."""

    @classmethod
    def of(cls, names: Iterable[str]) -> "Names":
        """This function will hold names; some that are held already stay as they are."""
        return names if isinstance(names, Names) else cls(names)

    @cached_property
    def words(self) -> Words:
        """The names as a column of words."""
        return np.array(self, dtype=object)

    @cached_property
    def differ(self) -> bool:
        """True where no name is there twice."""
        return len(set(self)) == len(self)

    @cached_property
    def order(self) -> Numbers:
        """The place of each entry among all of them in the order of the alphabet."""
        return self.places_among(tuple(sorted(set(self))))

    def figures(self, stated: ByName) -> Exact:
        """This function will give each school the figure of its name. **Raises** `KeyError` for a name without one."""
        if stated.names not in self._places:
            self._places[stated.names] = self.places_among(stated.names)
        return stated.figures.taken(self._places[stated.names])

    def places_among(self, names: Sequence[str]) -> Numbers:
        """This function will find the place of each entry among `names`. **Raises** `KeyError` where one is not."""
        place = {name: at for at, name in enumerate(names)}
        return np.fromiter(map(place.__getitem__, self), dtype=np.int64, count=len(self))

    @cached_property
    def _places(self) -> dict[tuple[str, ...], Numbers]:
        return {}
