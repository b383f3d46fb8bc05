"""Who is looking, or acting: a person, a named system duty, or nobody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """The one on whose behalf rows are read and commands run.

    Exactly one of `user_id` (a person who signed in) and `duty` (a named duty of the system, with only
    the sight that duty needs) is set; for nobody, neither. What a viewer may see is not held here: the
    database works it out from roles and relations, so a stale viewer cannot see more.

    `behind` is the person who really sits there while somebody else's pages are viewed as theirs: what is seen is
    what both may see, and nothing can be changed.
    """

    user_id: int | None = None
    duty: str = ""
    name: str = ""
    behind: Viewer | None = None

    def __post_init__(self) -> None:
        if self.user_id is not None and self.duty:
            raise ValueError("A viewer is a person or a duty, not both")
        if self.behind is not None and (self.user_id is None or self.behind.behind or self.behind.user_id is None):
            raise ValueError("One person views as another, and no further")

    def __str__(self) -> str:
        if self.behind is not None:
            return f"{self.behind.name} as {self.name}"
        return self.name or (f"duty {self.duty}" if self.duty else "nobody")

    @property
    def really(self) -> Viewer:
        """Who sits there: the person behind, where somebody views as another."""
        return self.behind or self


NOBODY = Viewer()
