"""Columns of figures and of words as they were read, with the form that a run needs made once and kept with them."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np

from throughline.engines.funding.steps.columns import Exact, Mask, Numbers, Words

Cell = Fraction | bool | str
_fraction = lru_cache(maxsize=65_536)(Fraction)  # schools' counts repeat, and making a fraction costs five times a look


class Figures(tuple[Cell, ...]):
    """One column, a cell for each school. What is made of it stays with it while a slider runs it again and again."""

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
        whole = numbers.tolist() if isinstance(numbers, np.ndarray) else numbers
        made = cls(map(_fraction, whole))
        made.__dict__["exact"] = Exact.parts(numbers, of=1)
        return made

    @cached_property
    def exact(self) -> Exact:
        """The column as exact numbers."""
        return Exact.of(Fraction(cell) if isinstance(cell, str) else cell for cell in self)

    @cached_property
    def truths(self) -> Mask:
        """The column as yes or no."""
        return np.array([bool(cell) for cell in self], dtype=np.bool_)

    @cached_property
    def words(self) -> Words:
        """The column as words."""
        return np.array([str(cell) for cell in self], dtype=object)


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
    def known(self) -> tuple[str, ...]:
        """Every name once, in the order of the alphabet."""
        return tuple(sorted(set(self)))

    @cached_property
    def places(self) -> Numbers:
        """The place of each entry among the names that are known."""
        place = {name: at for at, name in enumerate(self.known)}
        return np.fromiter(map(place.__getitem__, self), dtype=np.int64, count=len(self))

    def figures(self, by_name: Mapping[str, Exact]) -> Exact:
        """This function will give each school the figure of its name. **Raises** `KeyError` for a name without one."""
        return Exact.of(by_name[name].at(0) for name in self.known).taken(self.places)
