"""Writing: the same bytes for the same sample, flat memory, clear refusals."""

import tracemalloc
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from throughline.demo.sample.days import SchoolDays
from throughline.demo.sample.pins import NO_PINS
from throughline.demo.sample.plan import make_plan
from throughline.demo.sample.students import make_students
from throughline.demo.sample.write import OF_MONEY, OF_STUDENTS, Sample, write_sample
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear

SMALL = Sample(n_students=300, n_schools=4, seed=9, year=SchoolYear(2027), until=date(2026, 10, 30))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_same_sample_makes_the_same_bytes(tmp_path: Path) -> None:
    write_sample(tmp_path / "a", SMALL)
    write_sample(tmp_path / "b", SMALL)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_another_seed_makes_another_district(tmp_path: Path) -> None:
    write_sample(tmp_path / "a", SMALL)
    write_sample(tmp_path / "b", replace(SMALL, seed=10))
    a, b = digests(tmp_path / "a"), digests(tmp_path / "b")
    assert a.keys() == b.keys()
    assert all(a[name] != b[name] for name in ("oneroster.zip", "needs.csv", "attendance.csv", "positions.csv"))


def test_every_file_is_there_and_nothing_half_written(tmp_path: Path) -> None:
    n_rows = write_sample(tmp_path, SMALL)
    wanted = {"oneroster.zip", "schools.csv", "README.txt", *(f"{name}.csv" for name in (*OF_STUDENTS, *OF_MONEY))}
    assert {path.name for path in tmp_path.iterdir()} == wanted
    for name in (*OF_STUDENTS, *OF_MONEY):
        assert (tmp_path / f"{name}.csv").read_bytes().count(b"\r\n") == n_rows[name] + 1


def test_leaves_out_what_is_not_wanted(tmp_path: Path) -> None:
    write_sample(tmp_path, replace(SMALL, without=frozenset({"attendance", "marks"})))
    assert not (tmp_path / "attendance.csv").exists()
    assert not (tmp_path / "marks.csv").exists()
    assert (tmp_path / "needs.csv").exists()


def test_what_is_left_out_changes_nothing_else(tmp_path: Path) -> None:
    write_sample(tmp_path / "all", SMALL)
    write_sample(tmp_path / "some", replace(SMALL, without=frozenset({"attendance"})))
    every, some = digests(tmp_path / "all"), digests(tmp_path / "some")
    assert all(some[name] == every[name] for name in some if name != "README.txt")


def test_readme_names_the_count_day_and_each_file(tmp_path: Path) -> None:
    write_sample(tmp_path, SMALL)
    text = (tmp_path / "README.txt").read_text("utf-8")
    assert "Count day: 2026-10-01" in text
    assert all(f"{name}.csv" in text for name in (*OF_STUDENTS, *OF_MONEY, "schools"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"n_students": 10}, "cannot fill"),
        ({"without": frozenset({"attendence"})}, "attendence"),
        ({"until": date(2026, 8, 1)}, "School begins on 2026-08-17"),
    ],
)
def test_refuses_what_makes_no_district(tmp_path: Path, change: dict[str, object], says: str) -> None:
    with pytest.raises(RefusedInput, match=says) as caught:
        write_sample(tmp_path / "out", replace(SMALL, **change))  # type: ignore[arg-type]  # one field at a time
    assert caught.value.next_step
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("n_schools", [1, 2, 3, 5])
def test_the_fewest_schools_still_make_a_district(tmp_path: Path, n_schools: int) -> None:
    n_rows = write_sample(tmp_path, replace(SMALL, n_students=40 * n_schools, n_schools=n_schools))
    assert n_rows["schools"] == n_schools
    assert n_rows["demographics"] == 40 * n_schools


def test_memory_does_not_grow_with_the_district(tmp_path: Path) -> None:
    def peak(n_students: int) -> int:
        wanted = replace(SMALL, n_students=n_students, n_schools=n_students // 250, until=date(2026, 8, 28))
        tracemalloc.start()
        try:
            write_sample(tmp_path / str(n_students), wanted)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    write_sample(tmp_path / "before", SMALL)  # so that what is loaded once is not counted
    assert peak(8_000) < 1.5 * peak(1_000)


def test_a_student_is_the_same_however_far_anything_is_known() -> None:
    plan = make_plan("x", n_students=600, n_schools=8, seed=3, year=SchoolYear(2027))
    autumn = SchoolDays(plan.year, date(2026, 11, 20))
    whole = SchoolDays(plan.year, plan.year.last_day)
    a, b = (make_students(plan, plan.zones[0], days, NO_PINS) for days in (autumn, whole))
    for column in ("family", "culture", "grade", "is_female", "school", "section"):
        assert np.array_equal(getattr(a, column), getattr(b, column)), column
