"""The shipped policy table as a document with a schema: read, and refused where it does not fit."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

POLICY = Path(__file__).parent.parent / "policy" / "policy.toml"

RecordClass = Literal[
    "directory",
    "photo",
    "enrollment",
    "attendance",
    "demographics",
    "academic",
    "assessments",
    "behavior",
    "warning",
    "strengths",
    "needs",
    "supports",
    "notes",
    "notes_health",
    "notes_protection",
    "notes_legal",
    "health",
    "special_education",
    "housing",
    "family_contacts",
    "oversight",
    "finance",
    "personnel_cost",
    "schools",
    "public",
]
RECORD_CLASSES: tuple[str, ...] = get_args(RecordClass)
Scope = Literal["district", "school", "student", "agreement", "none"]
Source = Literal["role", "roster", "act", "nobody", "system"]
Ground = Literal[
    "school_official",
    "consent",
    "emergency",
    "audit_evaluation",
    "own_record",
    "dependent",
    "directory",
    "no_student",
    "duty",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Relation(_Strict):
    """What one relation lets somebody see, write and export, how far, and on what legal ground."""

    code: str = Field(pattern=r"^(duty:)?[a-z_]+$")
    scope: Scope
    comes_from: Source
    see: tuple[RecordClass, ...]
    write: tuple[RecordClass, ...]
    export: tuple[RecordClass, ...]
    ground: Ground
    basis: str = Field(min_length=1, max_length=200)
    grants: tuple[str, ...] = ()
    opens_in_emergency: bool = False
    views_as_others: bool = False

    @model_validator(mode="after")
    def _fits(self) -> "Relation":
        if beyond := {*self.write, *self.export} - set(self.see):
            raise ValueError(f"{self.code} may write or export {sorted(beyond)}, but not see it")
        if (self.scope == "agreement") != (self.ground in {"consent", "audit_evaluation", "directory"}):
            raise ValueError(
                f"{self.code}: those who see by an agreement do so by consent, for an audit or evaluation,"
                " or as directory information"
            )
        return self


class Minutes(_Strict):
    """How long something stays open."""

    minutes: int = Field(ge=1, le=24 * 60)


class Emergencies(Minutes):
    """How long a record stays open in an emergency, and how often one person may open or look for one in a day."""

    most_a_day: int = Field(ge=1, le=100)
    most_lookups_a_day: int = Field(ge=1, le=1000)


class PolicyDocument(_Strict):
    """The whole table."""

    emergency: Emergencies
    viewing_as: Minutes
    relation: tuple[Relation, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> "PolicyDocument":
        known = {relation.code: relation for relation in self.relation}
        if len(known) != len(self.relation):
            raise ValueError("a relation stands twice")
        for relation in self.relation:
            for granted in relation.grants:
                if granted not in known or known[granted].comes_from != "act":
                    raise ValueError(f"{relation.code} grants {granted}, which no act about a student gives")
        return self

    def named(self, code: str) -> Relation | None:
        """This function will return a relation by its code, or None."""
        return next((relation for relation in self.relation if relation.code == code), None)

    def granters_of(self, code: str) -> tuple[str, ...]:
        """This function will name the relations whose holders may give this one to somebody about one student."""
        return tuple(relation.code for relation in self.relation if code in relation.grants)


def parse_policy(text: str) -> PolicyDocument:
    """This function will read a policy table.

    **Raises** `ValueError` naming each place that does not fit, and what is needed there.
    """
    try:
        return PolicyDocument.model_validate(tomllib.loads(text))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'table'}: {fault['msg']}" for fault in error.errors()]
        raise ValueError(f"{POLICY.name} does not fit its schema: " + "; ".join(faults)) from error


@cache
def shipped_policy() -> PolicyDocument:
    """This function will return the table that comes with this release."""
    return parse_policy(POLICY.read_text(encoding="utf-8"))


def policy_json_schema() -> dict[str, Any]:
    """This function will return the JSON Schema (2020-12) of the policy table."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:throughline:policy:1",
        **PolicyDocument.model_json_schema(),
        "title": "Throughline policy table",
    }
