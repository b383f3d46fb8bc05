"""Who needs us: each sees their own, gaps are gaps, and a longer list asks no more of the database."""

from datetime import date
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, SET_UP, Town


def _list(town: Town, key: str, path: str = "/needs-us/") -> str:
    response = town.client(key).get(path)
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


def test_each_sees_the_flags_of_their_own_students(switched_on: Town) -> None:
    coordinator, elsewhere = _list(switched_on, "coordinator"), _list(switched_on, "coordinator_elsewhere")
    assert "Mateo Muñoz Herrera" in coordinator
    assert "Valentina" not in coordinator
    assert "Valentina Muñoz Herrera" in elsewhere
    assert "Mateo" not in elsewhere
    assert all(name in _list(switched_on, "support_lead") for name in ("Mateo", "Valentina"))
    for key in ("guardian", "student", "partner", "finance", "state_analyst", "outsider"):
        assert _list(switched_on, key) == "403", key


def test_nobody_spoke_with_who_was_absent_until_somebody_did(switched_on: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.support import api as support

    path = "/needs-us/no-contact/"
    assert "Mateo" in _list(switched_on, "coordinator", path)
    counselor = switched_on.viewer("counselor")
    for kind, gone in (("observation", False), ("family_contact", True)):
        with acting_as(counselor):
            written = support.Written(uuid4(), kind, "notes", date(2026, 11, 18), "We spoke.")
            student_id = switched_on.students["mateo"].pk
            support.write_note(by=counselor, at=AT, student_id=student_id, written=written)
        assert ("Mateo" not in _list(switched_on, "coordinator", path)) is gone
    assert "Mateo" not in _list(switched_on, "coordinator", "/needs-us/no-note/")


def test_before_rules_are_in_force_it_says_so(fall: Town) -> None:
    assert "No rules are in force yet" in _list(fall, "coordinator")
    url = f"/students/{fall.students['mateo'].pk}/early-warning/"
    assert "No rules are in force yet" in _list(fall, "coordinator", url)


def test_a_longer_list_takes_as_many_queries(switched_on: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.warning.models import Flag, RuleVersion

    client = switched_on.client("coordinator")

    def n_queries() -> int:
        client.get("/needs-us/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/needs-us/").status_code == 200
        return len(seen)

    before = n_queries()
    with acting_as(SET_UP):
        version = RuleVersion.objects.get()
        Flag.objects.bulk_create(
            Flag(
                student=switched_on.students[key],
                rules=version,
                level=2,
                level_now=2,
                raised_on=date(2026, 11, 20),
                raised_at=AT,
                due_on=date(2026, 12, 4),
            )
            for key in ("classmate", "not_taught")
        )
    assert n_queries() == before
