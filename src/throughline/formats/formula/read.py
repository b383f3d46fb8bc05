"""From the bytes of a formula document to a `Formula`, or to every problem that stands in the way."""

import re
import tomllib
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import ValidationError

from throughline.engines.funding import Formula, Label, Level, Need, Rounding, Source
from throughline.formats.formula import rules
from throughline.formats.formula.document import FormulaDocument, NeedPart, SourcePart, Words
from throughline.formats.formula.explain import problems_of
from throughline.formats.formula.lines import Lines
from throughline.formats.formula.rates import read_rates
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem
from throughline.values.words import gettext_noop

_MOST_BYTES = 1_000_000
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class FormulaReading(NamedTuple):
    """What came of reading a document: the formula, unless there are problems."""

    formula: Formula | None
    problems: tuple[Problem, ...]


def read_formula(content: bytes, file: str = "formula.toml") -> FormulaReading:
    """This function will read a formula document; each problem names the line (as its row) and the next step.

    **Example**

    >>> reading = read_formula(b'schema = 1')
    >>> reading.formula is None, reading.problems[0].place()
    (True, 'formula.toml, row 1, kind')
    """
    settings, lines, problem = read_settings(content, file)
    if problem:
        return FormulaReading(None, (problem,))
    try:
        document = FormulaDocument.model_validate(settings)
    except ValidationError as error:
        return FormulaReading(None, problems_of(error, lines, file))
    problems = _repeated_keys(document, lines, file)
    rates, rate_problems = read_rates(document, lines, file)
    problems += rate_problems
    return FormulaReading(None if problems else _formula(document, rates), tuple(problems))


def load_formula(content: bytes, file: str = "formula.toml") -> Formula:
    """This function will read a formula document. **Raises** `RefusedInput` with the problems it has."""
    formula, problems = read_formula(content, file)
    if formula is None:
        raise RefusedInput(
            gettext_noop("The formula cannot be used as it is written."),
            gettext_noop("Mend what is listed and try again."),
            problems,
        )
    return formula


def read_settings(content: bytes, file: str) -> tuple[dict[str, Any], Lines, Problem | None]:
    """This function will read a document's TOML, with the line of each setting, or say why it cannot."""
    text, problem = _text(content, file)
    if problem:
        return {}, Lines(""), problem
    try:
        return tomllib.loads(text, parse_float=Decimal), Lines(text), None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, Lines(""), _syntax_problem(error, text, file)


def _text(content: bytes, file: str) -> tuple[str, Problem | None]:
    if len(content) > _MOST_BYTES:
        return "", Problem(rules.TOO_LARGE, file, value=str(len(content)))
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        return "", Problem(rules.NOT_TEXT, file, content.count(b"\n", 0, error.start) + 1)


def _syntax_problem(error: Exception, text: str, file: str) -> Problem:
    if isinstance(error, RecursionError):
        return Problem(rules.NOT_TOML, file, 1, details={"reason": "too many brackets inside brackets"})
    said = str(error)
    found = _AT_LINE.search(said)
    row = int(found[1]) if found and found[1] else max(1, len(text.splitlines()))
    return Problem(rules.NOT_TOML, file, row, details={"reason": _AT_LINE.sub("", said)})


def _repeated_keys(document: FormulaDocument, lines: Lines, file: str) -> list[Problem]:
    problems = []
    for part in ("levels", "needs"):
        seen: set[str] = set()
        for index, item in enumerate(getattr(document, part)):
            if item.key in seen:
                row = lines.of((part, index, "key"))
                problems.append(Problem(rules.REPEATED_KEY, file, row, f"{part}.key", item.key))
            seen.add(item.key)
    return problems + _counted_twice(document, lines, file)


def _counted_twice(document: FormulaDocument, lines: Lines, file: str) -> list[Problem]:
    problems = []
    key_that_counts: dict[str, str] = {}
    for index, need in enumerate(document.needs):
        code = need.counts or need.key
        if key_that_counts.setdefault(code, need.key) != need.key:
            row = lines.of(("needs", index, "counts"))
            problems.append(Problem(rules.COUNTED_TWICE, file, row, "needs.counts", code))
    return problems


def _formula(document: FormulaDocument, rates: tuple[tuple[int, ...], ...]) -> Formula:
    return Formula(
        key=document.key,
        name=Label.of(document.name),
        version=document.version,
        year=document.year,
        source=source_of(document.source),
        levels=tuple(Level(level.key, Label.of(level.label)) for level in document.levels),
        needs=tuple(_need(need) for need in document.needs),
        rates_cents=rates,
        currency=document.currency,
        illustrative=document.illustrative,
        rounding=Rounding(mode=document.rounding.mode),
        notes=optional_label(document.notes),
        kind=document.kind,
    )


def source_of(part: SourcePart) -> Source:
    """This function will return where a document's figures are written."""
    return Source(part.title, part.publisher or "", part.place or "", part.url or "")


def _need(part: NeedPart) -> Need:
    return Need(part.key, Label.of(part.label), part.counts or part.key)


def optional_label(words: Words | None) -> Label | None:
    """This function will return a label, or none where nothing is said."""
    return None if words is None else Label.of(words)
