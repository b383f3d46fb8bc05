"""Tell schools what they would receive under a scenario, and take it back."""

from collections.abc import Mapping
from datetime import date, datetime

from throughline.engines.funding.steps import Ways
from throughline.formats import formula as documents
from throughline.rooms.accounts import api as accounts
from throughline.rooms.audit import api as audit
from throughline.rooms.funding.budgets.causes import Kept, causes_since
from throughline.rooms.funding.budgets.reading import needs_counted
from throughline.rooms.funding.budgets.results import steps_of
from throughline.rooms.funding.models import Run, Scenario, ShadowBudget, ShadowNotice
from throughline.rooms.funding.own_days import as_json
from throughline.rooms.funding.scenarios.consequences import Consequence, consequence
from throughline.values.errors import NotFound, RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


def publish_notice(*, by: Viewer, at: datetime, scenario: Scenario, starts_on: date, says: str) -> ShadowNotice:
    """This function will tell each school what it would receive, frozen as it is now; it is no budget.

    `starts_on` is the day from which the scenario would hold. A notice of the same scenario that stands is replaced.

    **Raises** `NotAllowed`; `RefusedInput` while the scenario can still change, or is a budget already.
    """
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        row = Scenario.objects.select_for_update(of=("self",)).select_related("formula").get(pk=scenario.pk)
        if row.state not in (Scenario.LOCKED, Scenario.PROPOSED):
            raise RefusedInput(
                gettext_noop("Schools are told of a scenario that is locked and not yet adopted."),
                gettext_noop("Lock it first. Once it is adopted, schools see their budgets."),
            )
        ShadowNotice.objects.filter(scenario=row, withdrawn_at=None).update(withdrawn_at=at)
        found = consequence(row)
        notice = ShadowNotice.objects.create(
            scenario=row,
            scenario_name=row.name,
            starts_on=starts_on,
            counted_on=found.inputs.on,
            count_rule=found.inputs.rule,
            count_days=as_json(
                {code: found.inputs.own[code] for code in _needs_read(found) if code in found.inputs.own}
            ),
            says=says,
            formula=documents.write_steps(found.result.formula).decode(),
            by_user_id=by.user_id,
            by_name=str(by),
            at=at,
        )
        _freeze(notice, found, _why(by, found))
        words = {"scenario": row.number, "n_schools": len(found.schools)}
        audit.record_act(by=by, at=at, act="publish", noun="notice", object_id=notice.pk, details=words)
    return notice


def withdraw_notice(*, by: Viewer, at: datetime, notice_id: int) -> None:
    """This function will take a notice back, so that no school sees it. **Raises** `NotAllowed`, `NotFound`."""
    accounts.check_may(by, "write", "finance")
    with accounts.acting_as(by):
        if not ShadowNotice.objects.filter(pk=notice_id, withdrawn_at=None).update(withdrawn_at=at):
            raise NotFound(gettext_noop("There is no such notice."), gettext_noop("Choose one from the list."))
        audit.record_act(by=by, at=at, act="withdraw", noun="notice", object_id=notice_id)


def _needs_read(found: Consequence) -> list[str]:
    return [code for _need, code in needs_counted(found.result.formula)]


def _why(by: Viewer, found: Consequence) -> Mapping[str, Kept]:
    """Why each school would have other dollars, where its current budget is one of a run."""
    run = Run.objects.filter(number=found.inputs.base.get("run", 0)).select_related("formula").first()
    here = [one.school.source_id for one in found.schools]
    return causes_since(by, run, found.result, here) if run else {}


def _freeze(notice: ShadowNotice, found: Consequence, why: Mapping[str, Kept]) -> None:
    """Each school's cents, and the steps that come to them: they add up, or nothing is told."""
    components, ways = found.result.components, Ways(found.result)
    rows = []
    for at, one in enumerate(found.schools):
        lines = [
            {"step": part.step.key, "label": dict(part.step.label.by_language), "cents": (part.cents or ())[at]}
            for part in components
            if (part.cents or ())[at]
        ]
        if sum(line["cents"] for line in lines if isinstance(line["cents"], int)) != one.total_cents:
            raise ArithmeticError("A school's lines do not add up to what it would receive; report this")
        told = why.get(one.school.source_id, {})
        adds_up = sum(cents for _part, cents in told.get("parts", [])) == one.change_cents
        rows.append(
            ShadowBudget(
                notice=notice,
                school_id=one.id,
                school_name=one.name,
                n_students=one.n_students,
                current_cents=one.current_cents,
                total_cents=one.total_cents,
                lines=lines,
                steps=steps_of(ways, at),
                why=told if adds_up else {},
            )
        )
    ShadowBudget.objects.bulk_create(rows, batch_size=1000)
