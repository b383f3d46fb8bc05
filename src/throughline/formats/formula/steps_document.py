"""What a document of a formula in steps may hold; as for the matrix, reader and published schema are made of it."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, WithJsonSchema

from throughline.engines.funding.steps import KINDS
from throughline.formats.formula.document import Key, Line, Part, SourcePart, Words

Figure = Annotated[Any, WithJsonSchema({"type": "number"})]
Calculation = Annotated[str, StringConstraints(min_length=1, max_length=1000)] | int | Decimal | None
UnitName = Literal[
    "number", "share", "dollars", "pupils", "dollars per pupil", "pupils per dollar", "yes or no", "text"
]
_PLACES = Annotated[int, Field(ge=0, le=9)]


class RoundPart(Part):
    """How a step rounds: its decimal places, which way, and whether a closing step makes parts add up."""

    mode: Literal["exact", "half-up", "half-even", "down", "up"] = Field(
        description="Which way it rounds; exact refuses a fraction of a cent.", examples=["half-up"]
    )
    places: _PLACES = Field(default=2, description="Decimal places; 0 is whole dollars.", examples=[2])
    closing: Literal["none", "largest remainder"] = Field(
        default="none", description="Whether the parts are made to add up to the rounded total.", examples=["none"]
    )


class InputPart(Part):
    """A column that is read for each school."""

    key: Key = Field(description="The heading of the column, and its name in calculations.", examples=["poverty"])
    label: Words = Field(description="What people read.", examples=["Students in poverty"])
    unit: UnitName = Field(description="What it is counted in.", examples=["pupils"])
    counted_on: Line = Field(default="", description="The day a count is taken.", examples=["October 31"])
    recount: Literal["", "fixed", "both", "increases only"] = Field(
        default="", description="Whether a later count takes its place.", examples=["fixed"]
    )
    prior: bool = Field(default=False, description="True where it is read from last year's file.")
    recount_over: Figure = Field(
        default=None, description="A later count is taken where it differs by more than this share.", examples=[0.02]
    )
    recount_at_most: Figure = Field(
        default=None, description="The most a later count changes the first, as a share of it.", examples=[0.1]
    )
    recount_part: Figure = Field(
        default=None, description="The part of the change that counts, such as the spring's share.", examples=[0.5]
    )
    withheld: list[Any] | None = Field(
        default=None,
        description="The least and the most that a count hidden by its publisher may be.",
        examples=[[1, 9]],
    )
    tells_of: Key | None = Field(
        default=None,
        description="The code of the revenue source that the column tells of, such as whether a school has it, or "
        "`none`. Money that may only add is checked by it.",
        examples=["title_i"],
    )


class ParameterPart(Part):
    """A figure that was decided, with its year and where it is written."""

    key: Key = Field(description="Its name in calculations.", examples=["base"])
    label: Words = Field(description="What people read.", examples=["Base for each student"])
    unit: UnitName = Field(description="What it is in.", examples=["dollars per pupil"])
    year: Line = Field(description="The year it is for.", examples=["2026-27"])
    source: Line = Field(description="Where it is written.", examples=["Budget book, appendix B"])
    value: Figure = Field(default=None, description="One figure.", examples=[4290])
    by_level: dict[str, Figure] | None = Field(default=None, description="One figure for each level.")
    points: list[Any] | None = Field(default=None, description="Pairs for step, ramp and tiers.")
    of: UnitName = Field(default="pupils", description="The unit of the first of each pair.", examples=["pupils"])


class MoneyPart(Part):
    """A revenue source that steps draw on."""

    key: Key = Field(description="Its name in steps and in the file of revenues.", examples=["general"])
    label: Words = Field(description="What people read.", examples=["General fund"])
    restricted: bool = Field(default=False, description="True where its uses are limited; it pays no top-up.")
    eligible: Calculation = Field(default=None, description="Which schools it may pay.", examples=["share >= 0.35"])
    amount: Figure = Field(default=None, description="What it brings, where no file of revenues says it.")


class StepPart(Part):
    """One step, done for every school before the next."""

    key: Key = Field(description="Its name in later calculations.", examples=["poverty_dollars"])
    label: Words = Field(description="What people read.", examples=["Dollars for students in poverty"])
    do: Literal["calculate", "pay", "hold", "share pool", "rank and serve", "top up", "phase in", "limit"] = Field(
        description="What the step does.", examples=["pay"]
    )
    note: Words | None = Field(default=None, description="What a reader should know.")
    unit: UnitName | Literal[""] = Field(
        default="", description="The unit of what is calculated.", examples=["dollars"]
    )
    from_: Key | Literal[""] = Field(
        default="", alias="from", description="The source that pays.", examples=["general"]
    )
    need: Key = Field(default="all", description="The need it is paid for.", examples=["poverty"])
    round: RoundPart | None = Field(default=None, description="How the result rounds.")
    paid: Literal["", "open", "reserve", "gainers"] = Field(
        default="", description="Who pays a top-up.", examples=["reserve"]
    )
    may_be_negative: bool = Field(default=False, description="True where a change may take money back.")
    keep_total: bool = Field(default=False, description="True where limits leave the sum as it was.")
    is_: Calculation = Field(default=None, alias="is", description="The calculation.", examples=["poverty * base"])
    where: Calculation = Field(default=None, description="At which schools.", examples=["enrolled > 0"])
    pool: Calculation = Field(default=None, description="The amount shared.", examples=["general"])
    by: Calculation = Field(default=None, description="In proportion to what.", examples=["poverty * weight"])
    share: Calculation = Field(
        default=None, description="What schools are ranked by; or the share of the way that a phase-in goes."
    )
    count: Calculation = Field(default=None, description="The pupils a rate is paid for.")
    eligible: Calculation = Field(default=None, description="Which schools may be served.")
    rate: Calculation = Field(default=None, description="Dollars for each pupil; the pool spread evenly if left out.")
    first_above: Calculation = Field(default=None, description="The share above which schools come first.")
    span: Calculation = Field(default=None, description="Ranked within this, below that line.", examples=["level"])
    skip: Calculation = Field(default=None, description="Schools served as well from elsewhere.")
    least_rate: Calculation = Field(default=None, description="The least for each pupil where a low share is served.")
    least_rate_below: Calculation = Field(default=None, description="The share that makes the least rate bind.")
    to: Calculation = Field(default=None, description="The minimum a top-up raises to.")
    of: Calculation = Field(default=None, description="What is raised or limited; all paid so far if left out.")
    reserve: Calculation = Field(default=None, description="The most a reserve pays.")
    most: Calculation = Field(default=None, description="The most one school is raised by.")
    most_given: Calculation = Field(default=None, description="The most one gainer gives.")
    start: Calculation = Field(default=None, description="Where a phase-in starts, such as last year's dollars.")
    when: Calculation = Field(default=None, description="For the whole district: whether the step is done at all.")
    low: Calculation = Field(default=None, description="The floor.")
    high: Calculation = Field(default=None, description="The cap.")


CALCULATIONS = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind.slots))


class StepsDocument(Part):
    """A formula that pays in steps: weights, pools, rankings, top-ups, in order."""

    schema_: Literal[1] = Field(alias="schema", description="The version of this layout.", examples=[1])
    kind: Literal["steps"] = Field(description="What kind of formula it is.", examples=["steps"])
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)] = Field(
        description="A short name for files and commands.", examples=["our-district"]
    )
    name: Words = Field(description="What people call it.", examples=["Our district's formula"])
    version: Line = Field(description="The version of the figures.", examples=["1"])
    year: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2})?$")] = Field(
        description="The school year the dollars are for.", examples=["2026-27"]
    )
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Field(
        description="The ISO 4217 code of the money.", examples=["USD"]
    )
    illustrative: bool = Field(default=False, description="True where the figures are nobody's decision.")
    notes: Words | None = Field(default=None, description="What a reader should know before using it.")
    source: SourcePart = Field(description="Where the formula is written.")
    levels: list[Key] = Field(default=[], description="The levels that the column level may hold.", examples=[["high"]])
    inputs: Annotated[list[InputPart], Field(min_length=1, max_length=500)] = Field(description="What is read.")
    parameters: Annotated[list[ParameterPart], Field(max_length=500)] = Field(
        default=[], description="What is decided."
    )
    sources: Annotated[list[MoneyPart], Field(min_length=1, max_length=100)] = Field(description="Whose money it is.")
    steps: Annotated[list[StepPart], Field(min_length=1, max_length=500)] = Field(description="What is done, in order.")
