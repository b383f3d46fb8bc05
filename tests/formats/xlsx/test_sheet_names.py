"""Sheet names for whatever schools are called."""

from hypothesis import given
from hypothesis import strategies as st

from throughline.formats.xlsx import sheet_names

TAKEN = ["Rates", "All schools"]


@given(st.lists(st.text(max_size=50) | st.sampled_from(["Rates", "x" * 40, "History", "'", "[a]", "😀" * 20])))
def test_any_names_become_names_a_spreadsheet_accepts(wanted: list[str]) -> None:
    names = sheet_names(wanted, TAKEN)
    assert len(names) == len(wanted)
    assert len({name.casefold() for name in (*names, *TAKEN, "history")}) == len(names) + 3
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\'")


def test_a_thousand_schools_of_one_name_each_have_a_sheet() -> None:
    names = sheet_names(["Washington Elementary School of the Arts"] * 1_000)
    assert len(set(names)) == 1_000
