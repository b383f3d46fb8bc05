"""What a file would change of what is kept, one thing after the other: new, changed, as it is, or taken out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem
from throughline.values.words import gettext_noop
from throughline.web.components.pieces import Status
from throughline.web.tables import Column, Table

NEW, CHANGED, SAME, GONE = "new", "changed", "same", "gone"
One = TypeVar("One")


def check_usable(found: One | None, problems: tuple[Problem, ...]) -> tuple[One, RefusedInput | None]:
    """This function will return what a file was read as, and what to look at first, where there is something.

    **Raises** `RefusedInput` with each problem where it could not be read: file, row, column, value, what is so and
    what to write.
    """
    if found is None:
        raise RefusedInput(
            gettext_noop("The file cannot be used as it is, and nothing was kept."),
            gettext_noop("Mend what is listed and choose the file again."),
            problems,
        )
    warnings = RefusedInput(gettext_noop("The file can be used. Look at this first:"), "", problems)
    return found, warnings if problems else None


def beside_kept(
    kept: Mapping[str, One], found: Mapping[str, One], names: Mapping[str, str]
) -> Iterator[tuple[str, One | None, One | None, str]]:
    """This function will yield each key of either side by its name: what is kept, what the file says, and the change.

    **Example**

    >>> list(beside_kept({"a": 1, "b": 2}, {"b": 3, "c": 4}, {"c": "Ash", "a": "Oak"}))
    [('c', None, 4, 'new'), ('a', 1, None, 'gone'), ('b', 2, 3, 'changed')]
    """
    for key in sorted({*found, *kept}, key=lambda key: (names.get(key, key), key)):
        now, was = found.get(key), kept.get(key)
        yield key, was, now, GONE if now is None else NEW if was is None else SAME if now == was else CHANGED


def changes_table(
    columns: Sequence[Column],
    rows: Sequence[Any],
    count: Callable[[int], str],
    *,
    key: str = "compared",
    caption: str = "",
) -> Table:
    """This function will lay what a file says beside what is kept; each row has a `state`. Nothing is turned over."""
    state = Column("state", _("What changes"), kind="status", value=lambda row: state_of(row.state), sortable=False)
    return Table(
        key=key,
        caption=caption or _("What the file says, beside what is kept"),
        columns=[*columns, state],
        rows=rows,
        searchable=False,
        count=count,
        shares_page=True,
        whole=True,
        narrow="stack",
    )


def state_of(state: str) -> Status:
    """This function will say what a file does to one thing."""
    return {
        NEW: Status(pgettext("source in a file", "New"), "good"),
        CHANGED: Status(pgettext("source in a file", "Changed"), "care"),
        SAME: Status(pgettext("source in a file", "As it is"), "quiet"),
        GONE: Status(pgettext("source in a file", "Taken out"), "stop"),
    }[state]
