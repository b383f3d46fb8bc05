"""From a formula's row to its value."""

from functools import lru_cache

from throughline.engines import funding as engine
from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as documents
from throughline.rooms.funding.models import Formula

AnyFormula = engine.Formula | StepsFormula


def formula_value(row: Formula) -> AnyFormula:
    """This function will read a kept formula, and make sure that it says what it said when it was kept.

    **Raises** `ValueError` where its digest is another: the row was tampered with, or the reader changed.
    """
    value = document_value(row.document)
    if value.digest != row.digest:
        raise ValueError(f"The document of formula {row.key}, version {row.number}, no longer has its digest")
    return value


@lru_cache(maxsize=64)
def document_value(document: str) -> AnyFormula:
    """This function will read a formula out of the document that was kept of it. **Raises** `RefusedInput`."""
    return documents.load_document(document.encode())


def shipped() -> tuple[documents.LibraryDocument | documents.StepsLibraryDocument, ...]:
    """This function will return the formulas that come with Throughline, of both kinds."""
    return (*documents.library(), *documents.steps_library())
