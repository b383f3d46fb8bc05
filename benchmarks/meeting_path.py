"""The meeting path beside an empty Django page that asks one indexed query: `python -m benchmarks.meeting_path`.

Every page is asked through the whole server, its middleware and its walls, by somebody who really may see it. What is
printed is the 50th and 95th of a hundred, by how much the 95th exceeds that of the empty page, how many statements, and
the processor's time in this process and in the database's, which tells more than the clock where others work beside it.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks import meeting_ground as ground

N_ASKED = 60
N_STUDENTS = 50_000
MOST_SECONDS = 20


def main() -> None:
    """This function will invent a district, walk the path, and print it."""
    n_students = int(sys.argv[1]) if len(sys.argv) > 1 else N_STUDENTS
    begun = time.perf_counter()
    district = ground.found(n_students)
    print(f"{n_students:,} students invented in {time.perf_counter() - begun:,.0f} s", flush=True)
    floor = least = 0.0
    for name, one in _pages(district):
        taken, n_statements, here, there = _measured(one)
        middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        floor, least = floor or late, least or here + there
        print(
            f"{name:<52} p50 {middle * 1000:8.1f} ms  p95 {late * 1000:8.1f} ms  {late / floor:6.1f} x "
            f" {n_statements:3d} statements  processor {here * 1000:6.1f} + {there * 1000:5.1f} ms "
            f" {(here + there) / least:6.1f} x",
            flush=True,
        )


def _pages(district: ground.District) -> Iterator[tuple[str, Callable[[int], None]]]:
    from django.conf import settings
    from django.http import HttpRequest, HttpResponse
    from django.test import Client
    from django.urls import include, path

    from throughline.rooms.students.models import Student

    def empty(_request: HttpRequest, pk: int) -> HttpResponse:
        return HttpResponse(str(Student.objects.filter(pk=pk).values_list("grade", flat=True).first()))

    urls = type("urls", (), {"urlpatterns": [path("empty/<int:pk>/", empty), path("", include(settings.ROOT_URLCONF))]})
    sys.modules["benchmarks.urls_with_empty"] = urls  # type: ignore[assignment]  # what Django reads of it is there
    settings.ROOT_URLCONF = "benchmarks.urls_with_empty"
    settings.ALLOWED_HOSTS = ["testserver"]

    def asked(user: Any, address: Callable[[int], str], typed: str = "") -> Callable[[int], None]:
        client = Client()
        client.force_login(user)
        if typed:
            client.post("/students/find/", {"text": typed})

        def ask(n: int) -> None:
            response = client.get(address(n))
            if response.status_code != 200:
                raise RuntimeError(f"{address(n)}: {response.status_code}")

        return ask

    def sent(user: Any, address: Callable[[int], str], status: int) -> Callable[[int], None]:
        client, numbers = Client(), count()
        client.force_login(user)

        def send(_n: int) -> None:
            n = next(numbers)
            note = {"key": str(uuid4()), "revision": 0, "kind": "note", "audience": "notes", "on": "2026-11-19"}
            response = client.post(address(n), note | {"text": f"Told me of a garden, and of {n} seeds."})
            if response.status_code != status:
                raise RuntimeError(f"{address(n)}: {response.status_code}")

        return send

    students, turns, coordinator = district.students, district.turns, district.coordinator
    yield "empty page, one indexed query", asked(coordinator, lambda n: f"/empty/{students[n]}/")
    for who, user in (("a school's coordinator", district.coordinator), ("district support", district.support)):
        yield f"students, 50 rows, {who}", asked(user, lambda n: "/students/?per=50")
        yield f"students, 100 rows, {who}", asked(user, lambda n: "/students/?per=100")
        yield f"student page, {who}", asked(user, lambda n: f"/students/{students[n]}/")
        yield f"needs us, not reviewed, {who}", asked(user, lambda n: "/needs-us/not-reviewed/")
    name, misspelled = ground.names(1_000)[1][3], ground.names(1_000)[1][3].replace("o", "u", 1) + "x"
    yield "search, exact, coordinator", asked(coordinator, lambda n: "/students/", name)
    yield "search, misspelled, coordinator", asked(coordinator, lambda n: "/students/", misspelled)
    yield "search, misspelled, district", asked(district.support, lambda n: "/students/", misspelled)
    yield "the meeting, 50 turns", asked(coordinator, lambda n: f"/meetings/{district.meeting}/")
    yield (
        "next student in the meeting",
        asked(coordinator, lambda n: f"/meetings/{district.meeting}/students/{turns[n % 50]}/"),
    )
    # Last, so that no page before has more notes to show.
    yield (
        "a note's draft, kept while typed",
        sent(coordinator, lambda n: f"/students/{students[n % 40]}/notes/draft/", 200),
    )
    yield "a note, saved", sent(coordinator, lambda n: f"/students/{students[n % 40]}/notes/new/", 302)


def _measured(one: Callable[[int], None]) -> tuple[list[float], int, float, float]:
    """How long each took, how many statements, and the processor's time of one, here and in the database, all in s."""
    from django.db import connection

    for n in range(3):
        one(n)
    statements: list[str] = []

    def noted(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        statements.append(sql)
        return execute(sql, *others)

    with connection.execute_wrapper(noted):
        one(3)
    taken, begun = [], time.perf_counter()
    here, there = time.process_time(), _database_time()
    for n in range(N_ASKED):
        start = time.perf_counter()
        one(n)
        taken.append(time.perf_counter() - start)
        if time.perf_counter() - begun > MOST_SECONDS:
            break
    here, there = time.process_time() - here, _database_time() - there
    return sorted(taken), len(statements), here / len(taken), there / len(taken)


def _database_time() -> float:
    """The processor's time so far of the server process that answers us in s, 0 where the system does not tell."""
    from django.db import connection

    connection.ensure_connection()
    told = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not told.exists():
        return 0.0
    user, system = told.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
