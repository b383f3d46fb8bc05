"""Keep a year's earlier budgets or minimums, whole from a file, and take them out."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from throughline.engines.funding.prior import PriorBudget
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.district import api as district
from throughline.rooms.funding import models
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.rooms.funding.prior.by_source import matching_page
from throughline.rooms.funding.prior.queries import check_kind
from throughline.values.errors import NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def bring_in_prior_budgets(*, by: Viewer, at: datetime, year: int, kind: str, budgets: Sequence[PriorBudget]) -> int:
    """This function will make a year's budgets, or minimums, what a file says, and return for how many schools.

    A school that is not named has none any more; history keeps it. A school whose budget is the same stays untouched.

    **Raises** `NotAllowed`; `NotFound` for a school there is not; `ValueError` where sources miss a total.
    """
    accounts.check_may(by, "write", "finance")
    check_kind(kind)
    with accounts.acting_as(by), one_at_a_time("funding.prior"):
        ids = district.ids_by_source_id()
        wanted = {_school_id(ids, one): one for one in budgets}
        kept = {row.school_id: row for row in models.PriorBudget.objects.filter(year=year, kind=kind)}
        same = {key for key, one in wanted.items() if key in kept and _fields(one) == _kept_fields(kept[key])}
        gone = [row.pk for key, row in kept.items() if key not in wanted]
        models.PriorBudget.objects.filter(pk__in=gone).delete()
        for key, one in wanted.items():
            if key not in same:
                row = kept.get(key) or models.PriorBudget(year=year, kind=kind, school_id=key)
                for name, value in _fields(one).items():
                    setattr(row, name, value)
                row.by_user_id, row.by_name, row.at = by.user_id, str(by), at
                row.save()
        words = {"year": year, "kind": kind, "n_schools": len(wanted), "n_changed": len(wanted) - len(same) + len(gone)}
        audit.record_act(by=by, at=at, act="bring in", noun="prior budgets", object_id=year, details=words)
    return len(wanted)


def remove_prior_budgets(*, by: Viewer, at: datetime, year: int, kind: str) -> int:
    """This function will take a year's budgets, or minimums, out and return how many; what began from them stays.

    **Raises** `NotAllowed`; `NotFound` where none is kept.
    """
    accounts.check_may(by, "write", "finance")
    check_kind(kind)
    with accounts.acting_as(by), one_at_a_time("funding.prior"):
        n, _by_model = models.PriorBudget.objects.filter(year=year, kind=kind).delete()
        if not n:
            raise NotFound(gettext_noop("None is kept of this year."), gettext_noop("Choose a year from the list."))
        words = {"year": year, "kind": kind, "n_schools": n}
        audit.record_act(by=by, at=at, act="remove", noun="prior budgets", object_id=year, details=words)
    return n


def match_prior_sources(*, by: Viewer, at: datetime, year: int, matches: Mapping[str, str]) -> int:
    """This function will keep which revenue source each source of a year's earlier budgets is, and return how many.

    `matches` are keys by name; a name that is left out is matched to nothing.

    **Raises** `NotAllowed`; `NotFound` for a name that no budget has, or a key of no source of that year or the next.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.prior"):
        page = matching_page(by, year)
        if not ({one.name for one in page.named} >= set(matches) and set(page.revenues) >= set(matches.values())):
            raise NotFound(gettext_noop("There is no such source."), gettext_noop("Choose one from the page."))
        models.PriorSource.objects.filter(year=year).exclude(name__in=matches).delete()
        kept = {row.name: row for row in models.PriorSource.objects.filter(year=year)}
        for name, key in matches.items():
            row = kept.get(name) or models.PriorSource(year=year, name=name)
            if row.key != key:
                row.key, row.by_user_id, row.by_name, row.at = key, by.user_id, str(by), at
                row.save()
        words = {"year": year, "n_matched": len(matches), "n_sources": len(page.named)}
        audit.record_act(by=by, at=at, act="match", noun="prior sources", object_id=year, details=words)
    return len(matches)


def _school_id(ids: dict[str, int], one: PriorBudget) -> int:
    if one.by_source and sum(one.by_source.values()) != one.cents:
        raise ValueError(f"The sources of {one.school_id} do not add up to its total")
    if one.school_id not in ids:
        raise NotFound(gettext_noop("There is no such school."), gettext_noop("Bring in the roster first."))
    return ids[one.school_id]


def _fields(one: PriorBudget) -> dict[str, object]:
    return {
        "total_cents": one.cents,
        "n_students": one.n_students,
        "sources": [[name, cents] for name, cents in one.by_source.items()],
    }


def _kept_fields(row: models.PriorBudget) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("total_cents", "n_students", "sources")}
