"""From a formula in steps to its document: always the same bytes for the same formula."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from throughline.engines.funding.steps import StepsFormula

_LISTS = ("inputs", "parameters", "sources", "steps")
_FIGURES = {"value", "amount", "by_level", "points", "recount_over", "recount_at_most", "recount_part", "withheld"}


def write_steps(formula: StepsFormula) -> bytes:
    """This function will write a formula in steps as TOML that is read back to the same formula, digest and all."""
    return document_bytes(formula.document)


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """This function will write a document in plain values as TOML; its decimals are texts of digits."""
    return ("\n".join(_lines(document)) + "\n").encode()


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    tables = {name: document[name] for name in ("source", *_LISTS) if name in document}
    yield from _settings({name: value for name, value in document.items() if name not in tables})
    yield from ("", "[source]")
    yield from _settings(tables["source"])
    for name in _LISTS:
        for entry in tables.get(name, ()):
            yield from ("", f"[[{name}]]")
            yield from _settings(entry)


def _settings(entry: Mapping[str, Any]) -> Iterator[str]:
    for name, value in entry.items():
        yield f"{name} = {_figure(value) if name in _FIGURES else _value(value)}"


def _figure(value: Any) -> str:
    """A whole number is written as one; a decimal, which the document holds by its digits, keeps its point."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_figure(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_figure, value)) + "]"
    return f"{value}.0" if isinstance(value, str) and "." not in value else str(value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_value(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)
