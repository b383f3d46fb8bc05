"""A table whose rows are each of their own class of record names the classes they may be of, and holds no others."""

import pytest
from django.db import ProgrammingError
from tests.rooms.conftest import FIRST_DAY, SET_UP, Town


def test_every_class_a_row_is_written_with_is_one_its_wall_names() -> None:
    from throughline.rooms.students.needs.catalogue import need_categories
    from throughline.rooms.students.walls import NEED_CLASSES
    from throughline.rooms.support.kinds.catalogue import note_kinds
    from throughline.rooms.support.kinds.words import AUDIENCES
    from throughline.rooms.warning.access import CLASS_OF, REASON_CLASSES

    assert {one.record_class for one in need_categories().values()} <= set(NEED_CLASSES)
    assert {name for kind in note_kinds().values() for name in kind.audiences} <= set(AUDIENCES)
    assert set(CLASS_OF.values()) == set(REASON_CLASSES)


def test_every_table_with_a_class_in_a_column_says_which(db: None) -> None:
    from throughline.rooms.accounts import api as accounts

    assert [model.__name__ for model, wall in accounts.walled_models() if wall.column and not wall.classes] == []


def test_a_row_of_a_class_its_wall_does_not_name_is_refused_even_to_who_writes_both(town: Town) -> None:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Need

    student = town.students["not_taught"]
    with accounts.acting_as(SET_UP):
        assert accounts.may(SET_UP, "write", "directory")
        with pytest.raises(ProgrammingError, match="row-level security"):
            Need.objects.create(student=student, category="gifted", record_class="directory", starts_on=FIRST_DAY)
