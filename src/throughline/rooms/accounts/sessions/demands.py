"""How safely each role signs in: read from `safety.toml`, and worked out for one person today."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field

from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.policy.words import RELATIONS
from throughline.rooms.accounts.sight.queries import current_roles

SAFETY = Path(__file__).with_name("safety.toml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Demand(_Strict):
    second_factor: bool
    idle_minutes: Annotated[int, Field(ge=5, le=8 * 60)]


class _RoleDemand(_Demand):
    code: str


class _Document(_Strict):
    otherwise: _Demand
    role: list[_RoleDemand]


@dataclass(frozen=True, slots=True)
class Safety:
    """What one person is held to: whether a password alone is enough, and how long a browser may rest."""

    second_factor: bool
    idle: timedelta


def read_safety(text: str) -> dict[str, Safety]:
    """This function will read the table of demands, by relation; those of nobody in particular stand under "".

    **Raises** `ValueError` naming a relation the policy table does not know, one named twice, or what is not a demand.
    """
    document = _Document.model_validate(tomllib.loads(text))
    found = {"": _safety(document.otherwise)}
    for role in document.role:
        if role.code in found:
            raise ValueError(f"{SAFETY.name}: {role.code} is named twice")
        if role.code not in RELATIONS:
            raise ValueError(f"{SAFETY.name}: the policy table has no relation {role.code}")
        found[role.code] = _safety(role)
    return found


def safety_of(relations: Iterable[str]) -> Safety:
    """This function will return the strictest of what these relations ask for."""
    demands = _shipped()
    held = [demands.get(relation, demands[""]) for relation in relations] or [demands[""]]
    return Safety(any(one.second_factor for one in held), min(one.idle for one in held))


def safety_of_user(user: User) -> Safety:
    """This function will return what somebody is held to by the roles they hold today."""
    return safety_of(role.relation for role in current_roles(user.viewer()))


def must_have_second_factor(user: User) -> bool:
    """This function will tell whether a password alone is not enough for this person, here and today."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and safety_of_user(user).second_factor


@cache
def _shipped() -> dict[str, Safety]:
    return read_safety(SAFETY.read_text(encoding="utf-8"))


def _safety(demand: _Demand) -> Safety:
    return Safety(demand.second_factor, timedelta(minutes=demand.idle_minutes))
