"""A packet to print: the parts one chose, only those one may see, footed with who and when, and noted."""

import io
from uuid import uuid4

import pytest
from django.utils import timezone
from pypdf import PdfReader
from tests.rooms.conftest import Town

Chosen = dict[str, str | list[str]]


def _packet(town: Town, who: str, chosen: Chosen, student: str = "mateo") -> str:
    answer = town.client(who).get(f"/students/{town.students[student].pk}/packet/", chosen)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_chosen_is_in_it_and_nothing_else(town: Town) -> None:
    page = _packet(town, "teacher", {"part": ["mark", "result"]})
    assert ": B+" in page
    assert "Spring reading" in page
    assert "Incident of mateo" not in page
    assert "Absent" not in page


def test_it_says_who_printed_it_for_which_days(town: Town) -> None:
    page = _packet(town, "teacher", {"part": "attendance", "since": "2026-11-20", "until": "2026-11-20"})
    assert f"Printed by {town.users['teacher'].name} on " in page
    assert "Absent, not excused" in page
    assert "Absent, excused" not in page


def test_first_one_chooses_among_what_one_may_see(town: Town) -> None:
    page = _packet(town, "nurse", {})
    assert 'value="attendance"' in page
    assert 'value="mark"' not in page
    assert "Printed by" not in page


@pytest.mark.parametrize("part", ["mark", "incident", "secret"])
def test_a_part_one_may_not_see_is_not_made(town: Town, part: str) -> None:
    page = _packet(town, "nurse", {"part": part})
    assert ": B+" not in page
    assert "Incident of mateo" not in page


@pytest.mark.parametrize(
    ("who", "student"), [("teacher", "not_taught"), ("student", "classmate"), ("outsider", "mateo")]
)
def test_of_others_there_is_none(town: Town, who: str, student: str) -> None:
    address = f"/students/{town.students[student].pk}/packet/"
    assert town.client(who).get(address, {"part": "attendance"}).status_code == 404


def test_as_pdf_it_says_the_same_to_the_same_people(town: Town) -> None:
    chosen: Chosen = {"part": ["mark", "attendance"], "since": "2026-11-20"}
    address = f"/students/{town.students['mateo'].pk}/packet/pdf/"
    answer = town.client("teacher").get(address, chosen)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store, private")
    assert answer["Content-Disposition"] == 'attachment; filename="packet.pdf"'
    reader = PdfReader(io.BytesIO(answer.content))
    said = " ".join(page.extract_text() for page in reader.pages)
    assert reader.metadata is not None
    assert reader.metadata.title == town.students["mateo"].name
    assert "Absent, not excused" in said
    assert "Incident of mateo" not in said
    assert f"Printed by {town.users['teacher'].name} on " in said
    nurse = town.client("nurse").get(address, {"part": "mark"})
    assert nurse.status_code == 302  # nothing of what was asked for is theirs to print
    assert town.client("outsider").get(address, chosen).status_code == 404


def test_handing_it_out_is_noted_class_by_class(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    noted = Disclosure.objects.filter(place="students.packet").order_by("record_class")
    for address in ("packet", "packet/pdf"):
        before = set(noted.values_list("pk", flat=True))
        where = f"/students/{town.students['mateo'].pk}/{address}/"
        assert town.client("teacher").get(where, {"part": ["mark", "words"]}).status_code == 200
        new = [row.record_class for row in noted.all() if row.pk not in before]
        assert new == ["academic", "directory", "strengths"]


def test_own_words_are_in_it(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.telling.commands import tell

    student, pk = town.viewer("student"), town.students["mateo"].pk
    with acting_as(student):
        tell(by=student, at=timezone.now(), student_id=pk, key=uuid4(), kind="words", text="Ask me first.")
    assert "Ask me first." in _packet(town, "principal", {"part": "words"})
    assert "Ask me first." not in _packet(town, "principal", {"part": "mark"})
