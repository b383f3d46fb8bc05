"""A family's statement goes along wherever the part it contests goes: pages, paper and files, and nowhere else."""

import io
import zipfile
from typing import Any

import pytest
from tests.rooms.conftest import AT, SET_UP, Town

WORDS = "My son was at the debate."


@pytest.fixture
def stated(town: Town) -> Any:
    """A statement about Mateo's enrollment and attendance stands in his record."""
    return _state(town, "mateo", "enrollment", WORDS)


def _state(town: Town, student: str, part: str, words: str) -> Any:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import RecordRequest
    from throughline.rooms.students.rights import CameBy, RequestKind, RequestStatus

    with acting_as(SET_UP):
        return RecordRequest.objects.create(
            student=town.students[student],
            kind=RequestKind.AMEND,
            status=RequestStatus.STATEMENT,
            part=part,
            contested="Wrong day.",
            asked_by="Lucía Herrera Peña",
            asked_on=AT.date(),
            came_by=next(iter(CameBy)),
            statement=words,
            statement_on=AT.date(),
            statement_by="Lucía Herrera Peña",
        )


def _file(town: Town, who: str, address: str) -> str:
    answer = town.client(who).get(address)
    assert answer.status_code == 200
    if address.endswith("xlsx"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    return answer.content.decode()


def test_it_stands_on_who_looked_on_its_paper_and_in_its_files(town: Town, stated: Any) -> None:
    url = f"/students/{stated.student_id}/who-looked/"
    for page in (url, f"{url}print/"):
        for who in ("privacy_officer", "guardian", "principal"):
            assert WORDS in town.client(who).get(page).content.decode(), (who, page)
    for kind in ("csv", "xlsx"):
        assert WORDS in _file(town, "privacy_officer", f"{url}?export={kind}")


def test_it_stands_in_the_file_of_students_beside_its_student(town: Town, stated: Any) -> None:
    _state(town, "classmate", "directory", "=Our name is spelled so.")
    told = _file(town, "data_lead", "/students/?export=csv")
    rows = {line.split(",")[0].strip('"'): line for line in told.splitlines()}
    assert WORDS in next(line for line in told.splitlines() if "Mateo" in line)
    assert "'=Our name is spelled so." in told, "no formula reaches a spreadsheet"
    assert "Statement of the family" in told.splitlines()[0]
    assert not any(WORDS in line for name, line in rows.items() if "Valentina" in name)
    assert WORDS in _file(town, "data_lead", "/students/?export=xlsx")
    assert WORDS not in _file(town, "data_lead", "/students/")


def test_a_part_that_is_not_shown_takes_no_statement_along(town: Town) -> None:
    row = _state(town, "mateo", "health", "Our words about his plan.")
    for address in ("/students/?export=csv", f"/students/{row.student_id}/who-looked/"):
        assert "Our words about his plan." not in _file(town, "data_lead", address)
    assert "Our words about his plan." in _file(town, "guardian", f"/students/{row.student_id}/who-looked/print/")


def test_without_a_statement_the_files_have_no_such_column(town: Town) -> None:
    assert "Statement" not in _file(town, "data_lead", "/students/?export=csv").splitlines()[0]
