"""What a formula document may hold, said once: the reader checks by it and the published schema is made of it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from throughline.engines.funding import MATRIX

SCHEMA = 1

_Line = StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$", strip_whitespace=True)
Line = Annotated[str, _Line]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z0-9]+)*$")]
Words = Line | Annotated[dict[Language, Line], Field(min_length=1)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]

# Amounts are checked by hand, because the words for a wrong amount must name its level and need.
Dollars = Annotated[Any, WithJsonSchema({"type": "number", "minimum": 0, "maximum": 10_000_000, "multipleOf": 0.01})]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class LevelPart(Part):
    """A schooling level that has its own rates."""

    key: Key = Field(description="The word by which schools.csv names the level.", examples=["elementary"])
    label: Words = Field(
        description="What people read: one text, or one for each language.", examples=["Elementary schools"]
    )


class NeedPart(Part):
    """A need category that is paid for. The need "all" counts every enrolled student."""

    key: Key = Field(description="The word by which the rates name the need.", examples=["poverty"])
    label: Words = Field(
        description="What people read: one text, or one for each language.",
        examples=["Students in poverty"],
    )
    counts: Key | None = Field(
        default=None,
        description="The roster's code for the students counted; the key itself where left out.",
        examples=["economically_disadvantaged"],
    )


class SourcePart(Part):
    """Where the figures are written, so that anyone can look them up."""

    title: Line = Field(
        description="The title of the handbook, law or decision.",
        examples=["Board resolution 12-345, budget for 2026-27"],
    )
    publisher: Line | None = Field(default=None, description="Who issued it.", examples=["Board of education"])
    place: Line | None = Field(default=None, description="Page, table or section.", examples=["Table 2.2"])
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=500)] | None = Field(
        default=None, description="Where it can be read.", examples=["https://example.org/budget"]
    )


class RoundingPart(Part):
    """How the formula rounds. This kind multiplies whole students by whole cents, so it never does."""

    mode: Literal["exact"] = Field(description="No amount has a fraction of a cent.", examples=["exact"])


class FormulaDocument(Part):
    """A formula that pays dollars for each student, by schooling level and need."""

    schema_: Literal[1] = Field(alias="schema", description="The version of this layout.", examples=[SCHEMA])
    kind: Literal["level-by-need matrix"] = Field(description="What kind of formula it is.", examples=[MATRIX])
    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)] = Field(
        description="A short name for files and commands.", examples=["our-district"]
    )
    name: Words = Field(
        description="What people call it: one text, or one for each language.",
        examples=["Our district's formula"],
    )
    version: Line = Field(description="The version of the figures.", examples=["1"])
    year: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2})?$")] = Field(
        description="The school year the dollars are for, or the year they were published.",
        examples=["2026-27"],
    )
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Field(
        description="The ISO 4217 code of the money.", examples=["USD"]
    )
    illustrative: bool = Field(
        default=False, description="True where the figures are an example and nobody's decision."
    )
    notes: Words | None = Field(default=None, description="What a reader should know before using it.")
    source: SourcePart = Field(description="Where the figures are written.")
    rounding: RoundingPart = Field(description="How amounts round.")
    levels: Annotated[list[LevelPart], Field(min_length=1, max_length=500)] = Field(
        description="The schooling levels, in the order people read them."
    )
    needs: Annotated[list[NeedPart], Field(min_length=1, max_length=500)] = Field(
        description="The need categories paid for, in the order people read them."
    )
    dollars_per_pupil: dict[str, dict[str, Dollars]] = Field(
        description="Dollars for each student: one table for each level, one figure for each need; 0 pays none."
    )
