"""Finding a student by a name, well or badly written, behind both walls: `python -m benchmarks.find_name [STUDENTS]`.

Each name asked for is a student's own with one slip in it (a letter left out, doubled, another one, two swapped), so
that it can be counted how often that very name is among the first five. Beside it stands what else would be used: one
row by its key, and the same words compared in every row, which is all that is left of an index of letter groups where
a policy stands before it.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks import meeting_ground as ground
from throughline.values.viewer import Viewer

N_ASKED = 100
N_STUDENTS = 650_000
MOST_SECONDS = 30


def main() -> None:
    """This function will invent a district's names, ask for some, and print how long it took."""
    n_students = int(sys.argv[1]) if len(sys.argv) > 1 else N_STUDENTS
    begun = time.perf_counter()
    district = ground.found(n_students, records=False)
    print(f"{n_students:,} students invented in {time.perf_counter() - begun:,.0f} s", flush=True)
    for who, user in (("whole district", district.support), ("one school", district.coordinator)):
        floor = 0.0
        for name, ask in _questions(user):
            taken, n_found = _measured(user, ask)
            middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
            floor = floor or late
            found = f"{n_found / len(taken):6.1%} in the first five" if n_found else ""
            print(
                f"{who:<15} {name:<34} p50 {middle * 1000:8.1f} ms  p95 {late * 1000:8.1f} ms "
                f"{late / floor:7.1f} x  {found}",
                flush=True,
            )


def slipped(chance: random.Random, word: str) -> str:
    """This function will write a word with one slip."""
    at = chance.randrange(len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def _questions(user: Any) -> Iterator[tuple[str, Callable[[Any], bool]]]:
    from throughline.rooms.students import access
    from throughline.rooms.students.directory.finding import find_by_name_or_near, name_order
    from throughline.rooms.students.models import NameWord

    chance, viewer = random.Random(5), Viewer(user.pk, name=user.name)  # noqa: S311 - invents slips, guards nothing

    def names(text: str) -> list[tuple[str, str]]:
        seen = access.get_students_for(viewer).filter(ended_at=None)
        found, is_near = find_by_name_or_near(seen, text)
        rows = found.order_by(*name_order(is_near=is_near), "pk")
        return list(rows.values_list("given_name", "family_name")[:5])

    def by_key(student: Any) -> bool:
        access.get_students_for(viewer).filter(pk=student.pk).first()
        return False

    def exact(student: Any) -> bool:
        return (student.given_name, student.family_name) in names(f"{student.given_name} {student.family_name}")

    def both(student: Any) -> bool:
        family = slipped(chance, student.family_name)
        return (student.given_name, student.family_name) in names(f"{student.given_name} {family}")

    def family_alone(student: Any) -> bool:
        found = names(slipped(chance, student.family_name))
        return any(family == student.family_name for _given, family in found)

    def every_row(student: Any) -> bool:
        family = slipped(chance, student.family_name).lower()
        list(NameWord.objects.filter(word__contains=family[:3]).values_list("student")[:25])
        return False

    yield "one student by key", by_key
    yield "given and family name", exact
    yield "given name, family name misspelled", both
    yield "family name alone, misspelled", family_alone
    yield "letters compared in every row", every_row


def _measured(user: Any, ask: Callable[[Any], bool]) -> tuple[list[float], int]:
    from django.db import transaction

    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access

    viewer = Viewer(user.pk, name=user.name)
    taken, n_found, chance = [], 0, random.Random(7)  # noqa: S311 - chooses whom to ask for, guards nothing
    with transaction.atomic(), accounts.acting_as(viewer):
        keys = list(access.get_students_for(viewer).values_list("pk", flat=True)[:5_000])
        students = list(access.get_students_for(viewer).filter(pk__in=chance.choices(keys, k=N_ASKED)))
        begun = time.perf_counter()
        for student in students:
            start = time.perf_counter()
            n_found += ask(student)
            taken.append(time.perf_counter() - start)
            if time.perf_counter() - begun > MOST_SECONDS:
                break
    return sorted(taken), n_found


if __name__ == "__main__":
    main()
