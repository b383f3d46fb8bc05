"""On which line of a TOML text each setting stands, so that a problem can point there."""

import re
from collections import defaultdict

Path = tuple[str | int, ...]

_BARE_OR_QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_BARE_OR_QUOTED}(?:\s*\.\s*{_BARE_OR_QUOTED})*"
_ENTRY = re.compile(rf"^\s*\[\[\s*({_DOTTED})\s*\]\]")
_TABLE = re.compile(rf"^\s*\[\s*({_DOTTED})\s*\]")
_SETTING = re.compile(rf"^\s*({_DOTTED})\s*=(.*)$")
_PART = re.compile(_BARE_OR_QUOTED)
_LONG_QUOTES = ('"""', "'''")


class Lines:
    """The line of each table and setting. What stands inside a value is found at the value's own line."""

    def __init__(self, text: str) -> None:
        self._line_of: dict[Path, int] = {(): 1}
        self._entries: dict[Path, int] = defaultdict(int)
        self._scan(text)

    def of(self, path: Path) -> int:
        """This function will return the line of `path`, or of the nearest thing around it.

        **Example**

        >>> lines = Lines("[[levels]]\\nkey = 'a'\\n[rates.a]\\nall = 1\\n")
        >>> lines.of(("levels", 0, "key")), lines.of(("rates", "a", "all")), lines.of(("rates", "a", "x"))
        (2, 4, 3)
        """
        for length in range(len(path), 0, -1):
            if path[:length] in self._line_of:
                return self._line_of[path[:length]]
        return 1

    def _scan(self, text: str) -> None:
        table: Path = ()
        open_quote = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if open_quote:
                open_quote = "" if line.count(open_quote) % 2 else open_quote
            elif entry := _ENTRY.match(line):
                table = self._next_entry(_names(entry[1]))
                self._mark(table, number)
            elif header := _TABLE.match(line):
                table = self._within_entries(_names(header[1]))
                self._mark(table, number)
            elif setting := _SETTING.match(line):
                self._mark((*table, *_names(setting[1])), number)
                open_quote = next((quote for quote in _LONG_QUOTES if setting[2].count(quote) % 2), "")

    def _mark(self, path: Path, number: int) -> None:
        for length in range(1, len(path) + 1):
            self._line_of.setdefault(path[:length], number)

    def _next_entry(self, names: Path) -> Path:
        within = self._within_entries(names[:-1])
        listed = (*within, names[-1])
        index = self._entries[listed]
        self._entries[listed] += 1
        return (*listed, index)

    def _within_entries(self, names: Path) -> Path:
        """`[needs.label]` after the second `[[needs]]` belongs to that second entry."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if self._entries.get(path):
                path = (*path, self._entries[path] - 1)
        return path


def _names(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
