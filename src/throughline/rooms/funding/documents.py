"""From a formula's row to its value."""

from functools import lru_cache

from throughline.engines import funding as engine
from throughline.formats import formula as documents
from throughline.rooms.funding.models import Formula


def formula_value(row: Formula) -> engine.Formula:
    """This function will read a kept formula, and make sure that it says what it said when it was kept.

    **Raises** `ValueError` where its digest is another: the row was tampered with, or the reader changed.
    """
    value = _read(row.document)
    if value.digest != row.digest:
        raise ValueError(f"The document of formula {row.key}, version {row.number}, no longer has its digest")
    return value


@lru_cache(maxsize=64)
def _read(document: str) -> engine.Formula:
    return documents.load_formula(document.encode())
