"""Students in each need category next year: as large a share of a school's students as now."""

from collections.abc import Mapping

_HALF = 2


def need_counts(students: int, counted: int, by_need: Mapping[str, int]) -> dict[str, int]:
    """This function will keep each need's share of a school's students; half a student goes up.

    Where nobody is counted, nobody is projected in any need.

    **Example**

    >>> need_counts(90, 100, {"poverty": 33})
    {'poverty': 30}
    """
    if not counted:
        return dict.fromkeys(by_need, 0)
    return {need: (_HALF * students * n + counted) // (_HALF * counted) for need, n in by_need.items()}
