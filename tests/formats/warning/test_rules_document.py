"""Rules as a document: shipped ones read, what does not fit is named, and writing loses nothing."""

from decimal import Decimal
from fractions import Fraction

import pytest

from throughline.formats.warning import (
    START,
    digest_of,
    engine_rules,
    library_rules,
    read_rules,
    rules_json_schema,
    with_all_measures,
    write_rules,
)
from throughline.values.errors import RefusedInput

TEXT = write_rules(library_rules()[START])


def test_what_is_written_reads_back_to_the_same_and_to_the_same_text() -> None:
    part = read_rules(TEXT)
    assert part == library_rules()[START]
    assert write_rules(part) == TEXT
    assert digest_of(part) == digest_of(library_rules()[START])


def test_a_tenth_is_a_tenth() -> None:
    absence = engine_rules(library_rules()[START]).indicators[0]
    assert absence.off_at == Fraction(1, 10)


def test_an_indicator_that_is_off_is_not_watched() -> None:
    part = read_rules(TEXT.replace('code = "credits"', 'code = "credits"\non = false').replace("on = true\n", "", 4))
    watched = {one.code for one in engine_rules(part).indicators}
    assert "credits" not in watched
    assert "absence" in watched


def test_rules_written_before_credits_were_watched_offer_them_switched_off_and_keep_their_own() -> None:
    start = library_rules()[START]
    own = start.indicator[0].model_copy(update={"on": True, "off_at": Decimal("0.15")})
    old = start.model_copy(
        update={"indicator": (own, *(one for one in start.indicator[1:] if one.code != "credits_earned"))}
    )
    offered = with_all_measures(old)
    assert offered.indicator[:-1] == old.indicator
    assert (offered.indicator[-1].code, offered.indicator[-1].on) == ("credits_earned", False)
    assert engine_rules(offered) == engine_rules(old)
    assert with_all_measures(start) == start


@pytest.mark.parametrize(
    ("before", "after", "place", "needed"),
    [
        ("far_at = 0.2", "far_at = 0.05", "indicator.0", "far off track beyond it"),
        ("thriving_at = 0.02", "thriving_at = 0.1", "indicator.0", "thriving ends before"),
        ("window = 20", "window = 0", "indicator.1", "a window belongs to"),
        ('from_level = "look_closer"', 'from_level = "other"', "", "not among the levels"),
        ("at_least = 4", "at_least = 2", "", "from the fewest points to the most"),
        ("least = 10", "least = 0", "days.least", "greater than or equal to 1"),
        ("schema = 1", "schema = 2", "schema", "Input should be 1"),
        ("least = 10", "least = 10\nextra = 1", "days.extra", "Extra inputs are not permitted"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(before: str, after: str, place: str, needed: str) -> None:
    assert before in TEXT
    with pytest.raises(RefusedInput) as refused:
        read_rules(TEXT.replace(before, after, 1))
    problem = refused.value.problems[0]
    assert problem.column == place
    assert needed in problem.says()
    assert problem.next_step()


def test_text_that_is_not_toml_says_so() -> None:
    with pytest.raises(RefusedInput) as refused:
        read_rules("schema = ")
    assert refused.value.problems[0].rule.code == "warning-not-toml"


def test_every_part_of_the_schema_says_what_it_is_for() -> None:
    schema = rules_json_schema()
    for name, part in schema["$defs"].items():
        for field, said in part.get("properties", {}).items():
            assert said.get("description"), f"{name}.{field}"
