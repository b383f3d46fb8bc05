"""Read notices as the viewer may see them: finance all schools, each principal their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language

from throughline.engines.funding.formula import Label
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.causes import kept_parts
from throughline.rooms.funding.budgets.reading import own_days_by_column
from throughline.rooms.funding.budgets.replayed import NOT_KEPT, Replayed, replayed
from throughline.rooms.funding.documents import document_value
from throughline.rooms.funding.filed import counted_words, is_projected
from throughline.rooms.funding.models import ShadowBudget, ShadowNotice
from throughline.rooms.funding.own_days import of_json, own_day_words
from throughline.rooms.funding.scenarios.proxies import category_name
from throughline.values.errors import NotFound
from throughline.values.money import per_pupil
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice in the list."""

    id: int
    name: str
    starts_on: date
    by_name: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShadowRow:
    """What one school would receive, beside its current budget."""

    school_id: int
    name: str
    n_students: int
    current_cents: int
    total_cents: int

    @property
    def change_cents(self) -> int:
        return self.total_cents - self.current_cents

    @property
    def per_pupil_cents(self) -> int | None:
        return per_pupil(self.total_cents, self.n_students)


@dataclass(frozen=True, slots=True)
class ShadowLine:
    """What a school would receive by one step, by the key of the step."""

    label: str
    cents: int
    step: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice with the schools the viewer may see; `lines`, how they came about and `causes` are of one school."""

    notice: NoticeRow
    says: str
    counted: str
    projected: bool
    own_days: Sequence[str]
    rows: Sequence[ShadowRow]
    lines: Sequence[ShadowLine]
    may_write: bool
    replayed: Replayed = NOT_KEPT
    causes: Sequence[tuple[str, int]] = ()  # why it would be other than its current budget, where that was kept


def find_notices(viewer: Viewer) -> list[NoticeRow]:
    """This function will list notices, the newest first; schools see those that stand. **Raises** `NotAllowed`."""
    rows = access.get_notices_for(viewer).order_by("-at", "-pk")
    return [_row(row) for row in rows]


def notice_page(viewer: Viewer, notice_id: int, school_id: int | None = None) -> NoticePage:
    """This function will return a notice: all schools in sight, or one of them. **Raises** `NotAllowed`, `NotFound`."""
    notice = access.get_notices_for(viewer).filter(pk=notice_id).first()
    found = access.get_shadow_budgets_for(viewer).filter(notice_id=notice_id)
    budgets = list((found if school_id is None else found.filter(school_id=school_id)).order_by("school_name", "pk"))
    if notice is None or not budgets:
        raise NotFound(gettext_noop("There is no such notice."), gettext_noop("Choose one from the list."))
    one = budgets[0] if len(budgets) == 1 else None
    return NoticePage(
        notice=_row(notice),
        says=notice.says,
        counted=counted_words(notice.counted_on, notice.count_rule),
        projected=is_projected(notice.count_rule),
        own_days=[own_day_words(category_name(code), one) for code, one in of_json(notice.count_days).items()],
        rows=[_school(row) for row in budgets],
        lines=_lines(one) if one else [],
        replayed=_replayed(notice, one) if one and notice.formula else NOT_KEPT,
        causes=kept_parts(one.why) if one else (),
        may_write=accounts.may(viewer, "write", access.CLASS),
    )


def _row(row: ShadowNotice) -> NoticeRow:
    return NoticeRow(row.pk, row.scenario_name, row.starts_on, row.by_name, row.at, row.withdrawn_at)


def _school(row: ShadowBudget) -> ShadowRow:
    return ShadowRow(row.school_id, row.school_name, row.n_students, row.current_cents, row.total_cents)


def _lines(row: ShadowBudget) -> list[ShadowLine]:
    language = get_language() or "en"
    return [
        ShadowLine(Label.of(line["label"]).text(language), line["cents"], line.get("step", "")) for line in row.lines
    ]


def _replayed(notice: ShadowNotice, row: ShadowBudget) -> Replayed:
    formula = document_value(notice.formula)
    days = own_days_by_column(formula, of_json(notice.count_days))
    return replayed(formula, row.steps, days, counted_words(notice.counted_on, notice.count_rule))
