"""Counts of a day: from the roster, or from a file where one is kept of that day. No number is ever made up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.rooms.funding import access
from throughline.rooms.funding.grade_spans import grade_number
from throughline.rooms.funding.models import FiledCount
from throughline.rooms.students import api as students
from throughline.values.problem import Problem, Rule, Severity
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop
from throughline.web.components import figures

FILED_RULE = "as the file of the day says: 1"
PROJECTED_RULE = "as projected, not counted"
GRADES = "grade:"
_MOST_NAMED = 3
LACKING = Rule(
    "count-lacking",
    Severity.ERROR,
    gettext_noop("The formula reads “{what}”, and the file of counts of {day} says nothing of it for: {schools}."),
    gettext_noop("Bring the file in again with the column “{column}”, or take it out and count the roster."),
)
HIDDEN = Rule(
    "count-hidden",
    Severity.ERROR,
    gettext_noop("The formula reads “{what}”, which is withheld at {school}: {least} to {most}. That is no zero."),
    gettext_noop("Ask for the number and bring the file of {day} in again."),
)
UNCOUNTED = Rule(
    "count-day-unknown",
    Severity.ERROR,
    gettext_noop("“{what}” is counted on {day}, and of that day there are no counts. Files are kept of: {days}."),
    gettext_noop("Bring in the counts of that day, or choose another day for “{what}” under Count days."),
)
ABSENT = Rule(
    "count-school-unknown",
    Severity.ERROR,
    gettext_noop("“{what}” is counted on {day}, and of that day there is no count of: {schools}. That is no zero."),
    gettext_noop("Bring in a file of that day that names them, or choose another day for “{what}” under Count days."),
)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """The day one need is counted on where that is not the day of everybody's enrollment, and by what rule."""

    on: date
    rule: str


OwnDays = Mapping[str, OwnDay]  # by the roster's code of the need


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Every school's counts on a day. From a file, they may lack what was asked, or hold it withheld.

    Needs in `own` are counted each on its own day; where that day has no counts they are in `uncounted`, and the
    schools it does not know in `absent`.
    """

    counted: students.NeedCounts
    grades: Mapping[int, Mapping[str, int]]
    filed: bool = False
    withheld: Mapping[str, Mapping[int, tuple[int, int]]] = field(default_factory=dict)
    lacking: Mapping[str, list[str]] = field(default_factory=dict)
    own: OwnDays = field(default_factory=dict)
    uncounted: Mapping[str, date] = field(default_factory=dict)
    absent: Mapping[str, list[str]] = field(default_factory=dict)
    hidden_grades: Mapping[int, Mapping[str, tuple[int, int]]] = field(default_factory=dict)

    def day_of(self, code: str) -> date:
        """This function will return the day on which a need is counted."""
        return self.own[code].on if code in self.own else self.uncounted.get(code, self.counted.on)

    def problems(self, labels: Mapping[str, str], spans: Iterable[tuple[int, int]] = ()) -> Iterator[Problem]:
        """This function will yield what keeps a formula from reading these counts; `labels` are by code.

        `spans` are the grades it reads, each from the first to the last.
        """
        names = {row.school.id: row.school.name for row in self.counted.schools}
        for code, label in labels.items():
            day = {"day": figures.day(self.day_of(code))}
            if code in self.uncounted:
                yield Problem(UNCOUNTED, details={"what": label, "days": _days_known(), **day})
            if found := self.absent.get(code):
                yield Problem(ABSENT, details={"what": label, "schools": _named(found), **day})
            if found := self.lacking.get(code):
                shown = _named(found)
                column = "grade_k, grade_1…" if code == GRADES else code
                yield Problem(LACKING, details={"what": label, "schools": shown, "column": column, **day})
            for school_id, (least, most) in self.withheld.get(code, {}).items():
                words = {"what": label, "school": names[school_id], "least": str(least), "most": str(most), **day}
                yield Problem(HIDDEN, details=words)
        for span in spans:
            for school_id, (least, most) in self.hidden_in(*span).items():
                words = {"what": labels[GRADES], "school": names[school_id], "least": str(least), "most": str(most)}
                yield Problem(HIDDEN, details={**words, "day": figures.day(self.counted.on)})

    def hidden_in(self, first: int, last: int) -> dict[int, tuple[int, int]]:
        """This function will return what the withheld numbers of a span of grades may come to, by school."""
        found = {}
        for school_id, grades in self.hidden_grades.items():
            within = [one for grade, one in grades.items() if first <= grade_number(grade) <= last]
            if within:
                found[school_id] = (sum(least for least, _most in within), sum(most for _least, most in within))
        return found


def is_filed(rule: str) -> bool:
    """This function will say whether counts are what somebody brought, and not the roster's."""
    return rule == FILED_RULE or is_projected(rule)


def is_projected(rule: str) -> bool:
    """This function will say whether students were projected and not counted."""
    return rule.startswith(PROJECTED_RULE)


def counted_words(on: date, rule: str) -> str:
    """This function will say of what day students are, and whether they were counted on it or projected for it."""
    day = {"day": figures.day(on)}
    return _("projected for %(day)s, not counted") % day if is_projected(rule) else _("counted on %(day)s") % day


def count_day(on: date, codes: Iterable[str], *, grades: bool = False) -> DayCounts:
    """This function will count a day as its file says, or where none is kept of it, as the roster does."""
    wanted = list(dict.fromkeys(codes))
    rows = {row.school_id: row for row in FiledCount.objects.filter(on=on)}
    if not rows:
        return DayCounts(students.count_needs(on, wanted), students.grades_by_school(on) if grades else {})
    return _as_filed(on, wanted, rows, grades)


def filed_days(viewer: Viewer) -> list[date]:
    """This function will return the days that have counts from a file, the newest first. **Raises** `NotAllowed`."""
    return list(access.get_filed_counts_for(viewer).order_by("-on").values_list("on", flat=True).distinct())


def filed_rows(viewer: Viewer, on: date) -> list[FiledCount]:
    """This function will return the counts of a day's file that the viewer may see, by the names of schools."""
    return list(
        access.get_filed_counts_for(viewer).filter(on=on).select_related("school").order_by("school__name", "pk")
    )


def _named(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")


def _days_known() -> str:
    days = FiledCount.objects.order_by("on").values_list("on", flat=True).distinct()
    return "; ".join(map(figures.day, days)) or _("no day")


def schools_of(on: date) -> dict[str, str]:
    """This function will name the schools that a day's counts are of, by id: those that are open, as far as known."""
    return {one.source_id: one.name for one in district.schools_on(min(on, accounts.today()))}


def _as_filed(on: date, codes: list[str], rows: Mapping[int, FiledCount], grades: bool) -> DayCounts:
    schools = district.schools_on(min(on, accounts.today()))
    schools += district.find_schools(set(rows) - {one.id for one in schools})
    counted, by_grade = [], {}
    hidden_grades: dict[int, dict[str, tuple[int, int]]] = {}
    withheld: dict[str, dict[int, tuple[int, int]]] = {}
    lacking: dict[str, list[str]] = {}
    for school in schools:
        row = rows.get(school.id)
        counts = row.counts if row else {}
        hidden = {code: (least, most) for code, (least, most) in (row.withheld if row else {}).items()}
        counted.append(students.SchoolCount(school, {students.ALL_STUDENTS: 0} | counts))
        for code in codes:
            if code in hidden:
                withheld.setdefault(code, {})[school.id] = hidden[code]
            elif code not in counts:
                lacking.setdefault(code, []).append(school.name)
        by_grade[school.id] = {code.removeprefix(GRADES): n for code, n in counts.items() if code.startswith(GRADES)}
        unsaid = {code.removeprefix(GRADES): one for code, one in hidden.items() if code.startswith(GRADES)}
        hidden_grades |= {school.id: unsaid} if unsaid else {}
        if grades and not by_grade[school.id] and not unsaid and counts.get(students.ALL_STUDENTS):
            lacking.setdefault(GRADES, []).append(school.name)
    projection = next((row.projection for row in rows.values() if row.projection), None)
    rule = f"{PROJECTED_RULE}: projection {projection}" if projection else FILED_RULE
    needs = students.NeedCounts(on, rule, tuple(counted))
    kept = (by_grade, hidden_grades) if grades else ({}, {})
    return DayCounts(needs, kept[0], True, withheld, lacking, hidden_grades=kept[1])
