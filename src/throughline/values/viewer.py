"""Who is looking, or acting: a person, a named system duty, or nobody."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """The one on whose behalf rows are read and commands run.

    Exactly one of `user_id` (a person who signed in) and `duty` (a named duty of the system, with only
    the sight that duty needs) is set; for nobody, neither. What a viewer may see is not held here: the
    database works it out from roles and relations, so a stale viewer cannot see more.
    """

    user_id: int | None = None
    duty: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        if self.user_id is not None and self.duty:
            raise ValueError("A viewer is a person or a duty, not both")

    def __str__(self) -> str:
        return self.name or (f"duty {self.duty}" if self.duty else "nobody")


NOBODY = Viewer()
