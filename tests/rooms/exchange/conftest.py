"""Ground of the exchange's tests: real packages, and a data lead who may import."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from throughline.values.viewer import Viewer

Person = Callable[[str], Viewer]


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


@pytest.fixture
def grand_bend(shared_data: Path) -> Path:
    """A 1.2 bulk package of a district that no one here made."""
    return shared_data / "interop" / "oneroster" / "or12-grand-bend"


@pytest.fixture
def person_who_is(db: None) -> Person:
    """Makes a person who signs in and holds one role in the district; blank makes one who holds none."""
    from throughline.rooms.accounts.models import RoleAssignment, User
    from throughline.rooms.accounts.sight.viewing import acting_as

    def make(relation: str) -> Viewer:
        with acting_as(Viewer(duty="set_up", name="Test")):
            user = User.objects.create(username=relation or "nobody", name=f"A {relation}")
            if relation:
                RoleAssignment.objects.create(
                    user=user, relation=relation, starts_on=date(2020, 1, 1), granted_by="test"
                )
        return user.viewer()

    return make


@pytest.fixture
def data_lead(person_who_is: Person) -> Viewer:
    return person_who_is("district_data")
