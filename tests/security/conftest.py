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
from django.test.client import ClientHandler
from tests.security.telling import Fact, Hidden, forms_of_day, forms_of_name, gathered, hidden_from

from throughline.demo import cast, named
from throughline.values.viewer import Viewer

if TYPE_CHECKING:
    from throughline.rooms.accounts.models import User
    from throughline.rooms.students.models import Student

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
    facts: list[Fact]
    # By member of the cast and relation: the students, and the only classes of record it holds for (none: all).
    relations: dict[str, dict[str, dict[int, set[str]]]] = field(default_factory=dict)
    belongs: dict[str, set[int]] = field(default_factory=dict)
    _hidden: dict[str, Hidden] = field(default_factory=dict)
    _noted: dict[str, dict[str, set[int]]] = field(default_factory=dict)

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
            elif rule["scope"] in {"student", "agreement"}:
                for student, classes in self.relations[key].get(relation, {}).items():
                    found |= {student} if not classes or record_class in classes else set()
        return found

    def reaches(self, key: str, record_class: str, act: str = "see") -> tuple[bool, set[int]]:
        """Whether a class reaches the whole district by role, and the schools where it reaches by role."""
        rule = self.rules.get(cast.BY_KEY[key].relation)
        if rule is None or record_class not in self._classes(rule, act):
            return False, set()
        place = self.schools.get(cast.BY_KEY[key].organization_id)
        return rule["scope"] == "district", {place} if rule["scope"] == "school" and place else set()

    def told(self, key: str, text: str) -> dict[str, int]:
        """How much, by kind, a page tells this member of the cast, or a visitor, that they may not know."""
        if key not in self._hidden:
            classes = {fact.record_class for fact in self.facts}
            seen = {name: self.students(key, name) if key else set() for name in classes}
            shown = self.adults | {name for student, name in self.names.items() if student in seen["directory"]}
            self._hidden[key] = hidden_from(self.facts, seen, shown)
        return self._hidden[key].told_on(text)

    def noted_names(self, key: str) -> dict[str, set[int]]:
        """Students whom this member of the cast sees for their work, by full name: naming one is a look to be noted.

        Left out are their own record and their children's, and names that would be read for another reason.
        """
        if key not in self._noted:
            relations = self.relations[key] if key else {}
            own = {student for relation in ("self", "guardian") for student in relations.get(relation, {})}
            seen = self.students(key, "directory") - own if key else set()
            others = "\n".join(self.adults | {self.names[student] for student in own})
            found: dict[str, set[int]] = {}
            for student in seen:
                if self.names[student] not in others:
                    found.setdefault(self.names[student], set()).add(student)
            self._noted[key] = found
        return self._noted[key]

    def _classes(self, rule: dict[str, object], act: str) -> list[str]:
        classes = rule[act]
        assert isinstance(classes, list)
        return classes


@pytest.fixture
def users(demo: None) -> "dict[str, User]":
    from throughline.rooms.accounts.models import User

    by_name = {user.username: user for user in User.objects.all()}
    return {member.key: by_name[member.username] for member in cast.CAST}


class Clients(dict[str, Client]):
    """A browser for each member of the cast, signed in when it is first asked for, and one for a visitor.

    All speak to one server: it looks through every static file as it starts.
    """

    def __init__(self, users: "dict[str, User]") -> None:
        super().__init__()
        self._users = users
        self._server = ClientHandler(enforce_csrf_checks=False)

    def __missing__(self, key: str) -> Client:
        self[key] = client = Client(raise_request_exception=False)
        client.handler = self._server
        if key:
            client.force_login(self._users[key])
        return client

    def everybody(self) -> Iterator[tuple[str, Client]]:
        """The visitor and the whole cast."""
        return ((key, self[key]) for key in ("", *self._users))


@pytest.fixture
def clients(users: "dict[str, User]") -> Clients:
    """A browser for each member of the cast, and one in which nobody has signed in."""
    return Clients(users)


@pytest.fixture
def all_seeing(demo: None) -> Iterator[None]:
    """Act as the duty that sees every table."""
    from throughline.rooms.accounts.sight.viewing import acting_as

    with acting_as(SET_UP):
        yield


@pytest.fixture(scope="session")
def _oracles() -> "dict[str, Oracle]":
    """What was told of each database before any test changed it; a test undoes what it does."""
    return {}


@pytest.fixture
def oracle(users: "dict[str, User]", _oracles: "dict[str, Oracle]") -> Oracle:
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if name not in _oracles:
        _oracles[name] = _told(users)
    return _oracles[name]


def _told(users: "dict[str, User]") -> Oracle:
    from django.utils import timezone

    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.district.models import Organization
    from throughline.rooms.students.models import Guardian, Relation, StaffMember, Student

    rules = {row["code"]: row for row in tomllib.loads(POLICY.read_text(encoding="utf-8"))["relation"]}
    with acting_as(SET_UP):
        students = list(Student.objects.all())
        relations = list(Relation.objects.all())
        adults = {adult.name for adult in (*StaffMember.objects.all(), *Guardian.objects.all())}
        schools = dict(Organization.objects.values_list("source_id", "pk"))
        facts = gathered([*_of_students(students), *_of_families()])
    found = Oracle(
        rules,
        schools,
        {student.pk: student.home_school_id for student in students},
        {student.pk: student.name for student in students},
        {member.name for member in cast.CAST} | adults,
        facts,
    )
    day = named.LAST_DATA_DAY
    found.belongs = {key: _outside_organizations(key, rules, schools) for key in users}
    for key, user in users.items():
        found.relations[key] = {}
        for row in relations:
            in_force = (row.starts_on or day) <= day <= (row.ends_on or day)
            own = row.user_id == user.pk or row.organization_id in found.belongs[key]
            is_open = row.until_at is None or row.until_at > timezone.now()
            if own and in_force and is_open:
                found.relations[key].setdefault(row.relation, {})[row.student_id] = set(row.record_classes)
    return found


def _of_students(students: "list[Student]") -> Iterator[tuple[str, str, str, int]]:
    """What tells who a student is, by kind, with its class of record."""
    from throughline.rooms.students.models import Demographics, Enrollment, Need

    other_days = {day for model in (Enrollment, Need) for day in model.objects.values_list("starts_on", flat=True)}
    for one in students:
        families = (one.family_name, one.preferred_family_name)
        for kind, name in forms_of_name((one.given_name, one.preferred_given_name), families):
            yield kind, name, "directory", one.pk
        for kind, said in (("a number", one.source_id), ("a number", one.local_id), ("a user name", one.username)):
            yield kind, said, "directory", one.pk
        for kind, said in (("an e-mail", one.email), ("a telephone", one.phone)):
            yield kind, said, "directory", one.pk
    for row in Demographics.objects.exclude(birth_on=None).exclude(birth_on__in=other_days - {None}):
        for day in forms_of_day(row.birth_on) if row.birth_on else ():
            yield "a day of birth", day, "demographics", row.student_id


def _of_families() -> Iterator[tuple[str, str, str, int]]:
    """How to reach the adults who stand for each student."""
    from throughline.rooms.students.models import Guardianship

    for row in Guardianship.objects.filter(ended_at=None).select_related("guardian"):
        yield "a telephone of the family", row.guardian.phone, "family_contacts", row.student_id
        yield "an e-mail of the family", row.guardian.email, "family_contacts", row.student_id


def _outside_organizations(key: str, rules: dict[str, dict[str, object]], places: dict[str, int]) -> set[int]:
    """The organization through which an agreement lets this member of the cast see students, where there is one."""
    member = cast.BY_KEY[key]
    by_agreement = rules.get(member.relation, {}).get("scope") == "agreement"
    place = places.get(member.organization_id)
    return {place} if by_agreement and place else set()
