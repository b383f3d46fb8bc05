"""What an emergency leaves behind: disclosures, and what the family reads; nothing in the audit or an address."""

import pytest
from tests.rooms.conftest import Town
from tests.rooms.students.emergencies.conftest import WHY, break_glass, the_one


def test_every_step_is_a_disclosure_on_the_ground_of_an_emergency(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    client = break_glass(town, "coordinator_elsewhere", "Mateo Muñoz Herrera", "mateo")
    client.get(f"/students/{town.students['mateo'].pk}/")
    noted = Disclosure.objects.filter(viewer_id=town.users["coordinator_elsewhere"].pk)
    assert {row.place for row in noted} == {"students.emergency", "students.emergency_open", "students.student"}
    assert all("99.36" in row.basis for row in noted)
    assert {row.student_id for row in noted} == {town.students["mateo"].pk}


def test_nothing_of_the_student_stands_in_the_audit_or_in_an_address(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    from throughline.rooms.audit.models import AuditRecord

    break_glass(town, "coordinator_elsewhere", "Mateo Muñoz Herrera", "mateo")
    rows = AuditRecord.objects.filter(noun="emergency").order_by("pk")
    assert [(row.act, row.object_id) for row in rows] == [("look up", ""), ("open", str(the_one().pk))]
    for words in ("Mateo", "museum", "allerg"):
        assert words not in "".join(str(row.details) for row in rows)
        assert words not in caplog.text


def test_the_family_reads_that_it_was_an_emergency_and_why(town: Town) -> None:
    break_glass(town, "coordinator_elsewhere", "Mateo Muñoz Herrera", "mateo")
    pk = town.students["mateo"].pk
    for path in ("who-looked/", "who-looked/print/"):
        page = town.client("student").get(f"/students/{pk}/{path}").content.decode()
        assert WHY in page
        assert "Daniel Kowalczyk" in page
        assert "Opened in an emergency" in page
    listed = town.client("student").get(f"/students/{pk}/who-sees/").content.decode()
    assert "In an emergency" in listed
    assert "until " in listed
