"""Read formulas: the kept ones with their versions, and the shipped library."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from django.utils.translation import get_language

from throughline.engines import funding as engine
from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as documents
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.documents import AnyFormula, formula_value, shipped
from throughline.rooms.funding.formulas.sentences import Told, tell
from throughline.rooms.funding.models import Formula
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class FormulaRow:
    """The newest version of a kept formula."""

    id: int
    key: str
    number: int
    name: str
    year: str
    source: str
    illustrative: bool
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A formula that comes with Throughline; `formula_id` is the district's own version where one was taken."""

    key: str
    name: str
    year: str
    source: str
    illustrative: bool
    formula_id: int | None


@dataclass(frozen=True, slots=True)
class FormulasPage:
    """What the district keeps, and what the library offers."""

    kept: Sequence[FormulaRow]
    library: Sequence[LibraryRow]
    may_write: bool


@dataclass(frozen=True, slots=True)
class RateRow:
    """One level's dollars for each need, in the order of the needs, and the weights they come to."""

    label: str
    rates_cents: Sequence[int]
    weights: Sequence[str]


@dataclass(frozen=True, slots=True)
class FormulaPage:
    """One formula, readable: a kept version, or one of the library where `id` is None."""

    id: int | None
    key: str
    number: int | None
    newest_number: int | None
    name: str
    year: str
    currency: str
    notes: str
    source: engine.Source
    illustrative: bool
    digest: str
    needs: Sequence[str]
    rows: Sequence[RateRow]
    told: Told | None
    document: str
    by_name: str
    at: datetime | None
    versions: Sequence[tuple[int, int]]
    may_write: bool

    @property
    def has_weights(self) -> bool:
        return any(row.weights for row in self.rows)


def formulas_page(viewer: Viewer) -> FormulasPage:
    """This function will list the kept formulas and the library. **Raises** `NotAllowed`."""
    newest = _newest_for(viewer)
    taken = {row.library_key: row.pk for row in newest if row.library_key}
    return FormulasPage(
        kept=[_kept_row(row) for row in newest],
        library=[_library_row(document, taken.get(document.key)) for document in shipped()],
        may_write=accounts.may(viewer, "write", access.CLASS),
    )


def choices_for(viewer: Viewer) -> list[tuple[str, str]]:
    """This function will offer the newest version of each kept formula, for a form."""
    return [(str(row.pk), formula_name(row)) for row in _newest_for(viewer)]


def get_formula_for(viewer: Viewer, formula_id: int) -> Formula:
    """This function will return one version of a formula. **Raises** `NotAllowed`, `NotFound`."""
    row = access.get_formulas_for(viewer).filter(pk=formula_id).first()
    if row is None:
        raise NotFound(gettext_noop("There is no such formula."), gettext_noop("Choose one from the list."))
    return row


def formula_page(viewer: Viewer, formula_id: int) -> FormulaPage:
    """This function will return one kept version to be read. **Raises** `NotAllowed`, `NotFound`."""
    row = get_formula_for(viewer, formula_id)
    versions = access.get_formulas_for(viewer).filter(key=row.key).order_by("-number").values_list("number", "pk")
    return _page(viewer, formula_value(row), row.document, row, list(versions))


def library_page(viewer: Viewer, key: str) -> FormulaPage:
    """This function will return one formula of the library to be read. **Raises** `NotAllowed`, `NotFound`."""
    access.check_sees_budgets(viewer)
    for document in shipped():
        if document.key == key:
            return _page(viewer, document.formula, document.content.decode(), None, [])
    raise NotFound(gettext_noop("There is no such formula."), gettext_noop("Choose one from the list."))


def newest_number(viewer: Viewer, key: str) -> int | None:
    """This function will return the number of the newest version of a key, or None before the first."""
    numbers = access.get_formulas_for(viewer).filter(key=key).order_by("-number").values_list("number", flat=True)
    return numbers.first()


def _newest_for(viewer: Viewer) -> list[Formula]:
    rows = access.get_formulas_for(viewer).order_by("key", "-number").distinct("key")
    return sorted(rows, key=lambda row: (row.illustrative, row.name))


def _page(
    viewer: Viewer, value: AnyFormula, document: str, row: Formula | None, versions: list[tuple[int, int]]
) -> FormulaPage:
    language = get_language() or "en"
    return FormulaPage(
        id=row.pk if row else None,
        key=value.key,
        number=row.number if row else None,
        newest_number=versions[0][0] if versions else None,
        name=value.name.text(language),
        year=value.year,
        currency=value.currency,
        notes=value.notes.text(language) if value.notes else "",
        source=value.source,
        illustrative=value.illustrative,
        digest=value.digest,
        needs=[] if isinstance(value, StepsFormula) else [need.label.text(language) for need in value.needs],
        rows=[] if isinstance(value, StepsFormula) else _rate_rows(value, language),
        told=tell(value) if isinstance(value, StepsFormula) else None,
        document=document,
        by_name=row.by_name if row else "",
        at=row.at if row else None,
        versions=versions,
        may_write=accounts.may(viewer, "write", access.CLASS),
    )


def _rate_rows(value: engine.Formula, language: str) -> list[RateRow]:
    try:
        weights = engine.rates_equivalent(value).weights
    except ValueError:  # no base to weigh against: dollars alone are shown
        weights = ((),) * len(value.levels)
    return [
        RateRow(level.label.text(language), rates, [_weight_text(weight) for weight in row])
        for level, rates, row in zip(value.levels, value.rates_cents, weights, strict=True)
    ]


def _weight_text(weight: Fraction) -> str:
    """Two places, as districts print weights; the exact fraction is in the dollars beside it."""
    return f"{float(weight):.2f}"


def _kept_row(row: Formula) -> FormulaRow:
    value = formula_value(row)
    return FormulaRow(
        row.pk,
        row.key,
        row.number,
        formula_name(row),
        value.year,
        value.source.title,
        row.illustrative,
        row.by_name,
        row.at,
    )


def _library_row(
    document: documents.LibraryDocument | documents.StepsLibraryDocument, formula_id: int | None
) -> LibraryRow:
    value = document.formula
    name = value.name.text(get_language() or "en")
    return LibraryRow(document.key, name, value.year, value.source.title, value.illustrative, formula_id)


def formula_name(row: Formula) -> str:
    """This function will return a formula's name in the language of who reads."""
    return formula_value(row).name.text(get_language() or "en")


def steps_chosen(viewer: Viewer, formula_id: object) -> StepsFormula | None:
    """This function will return the formula in steps of that id, or None where there is none or it is a matrix."""
    if not str(formula_id).isdigit():
        return None
    row = access.get_formulas_for(viewer).filter(pk=int(str(formula_id))).first()
    value = formula_value(row) if row else None
    return value if isinstance(value, StepsFormula) else None


def start_of(viewer: Viewer, formula_id: int | None) -> dict[str, object]:
    """This function will return what the editor opens with: an earlier version, or an example to write over."""
    if formula_id is None:
        return {"document": _example(), "after": None}
    row = get_formula_for(viewer, formula_id)
    return {"document": row.document, "after": newest_number(viewer, row.key)}


def _example() -> str:
    """An illustrative formula to write over, under a key and a name of the district's own."""
    example = next(document.formula for document in documents.library() if document.formula.illustrative)
    named = engine.Label.of({"en": "Our district's formula", "es": "La fórmula de nuestro distrito"})
    return documents.write_formula(replace(example, key="our-district", name=named)).decode()


def rewritten(viewer: Viewer, content: bytes) -> dict[str, object]:
    """This function will return what the editor shows after a refusal: the same words, nothing lost."""
    reading = documents.read_document(content)
    after = newest_number(viewer, reading.formula.key) if reading.formula else None
    return {"document": content.decode("utf-8", errors="replace"), "after": after}
