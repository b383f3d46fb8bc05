"""How safely each role signs in is data: read strictly, and the strictest role counts."""

import pytest

from throughline.rooms.accounts.policy.words import RELATIONS
from throughline.rooms.accounts.sessions.demands import SAFETY, read_safety, safety_of

GOOD = """
[otherwise]
second_factor = false
idle_minutes = 60
[[role]]
code = "teacher"
second_factor = true
idle_minutes = 20
"""


def test_the_shipped_table_reads_and_names_relations_of_the_policy() -> None:
    found = read_safety(SAFETY.read_text(encoding="utf-8"))
    assert set(found) - {""} <= set(RELATIONS)
    assert found["district_admin"].second_factor


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"teacher"', '"techer"'),
        ("idle_minutes = 20", "idle_minutes = 0"),
        ("idle_minutes = 20", "idle_minutes = 600"),
        ("second_factor = true", 'second_factor = "yes"'),
        ("second_factor = true", "second_factor = true\nmore = 1"),
        ("second_factor = true\n", ""),
        ("[otherwise]", "[others]"),
    ],
)
def test_what_is_not_a_demand_is_refused(right: str, wrong: str) -> None:
    read_safety(GOOD)
    with pytest.raises(ValueError, match=r".+"):
        read_safety(GOOD.replace(right, wrong, 1))


def test_a_role_named_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        read_safety(GOOD + GOOD[GOOD.index("[[role]]") :])


def test_the_strictest_role_counts() -> None:
    both = safety_of(["teacher", "district_admin"])
    assert both.second_factor
    assert both.idle.total_seconds() == 20 * 60
    assert not safety_of([]).second_factor
    assert safety_of(["teacher"]) == safety_of([])
