"""A name planted where things go wrong reaches no log, no error page and no address."""

import logging

import pytest
from tests.security.conftest import SET_UP, Clients

CANARY = "Canarina Plantedname"


@pytest.fixture
def planted(demo: None) -> int:
    """A student at the coordinator's school whose name must not get about; returns their id."""
    from throughline.demo import named
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.district.models import Organization
    from throughline.rooms.students.models import Student

    with acting_as(SET_UP):
        given, family = CANARY.split()
        school = Organization.objects.get(source_id=named.HIGH)
        row = Student.objects.create(source_id="canary", given_name=given, family_name=family, home_school=school)
    return row.pk


def _written(caplog: pytest.LogCaptureFixture) -> str:
    """What the server's own formatter would have written of everything that was logged."""
    from throughline.project.logs import PlainFormatter

    formatter = PlainFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    return "\n".join(formatter.format(record) for record in caplog.records)


def _breaking(name: str) -> Exception:
    """An error as a database would raise it, with the row in its words, and another behind it."""
    error = ValueError(f"could not read {name}")
    error.__cause__ = RuntimeError(f"Key (name)=({name}) already exists.")
    return error


def test_an_error_tells_where_it_happened_and_nothing_of_the_student(
    planted: int, clients: Clients, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from throughline.rooms.students.directory import student as student_queries

    def broken(_viewer: object, student: object) -> list[object]:
        raise _breaking(str(student))

    monkeypatch.setattr(student_queries, "_enrollments", broken)
    with caplog.at_level(logging.DEBUG):
        response = clients["coordinator"].get(f"/students/{planted}/")
    log = _written(caplog)
    assert response.status_code == 500
    assert "ValueError" in log
    assert "RuntimeError" in log
    assert "in student_page" in log
    for name in CANARY.split():
        assert name not in log
        assert name not in response.content.decode()


def test_what_a_failed_request_did_is_undone(planted: int, clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.rooms.audit.models import AuditRecord
    from throughline.rooms.students.directory import queries

    def noted_then_broken(**_given: object) -> None:
        AuditRecord.objects.create(at="2026-11-20T12:00Z", by_name="x", act="canary", noun="x")
        raise RuntimeError

    monkeypatch.setattr(queries, "note_looked", noted_then_broken)
    assert clients["coordinator"].get("/students/").status_code == 500
    assert not AuditRecord.objects.filter(act="canary").exists()


def test_finding_a_name_keeps_it_out_of_addresses_and_logs(
    planted: int, clients: Clients, caplog: pytest.LogCaptureFixture
) -> None:
    client = clients["coordinator"]
    with caplog.at_level(logging.INFO):
        found = client.post("/students/find/", {"text": CANARY})
        page = client.get(found["Location"])
    assert CANARY in page.content.decode()
    assert "anarina" not in found["Location"]
    assert "anarina" not in _written(caplog)
