"""The audit trail: what is written, and that it can only be added to."""

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from tests.rooms.conftest import AT, Town

from throughline.values.viewer import NOBODY, Viewer


def test_an_act_is_written_with_who_and_when(town: Town) -> None:
    from throughline.rooms.audit import api as audit
    from throughline.rooms.audit.models import AuditRecord

    audit.record_act(by=town.viewer("finance"), at=AT, act="try", noun="thing", object_id=7, details={"n": 1})
    row = AuditRecord.objects.get(act="try")
    assert (row.by_name, row.at, row.object_id, row.details) == ("Priya Raman", AT, "7", {"n": 1})


@pytest.mark.parametrize("viewer", [NOBODY, Viewer(duty="need_count")])
def test_a_duty_that_shows_no_one_a_student_discloses_nothing(db: None, viewer: Viewer) -> None:
    from throughline.rooms.audit import api as audit
    from throughline.rooms.audit.models import Disclosure

    audit.record_disclosures(by=viewer, at=AT, student_ids=[1, 2], record_class="directory", place="test", basis="none")
    assert not Disclosure.objects.exists()


def test_rows_can_be_added_and_neither_changed_nor_removed(town: Town) -> None:
    from throughline.rooms.audit import api as audit
    from throughline.rooms.audit.models import AuditRecord, Disclosure

    audit.record_disclosures(
        by=town.viewer("nurse"), at=AT, student_ids=[1], record_class="health", place="test", basis="works there"
    )
    for rows in (AuditRecord.objects.all(), Disclosure.objects.all()):
        assert rows.exists()
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows.update(at=AT.replace(year=2020))
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rows.delete()


def test_a_change_is_in_the_history_with_who_made_it(town: Town) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    viewer = town.viewer("administrator")
    with acting_as(viewer):
        Student.objects.filter(pk=town.students["mateo"].pk).update(grade="11")
        events = apps.get_model("students", "StudentEvent")._default_manager
        event = events.get(pgh_obj_id=town.students["mateo"].pk, pgh_label="changed")
    assert event.grade == "11"
    assert event.pgh_context.metadata["user_id"] == viewer.user_id
