"""What classes are balanced by, and of whom it is so: as far as a viewer may see it of each student."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.models import Student
from throughline.rooms.students.needs.catalogue import need_categories
from throughline.values.viewer import Viewer

SEX = "sex"
LEVEL = "level:"
NEED = "need:"
# Results older than this say little of how a student reads now.
RECENT = timedelta(days=400)
# Levels of an assessment in their order, where they are these; others follow by name.
_LEVELS = ("below", "approaching", "meets", "exceeds")


@dataclass(frozen=True, slots=True)
class Trait:
    """Something that is so of some students: what they are called together, and one of them."""

    code: str
    many: str
    one: str
    record_class: str


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits in the order they are shown, and who holds which; `n_hidden` more things balance the list."""

    traits: Sequence[Trait]
    held: Mapping[int, frozenset[str]]
    n_hidden: int

    def of(self, student_id: int) -> frozenset[str]:
        """This function will return the traits a student holds."""
        return self.held.get(student_id, frozenset())


def class_of(balance: str) -> str:
    """This function will return the class of record that a thing to balance by belongs to."""
    if balance == SEX:
        return "demographics"
    if balance.startswith(LEVEL):
        return "assessments"
    category = need_categories().get(balance.removeprefix(NEED))
    return category.record_class if category else "health"


def offered_balances(viewer: Viewer, students: Sequence[int]) -> list[tuple[str, str]]:
    """This function will return what these students can be balanced by, with its words, as `viewer` may see it."""
    found = []
    if access.get_demographics_for(viewer).filter(student__in=students).exclude(sex="").exists():
        found.append((SEX, _("Girls and boys")))
    results = access.get_results_for(viewer).filter(student__in=students, taken_on__gte=accounts.today() - RECENT)
    subjects = results.exclude(level="").order_by("subject").values_list("subject", flat=True).distinct()
    found += [(f"{LEVEL}{subject}", _level_words(subject)) for subject in subjects]
    day = accounts.today()
    held = access.get_needs_for(viewer).filter(student__in=students, starts_on__lte=day).exclude(ends_on__lt=day)
    codes = held.order_by("category").values_list("category", flat=True).distinct()
    return found + sorted(((f"{NEED}{code}", need_words(code)) for code in codes), key=lambda one: one[1])


def find_traits(
    viewer: Viewer, students: Sequence[Student], balances: Iterable[str], sights: Mapping[int, access.Sight]
) -> Traits:
    """This function will return what is so of these students, of all that the list is balanced by, as one may see it.

    Three queries, however many students and traits.
    """
    asked = list(balances)
    seen = {name for one in students for name in sights[one.pk].bases}
    shown = [balance for balance in asked if class_of(balance) in seen]
    pairs: list[tuple[int, Trait]] = []
    within = [one.pk for one in students]
    if SEX in shown:
        pairs += _sexes(viewer, within)
    pairs += _levels(viewer, within, [code.removeprefix(LEVEL) for code in shown if code.startswith(LEVEL)])
    pairs += _needs(viewer, within, [code.removeprefix(NEED) for code in shown if code.startswith(NEED)])
    held: dict[int, set[str]] = {}
    for student_id, trait in pairs:
        held.setdefault(student_id, set()).add(trait.code)
    traits = list(dict.fromkeys(sorted((trait for _pk, trait in pairs), key=_order)))
    return Traits(traits, {pk: frozenset(codes) for pk, codes in held.items()}, len(asked) - len(shown))


def need_words(code: str) -> str:
    """This function will name a need category in the reader's language."""
    category = need_categories().get(code)
    return category.name(get_language() or "en") if category else code


def _level_words(subject: str) -> str:
    return _("Level in %(subject)s") % {"subject": subject}


def _order(trait: Trait) -> tuple[int, str, int, str]:
    kind, _colon, rest = trait.code.partition(":")
    subject, _colon, level = rest.rpartition(":")
    place = _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)
    return ((SEX, "level", "need").index(kind), subject, place, trait.many)


def _sexes(viewer: Viewer, students: Sequence[int]) -> list[tuple[int, Trait]]:
    words = {"female": (_("Girls"), _("Girl")), "male": (_("Boys"), _("Boy"))}
    rows = access.get_demographics_for(viewer).filter(student__in=students, sex__in=words)
    return [(pk, Trait(f"{SEX}:{sex}", *words[sex], "demographics")) for pk, sex in rows.values_list("student", "sex")]


def _levels(viewer: Viewer, students: Sequence[int], subjects: Sequence[str]) -> list[tuple[int, Trait]]:
    """Each student's latest level in each subject."""
    if not subjects:
        return []
    rows = access.get_results_for(viewer).filter(
        student__in=students, subject__in=subjects, taken_on__gte=accounts.today() - RECENT
    )
    latest: dict[tuple[int, str], str] = {}
    for pk, subject, level in (
        rows.exclude(level="").order_by("taken_on", "pk").values_list("student", "subject", "level")
    ):
        latest[pk, subject] = level
    return [(pk, _level(subject, level)) for (pk, subject), level in latest.items()]


def _level(subject: str, level: str) -> Trait:
    words = f"{subject.capitalize()}: {level}"
    return Trait(f"{LEVEL}{subject}:{level}", words, words, "assessments")


def _needs(viewer: Viewer, students: Sequence[int], categories: Sequence[str]) -> list[tuple[int, Trait]]:
    if not categories:
        return []
    day = accounts.today()
    rows = access.get_needs_for(viewer).filter(student__in=students, category__in=categories, starts_on__lte=day)
    held = rows.exclude(ends_on__lt=day).values_list("student", "category", "record_class").distinct()
    return [(pk, Trait(f"{NEED}{code}", need_words(code), need_words(code), name)) for pk, code, name in held]
