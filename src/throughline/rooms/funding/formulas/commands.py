"""Keep a formula: a change is a new version, never a change of an old one."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as documents
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.documents import formula_value, shipped
from throughline.rooms.funding.formulas.decisions import with_decisions, with_rates
from throughline.rooms.funding.formulas.shapes import Shape, shaped
from throughline.rooms.funding.models import Formula
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.problem import Problem, Rule, Severity
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

FILE = "formula.toml"
VERSION_BETWEEN = Rule(
    "formula-version-between",
    Severity.ERROR,
    gettext_noop("{name} saved version {number} while you were writing."),
    gettext_noop("Open that version in another window and compare it with yours."),
)


class SavedFormula(NamedTuple):
    """The version kept, and whether it is new: an unchanged document adds none."""

    formula: Formula
    is_new: bool


def save_formula(
    *, by: Viewer, at: datetime, document: bytes, library_key: str = "", after: int | None = None
) -> SavedFormula:
    """This function will keep a formula document as a new version, unless its newest version says the same.

    `after` is the newest version its writer knew of; where another has come between, they are told first.

    **Raises** `NotAllowed` for those who may not write finance; `RefusedInput` with every problem and its line.
    """
    accounts.check_may(by, "write", "finance")
    reading = documents.read_document(document, FILE)
    if reading.formula is None:
        raise RefusedInput(
            gettext_noop("This document is not yet a formula, and nothing was saved."),
            gettext_noop("Mend what is listed and save again."),
            reading.problems,
        )
    value = reading.formula
    with accounts.acting_as(by), one_at_a_time("funding.formula"):
        newest = Formula.objects.filter(key=value.key).order_by("-number").first()
        if newest is not None and newest.digest == value.digest:
            return SavedFormula(newest, is_new=False)
        _check_none_between(newest, after)
        saved = Formula.objects.create(
            key=value.key,
            number=newest.number + 1 if newest else 1,
            name=value.name.text(),
            kind=value.kind,
            document=document.decode("utf-8-sig"),
            digest=value.digest,
            illustrative=value.illustrative,
            library_key=library_key,
            by_user_id=by.user_id,
            by_name=str(by),
            at=at,
        )
        words = {"key": saved.key, "number": saved.number, "digest": saved.digest}
        audit.record_act(by=by, at=at, act="save", noun="formula", object_id=saved.pk, details=words)
    return SavedFormula(saved, is_new=True)


def _check_none_between(newest: Formula | None, after: int | None) -> None:
    if newest is None or after is None or newest.number == after:
        return
    between = Problem(VERSION_BETWEEN, details={"name": newest.by_name, "number": str(newest.number)})
    raise RefusedInput(
        gettext_noop("The formula has changed since you opened it, and yours is not saved yet."),
        gettext_noop("Compare the two. Saving again keeps yours as the newest version."),
        (between,),
    )


def adopt_library_formula(*, by: Viewer, at: datetime, key: str) -> SavedFormula:
    """This function will keep a formula of the shipped library as this district's own.

    **Raises** `NotAllowed` as `save_formula` does; `NotFound` where the library has none of that name.
    """
    for document in shipped():
        if document.key == key:
            return save_formula(by=by, at=at, document=document.content, library_key=key)
    raise NotFound(gettext_noop("The library has no formula of that name."), gettext_noop("Choose one from the list."))


def decide(
    *, by: Viewer, at: datetime, formula: Formula, changes: Mapping[str, Decimal], shape: Shape | None = None
) -> SavedFormula:
    """This function will change figures of a formula, by name, and keep the result as a new version.

    `shape` is what a matrix is to pay by, where needs or levels are added or taken out; `changes` are then its figures.

    **Raises** `NotAllowed`; `RefusedInput` where the figures do not make a formula, or another version came between.
    """
    accounts.check_may(by, "write", "finance")
    value = formula_value(formula)
    if isinstance(value, StepsFormula):
        document = documents.write_steps(with_decisions(value, changes))
    else:
        document = documents.write_formula(with_rates(shaped(value, shape) if shape else value, changes))
    return save_formula(by=by, at=at, document=document, library_key=formula.library_key, after=formula.number)
