"""The rows that a run changes, as a person reads them: who, and what was and what will be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from throughline.rooms.audit import api as audit
from throughline.rooms.exchange.models import PlannedChange, Run
from throughline.rooms.exchange.recipes import in_order, targets_by_entity
from throughline.rooms.exchange.words import COLUMNS, entity_words
from throughline.values.viewer import Viewer
from throughline.web.components import figures
from throughline.web.tables import Column, Question

_POINTS_TO = {
    "student_id": "student",
    "staff_id": "staff",
    "guardian_id": "guardian",
    "classroom_id": "class",
    "course_id": "course",
    "session_id": "session",
    "school_id": "organization",
    "home_school_id": "organization",
    "organization_id": "organization",
    "parent_id": "organization",
}
# What stands beside the person's name where one person has several such rows.
_BESIDE = {
    "enrollment": "school_id",
    "guardianship": "guardian_id",
    "class_place": "classroom_id",
    "teaching": "classroom_id",
    "need": "category",
    "attendance": "on",
    "mark": "classroom_id",
    "behavior": "on",
    "assessment": "assessment",
}
_OWNERS = ("student_id", "staff_id", "guardian_id")
_UNSAID = {"id", "source_id", "source_digest", "ended_at", "record_class", "is_new", "row_no", "parent_source"}
_OF_PEOPLE = ("student", "staff", "guardian")
_MOST_FACTS = 6
BASIS = "Keeps the district's records (34 CFR 99.31(a)(1))"


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One row of a preview."""

    kind: str
    who: str
    what: str
    row: int | None


@dataclass(frozen=True, slots=True)
class ChangesSource:
    """The changes of a run with one action, for a table: sliced in the database, named a page at a time.

    Whoever looks at students' rows is noted for each student shown.
    """

    run: Run
    action: str
    viewer: Viewer
    at: datetime

    def ask(self, question: Question) -> "ChangesAnswer":
        """This function will narrow the changes to one kind of row where asked."""
        return ChangesAnswer(self, dict(question.chosen).get("kind", ""))

    def kinds(self) -> list[tuple[str, str]]:
        """This function will list the kinds of row there are, parents first, with their names."""
        counts = in_order(self.run.kind, self.run.counts)
        return [(entity, entity_words(entity)) for entity, actions in counts.items() if actions.get(self.action)]


class ChangesAnswer:
    """The changes that fit, not yet fetched."""

    def __init__(self, source: ChangesSource, entity: str) -> None:
        self._source = source
        counts = source.run.counts
        self._entities = [entity] if entity else [kind for kind, _name in source.kinds()]
        self.n_all = sum(actions.get(source.action, 0) for actions in counts.values())
        self.n_found = sum(counts[kind].get(source.action, 0) for kind in self._entities)

    def rows(self, start: int, stop: int | None) -> Sequence[ShownChange]:
        """This function will fetch the changes from `start` up to `stop`, and note the students among them."""
        order = Case(*(When(entity=kind, then=Value(place)) for place, kind in enumerate(self._entities)))
        found = PlannedChange.objects.filter(
            run=self._source.run, action=self._source.action, entity__in=self._entities
        ).order_by(order, "object_id")[start:stop]
        changes = list(found)
        _note(changes, self._source)
        names = Names(self._source.run, changes)
        return [_shown(change, names) for change in changes]

    def totals(self, columns: Sequence[Column]) -> dict[str, Any]:
        """This function will total nothing."""
        return {}


def show_held(row: PlannedChange, names: "Names") -> ShownChange:
    """This function will show a row that is held now: its own words, and what stands beside the student's name."""
    beside = _BESIDE.get(row.entity)
    told = [_value(row.entity, beside, row.after[beside], names)] if beside else []
    if row.entity in _OF_PEOPLE:
        told = [name_in(row.after)]
    facts = _facts(row, names)
    return ShownChange(entity_words(row.entity), "", "; ".join([*told, facts] if facts else told), row.row)


def _note(changes: Sequence[PlannedChange], source: ChangesSource) -> None:
    seen = {change.object_id if change.entity == "student" else change.after.get("student_id") for change in changes}
    audit.record_disclosures(
        by=source.viewer,
        at=source.at,
        student_ids=sorted(seen - {None}),
        record_class="directory",
        place="imports",
        basis=BASIS,
    )


class Names:
    """The names of what a page of changes refers to, from the tables or, for what is new, from the run itself."""

    def __init__(self, run: Run, changes: Sequence[PlannedChange]) -> None:
        wanted: dict[str, set[int]] = {}
        for change in changes:
            for values in (change.before or {}, change.after):
                for column, value in values.items():
                    if entity := _points_to(change.entity, column):
                        wanted.setdefault(entity, set()).add(value)
        self._names = {entity: self._find(run, entity, ids - {None}) for entity, ids in wanted.items()}

    def of(self, entity: str, key: object) -> str:
        """This function will return the name of one row, or nothing where it is not known."""
        return self._names.get(entity, {}).get(key, "") if isinstance(key, int) else ""

    def _find(self, run: Run, entity: str, ids: set[int]) -> dict[int, str]:
        new = PlannedChange.objects.filter(run=run, entity=entity, object_id__in=ids, action="create")
        names = {change.object_id: name_in(change.after) for change in new}
        target = targets_by_entity()[entity]
        for row in QuerySet(target.model).filter(pk__in=ids - set(names)).values():
            names[row["id"]] = name_in(row)
        return names


def _points_to(entity: str, column: str) -> str:
    return "session" if (entity, column) == ("session", "parent_id") else _POINTS_TO.get(column, "")


def name_in(values: dict[str, Any]) -> str:
    """This function will return the name by which a row's values are known: a person's, a title, or an id."""
    if "family_name" in values:
        given = values.get("preferred_given_name") or values["given_name"]
        return f"{given} {values.get('preferred_family_name') or values['family_name']}"
    return str(values.get("name") or values.get("title") or values.get("source_id") or "")


def _shown(change: PlannedChange, names: Names) -> ShownChange:
    values = change.before or change.after
    owner = next((column for column in _OWNERS if column in values), "")
    who = names.of(_POINTS_TO[owner], values[owner]) if owner else name_in(values)
    if beside := _BESIDE.get(change.entity):
        who = f"{who}, {_value(change.entity, beside, values[beside], names)}"
    facts = _facts(change, names) if change.action in ("create", "end") else _differences(change, names)
    return ShownChange(entity_words(change.entity), who, facts, change.row)


def _differences(change: PlannedChange, names: Names) -> str:
    before = change.before or {}
    told = []
    for column, after in change.after.items():
        if column not in _UNSAID and before.get(column) != after:
            was, now = (_value(change.entity, column, value, names) for value in (before.get(column), after))
            told.append(f"{_label(column)}: {was} → {now}")
    return "; ".join(told)


def _facts(change: PlannedChange, names: Names) -> str:
    told = []
    for column, value in change.after.items():
        is_owner = column == next((owner for owner in _OWNERS if owner in change.after), "")
        is_owner = is_owner or column == _BESIDE.get(change.entity)
        is_name = change.entity in _OF_PEOPLE and column.endswith("_name")
        if value not in (None, "", False) and not (is_owner or is_name or column in {"name", "title"} | _UNSAID):
            told.append(f"{_label(column)}: {_value(change.entity, column, value, names)}")
    return "; ".join(told[:_MOST_FACTS])


def _label(column: str) -> str:
    return str(COLUMNS.get(column, column))


def _value(entity: str, column: str, value: Any, names: Names) -> str:
    if target := _points_to(entity, column):
        return names.of(target, value) or _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return _("none")
    reader = _READERS.get(column)
    return reader(value) if reader else str(value)


def _day(value: str) -> str:
    return figures.short_day(date.fromisoformat(value))


_READERS: dict[str, Callable[[str], str]] = dict.fromkeys(
    ("starts_on", "ends_on", "birth_on", "on", "posted_on", "taken_on"), _day
)
