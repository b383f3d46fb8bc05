"""What else a list of students can show in columns one chooses, fetched for the rows of a page at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import get_language

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.models import Student
from throughline.rooms.students.narrowing import days_counted
from throughline.rooms.students.needs.catalogue import need_categories
from throughline.values.viewer import Viewer

# The columns one may choose, and the classes of record that are behind each.
CHOOSABLE: Mapping[str, tuple[str, ...]] = {
    "needs": access.NEED_CLASSES,
    "there": ("attendance",),
    "away": ("attendance",),
    "strength": ("strengths",),
}


@dataclass(frozen=True, slots=True)
class Extra:
    """What the chosen columns say of one student, and which classes of record that shows."""

    needs: str = ""
    n_days: int = 0
    n_away: int = 0
    strength: str = ""
    classes: frozenset[str] = frozenset()

    @property
    def there(self) -> float | None:
        return 1 - self.n_away / self.n_days if self.n_days else None

    @property
    def away(self) -> int | None:
        return self.n_away if self.n_days else None


def find_extras(viewer: Viewer, rows: Sequence[Student], columns: Collection[str], *, act: str) -> dict[int, Extra]:
    """This function will return what the chosen columns say of each student: one query for each source they need."""
    pks = [row.pk for row in rows]
    classes: dict[int, set[str]] = defaultdict(set)
    needs = _needs(viewer, pks, classes, act) if "needs" in columns else {}
    days = _days(viewer, pks, classes, act) if {"there", "away"} & set(columns) else {}
    strengths = _strengths(viewer, pks, classes, act) if "strength" in columns else {}
    return {
        pk: Extra(", ".join(needs.get(pk, ())), *days.get(pk, (0, 0)), strengths.get(pk, ""), frozenset(classes[pk]))
        for pk in pks
    }


def _needs(viewer: Viewer, pks: list[int], classes: dict[int, set[str]], act: str) -> dict[int, list[str]]:
    day = accounts.today()
    found: dict[int, list[str]] = defaultdict(list)
    held = access.get_needs_for(viewer, act=act).filter(student__in=pks, starts_on__lte=day).exclude(ends_on__lt=day)
    categories, language = need_categories(), get_language() or "en"
    rows = held.order_by("category", "level").values_list("student", "category", "record_class")
    for student, category, record_class in rows:
        name = categories[category].name(language) if category in categories else category
        if name not in found[student]:
            found[student].append(name)
        classes[student].add(record_class)
    return found


def _days(viewer: Viewer, pks: list[int], classes: dict[int, set[str]], act: str) -> dict[int, tuple[int, int]]:
    days = days_counted(viewer, access.get_students_for(viewer, act=act).filter(pk__in=pks), act=act)
    rows = days.values_list("student").annotate(n=Count("pk"), away=Count("pk", filter=access.AWAY)).order_by()
    found = {student: (n, away) for student, n, away in rows}
    for student in found:
        classes[student].add("attendance")
    return found


def _strengths(viewer: Viewer, pks: list[int], classes: dict[int, set[str]], act: str) -> dict[int, str]:
    told = access.get_sayings_for(viewer, act=act).filter(student__in=pks, kind="strength", set_aside_at=None)
    rows = dict(told.order_by("told_on", "pk").values_list("student", "text"))
    for student in rows:
        classes[student].add("strengths")
    return rows
