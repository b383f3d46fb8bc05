"""What a file of budget caps holds, said once: it is written and read by this, and its schema is made of it."""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA = 1


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Cap(Part):
    """What one school may plan with from one source, and what binds it."""

    source: str = Field(
        description="The key of the revenue source, or of the formula's own where no revenues were drawn on; empty "
        "where no source may pay it.",
        examples=["title_i"],
    )
    name: str = Field(description="The source as the district names it.", examples=["Title I, Part A"])
    cents: int = Field(ge=0, description="Whole cents: the most the school plans with.", examples=[41830050])
    beside: bool = Field(description="True where it was named for the school, past the formula.", examples=[False])
    restricted: bool | None = Field(description="Whether rules bind its use; null where nobody said.", examples=[True])
    allowed_uses: tuple[str, ...] = Field(
        description="What it may be used for; none means any.", examples=[["tutoring"]]
    )
    needs: tuple[str, ...] = Field(
        description="The needs it may be used for; none means any.", examples=[["economically_disadvantaged"]]
    )
    may_only_add: bool = Field(description="It may only add to what others pay, never replace it.", examples=[True])
    poolable: bool = Field(description="Whether it may stand in one pool with others.", examples=[True])
    starts_on: date = Field(description="The first day it may be used.", examples=["2026-07-01"])
    ends_on: date = Field(description="The last day it may be used.", examples=["2027-06-30"])


class SchoolCaps(Part):
    """One school: its caps add up to what the run gives it, and to what was named for it beside."""

    school_id: str = Field(description="Its id in the roster.", examples=["SCH-0001"])
    name: str = Field(description="Its name when the run was made.", examples=["Oak School"])
    n_students: int = Field(description="The students it was counted with.", examples=[412])
    formula_cents: int = Field(description="Its budget in the run.", examples=[241830050])
    beside_cents: int = Field(description="What was named for it past the formula.", examples=[1500000])
    caps: tuple[Cap, ...] = Field(description="One entry for each source.")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        for beside, cents in ((False, self.formula_cents), (True, self.beside_cents)):
            if sum(cap.cents for cap in self.caps if cap.beside is beside) != cents:
                raise ValueError(f"the caps of {self.school_id} do not add up to {cents} cents")
        return self


class MadeBy(Part):
    """The formula that shared the money out."""

    key: str = Field(description="Its key.", examples=["weighted"])
    name: str = Field(description="Its name.", examples=["Weighted students"])
    version: str = Field(description="The version that its document gives.", examples=["2026.1"])
    number: int = Field(description="Which of the district's own versions it is.", examples=[3])
    digest: str = Field(description="SHA-256 of what it says.", examples=["sha256:9f2c"])


class Stood(Part):
    """The run whose dollars these are, and what proves it."""

    number: int = Field(description="Its number.", examples=[7])
    recount_of: int | None = Field(description="The run that this one recounted, if any.", examples=[5])
    counted_on: date = Field(description="The day students were counted, or projected for.", examples=["2026-10-01"])
    engine_version: str = Field(description="The engine that did the sums.", examples=["7"])
    inputs_digest: str = Field(description="SHA-256 of the counts and facts.", examples=["sha256:11ab"])
    result_digest: str = Field(description="SHA-256 of every cent.", examples=["sha256:7bbe"])
    total_cents: int = Field(description="All schools' budgets together.", examples=[841830050])


class Adopted(Part):
    """The two who made it every school's budget."""

    on: date = Field(description="The day it was adopted.", examples=["2026-11-20"])
    proposed_by: str = Field(description="Who proposed it.", examples=["Priya Raman"])
    adopted_by: str = Field(description="Who adopted it.", examples=["Elena Marchetti"])


class BudgetCaps(Part):
    """What schools may plan with in one fiscal year, by the run that two people adopted."""

    schema_version: Literal[1] = Field(description="The version of this layout.", examples=[1], alias="schema")
    kind: Literal["budget-caps"] = Field(description="What this file is.", examples=["budget-caps"])
    fiscal_year: str = Field(description="The year, by the two it lies in.", examples=["2026-27"])
    currency: Literal["USD"] = Field(description="The money that cents are of.", examples=["USD"])
    whole: bool = Field(description="True where every school of the run is in it.", examples=[True])
    run: Stood
    formula: MadeBy
    adopted: Adopted
    schools: tuple[SchoolCaps, ...] = Field(description="One entry for each school.")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.whole and self.formula_cents != self.run.total_cents:
            raise ValueError(f"the schools' budgets do not add up to {self.run.total_cents} cents")
        return self

    @property
    def formula_cents(self) -> int:
        """What the schools in it have by the formula."""
        return sum(school.formula_cents for school in self.schools)

    @property
    def beside_cents(self) -> int:
        """What was named for the schools in it."""
        return sum(school.beside_cents for school in self.schools)
