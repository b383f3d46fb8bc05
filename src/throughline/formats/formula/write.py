"""From a `Formula` to its document: always the same bytes for the same formula."""

import json
from collections.abc import Iterator

from throughline.engines.funding import Formula, Label
from throughline.formats.formula.document import SCHEMA
from throughline.values.money import dollars_text


def write_formula(formula: Formula) -> bytes:
    """This function will write the formula as TOML that `read_formula` reads back to an equal formula."""
    return ("\n".join(_lines(formula)) + "\n").encode()


def _lines(formula: Formula) -> Iterator[str]:
    yield f"schema = {SCHEMA}"
    for name in ("kind", "key"):
        yield f"{name} = {_text(getattr(formula, name))}"
    yield f"name = {_words(formula.name)}"
    for name in ("version", "year", "currency"):
        yield f"{name} = {_text(getattr(formula, name))}"
    yield f"illustrative = {'true' if formula.illustrative else 'false'}"
    if formula.notes:
        yield f"notes = {_words(formula.notes)}"
    yield from ("", "[source]")
    for name in ("title", "publisher", "place", "url"):
        if value := getattr(formula.source, name):
            yield f"{name} = {_text(value)}"
    yield from ("", "[rounding]", f"mode = {_text(formula.rounding.mode)}")
    for level in formula.levels:
        yield from ("", "[[levels]]", f"key = {_text(level.key)}", f"label = {_words(level.label)}")
    for need in formula.needs:
        yield from ("", "[[needs]]", f"key = {_text(need.key)}", f"label = {_words(need.label)}")
        if need.counts != need.key:
            yield f"counts = {_text(need.counts)}"
    for level, rates in zip(formula.levels, formula.rates_cents, strict=True):
        yield from ("", f"[dollars_per_pupil.{level.key}]")
        for need, cents in zip(formula.needs, rates, strict=True):
            yield f"{need.key} = {_amount(cents)}"


def _words(label: Label) -> str:
    words = dict(label.by_language)
    if list(words) == ["en"]:
        return _text(words["en"])
    return "{ " + ", ".join(f"{language} = {_text(text)}" for language, text in words.items()) + " }"


def _text(value: str) -> str:
    # A JSON string is a TOML string, but for the delete character, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _amount(cents: int) -> str:
    return str(cents // 100) if cents % 100 == 0 else dollars_text(cents)
