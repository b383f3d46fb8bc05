"""What an agreement and consents show, day by day: the compiled sums against words, and both walls against the sums."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.agreements.conftest import draft, seen_by_partner, sign
from tests.rooms.conftest import AT, SET_UP, Town

DAY = date(2026, 11, 20)
CLASSES = ("directory", "enrollment", "academic", "behavior", "needs")
NEVER_FOR_PARTNERS = ("housing", "health")
days = st.integers(-12, 12).map(lambda n: DAY + timedelta(n))
spans = st.tuples(days, days).map(sorted)
classes = st.sets(st.sampled_from(CLASSES), min_size=1)
consents = st.fixed_dictionaries(
    {
        "classes": st.sets(st.sampled_from((*CLASSES, *NEVER_FOR_PARTNERS)), min_size=1),
        "span": spans,
        "by_student": st.booleans(),
        "withdrawn": st.booleans(),
        "barred": st.none() | spans,
    }
)


def _may_see(asked: date, terms: Any, born: date | None, blocked: bool, given_by: list[dict[str, Any]]) -> set[str]:
    """The rule in words: agreement in force, consent in force by whoever may consent that day, classes in both."""
    agreed, (starts, ends) = terms
    if blocked or not starts <= asked <= ends:
        return set()
    is_adult = born is not None and (asked.year - 18, asked.month, asked.day) >= (born.year, born.month, born.day)
    found: set[str] = set()
    for one in given_by:
        first, last = one["span"]
        barred = one["barred"] is not None and one["barred"][0] <= asked <= one["barred"][1]
        speaks = is_adult if one["by_student"] else not is_adult
        if first <= asked <= last and speaks and not barred:
            found |= agreed & one["classes"] & set(CLASSES)
    return found


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first draw is slow on a busy machine
@given(
    terms=st.tuples(st.sets(st.sampled_from((*CLASSES, *NEVER_FOR_PARTNERS)), min_size=1), spans),
    born=st.none() | days.map(lambda day: day.replace(year=day.year - 18)),
    blocked=st.booleans(),
    said=st.lists(consents, max_size=3),
    asked=days,
)
def test_a_day_shows_what_agreement_consent_and_policy_all_allow(
    terms: Any, born: date | None, blocked: bool, said: list[dict[str, Any]], asked: date
) -> None:
    from throughline.rooms.agreements.compiling.days import Days
    from throughline.rooms.agreements.compiling.sums import Covered, Given, Terms, shown_of

    standing = [one for one in said if not one["withdrawn"]]
    given_by = tuple(
        Given(
            one["by_student"],
            frozenset(one["classes"]),
            Days(*one["span"]),
            (Days(*one["barred"]),) if one["barred"] else (),
        )
        for one in standing
    )
    shown = shown_of(
        Terms("partner", frozenset(terms[0]), Days(*terms[1])),
        Covered(1, born_on=born, blocked=blocked, consents=given_by),
    )
    assert all(one.record_classes for one in shown), "no class at all would mean every class"
    seen = {name for one in shown if one.days.within(Days(asked, asked)) for name in one.record_classes}
    assert seen == _may_see(asked, terms, born, blocked, standing)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(agreed=classes, span=spans, said=st.lists(consents.filter(lambda one: not one["by_student"]), max_size=3))
def test_both_walls_show_just_that(
    family: Town, on_day: Callable[[date], None], agreed: set[str], span: list[date], said: list[dict[str, Any]]
) -> None:
    from django.db import transaction

    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.agreements.compiling.commands import compile_agreement
    from throughline.rooms.agreements.models import Consent
    from throughline.rooms.students.models import Guardian

    on_day(DAY)
    with transaction.atomic():
        made = draft(family, record_classes=tuple(agreed), starts_on=span[0], ends_on=span[1], destroy_on=span[1])
        sign(family, made)
        with acting_as(SET_UP):
            mother = Guardian.objects.get(given_name="Lucía")
            for one in said:
                Consent.objects.create(
                    student=family.students["mateo"],
                    agreement=made,
                    guardian=mother,
                    given_by=mother.name,
                    record_classes=sorted(one["classes"]),
                    purpose="To welcome students after school.",
                    starts_on=one["span"][0],
                    ends_on=one["span"][1],
                    how="screen",
                    language="es",
                    text="",
                    noted_by="test",
                    noted_at=AT,
                    withdrawn_at=AT if one["withdrawn"] else None,
                )
            compile_agreement(by=SET_UP, at=AT, agreement_id=made.pk)
        standing = [one | {"barred": None} for one in said if not one["withdrawn"]]
        expected = _may_see(DAY, (agreed, span), None, False, standing)
        assert seen_by_partner(family) == expected
        transaction.set_rollback(True)
