"""Every rule of the CSV formats can be said, and says what is needed and what to do next."""

import string

import pytest

from throughline.formats.csv import rules as of_csv
from throughline.formats.district_csv import rules as of_district
from throughline.formats.oneroster import rules as of_oneroster
from throughline.values.problem import Problem, Rule

RULES = [
    rule for module in (of_csv, of_oneroster, of_district) for rule in vars(module).values() if isinstance(rule, Rule)
]
FILLED = {"file", "row", "column", "value"}
DETAILS = {"found", "wanted", "limit", "byte", "start", "start_column", "target", "circle", "other", "version", "first"}
DETAILS |= {"least", "most"}


def test_codes_are_of_one_rule_each() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes) > 80


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_said_in_whole_sentences(rule: Rule) -> None:
    names = {
        name
        for text in (rule.says, rule.next_step)
        for _, name, _, _ in string.Formatter().parse(text)
        if name is not None
    }
    assert names <= FILLED | DETAILS
    problem = Problem(rule, "users.csv", 2, "role", "x", dict.fromkeys(DETAILS, "y"))
    for text in (problem.says(), problem.next_step()):
        assert text.endswith((".", ". "))
        assert "invalid" not in text.lower()
