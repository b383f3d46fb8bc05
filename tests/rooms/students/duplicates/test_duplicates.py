"""Likely duplicates: who may look, what is found, telling two people apart, and when they are proposed again."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, SET_UP, Town

from throughline.values.errors import NotAllowed, RefusedInput

LIST = "/students/duplicates/"
BORN = date(2010, 5, 17)


def _acting(town: Town, who: str = "administrator"):  # type: ignore[no-untyped-def]  # a context of the accounts room
    from throughline.rooms.accounts.sight.viewing import acting_as

    return acting_as(SET_UP if who == "" else town.viewer(who))


def _enter_twice(town: Town, n: int = 1, *, given: str = "Mateo", family: str = "Munoz") -> list[int]:
    """Mateo's record again, and others', each under another id and without the accent."""
    from throughline.rooms.students.models import Demographics, Student

    made = []
    with _acting(town, ""):
        mateo = town.students["mateo"]
        Demographics.objects.get_or_create(student=mateo, defaults={"birth_on": BORN})
        for place in range(n):
            again = Student.objects.create(
                source_id=f"again-{place}", given_name=given, family_name=family, home_school=town.high, grade="10"
            )
            Demographics.objects.create(student=again, birth_on=BORN)
            made.append(again.pk)
    return made


def _look(town: Town, who: str = "administrator") -> list[tuple[int, int]]:
    from throughline.rooms.students.duplicates.looking import look_for_duplicates
    from throughline.rooms.students.models import LikelyPair

    look_for_duplicates(by=town.viewer(who), at=AT)
    with _acting(town):
        return list(LikelyPair.objects.order_by("pk").values_list("one", "other"))


def _pair_id(town: Town) -> int:
    from throughline.rooms.students.models import LikelyPair

    with _acting(town):
        return LikelyPair.objects.get().pk


def test_a_student_entered_twice_is_found_and_shown_side_by_side(town: Town) -> None:
    (again,) = _enter_twice(town)
    assert _look(town) == [(town.students["mateo"].pk, again)]
    client = town.client("data_lead")
    listed = client.get(LIST).content.decode()
    assert "Mateo Muñoz Herrera" in listed
    assert "Mateo Munoz" in listed
    assert "Same birth date" in listed
    page = client.get(f"{LIST}{_pair_id(town)}/").content.decode()
    assert "again-0" in page
    assert "Surnames share their parts" in page


def test_twins_are_not_listed(town: Town) -> None:
    _enter_twice(town, given="Elías", family="Muñoz Herrera")
    assert _look(town) == []


def test_two_who_both_left_are_not_listed(town: Town) -> None:
    from throughline.rooms.students.models import Student

    _enter_twice(town)
    with _acting(town, ""):
        Student.objects.update(ended_at=AT)
    assert _look(town) == []


def test_two_people_are_not_proposed_again_until_something_about_them_changes(town: Town) -> None:
    from throughline.rooms.students.models import Student

    (again,) = _enter_twice(town)
    _look(town)
    pair = _pair_id(town)
    client = town.client("administrator")
    assert client.post(f"{LIST}{pair}/two-people/").status_code == 302
    assert client.post(f"{LIST}{pair}/two-people/").status_code == 400, "it was said already"
    _look(town)
    assert "Mateo Munoz" not in client.get(LIST).content.decode()
    assert "Mateo Munoz" in client.get(LIST, {"said": "two"}).content.decode()
    with _acting(town, ""):
        Student.objects.filter(pk=again).update(family_name="Munoz Herrera")
    _look(town)
    assert "Mateo Munoz Herrera" in client.get(LIST).content.decode()
    assert "Something about them has changed" in client.get(f"{LIST}{pair}/").content.decode()


def test_two_people_is_taken_back_and_history_keeps_both(town: Town) -> None:
    from throughline.rooms.students.models import LikelyPair

    _enter_twice(town)
    _look(town)
    pair = _pair_id(town)
    client = town.client("administrator")
    client.post(f"{LIST}{pair}/two-people/")
    assert client.post(f"{LIST}{pair}/two-people/take-back/").status_code == 302
    assert client.post(f"{LIST}{pair}/two-people/take-back/").status_code == 400
    assert "Mateo Munoz" in client.get(LIST).content.decode()
    with _acting(town):
        events = LikelyPair._meta.apps.get_model("students", "LikelyPairEvent").objects.filter(pgh_obj_id=pair)
        assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["made", "changed", "changed"]


def test_a_pair_that_is_no_longer_likely_goes_and_what_was_said_stays(town: Town) -> None:
    from throughline.rooms.students.models import Student

    first, second = _enter_twice(town, 2)
    assert len(_look(town)) == 3
    client = town.client("administrator")
    with _acting(town):
        from throughline.rooms.students.models import LikelyPair

        said = LikelyPair.objects.get(one=first, other=second).pk
    client.post(f"{LIST}{said}/two-people/")
    with _acting(town, ""):
        Student.objects.filter(pk=second).update(given_name="Bruno")
    assert set(_look(town)) == {(town.students["mateo"].pk, first), (first, second)}


@pytest.mark.parametrize("who", ["teacher", "coordinator", "principal", "guardian", "student", "partner", "outsider"])
def test_nobody_else_looks(town: Town, who: str) -> None:
    _enter_twice(town)
    _look(town)
    client, pair = town.client(who), _pair_id(town)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{pair}/").status_code == 403
    assert client.post(f"{LIST}{pair}/two-people/").status_code == 403
    assert client.post(f"{LIST}look/").status_code == 403
    with pytest.raises(NotAllowed):
        _look(town, who)


def test_the_second_wall_hides_pairs_from_those_who_do_not_keep_the_roster(town: Town) -> None:
    from throughline.rooms.students.models import LikelyPair

    _enter_twice(town)
    _look(town)
    for who in ("principal", "privacy_officer", "support_lead"):
        with _acting(town, who):
            assert not LikelyPair.objects.exists()


def test_looking_at_a_pair_is_noted_for_both(town: Town) -> None:
    from throughline.rooms.audit.models import Disclosure

    (again,) = _enter_twice(town)
    _look(town)
    town.client("administrator").get(f"{LIST}{_pair_id(town)}/")
    with _acting(town, "privacy_officer"):
        noted = Disclosure.objects.filter(place="students.pair").values_list("student_id", "record_class")
        assert {pk for pk, _name in noted} == {town.students["mateo"].pk, again}
        assert {name for _pk, name in noted} == {"directory", "demographics", "enrollment", "family_contacts"}


def test_an_import_asks_for_a_look_once(town: Town) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from throughline.rooms.students.relations.commands import refresh_relations

    administrator = town.viewer("administrator")
    with _acting(town):
        refresh_relations(by=administrator, at=AT)
        refresh_relations(by=administrator, at=AT)
        assert ProcrastinateJob.objects.filter(task_name="students.look_for_duplicates").count() == 1


def test_the_list_costs_as_many_queries_however_long(town: Town) -> None:
    _enter_twice(town, 2)
    _look(town)
    client = town.client("administrator")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    from throughline.rooms.students.models import Demographics, Student

    with _acting(town, ""):
        for place in range(3):
            more = Student.objects.create(source_id=f"more-{place}", given_name="Mateo", family_name="Munoz")
            Demographics.objects.create(student=more, birth_on=BORN)
    assert len(_look(town)) == 15
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def test_what_was_never_said_cannot_be_taken_back(town: Town) -> None:
    from throughline.rooms.students.duplicates.commands import take_back_two_people

    _enter_twice(town)
    _look(town)
    with _acting(town), pytest.raises(RefusedInput):
        take_back_two_people(by=town.viewer("administrator"), at=AT, pair_id=_pair_id(town))
