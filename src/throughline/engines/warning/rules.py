"""What a district watches, from which figure on, and what it suggests: early-warning rules as a value."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from fractions import Fraction

# Raise the number whenever the same records and rules could give another suggestion.
METHOD = "early warning 1"


class Measure(StrEnum):
    """What an indicator measures. Each is a number of something over a number of something, and more is worse."""

    ABSENCE = "absence"
    RECENT_ABSENCE = "recent_absence"
    COURSES_FAILED = "courses_failed"
    COURSES_NOT_PASSED = "courses_not_passed"
    CREDITS_NOT_EARNED = "credits_not_earned"
    INCIDENTS = "incidents"
    DAYS_SUSPENDED = "days_suspended"
    SCHOOL_MOVES = "school_moves"
    LOW_RESULTS = "low_results"


# Measures over the latest school days only: their indicators say how many.
WITH_WINDOW = frozenset({Measure.RECENT_ABSENCE, Measure.INCIDENTS})


class Standing(IntEnum):
    """How a student stands on one indicator. What is not known is not said to be on track."""

    NO_DATA = 0
    THRIVING = 1
    ON_TRACK = 2
    OFF_TRACK = 3
    FAR_OFF = 4


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is watched. A cut point belongs to the worse side: at `off_at` itself a student is off track.

    **Units** cut points are in what the measure counts: a share (0 to 1) for absence, courses not passed and credits
    not earned, a number otherwise. At `thriving_at` or under it, a student is thriving. `window` is in school days.
    `grades`: empty for all.
    """

    code: str
    measure: Measure
    domain: str
    off_at: Fraction
    far_at: Fraction | None = None
    thriving_at: Fraction | None = None
    window: int = 0
    grades: frozenset[str] = frozenset()
    points: int = 1
    far_points: int = 2


@dataclass(frozen=True, slots=True)
class Level:
    """A suggestion: made where a student's points come to at least this many."""

    code: str
    at_least: int
    tier: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All of a district's early-warning rules.

    `least_days`: school days somebody must have been enrolled before days are judged. `most_unrecorded`: the share of
    those days without attendance from which on nobody is said to be on track. `absences_only`: the district's system
    records absences and nothing else, so a day without a record was attended. `least_known`: how many indicators must
    be known before it is said that nothing is suggested. A mark of exactly `pass_percent` is a pass.
    """

    indicators: tuple[Indicator, ...]
    levels: tuple[Level, ...]
    least_days: int = 10
    most_unrecorded: Fraction = Fraction(1, 10)
    absences_only: bool = False
    least_known: int = 2
    pass_percent: Fraction = Fraction(60)
    failing_marks: frozenset[str] = frozenset({"F"})
    low_levels: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        codes = [one.code for one in self.indicators]
        if len(set(codes)) != len(codes) or not codes:
            raise ValueError("rules watch at least one indicator, and each once")
        for one in self.indicators:
            if one.off_at <= 0 or (one.far_at is not None and one.far_at <= one.off_at):
                raise ValueError(f"{one.code}: off track begins above zero, and far off beyond it")
            if one.thriving_at is not None and not 0 <= one.thriving_at < one.off_at:
                raise ValueError(f"{one.code}: thriving ends before off track begins")
            if (one.window > 0) != (one.measure in WITH_WINDOW):
                raise ValueError(f"{one.code}: a window of school days belongs to recent absence and incidents")
            if not 0 <= one.points <= one.far_points:
                raise ValueError(f"{one.code}: far off counts at least as many points as off track")
        points = [level.at_least for level in self.levels]
        if not points or points != sorted(set(points)) or points[0] < 1:
            raise ValueError("levels stand from the fewest points to the most, and need at least one")
