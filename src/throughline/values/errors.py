"""Errors that name the thing, the rule broken and the next step."""

from throughline.values.problem import Problem


class ThroughlineError(Exception):
    """Something a person can be told: what happened, and what to do next."""

    def __init__(self, says: str, next_step: str = "") -> None:
        super().__init__(f"{says} {next_step}".strip())
        self.says = says
        self.next_step = next_step


class NotAllowed(ThroughlineError):
    """The viewer may not do this, for the reason given."""


class NotFound(ThroughlineError):
    """There is no such thing, or none this viewer may know of: the two are not told apart."""


class RefusedInput(ThroughlineError):
    """Input that could not be taken, with each problem found in it."""

    def __init__(self, says: str, next_step: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(says, next_step)
        self.problems = problems
