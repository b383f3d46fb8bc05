"""Lines to cells: RFC 4180 quoting to the letter, and each line that breaks it told apart."""

import csv
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from throughline.formats.csv import rules
from throughline.values.problem import Rule


@lru_cache
def _well_formed(delimiter: str) -> re.Pattern[str]:
    cell = rf'(?:"(?:[^"]++|"")*+"|[^"{re.escape(delimiter)}]*+)'
    return re.compile(rf"{cell}(?:{re.escape(delimiter)}{cell})*+")


def broken_quotes(lines: Sequence[str], delimiter: str) -> dict[int, Rule | None]:
    """This function will find the lines whose quotes are not as they must be, by their place.

    A cell that runs over several lines is told as one LINE_BREAK; its other lines have no rule of their own.
    """
    fits = _well_formed(delimiter).fullmatch
    bad = [index for index, line in enumerate(lines) if '"' in line and not fits(line)]
    broken: dict[int, Rule | None] = {}
    for index in bad:
        if index in broken:
            continue
        last = _end_of_cell(lines, index, fits)
        runs_on = last > index or _ENDS_OPEN.search(lines[index])
        broken[index] = rules.LINE_BREAK if runs_on else rules.QUOTE
        for part in range(index + 1, last + 1):
            broken[part] = None
    return broken


_MOST_LINES = 20
_ENDS_OPEN = re.compile(r'(?:^|[,;\t])"[^"]*$')


def _end_of_cell(lines: Sequence[str], start: int, fits: Callable[[str], object]) -> int:
    """The place of the last line of the cell that starts in this line and runs on; `start` if it does not."""
    text = lines[start]
    for last in range(start + 1, min(start + _MOST_LINES, len(lines))):
        text = f"{text}\n{lines[last]}"
        if '"' in lines[last]:
            return last if fits(text) else start
    return start


def split_cells(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """This function will split lines whose quotes are known to be well formed into their cells."""
    return list(csv.reader(lines, delimiter=delimiter, strict=True))
