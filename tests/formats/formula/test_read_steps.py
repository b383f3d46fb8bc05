"""A formula in steps as a person writes it: what is wrong, on which line, and what to write instead."""

import pytest

from throughline.engines.funding.steps import StepsFormula, allocate_steps
from throughline.formats.formula import load_columns, load_steps, read_document, steps_json_schema, steps_library
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem

DOCUMENT = """\
schema = 1
kind = "steps"
key = "our-district"
name = "Our district"
version = "1"
year = "2026-27"
currency = "USD"

[source]
title = "Board resolution 12"

[[inputs]]
key = "enrolled"
label = "Students"
unit = "pupils"
counted_on = "October 1"
recount = "fixed"

[[inputs]]
key = "last_year"
label = "Last year"
unit = "dollars"
prior = true

[[parameters]]
key = "base"
label = "Base"
unit = "dollars per pupil"
year = "2026-27"
source = "Board resolution 12"
value = 4290.50

[[sources]]
key = "general"
label = "General fund"

[[steps]]
key = "students"
label = "Students"
do = "pay"
is = "enrolled * base"
from = "general"
round = { mode = "half-up", places = 2 }
"""


def problems_with(old: str, new: str) -> tuple[Problem, ...]:
    assert old in DOCUMENT
    formula, problems = read_document(DOCUMENT.replace(old, new, 1).encode())
    assert (formula is None) == bool(problems)
    return problems


def test_a_sound_document_is_read() -> None:
    formula = load_steps(DOCUMENT.encode())
    assert isinstance(formula, StepsFormula)
    assert formula.needs_prior
    assert formula.digest == load_steps(DOCUMENT.replace("4290.50", "4290.5").encode()).digest
    assert formula.digest != load_steps(DOCUMENT.replace("4290.50", "4290.51").encode()).digest


@pytest.mark.parametrize(
    ("written", "code", "in_next_step"),
    [
        ("enroled * base", "steps-name-unknown", "enrolled"),
        ("enrolled + base", "steps-units-differ", "pupils times dollars per pupil"),
        ("enrolled * 2", "steps-unit-needed", "dollars"),
        ("enrolled * base ** 2", "steps-not-allowed", "a * a"),
        ("enrolled.real * base", "steps-not-allowed", "without a dot"),
        ("__import__('os').system('true')", "steps-function-use", "min()"),
        ("eval('1')", "steps-function-use", "one of"),
        ("(lambda: 1)()", "steps-function-use", "one of"),
        ("[x for x in enrolled]", "steps-not-allowed", "names"),
        ("enrolled[0] * base", "steps-not-allowed", "by_level"),
        ("10 % 3 * enrolled * base", "steps-not-allowed", "0.2"),
        ("1e9 * enrolled * base", "steps-not-allowed", "plain number"),
        ("enrolled * base *", "steps-calculation", "names, numbers"),
        ("max(enrolled * base)", "steps-function-use", "max(0, minimum - paid)"),
        ("enrolled * base if enrolled else 0", "steps-units-differ", "one unit"),
        ("f'{enrolled}'", "steps-not-allowed", "names"),
        ("enrolled * base * 70%", "steps-calculation", "0.7"),
        ("enrolled * base if enrolled > 3", "steps-calculation", "else 0"),
        ("enrolled * base if enrolled == yes else 0", "steps-not-allowed", "the fact alone"),
    ],
)
def test_a_calculation_that_cannot_stand_is_named_with_what_to_write(
    written: str, code: str, in_next_step: str
) -> None:
    (problem,) = problems_with("enrolled * base", written.replace('"', "'"))
    assert problem.rule.code == code
    assert problem.row == DOCUMENT[: DOCUMENT.index("is = ")].count("\n") + 1
    assert in_next_step in problem.next_step()
    assert problem.says()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('from = "general"', 'from = "generl"', "steps-source-unknown"),
        ('from = "general"\n', "", "steps-setting-needed"),
        ('is = "enrolled * base"\n', "", "steps-setting-needed"),
        ('is = "enrolled * base"', 'is = "enrolled * base"\nby = "enrolled"', "steps-setting-unused"),
        ('counted_on = "October 1"\n', "", "steps-pupils-day"),
        ("value = 4290.50\n", "", "steps-parameter-form"),
        ("value = 4290.50", 'value = "4,290"', "steps-figure-no-number"),
        ("value = 4290.50", "points = [[3, 1], [2, 1]]", "steps-points-form"),
        ('key = "base"', 'key = "paid"', "steps-name-taken"),
        ('key = "last_year"', 'key = "enrolled"', "steps-name-taken"),
        ("places = 2", "places = 3", "steps-round-to-cents"),
        ("places = 2 }", 'closing = "largest remainder" }\nmay_be_negative = true', "steps-closing-of-changes"),
        ('do = "pay"', 'do = "give"', "formula-choice-needed"),
        ('unit = "dollars"', 'unit = "euros"', "formula-choice-needed"),
        ('label = "General fund"', 'lable = "General fund"', "formula-missing"),
        ('year = "2026-27"\nsource', "source", "formula-missing"),
    ],
)
def test_a_setting_that_cannot_stand_is_named(old: str, new: str, code: str) -> None:
    problems = problems_with(old, new)
    assert code in [problem.rule.code for problem in problems]
    assert all(problem.row and problem.says() and problem.next_step() for problem in problems)


def test_everything_wrong_is_said_at_once() -> None:
    document = DOCUMENT.replace("enrolled * base", "enrolled ** base").replace('recount = "fixed"\n', "")
    codes = [problem.rule.code for problem in read_document(document.encode()).problems]
    assert codes == ["steps-pupils-day", "steps-not-allowed"]


def test_a_top_up_never_comes_from_restricted_money() -> None:
    top_up = 'do = "top up"\nto = "last_year"\npaid = "open"'
    document = DOCUMENT.replace('do = "pay"\nis = "enrolled * base"', top_up)
    assert read_document(document.encode()).problems == ()
    document = document.replace('label = "General fund"', 'label = "General fund"\nrestricted = true')
    assert [problem.rule.code for problem in read_document(document.encode()).problems] == ["steps-restricted-top-up"]


def test_files_are_read_to_the_last_digit() -> None:
    formula = load_steps(DOCUMENT.encode())
    schools = ("schools.csv", b'school_id,school_name,Enrolled\nA,Alder,412\nB,Birch,"1,000.5"\n')
    columns = load_columns(formula, schools, ("prior.csv", b"school_id,last_year\nB,2\nA,1.25\n"))
    assert columns.columns["last_year"] == (1.25, 2)
    assert allocate_steps(formula, columns).totals_cents == (176768600, 429264525 + 0)


@pytest.mark.parametrize(
    ("schools", "prior", "code"),
    [
        (b"school_id,enrolled\nA,<10\n", b"school_id,last_year\nA,1\n", "count-withheld"),
        (b"school_id,enrolled\nA,\n", b"school_id,last_year\nA,1\n", "schools-count-blank"),
        (b"school_id,enrolled\nA,-4\n", b"school_id,last_year\nA,1\n", "count-negative"),
        (b"school_id,enroled\nA,4\n", b"school_id,last_year\nA,1\n", "schools-heading-missing"),
        (b"school_id,enrolled\nA,4\n", None, "schools-prior-needed"),
        (b"school_id,enrolled\nA,4\n", b"school_id,last_year\nB,1\n", "schools-prior-missing"),
        (b"school_id,enrolled\nA,4\nA,5\n", b"school_id,last_year\nA,1\n", "school-repeated"),
        (b"", b"school_id,last_year\nA,1\n", "schools-empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(schools: bytes, prior: bytes | None, code: str) -> None:
    formula = load_steps(DOCUMENT.encode())
    with pytest.raises(RefusedInput) as refused:
        load_columns(formula, ("schools.csv", schools), None if prior is None else ("prior.csv", prior))
    assert code in [problem.rule.code for problem in refused.value.problems]


def test_the_library_is_read_published_first() -> None:
    formulas = [document.formula for document in steps_library()]
    assert [formula.illustrative for formula in formulas] == sorted(formula.illustrative for formula in formulas)
    assert {"california-lcff-2024-25", "title-one-within-district", "equity-index-tiers"} <= {f.key for f in formulas}


def test_the_published_schema_names_every_setting_a_document_may_hold() -> None:
    schema = steps_json_schema()
    assert {"inputs", "parameters", "sources", "steps"} <= set(schema["properties"])
    step = schema["$defs"]["StepPart"]["properties"]
    assert {"do", "from", "is", "where", "round", "first_above", "keep_total"} <= set(step)
    assert all(setting.get("description") for setting in step.values())


def test_a_unit_as_people_write_it_is_answered_with_what_it_is_called() -> None:
    problem = problems_with('unit = "dollars"', 'unit = "percent"')[0]
    assert 'unit = "share"' in problem.next_step()
