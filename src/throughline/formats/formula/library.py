"""The formulas that come with Throughline, each a document like any other, with its source."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from throughline.engines.funding import Formula
from throughline.formats.formula.read import load_formula
from throughline.values.errors import NotFound


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """A shipped formula: its name in the library, its document and its value."""

    key: str
    content: bytes
    formula: Formula


@cache
def library() -> tuple[LibraryDocument, ...]:
    """This function will return every shipped formula, published ones first, then by name.

    **Example**

    >>> [document.key for document in library()]
    ['guidebook-table-2-2', 'illustrative-level-by-need']
    """
    folder = files("throughline.formats.formula") / "library"
    documents = []
    for entry in folder.iterdir():
        if entry.name.endswith(".toml"):
            content = entry.read_bytes()
            formula = load_formula(content, entry.name)
            documents.append(LibraryDocument(entry.name.removesuffix(".toml"), content, formula))
    return tuple(sorted(documents, key=lambda document: (document.formula.illustrative, document.key)))


def library_formula(key: str) -> Formula:
    """This function will return a shipped formula. **Raises** `NotFound` where there is none of that name."""
    for document in library():
        if document.key == key:
            return document.formula
    raise NotFound(f"The library has no formula {key}.", f"It has {', '.join(document.key for document in library())}.")
