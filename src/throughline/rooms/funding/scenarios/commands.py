"""Begin, branch, decide, lock, propose and adopt a scenario. What is adopted is a run like any other."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext, override

from throughline.engines.funding.formula import Label
from throughline.engines.funding.steps import StepsFormula
from throughline.formats import formula as documents
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.as_steps import as_steps
from throughline.rooms.funding.budgets.commands import keep_outcome
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.budgets.queries import base_budgets
from throughline.rooms.funding.budgets.results import steps_outcome
from throughline.rooms.funding.charged import freeze_charge
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.floors import floors_of, program_of, reads_program
from throughline.rooms.funding.formulas.commands import save_formula
from throughline.rooms.funding.models import Adoption, Formula, Run, Scenario, ShadowNotice
from throughline.rooms.funding.ordering import one_at_a_time
from throughline.rooms.funding.own_days import decided_days
from throughline.rooms.funding.revenues.only_adds import check_only_adds
from throughline.rooms.funding.scenarios.consequences import Decided, consequence, consequence_of
from throughline.rooms.funding.scenarios.inputs import Inputs, current_of, gather
from throughline.rooms.funding.scenarios.public import told_in_each_language
from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

NOTHING = Brought()
_LONGEST_NAME = 300  # of a formula, by its schema
_OF_RECOUNT = ("run", "first_on", "first_rule", "rule")  # what every school may read of a recount


def begin_scenario(
    *,
    by: Viewer,
    at: datetime,
    name: str,
    formula: Formula,
    count_on: date,
    brought: Brought = NOTHING,
    year: int | None = None,
    days: Mapping[str, date] | None = None,
) -> Scenario:
    """This function will count every school once and keep the figures as the ground of a new scenario.

    `year` is the fiscal year it plans, whose minimums and guaranteed program it keeps as well; left out, it is that of
    the count. `days` holds the day of each need that is counted on a day of its own; left out, they are as that year
    decided them.

    **Raises** `NotAllowed`; `RefusedInput` with each school that lacks something, or where the formula cannot be run.
    """
    accounts.check_may(by, "write", "finance")
    value, year = as_steps(formula_value(formula)), year or SchoolYear.of(count_on).ends
    with accounts.acting_as(by), one_at_a_time("funding.scenario"):
        of_year = decided_days(year)
        days = of_year if days is None else days
        program = program_of(year)
        floors = floors_of(year, count_on, days, program)
        inputs = gather(value, count_on, brought, base_budgets(brought.base), floors, days)
        inputs = replace(inputs, staff=freeze_charge(by, year), year_days=_days_as_json(of_year), program=program)
        decided = Decided(revenues_cents=dict(brought.revenues_cents))
        consequence_of(formula, inputs, decided)
        kept = {"inputs": inputs.as_json(), "decisions": decided.as_json()}
        return _create(by, at, name=name, formula=formula, year=year, **kept)


def begin_from(
    *,
    by: Viewer,
    at: datetime,
    name: str,
    formula: Formula,
    inputs: Inputs,
    decided: Decided,
    year: int,
    recount: Mapping[str, Any],
) -> Scenario:
    """This function will begin a scenario on figures that were gathered elsewhere, such as those of a recount.

    **Raises** `NotAllowed`; `RefusedInput` where the formula cannot be run.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.scenario"):
        consequence_of(formula, inputs, decided)
        if not inputs.staff.way:  # a run that froze a charge keeps it
            inputs = replace(inputs, staff=freeze_charge(by, year))
        kept = {"inputs": inputs.as_json(), "decisions": decided.as_json(), "recount": dict(recount)}
        return _create(by, at, name=name, formula=formula, year=year, **kept)


def branch_scenario(*, by: Viewer, at: datetime, scenario: Scenario, name: str) -> Scenario:
    """This function will begin a scenario where another stands: the same figures and decisions, to be changed.

    **Raises** `NotAllowed`.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.scenario"):
        return _create(
            by,
            at,
            name=name,
            formula=scenario.formula,
            parent=scenario,
            inputs=scenario.inputs,
            decisions=scenario.decisions,
            year=scenario.year,
            recount=scenario.recount,
        )


def count_on_days(
    *,
    by: Viewer,
    at: datetime,
    scenario: Scenario,
    count_on: date,
    days: Mapping[str, date],
    staff_as_now: bool = False,
) -> Scenario:
    """This function will count a draft scenario's schools again on days of its own, and keep all that is decided in it.

    `days` holds the day of each need that is not counted `count_on` the day of everybody's enrollment. What was brought
    to it, its current budgets, revenues and minimums stay, and so does what is guaranteed as staff, which is counted on
    these days: unless `staff_as_now` takes what its year says of it now, or nobody kept it when it was begun.

    **Raises** `NotAllowed`; `RefusedInput` once it is locked, where it is a recount, or where a day cannot be counted.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by), one_at_a_time("funding.scenario"):
        row = _in_state(scenario, Scenario.DRAFT)
        if row.recount:
            raise RefusedInput(
                gettext_noop("A recount has the day it was begun on, by its rule."),
                gettext_noop("Begin another recount for another day."),
            )
        value, before, year = as_steps(formula_value(row.formula)), Inputs.of_json(row.inputs), row.fiscal_year
        decided = Decided.of_json(row.decisions)
        brought = Brought(before.facts(value), decided.revenues_cents, before.funds)
        program = program_of(year) if staff_as_now or before.program is None else before.program
        floors = floors_of(year, count_on, days, program)
        floors = replace(floors, minimums_cents=before.floors.minimums_cents)
        inputs = gather(value, count_on, brought, current_of(before), floors, days)
        of_year = _days_as_json(decided_days(year))
        inputs = replace(inputs, staff=before.staff, year_days=of_year, program=program)
        _check_proxies(inputs, decided)
        consequence_of(row.formula, inputs, decided)
        row.inputs, row.year = inputs.as_json(), year
        row.save(update_fields=["inputs", "year"])
        words = {need: day.isoformat() for need, day in sorted(days.items())} | {"all": count_on.isoformat()}
        audit.record_act(by=by, at=at, act="count", noun="scenario", object_id=row.pk, details=words)
    return row


def decide_scenario(*, by: Viewer, at: datetime, scenario: Scenario, decided: Decided) -> Scenario:
    """This function will keep what a scenario decides. **Raises** `NotAllowed`; `RefusedInput` once it is locked."""
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        row = _in_state(scenario, Scenario.DRAFT)
        consequence_of(row.formula, Inputs.of_json(row.inputs), decided)
        row.decisions = decided.as_json()
        row.save(update_fields=["decisions"])
        audit.record_act(by=by, at=at, act="decide", noun="scenario", object_id=row.pk)
    return row


def lock_scenario(*, by: Viewer, at: datetime, scenario: Scenario) -> Scenario:
    """This function will keep a scenario from being changed. **Raises** `NotAllowed`, `RefusedInput`."""
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        row = _in_state(scenario, Scenario.DRAFT)
        row.state = Scenario.LOCKED
        row.save(update_fields=["state"])
        audit.record_act(by=by, at=at, act="lock", noun="scenario", object_id=row.pk)
    return row


def propose_scenario(
    *,
    by: Viewer,
    at: datetime,
    scenario: Scenario,
    explanation: str,
    explanation_es: str = "",
    supplement_reason: str = "",
) -> Scenario:
    """This function will put a locked scenario before a second person, with its explanation for the public.

    `explanation_es` is the same in Spanish; it may still be written when the scenario is adopted.

    `supplement_reason` is asked for where money that may only add meets less of the district's own, and the law lets
    that be left out.

    **Raises** `NotAllowed`; `RefusedInput`, also where such money would take the place of the district's own.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        row = _in_state(scenario, Scenario.LOCKED)
        check_only_adds(consequence(row).checked, supplement_reason)
        row.state, row.supplement_reason = Scenario.PROPOSED, supplement_reason
        row.explanation, row.explanation_es = explanation, explanation_es
        row.proposed_by_id, row.proposed_by_name = by.user_id, str(by)
        said = ["explanation", "explanation_es", "supplement_reason"]
        row.save(update_fields=["state", *said, "proposed_by_id", "proposed_by_name"])
        audit.record_act(by=by, at=at, act="propose", noun="scenario", object_id=row.pk)
    return row


def adopt_scenario(*, by: Viewer, at: datetime, scenario: Scenario, explanation_es: str = "") -> Run:
    """This function will make a proposed scenario every school's budget: its formula is kept, its result is a run.

    `explanation_es` is what it says to the public in Spanish, where it was proposed without.

    **Raises** `NotAllowed` for the one who proposed it, since two people decide; `RefusedInput` where it stands
    otherwise.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        row = _in_state(scenario, Scenario.PROPOSED)
        if by.user_id is None or by.user_id == row.proposed_by_id:
            raise NotAllowed(
                gettext_noop("Whoever proposes a budget does not adopt it as well."),
                gettext_noop("Ask a second person of the finance office to look at it and adopt it."),
            )
        _check_still_newest(row)
        found = consequence(row)
        check_only_adds(found.checked, row.supplement_reason)
        document = documents.write_steps(_named(found.result.formula, row))
        formula = save_formula(by=by, at=at, document=document).formula
        kept = formula_value(formula)
        if not isinstance(kept, StepsFormula):
            raise TypeError("A scenario's formula is in steps")
        decided, inputs = Decided.of_json(row.decisions), Inputs.of_json(row.inputs)
        # Under its own name and digest; the cents are the same, and are compared.
        again = consequence_of(formula, inputs, Decided(revenues_cents=decided.revenues_cents, sources=decided.sources))
        if again.result.totals_cents != found.result.totals_cents:
            raise ArithmeticError("The kept formula does not come to the scenario's cents; report this")
        known = [(one.id, one.n_students) for one in inputs.schools]
        outcome = steps_outcome(again.result, known, inputs.on, inputs.rule, again.funds, inputs.own)
        outcome = replace(outcome, charge=inputs.staff.decided(decided.staff))
        if reads_program(kept):
            outcome = replace(outcome, guaranteed=inputs.floors.guaranteed)
        about = {key: row.recount[key] for key in _OF_RECOUNT if key in row.recount}
        run = keep_outcome(by=by, at=at, formula=formula, outcome=outcome, year=row.fiscal_year, recount=about).run
        row.state, row.run = Scenario.ADOPTED, run
        row.adopted_by_id, row.adopted_by_name, row.adopted_at = by.user_id, str(by), at
        row.explanation_es = row.explanation_es or explanation_es
        who = ["adopted_by_id", "adopted_by_name", "adopted_at"]
        row.save(update_fields=["state", "run", "explanation_es", *who])
        _tell_public(by, at, row, run, told_in_each_language(row.formula, decided, found))
        ShadowNotice.objects.filter(scenario=row, withdrawn_at=None).update(withdrawn_at=at)
        words = {"run": run.number, "total_cents": run.total_cents}
        audit.record_act(by=by, at=at, act="adopt", noun="scenario", object_id=row.pk, details=words)
    return run


def _days_as_json(days: Mapping[str, date]) -> dict[str, str]:
    return {need: day.isoformat() for need, day in sorted(days.items())}


def _check_proxies(inputs: Inputs, decided: Decided) -> None:
    """A need that is counted instead of another must have been counted on that day as well."""
    for code in decided.proxies.values():
        if code not in inputs.columns:
            raise RefusedInput(
                gettext_noop("This scenario counts another need instead, of which that day has no counts."),
                gettext_noop("Decide in the scenario who counts as the formula says, or choose another day."),
            )


def _tell_public(by: Viewer, at: datetime, row: Scenario, run: Run, told: Mapping[str, Any]) -> None:
    Adoption.objects.create(
        run=run,
        scenario_name=row.name,
        explanation=row.explanation,
        explanation_es=row.explanation_es,
        told=told,
        proposed_by_name=row.proposed_by_name,
        by_user_id=by.user_id,
        by_name=str(by),
        at=at,
    )


def _check_still_newest(scenario: Scenario) -> None:
    """A recount changes the budgets it was begun from, so no other run may have taken their place."""
    if not scenario.recount:
        return
    of_year = [run for run in Run.objects.order_by("number") if run.fiscal_year == scenario.fiscal_year]
    if of_year and of_year[-1].number != scenario.recount["run"]:
        raise RefusedInput(
            gettext_noop("Another run has taken the place of the budgets that this recount changes."),
            gettext_noop("Begin the recount again from the year's newest run."),
        )


def _named(formula: StepsFormula, scenario: Scenario) -> StepsFormula:
    """The scenario's formula under a key and a name of its own, so that no other's versions are mixed with it.

    A person names a scenario in one language; what it is of is said in each that the formula has a name in.
    """
    document: dict[str, Any] = dict(formula.document)
    key = f"{formula.key[:60]}-scenario-{scenario.number}"
    names = {}
    for language, text in formula.name.by_language:
        with override(language):
            words = {"scenario": scenario.name, "formula": text}
            names[language] = (gettext("%(scenario)s (from “%(formula)s”)") % words)[:_LONGEST_NAME]
    document |= {"key": key, "name": names}
    return replace(formula, key=key, name=Label.of(names), document=document)


def _create(by: Viewer, at: datetime, **fields: Any) -> Scenario:
    highest = Scenario.objects.aggregate(highest=Max("number"))["highest"] or 0
    row = Scenario.objects.create(number=highest + 1, by_user_id=by.user_id, by_name=str(by), at=at, **fields)
    words: Mapping[str, str | int] = {"number": row.number}
    audit.record_act(by=by, at=at, act="begin", noun="scenario", object_id=row.pk, details=dict(words))
    return row


_NEEDED = {
    Scenario.DRAFT: (
        gettext_noop("This scenario is locked, so it is not changed any more."),
        gettext_noop("Branch from it and change the branch."),
    ),
    Scenario.LOCKED: (
        gettext_noop("Only a locked scenario is proposed, and only once."),
        gettext_noop("Lock it first, so that what is decided stays as it was proposed."),
    ),
    Scenario.PROPOSED: (
        gettext_noop("Only a scenario that was proposed is adopted, and only once."),
        gettext_noop("Propose it first, with an explanation for the public."),
    ),
}


def _in_state(scenario: Scenario, state: str) -> Scenario:
    row = Scenario.objects.select_for_update(of=("self",)).select_related("formula").get(pk=scenario.pk)
    if row.state != state:
        raise RefusedInput(*_NEEDED[state])
    return row
