"""The lines of a chunk on their way to becoming rows, less those that are held on the way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import compress

from throughline.formats.csv.block import Digests


@dataclass(slots=True)
class Draft:
    """Lines with their row numbers and digests; `texts` are the lines decoded, once they are."""

    numbers: Sequence[int]
    digests: Digests
    raw: list[bytes]
    texts: list[str]

    def __len__(self) -> int:
        return len(self.raw)

    def keep(self, chosen: Sequence[bool]) -> None:
        """This function will leave out the lines that are not chosen."""
        if all(chosen):
            return
        self.numbers = list(compress(self.numbers, chosen))
        self.digests = self.digests[list(chosen)]
        self.raw = list(compress(self.raw, chosen))
        self.texts = list(compress(self.texts, chosen))

    def drop(self, places: Collection[int]) -> None:
        """This function will leave out the lines at these places."""
        if places:
            self.keep([index not in places for index in range(len(self.raw))])
