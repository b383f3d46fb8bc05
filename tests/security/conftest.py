"""The cast as browsers and viewers, and an oracle that works out from the policy file alone what each may see.

Models are imported where they are used: this file is read before the settings point at a database.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from throughline.demo import cast, named
from throughline.values.viewer import Viewer

if TYPE_CHECKING:
    from throughline.rooms.accounts.models import User

ROOT = Path(__file__).parent.parent.parent
POLICY = ROOT / "src" / "throughline" / "rooms" / "accounts" / "policy" / "policy.toml"
SET_UP = Viewer(duty="set_up", name="test")


@dataclass
class Oracle:
    """What each member of the cast may see, told by the policy file and the cast's own words: not by our code."""

    rules: dict[str, dict[str, object]]
    schools: dict[str, int]
    home: dict[int, int | None]
    names: dict[int, str]
    adults: set[str]
    relations: dict[str, dict[str, set[int]]] = field(default_factory=dict)

    def students(self, key: str, record_class: str, act: str = "see") -> set[int]:
        """The students of whom this member of the cast may see (or write, export) a class of record."""
        found: set[int] = set()
        for relation in {cast.BY_KEY[key].relation, *self.relations[key]}:
            rule = self.rules.get(relation)
            if rule is None or record_class not in self._classes(rule, act):
                continue
            if rule["scope"] == "district":
                found |= set(self.home)
            elif rule["scope"] == "school":
                school = self.schools[cast.BY_KEY[key].organization_id]
                found |= {student for student, home in self.home.items() if home == school}
            elif rule["scope"] == "student":
                found |= self.relations[key].get(relation, set())
        return found

    def reaches(self, key: str, record_class: str, act: str = "see") -> tuple[bool, set[int]]:
        """Whether a class reaches the whole district by role, and the schools where it reaches by role."""
        rule = self.rules.get(cast.BY_KEY[key].relation)
        if rule is None or record_class not in self._classes(rule, act):
            return False, set()
        place = self.schools.get(cast.BY_KEY[key].organization_id)
        return rule["scope"] == "district", {place} if rule["scope"] == "school" and place else set()

    def hidden_names(self, key: str) -> set[str]:
        """Full names of students of whom this member of the cast, or a visitor, may not even know.

        Left out are names that would be read for another reason: as, or within, those of adults and of students seen.
        """
        seen = self.students(key, "directory") if key else set()
        shown = self.adults | {name for student, name in self.names.items() if student in seen}
        read_anyway = "\n".join(shown)
        return {name for name in self.names.values() if name not in read_anyway}

    def _classes(self, rule: dict[str, object], act: str) -> list[str]:
        classes = rule[act]
        assert isinstance(classes, list)
        return classes


@pytest.fixture
def users(demo: None) -> "dict[str, User]":
    from throughline.rooms.accounts.models import User

    by_name = {user.username: user for user in User.objects.all()}
    return {member.key: by_name[member.username] for member in cast.CAST}


@pytest.fixture
def clients(users: "dict[str, User]") -> dict[str, Client]:
    """A browser for each member of the cast, and one in which nobody has signed in."""
    found = {"": Client(raise_request_exception=False)}
    for key, user in users.items():
        found[key] = Client(raise_request_exception=False)
        found[key].force_login(user)
    return found


@pytest.fixture
def all_seeing(demo: None) -> Iterator[None]:
    """Act as the duty that sees every table."""
    from throughline.rooms.accounts.sight.viewing import acting_as

    with acting_as(SET_UP):
        yield


@pytest.fixture
def oracle(users: "dict[str, User]") -> Oracle:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.district.models import Organization
    from throughline.rooms.students.models import Guardian, Relation, StaffMember, Student

    rules = {row["code"]: row for row in tomllib.loads(POLICY.read_text(encoding="utf-8"))["relation"]}
    with acting_as(SET_UP):
        students = list(Student.objects.all())
        relations = list(Relation.objects.all())
        adults = {adult.name for adult in (*StaffMember.objects.all(), *Guardian.objects.all())}
        schools = dict(Organization.objects.values_list("source_id", "pk"))
    found = Oracle(
        rules,
        schools,
        {student.pk: student.home_school_id for student in students},
        {student.pk: student.name for student in students},
        {member.name for member in cast.CAST} | adults,
    )
    day = named.LAST_DATA_DAY
    for key, user in users.items():
        found.relations[key] = {}
        for row in relations:
            in_force = (row.starts_on or day) <= day <= (row.ends_on or day)
            if row.user_id == user.pk and in_force:
                found.relations[key].setdefault(row.relation, set()).add(row.student_id)
    return found
