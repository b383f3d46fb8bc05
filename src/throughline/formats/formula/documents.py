"""A formula document of either kind: the matrix, or steps."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from throughline.engines.funding import Formula
from throughline.engines.funding.steps import STEPS, StepsFormula
from throughline.formats.formula.read import read_formula, read_settings
from throughline.formats.formula.steps_read import read_steps
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.problem import Problem
from throughline.values.words import gettext_noop


class DocumentReading(NamedTuple):
    """What came of reading a document of either kind: the formula, unless there are problems."""

    formula: Formula | StepsFormula | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class StepsLibraryDocument:
    """A shipped formula in steps: its name in the library, its document and its value."""

    key: str
    content: bytes
    formula: StepsFormula


def read_document(content: bytes, file: str = "formula.toml") -> DocumentReading:
    """This function will read a formula of either kind; each problem names the line (as its row)."""
    settings, lines, problem = read_settings(content, file)
    if problem:
        return DocumentReading(None, (problem,))
    if settings.get("kind") == STEPS:
        return DocumentReading(*read_steps(settings, lines, file))
    return DocumentReading(*read_formula(content, file))


def load_document(content: bytes, file: str = "formula.toml") -> Formula | StepsFormula:
    """This function will read a formula of either kind. **Raises** `RefusedInput` with the problems it has."""
    formula, problems = read_document(content, file)
    if formula is None:
        raise RefusedInput(
            gettext_noop("The formula cannot be used as it is written."),
            gettext_noop("Mend what is listed and try again."),
            problems,
        )
    return formula


def load_steps(content: bytes, file: str = "formula.toml") -> StepsFormula:
    """This function will read a formula in steps. **Raises** `RefusedInput`, also for one of the other kind."""
    formula = load_document(content, file)
    if not isinstance(formula, StepsFormula):
        raise RefusedInput(f"{file} is a matrix of dollars.", 'Choose a formula whose kind is "steps".')
    return formula


@cache
def steps_library() -> tuple[StepsLibraryDocument, ...]:
    """This function will return every shipped formula in steps, published ones first, then by name."""
    folder = files("throughline.formats.formula") / "library" / "steps"
    documents = []
    for entry in folder.iterdir():
        if entry.name.endswith(".toml"):
            content = entry.read_bytes()
            documents.append(
                StepsLibraryDocument(entry.name.removesuffix(".toml"), content, load_steps(content, entry.name))
            )
    return tuple(sorted(documents, key=lambda document: (document.formula.illustrative, document.key)))


def steps_formula(key: str) -> StepsFormula:
    """This function will return a shipped formula in steps. **Raises** `NotFound` where there is none."""
    for document in steps_library():
        if document.key == key:
            return document.formula
    known = ", ".join(document.key for document in steps_library())
    raise NotFound(f"The library has no formula {key} in steps.", f"It has {known}.")
