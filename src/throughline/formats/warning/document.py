"""What a document of early-warning rules may hold. Reader, writer and published schema are all made of it."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from throughline.engines.warning import WITH_WINDOW, Measure

SCHEMA = 1
MOST_INDICATORS = 20
LANGUAGES = ("en", "es")
# Domains a district looks at a student in, as reviews do.
DOMAINS = ("academic", "social_emotional", "health", "family")

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\r\n]+$")]
Figure = Annotated[Decimal, Field(ge=0, le=10_000, max_digits=10, decimal_places=6)]
Names = dict[Literal["en", "es"], Line]


class Part(BaseModel):
    """Nothing stands in a document that is not read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class IndicatorPart(Part):
    """One thing that is watched. At a cut point itself, a student is on its worse side."""

    code: Code = Field(description="Its name in this document.", examples=["absence"])
    measure: Measure = Field(description="What it measures.", examples=["absence"])
    names: Names = Field(description="What people read.", examples=[{"en": "Days absent", "es": "Días de ausencia"}])
    domain: Literal["academic", "social_emotional", "health", "family"] = Field(
        description="The domain it suggests a tier in.", examples=["academic"]
    )
    on: bool = Field(default=True, description="Whether the district watches it.")
    off_at: Figure = Field(description="Off track from here on: a share, or a number.", examples=[0.1])
    far_at: Figure | None = Field(default=None, description="Far off track from here on.", examples=[0.2])
    thriving_at: Figure | None = Field(default=None, description="Thriving up to here.", examples=[0.02])
    window: int = Field(default=0, ge=0, le=366, description="Over how many of the latest school days.")
    grades: tuple[Line, ...] = Field(default=(), description="The grades it is watched in; empty for all.")
    points: int = Field(default=1, ge=0, le=9, description="What off track counts.")
    far_points: int = Field(default=2, ge=0, le=9, description="What far off track counts.")

    @model_validator(mode="after")
    def _fits(self) -> "IndicatorPart":
        if self.off_at == 0 or (self.far_at is not None and self.far_at <= self.off_at):
            raise ValueError("off track begins above zero, and far off track beyond it")
        if self.thriving_at is not None and self.thriving_at >= self.off_at:
            raise ValueError("thriving ends before off track begins")
        if (self.window > 0) != (self.measure in WITH_WINDOW):
            raise ValueError("a window belongs to recent_absence and incidents, and to no other")
        if self.points > self.far_points:
            raise ValueError("far off track counts at least as many points as off track")
        return self


class LevelPart(Part):
    """A suggestion, made from a number of points on. It is named for what to do, not for the student."""

    code: Code = Field(description="Its name in this document.", examples=["look_closer"])
    names: Names = Field(description="What people read.", examples=[{"en": "Look closer", "es": "Mirar de cerca"}])
    at_least: int = Field(ge=1, le=99, description="From how many points on.", examples=[2])
    tier: Literal[1, 2, 3] = Field(description="The tier it suggests for the whole child.", examples=[2])


class DaysPart(Part):
    """When days of attendance may be judged."""

    least: int = Field(ge=1, le=200, description="School days enrolled before days are judged.", examples=[10])
    most_unrecorded: Figure = Field(
        le=1, description="The share of days without attendance from which on nobody is on track.", examples=[0.1]
    )
    absences_only: bool = Field(description="True where the district's system records absences and nothing else.")


class MarksPart(Part):
    """Which marks and results count against a student."""

    pass_percent: Figure = Field(le=100, description="Exactly this passes.", examples=[60])
    failing: tuple[Line, ...] = Field(description="Marks that fail where there is no percent.", examples=[["F"]])
    low_levels: tuple[Line, ...] = Field(description="Levels of results that are low.", examples=[["below"]])


class FlagsPart(Part):
    """From which suggestion on a person is asked to look, and by when."""

    from_level: Code = Field(description="The level from which on a flag is raised.", examples=["look_closer"])
    least_known: int = Field(ge=1, le=9, description="Indicators known before nothing is suggested.", examples=[2])
    due_days: int = Field(ge=1, le=90, description="Days in which somebody decides.", examples=[14])
    quiet_days: int = Field(ge=0, le=366, description="Days in which a cleared flag is not raised anew.")


class OutcomePart(Part):
    """What the rules are meant to foresee, so that it can be told afterwards how well they did."""

    absent_at: Figure = Field(gt=0, le=1, description="Absent for this share of the school days that followed.")
    courses_failed: int = Field(ge=1, le=20, description="Or failing so many courses in marks posted later.")
    days_suspended: Figure = Field(gt=0, description="Or suspended for so many days.")


class RulesPart(Part):
    """The whole document."""

    schema_: Literal[1] = Field(alias="schema", description="The layout of this document.")
    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")] = Field(
        description="Its name.", examples=["throughline-start"]
    )
    names: Names = Field(description="What people read.", examples=[{"en": "Ours", "es": "Las nuestras"}])
    source: Line = Field(description="Where the cut points come from.")
    days: DaysPart
    marks: MarksPart
    flags: FlagsPart
    outcome: OutcomePart
    level: tuple[LevelPart, ...] = Field(min_length=1, max_length=6)
    indicator: tuple[IndicatorPart, ...] = Field(min_length=1, max_length=MOST_INDICATORS)

    @model_validator(mode="after")
    def _holds_together(self) -> "RulesPart":
        if len({one.code for one in self.indicator}) != len(self.indicator):
            raise ValueError("an indicator stands twice")
        if not any(one.on for one in self.indicator):
            raise ValueError("at least one indicator is on")
        points = [one.at_least for one in self.level]
        if points != sorted(set(points)) or len({one.code for one in self.level}) != len(points):
            raise ValueError("levels stand from the fewest points to the most, each once")
        if self.flags.from_level not in {one.code for one in self.level}:
            raise ValueError(f"flags begin from the level {self.flags.from_level}, which is not among the levels")
        return self
