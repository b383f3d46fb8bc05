"""Finding a student by a name, well or badly written, behind both walls: `python -m benchmarks.find_name [STUDENTS]`.

Each name asked for is a student's own with one slip in it (a letter left out, doubled, another one, two swapped), so
that it can be counted how often that very name is among the first five. Beside it stands what else would be used: one
row by its key, and the same words compared in every row, which is all that is left of an index of letter groups where
a policy stands before it. How often those groups themselves (`pg_trgm`) put the right name among the first five is
reckoned here, without a database. What is quick is asked in turn, so that a busy machine is busy for all of it.

A connection's first questions load the database's catalogs and are planned; from the eighth on it keeps to one plan.
Those and the floor's are shown by themselves, and not among the hundred, in which they would be the 95th.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from benchmarks import meeting_ground as ground
from throughline.values.viewer import Viewer

N_ASKED = 100
N_FIRST = 10
N_STUDENTS = 650_000
N_SCHOOLS = 20
MOST_SECONDS = 60
_Questions = dict[str, Callable[[Any], bool]]


def main() -> None:
    """This function will invent a district's names, ask for some, and print how long it took."""
    n_students = int(sys.argv[1]) if len(sys.argv) > 1 else N_STUDENTS
    begun = time.perf_counter()
    district = ground.found(n_students, records=False)
    print(f"{n_students:,} students invented in {time.perf_counter() - begun:,.0f} s", flush=True)
    area = _coordinator_of(N_SCHOOLS)
    people = (("whole district", district.support), ("one school", district.coordinator), ("twenty schools", area))
    for who, user in people:
        floor = 0.0
        quick, slow = _questions(user)
        for asked in (quick, slow):
            for name, (taken, n_found) in _measured(user, asked).items():
                first, taken = sorted(taken[:N_FIRST]), sorted(taken[N_FIRST:])
                middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
                floor = floor or late
                found = f"{n_found / (len(first) + len(taken)):6.1%} in the first five" if n_found else ""
                print(
                    f"{who:<15} {name:<34} p50 {middle * 1000:8.1f} ms  p95 {late * 1000:8.1f} ms "
                    f"{late / floor:7.1f} x  first ten {first[len(first) // 2] * 1000:6.1f}, {first[-1] * 1000:6.1f} ms"
                    f"  {found}",
                    flush=True,
                )
    chance, groups = random.Random(5), LetterGroups(*ground.names(n_students))  # noqa: S311 - chooses, guards nothing
    names = [groups.names[chance.randrange(len(groups.names))] for _ in range(N_ASKED)]
    n_both = sum((given, family) in groups.likest(f"{given} {slipped(chance, family)}") for given, family in names)
    print(f"by letter groups, given name and family name misspelled: {n_both / N_ASKED:6.1%} in the first five")


def _coordinator_of(n_schools: int) -> Any:
    """Somebody who coordinates several schools, and so sees a part of the district."""
    from django.db import transaction

    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.district.models import Organization

    with transaction.atomic(), accounts.acting_as(ground.set_up()):
        user = ground.person("area", "coordinator", "S0")
        for school in Organization.objects.filter(source_id__in=[f"S{at}" for at in range(1, n_schools)]):
            accounts.grant_role(
                by=ground.set_up(),
                at=ground.AT,
                user=user,
                relation="coordinator",
                organization_id=school.pk,
                starts_on=date(2020, 1, 1),
            )
    return user


class LetterGroups:
    """Names by their groups of three letters, likest first by the share of groups in common, as `pg_trgm` has it."""

    def __init__(self, given: list[str], family: list[str]) -> None:
        self.names = sorted(set(zip(given, family, strict=True)))
        places: dict[str, list[int]] = {}
        for at, name in enumerate(self.names):
            for group in self._of(" ".join(name)):
                places.setdefault(group, []).append(at)
        self._places = {group: np.array(held, dtype=np.int32) for group, held in places.items()}
        self._n_groups = np.array([len(self._of(" ".join(name))) for name in self.names])

    def likest(self, text: str) -> list[tuple[str, str]]:
        """This function will return the five names most like a text, as (given, family)."""
        asked = self._of(text)
        held = [self._places[group] for group in asked if group in self._places]
        common = np.bincount(np.concatenate(held), minlength=len(self.names)) if held else np.zeros(len(self.names))
        likeness = common / (self._n_groups + len(asked) - common)
        return [self.names[at] for at in np.argsort(-likeness, kind="stable")[:5]]

    @staticmethod
    def _of(text: str) -> set[str]:
        padded = (f"  {word} " for word in text.lower().split())
        return {word[at : at + 3] for word in padded for at in range(len(word) - 2)}


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


def _questions(user: Any) -> tuple[_Questions, _Questions]:
    """What is quick, the floor first, and what is slow."""
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

    def family_right(student: Any) -> bool:
        names(student.family_name)
        return False

    def one_letter(student: Any) -> bool:
        names(student.family_name[:1])
        return False

    def every_row(student: Any) -> bool:
        family = slipped(chance, student.family_name).lower()
        list(NameWord.objects.filter(word__contains=family[:3]).values_list("student")[:25])
        return False

    quick: _Questions = {
        "one student by key": by_key,
        "given and family name": exact,
        "given name, family name misspelled": both,
        "family name alone, misspelled": family_alone,
    }
    return quick, {
        "family name alone": family_right,
        "one letter": one_letter,
        "letters compared in every row": every_row,
    }


def _measured(user: Any, asked: _Questions) -> dict[str, tuple[list[float], int]]:
    from django.db import transaction

    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.students import access

    viewer = Viewer(user.pk, name=user.name)
    chance = random.Random(7)  # noqa: S311 - chooses whom to ask for, guards nothing
    taken: dict[str, list[float]] = {name: [] for name in asked}
    n_found = dict.fromkeys(asked, 0)
    with transaction.atomic(), accounts.acting_as(viewer):
        keys = list(access.get_students_for(viewer).values_list("pk", flat=True)[:5_000])
        students = list(access.get_students_for(viewer).filter(pk__in=chance.choices(keys, k=N_FIRST + N_ASKED)))
        begun = time.perf_counter()
        for student in students:
            for name, ask in asked.items():
                start = time.perf_counter()
                n_found[name] += ask(student)
                taken[name].append(time.perf_counter() - start)
            if time.perf_counter() - begun > MOST_SECONDS:
                break
    return {name: (taken[name], n_found[name]) for name in asked}


if __name__ == "__main__":
    main()
