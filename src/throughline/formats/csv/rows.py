"""Decoded lines to rows of cells of one width; a line that cannot be a row is reported and left out."""

from collections.abc import Mapping, Sequence
from itertools import compress

from throughline.formats.csv import rules
from throughline.formats.csv.draft import Draft
from throughline.formats.csv.lines import LONGEST_LINE, control_in
from throughline.formats.csv.splitting import broken_quotes, split_cells
from throughline.formats.csv.tally import Tally
from throughline.values.problem import Rule


class RowSplitter:
    """Splits the lines of one file. `n_held` counts the lines that an error has kept out.

    `held_ids` are the first cells of those that could still be split, which are ids where a table starts
    with its key.
    """

    def __init__(self, file: str, tally: Tally, delimiter: str, n_cells: int) -> None:
        self._file = file
        self._tally = tally
        self._delimiter = delimiter
        self._n_cells = n_cells
        self._blanks = f"{delimiter} \t"
        self.n_held = 0
        self.n_blank = 0
        self.held_ids: list[str] = []

    def split(self, draft: Draft, *, has_control: bool, has_quotes: bool) -> list[Sequence[str]]:
        """This function will return the draft's columns of cells, and leave in it the lines that are rows."""
        lengths = list(map(len, draft.texts))
        if min(lengths) < 2 * self._n_cells:
            self._pass_over_blank(draft)
        if has_control:
            self._hold_control(draft)
        if max(lengths) > LONGEST_LINE:
            self._hold_long(draft)
        if has_quotes:
            self._hold_broken(draft)
            rows = split_cells(draft.texts, self._delimiter)
        elif {text.count(self._delimiter) for text in draft.texts} == {self._n_cells - 1}:
            return self._columns_of_plain(draft.texts)
        else:
            rows = [text.split(self._delimiter) for text in draft.texts]
        return list(zip(*self._of_one_width(draft, rows), strict=True))

    def _columns_of_plain(self, texts: list[str]) -> list[Sequence[str]]:
        """The columns of lines of one width without quotes: all cells at once is twice as fast as by line."""
        cells = self._delimiter.join(texts).split(self._delimiter)
        return [cells[place :: self._n_cells] for place in range(self._n_cells)]

    def _pass_over_blank(self, draft: Draft) -> None:
        blank = {index for index, text in enumerate(draft.texts) if not text.strip(self._blanks)}
        for index in blank:
            self._tally.add(rules.BLANK_ROW, self._file, draft.numbers[index])
        self.n_blank += len(blank)
        draft.drop(blank)

    def _hold_control(self, draft: Draft) -> None:
        found = {index: control_in(text) for index, text in enumerate(draft.texts)}
        bad = {index: {"found": name} for index, name in found.items() if name}
        self._hold(draft, rules.CONTROL_CHARACTER, bad)

    def _hold_long(self, draft: Draft) -> None:
        lengths = {index: len(text) for index, text in enumerate(draft.texts)}
        limit = str(LONGEST_LINE)
        bad = {i: {"found": str(n), "limit": limit} for i, n in lengths.items() if n > LONGEST_LINE}
        self._hold(draft, rules.ROW_TOO_LONG, bad)

    def _hold(self, draft: Draft, rule: Rule, bad: Mapping[int, Mapping[str, str]]) -> None:
        for index, details in bad.items():
            self._tally.add(rule, self._file, draft.numbers[index], details=details)
        self.n_held += len(bad)
        draft.drop(bad)

    def _hold_broken(self, draft: Draft) -> None:
        broken = broken_quotes(draft.texts, self._delimiter)
        for index, rule in broken.items():
            if rule is not None:
                self._tally.add(rule, self._file, draft.numbers[index])
        self.n_held += len(broken)
        draft.drop(broken)

    def _of_one_width(self, draft: Draft, rows: list[list[str]]) -> list[list[str]]:
        fits = [self._fits(row, draft.numbers[index]) for index, row in enumerate(rows)]
        self.n_held += fits.count(False)
        self.held_ids += [row[0] for row, is_fit in zip(rows, fits, strict=True) if not is_fit and row[0]]
        draft.keep(fits)
        return list(compress(rows, fits))

    def _fits(self, row: list[str], number: int) -> bool:
        """Whether the row has as many cells as the header.

        Even blank cells too many are an error: a comma without quotes further left has moved every cell
        after it, and a name or a password may now stand in another column.
        """
        n_found, n_wanted = len(row), self._n_cells
        if n_found == n_wanted:
            return True
        rule = rules.TOO_FEW_CELLS if n_found < n_wanted else rules.TOO_MANY_CELLS
        details = {"found": str(n_found), "wanted": str(n_wanted)}
        self._tally.add(rule, self._file, number, details=details)
        return False
