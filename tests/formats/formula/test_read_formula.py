"""A formula document: read without loss, refused with the line and what to write."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.engines.funding import Formula, Label, Level, Need, Source
from throughline.formats.formula import (
    formula_json_schema,
    library,
    library_formula,
    load_formula,
    read_formula,
    write_formula,
)
from throughline.formats.formula.document import FormulaDocument
from throughline.values.errors import NotFound, RefusedInput

GOOD = """\
schema = 1
kind = "level-by-need matrix"
key = "ours"
name = "Ours"
version = "1"
year = "2026-27"
currency = "USD"

[source]
title = "Board resolution 12"

[rounding]
mode = "exact"

[[levels]]
key = "elementary"
label = "Elementary"

[[levels]]
key = "high"
label = { en = "High", es = "Preparatoria" }

[[needs]]
key = "all"
label = "All students"

[[needs]]
key = "poverty"
label = "Poverty"
counts = "economically_disadvantaged"

[dollars_per_pupil.elementary]
all = 5000
poverty = 1000.25

[dollars_per_pupil.high]
all = 6_000.50
poverty = 0
"""


def told(text: str) -> list[tuple[str, int | None, str, str]]:
    problems = read_formula(text.encode(), "ours.toml").problems
    return [(p.rule.code.removeprefix("formula-"), p.row, p.column, p.next_step()) for p in problems]


def test_dollars_become_cents_exactly() -> None:
    formula = load_formula(GOOD.encode())
    assert formula.rates_cents == ((500_000, 100_025), (600_050, 0))
    assert [need.counts for need in formula.needs] == ["all", "economically_disadvantaged"]
    assert formula.levels[1].label.text("es") == "Preparatoria"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('version = "1"\n', "", ("missing", 1, "version", 'Add a line such as: version = "1"')),
        (
            'version = "1"',
            "version = 1",
            ("text-needed", 5, "version", 'Put it in quotes, such as: version = "1"'),
        ),
        (
            'currency = "USD"',
            'currancy = "USD"\ncurrency = "USD"',
            (
                "unknown-name",
                7,
                "currancy",
                "Write “currency” if that is what is meant, or take the line out.",
            ),
        ),
        ("2026-27", "26/27", ("form-needed", 6, "year", 'Write it like this: year = "2026-27"')),
        (
            "level-by-need matrix",
            "matrix",
            ("choice-needed", 2, "kind", 'Write: kind = "level-by-need matrix"'),
        ),
        (
            "[dollars_per_pupil.high]",
            "[dollars_per_pupil.hihg]",
            (
                "unknown-level",
                36,
                "dollars_per_pupil.hihg",
                "Write [dollars_per_pupil.high], or add “hihg” to the levels.",
            ),
        ),
        (
            "poverty = 0",
            "povrety = 0\npoverty = 0",
            (
                "unknown-need",
                38,
                "dollars_per_pupil.high.povrety",
                "Write “poverty”, or add “povrety” to the needs.",
            ),
        ),
        (
            "poverty = 0\n",
            "",
            (
                "missing-rate",
                36,
                "dollars_per_pupil.high.poverty",
                "Add a line to [dollars_per_pupil.high], such as: poverty = 0",
            ),
        ),
        (
            "1000.25",
            "1000.255",
            (
                "amount-too-fine",
                34,
                "dollars_per_pupil.elementary.poverty",
                "Write dollars with at most two decimal places; how it rounds is for you to decide.",
            ),
        ),
        (
            "1000.25",
            "-1",
            (
                "amount-negative",
                34,
                "dollars_per_pupil.elementary.poverty",
                "Write 0 or more; a formula pays for students and never charges for them.",
            ),
        ),
        (
            "1000.25",
            '"$1,000"',
            (
                "amount-needed",
                34,
                "dollars_per_pupil.elementary.poverty",
                "Write a plain number such as 1272 or 1272.50, without quotes, commas or a dollar sign.",
            ),
        ),
        (
            'key = "high"',
            'key = "elementary"',
            (
                "repeated-key",
                20,
                "levels.key",
                "Give one of them another key, or take it out.",
            ),
        ),
        (
            'counts = "economically_disadvantaged"',
            'counts = "all"',
            (
                "counted-twice",
                30,
                "needs.counts",
                "Let each need count its own code; pay the sum of both on one of them.",
            ),
        ),
        (
            'title = "Board resolution 12"',
            "title = [",
            (
                "not-toml",
                12,
                "",
                "Write settings as name = value, with text in quotes and tables in [brackets].",
            ),
        ),
    ],
)
def test_each_slip_is_answered_at_its_line_with_what_to_write(
    old: str, new: str, expected: tuple[str, int, str, str]
) -> None:
    assert old in GOOD
    assert expected in told(GOOD.replace(old, new, 1))


@pytest.mark.parametrize(
    "amount",
    ["nan", "inf", "true", "2020-01-01", "1e9", "10000000.01", "[1]", "{ a = 1 }", "1e-3", "0.1e-1000000000"],
)
def test_what_is_not_an_amount_is_never_money(amount: str) -> None:
    assert read_formula(GOOD.replace("1000.25", amount).encode()).formula is None


@pytest.mark.parametrize(
    ("amount", "cents"), [("0", 0), ("-0.0", 0), ("1000.250000", 100_025), ("1e3", 100_000), ("0.1", 10)]
)
def test_the_spelling_of_a_number_changes_no_cent(amount: str, cents: int) -> None:
    assert load_formula(GOOD.replace("1000.25", amount).encode()).rate_cents("elementary", "poverty") == cents


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "formula-missing"),
        (b"\xff\xfe", "formula-not-text"),
        (b"a = " + b"[" * 5_000, "formula-not-toml"),
        (b"#" * 1_000_001, "formula-too-large"),
        (b"levels = 3", "formula-missing"),
        (b"\x00", "formula-not-toml"),
        (b"PK\x03\x04", "formula-not-toml"),
    ],
)
def test_hostile_content_gets_a_clear_answer(content: bytes, code: str) -> None:
    reading = read_formula(content, "x.toml")
    assert reading.formula is None
    assert code in {problem.rule.code for problem in reading.problems}
    assert all(problem.says() and problem.next_step() for problem in reading.problems)


@given(st.text(max_size=200) | st.sampled_from(GOOD.splitlines()).map(lambda line: GOOD.replace(line, line[:-2])))
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    reading = read_formula(text.encode("utf-8", "surrogatepass"))
    assert (reading.formula is None) == bool(reading.problems)


def test_load_formula_refuses_with_the_problems() -> None:
    with pytest.raises(RefusedInput) as refused:
        load_formula(b"schema = 2", "ours.toml")
    assert refused.value.problems


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text == text.strip() and text.isprintable()
)
LABELS = WORDS.map(Label.of) | st.dictionaries(st.sampled_from(["en", "es", "vi"]), WORDS, min_size=1).map(Label.of)
KEYS = st.from_regex(r"\A[a-z][a-z0-9_]{0,20}\Z")


@st.composite
def formulas(draw: st.DrawFn) -> Formula:
    levels = draw(st.lists(KEYS, min_size=1, max_size=4, unique=True))
    needs = draw(st.lists(KEYS, min_size=1, max_size=5, unique=True))
    row = st.lists(st.integers(0, 10**9), min_size=len(needs), max_size=len(needs)).map(tuple)
    return Formula(
        key=draw(st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,20}\Z")),
        name=draw(LABELS),
        version=draw(WORDS),
        year=draw(st.sampled_from(["2013", "2026-27"])),
        source=Source(draw(WORDS), draw(WORDS | st.just("")), draw(WORDS | st.just(""))),
        levels=tuple(Level(key, draw(LABELS)) for key in levels),
        needs=tuple(Need(key, draw(LABELS)) for key in needs),
        rates_cents=tuple(draw(row) for _ in levels),
        illustrative=draw(st.booleans()),
        notes=draw(st.none() | LABELS),
    )


@given(formulas())
def test_a_formula_written_and_read_is_the_same_formula(formula: Formula) -> None:
    written = write_formula(formula)
    again = load_formula(written)
    assert again == formula
    assert again.digest == formula.digest
    assert write_formula(again) == written


def test_a_changed_cent_word_or_citation_changes_the_digest() -> None:
    formula = load_formula(GOOD.encode())
    changes = (
        replace(formula, version="2"),
        replace(formula, source=Source("Other")),
        replace(formula, rates_cents=((500_001, 100_025), (600_050, 0))),
        replace(formula, name=Label.of("Theirs")),
    )
    assert len({formula.digest, *(change.digest for change in changes)}) == 5


def test_every_shipped_formula_reads_carries_its_source_and_both_languages() -> None:
    for document in library():
        formula = document.formula
        assert document.key == formula.key
        assert formula.source.title
        assert formula.illustrative == ("illustrative" in document.key)
        labels = [level.label for level in formula.levels] + [need.label for need in formula.needs]
        labels += [label for label in (formula.name, formula.notes) if label]
        for label in labels:
            assert label.text("es") != label.text("en")
        assert load_formula(write_formula(formula)) == formula


def test_a_formula_not_in_the_library_is_said_so() -> None:
    with pytest.raises(NotFound, match="guidebook-table-2-2"):
        library_formula("nonesuch")


def test_the_published_schema_names_every_setting_and_explains_it() -> None:
    schema = formula_json_schema()
    names = {field.alias or name for name, field in FormulaDocument.model_fields.items()}
    assert set(schema["properties"]) == names
    assert all(setting.get("description") for setting in schema["properties"].values())
    assert schema["additionalProperties"] is False
    assert "dollars_per_pupil" in schema["required"]
