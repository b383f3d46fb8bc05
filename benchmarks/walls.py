"""What the two walls cost, beside the same questions with the second down and with none: `python -m benchmarks.walls`.

The first wall is a condition in our own query, the second a policy the database adds by itself. Each question is put
as a page would put it, by somebody who sees part of the district; then the very same statement is run by a superuser,
whom no policy holds (the first wall alone); then what one would write by hand, with the answer's keys known beforehand
(no wall). Printed are the best of several, in milliseconds, and by how much both walls exceed the other two.
"""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import meeting_ground as ground

N_STUDENTS = 650_000
N_TAUGHT = 120
MOST_SECONDS = 5.0
MOST_ROUNDS = 20


def main() -> None:
    """This function will invent a district, put the questions, check that the answers agree, and print the times."""
    n_students = int(sys.argv[1]) if len(sys.argv) > 1 else N_STUDENTS
    from django.core.exceptions import EmptyResultSet

    begun = time.perf_counter()
    district = ground.found(n_students, days=ground.N_DAYS if n_students <= 100_000 else 4)
    viewers = {
        "a school's coordinator": district.coordinator.viewer(),
        f"teacher of {N_TAUGHT}": _related("teacher", district.students[:N_TAUGHT]),
        "a school's nurse": _nurse(),
        "mother of 2": _related("guardian", district.students[:2]),
        "district support": district.support.viewer(),
    }
    ground.gather_statistics()
    print(f"{n_students:,} students invented in {time.perf_counter() - begun:,.0f} s", flush=True)
    print(f"{'':<50} {'both':>9} {'first':>9} {'none':>9}   both/first  both/none")
    for who, viewer in viewers.items():
        for question, asked, by_hand in _questions(viewer):
            try:
                both, first, none = _times(viewer, asked, by_hand)
            except EmptyResultSet:  # the first wall knows that there is nothing, and asks nothing
                print(f"{who + ', ' + question:<50} {'nothing is asked':>29}", flush=True)
                continue
            print(
                f"{who + ', ' + question:<50} {both * 1000:9.2f} {first * 1000:9.2f} {none * 1000:9.2f}"
                f"   {both / first:10.1f}  {both / none:9.1f}",
                flush=True,
            )


def _nurse() -> Any:
    from throughline.rooms.accounts import api as accounts

    with accounts.acting_as(ground.set_up()):
        return ground.person("nurse", "school_health", "S0").viewer()


def _related(relation: str, students: list[int]) -> Any:
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students.models import Relation

    with accounts.acting_as(ground.set_up()):
        user = accounts.add_person(
            by=ground.set_up(), at=ground.AT, username=relation, name=relation.title(), email="", language="en"
        )
        Relation.objects.bulk_create(Relation(user=user, student_id=pk, relation=relation) for pk in students)
    return user.viewer()


def _questions(viewer: Any) -> Iterator[tuple[str, Any, Callable[[tuple[Any, ...]], tuple[str, list[Any]]]]]:
    """The questions: in words, as a query behind the first wall, and the statement by hand for the rows it gave."""
    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access

    def keyed(table: str, key: str, order: str) -> Callable[..., tuple[str, list[Any]]]:
        statement = f"select {key} from {table} where {key} = any(%s) order by {order}"  # noqa: S608 - all ours
        return lambda rows: (statement, [_keys(rows)])

    with accounts.acting_as(viewer):
        students = access.get_students_for(viewer)
        named = students.order_by("family_name", "given_name", "pk").values_list("pk")
        absences = access.get_attendance_for(viewer).filter(access.AWAY).order_by("-on", "pk").values_list("pk")
        needs = access.get_needs_for(viewer).order_by("pk").values_list("pk")
        one = named.values_list("pk", flat=True).first()
        classroom = access.get_class_places_for(viewer).filter(student=one).values("classroom")[:1]
        in_class = students.filter(class_places__classroom=classroom).order_by("pk").values_list("pk")
    by_name = keyed("students_student", "id", "family_name, given_name, id")
    yield "a class", in_class, keyed("students_student", "id", "id")
    yield "the first 50 by name", named[:50], by_name
    yield "one student's needs", needs.filter(student=one), keyed("students_need", "id", "id")
    yield "the 50 newest absences", absences[:50], keyed("students_attendanceday", "id", '"on" desc, id')


def _keys(rows: tuple[Any, ...]) -> list[Any]:
    return [row[0] for row in rows]


def _times(viewer: Any, asked: Any, by_hand: Callable[..., tuple[str, list[Any]]]) -> tuple[float, float, float]:
    import psycopg
    from django.db import connection

    from throughline.rooms.accounts import api as accounts

    with accounts.acting_as(viewer), connection.cursor() as ours:
        statement, values = asked.query.sql_with_params()
        both, rows = _best(ours, statement, values)
        named = connection.settings_dict
        with psycopg.connect(f"postgresql://postgres@/{named['NAME']}?host={named['HOST']}") as above:
            theirs = psycopg.ClientCursor(above)
            theirs.execute(f"set session_replication_role = origin; set throughline.today = '{accounts.today()}'")
            first, same = _best(theirs, statement, values)
            none, again = _best(theirs, *by_hand(rows))
    if rows != same or sorted(rows) != sorted(again):
        raise RuntimeError("the answers differ")
    return both, first, none


def _best(cursor: Any, statement: str, values: Any) -> tuple[float, tuple[Any, ...]]:
    best, begun = float("inf"), time.perf_counter()
    for _ in range(MOST_ROUNDS):
        start = time.perf_counter()
        cursor.execute(statement, values)
        rows = tuple(cursor.fetchall())
        best = min(best, time.perf_counter() - start)
        if time.perf_counter() - begun > MOST_SECONDS:
            break
    return best, rows


if __name__ == "__main__":
    main()
