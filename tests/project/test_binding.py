"""Which side puts a statement's values in."""

from typing import Any


def test_what_the_orm_asks_again_is_prepared_and_what_is_written_by_hand_is_not(db: None) -> None:
    from django.db import connection

    from throughline.rooms.district.models import Organization

    for n in range(4):
        assert not Organization.objects.filter(pk=-n).exists()
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from district_organization where id = %s and name <> '50 %%'", [-n])
    asked = _prepared()
    assert len(asked) == 1
    assert asked[0].startswith("SELECT")
    assert "$1" in asked[0]


def test_more_values_than_the_database_takes_are_put_in_here(db: None) -> None:
    from throughline.rooms.district.models import Organization

    for _again in range(4):
        assert not Organization.objects.filter(pk__in=range(-70_000, 0)).exists()
    assert _prepared() == []


def _prepared() -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select statement from pg_prepared_statements")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [statement for (statement,) in rows]
