"""Draft a change of the rules, and switch it on with a reason. What was in force is kept as it was."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from throughline.formats.warning import (
    START,
    RulesPart,
    digest_of,
    library_rules,
    read_rules,
    with_all_measures,
    write_rules,
)
from throughline.rooms.audit import api as audit
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import part_of
from throughline.rooms.warning.flags.jobs import ask_to_work_out
from throughline.rooms.warning.forgetting import forget_trials
from throughline.rooms.warning.models import RuleVersion, State
from throughline.rooms.warning.rules.queries import check_may_change
from throughline.values.errors import RefusedInput
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@transaction.atomic
def save_draft(*, by: Viewer, at: datetime, part: RulesPart | None = None) -> RuleVersion:
    """This function will keep rules as the draft; without any, the draft begins from those in force or the library's.

    There is one draft at a time: saving changes it. What the library has come to watch since the rules in force were
    written stands in a new draft switched off.

    **Raises** `NotAllowed` for those who may not change the rules; `RefusedInput` where they do not hold together.
    """
    check_may_change(by)
    draft = RuleVersion.objects.select_for_update().filter(state=State.DRAFT).first()
    if part is None and draft is not None:
        return draft
    current = access.in_force()
    wanted = part or (with_all_measures(part_of(current)) if current else library_rules()[START])
    document = write_rules(wanted)
    read_rules(document)  # what is kept can be read
    if draft is None:
        newest = RuleVersion.objects.aggregate(newest=Max("number"))["newest"] or 0
        draft = RuleVersion(number=newest + 1)
    draft.document, draft.digest = document, digest_of(wanted)
    draft.made_at, draft.made_by_name = at, str(by)
    draft.save()
    audit.record_act(by=by, at=at, act="draft", noun="warning rules", object_id=draft.pk)
    return draft


@transaction.atomic
def throw_away_draft(*, by: Viewer, at: datetime) -> None:
    """This function will let go of the draft and what was tried with it. **Raises** `NotAllowed`."""
    check_may_change(by)
    for draft in RuleVersion.objects.select_for_update().filter(state=State.DRAFT):
        audit.record_act(by=by, at=at, act="throw away", noun="warning rules", object_id=draft.pk)
        forget_trials(draft.pk)
        draft.delete()


@transaction.atomic
def switch_on(*, by: Viewer, at: datetime, version: RuleVersion, why: str) -> RuleVersion:
    """This function will put a draft, or rules of before, in force, and end those that were. The reason is kept.

    How students stand is worked out anew soon after.
    Rules of before are put in force as a new version, so that each version was in force once.

    **Raises** `NotAllowed`; `RefusedInput` without a reason, or where they are in force already.
    """
    check_may_change(by)
    if not why.strip():
        raise RefusedInput(gettext_noop("Nothing was switched on."), gettext_noop("Say why, in a sentence."))
    current = RuleVersion.objects.select_for_update().filter(state=State.IN_FORCE).first()
    if current is not None and current.digest == version.digest:
        raise RefusedInput(
            gettext_noop("These rules are in force already."), gettext_noop("Change the draft, or leave all as it is.")
        )
    if version.state == State.PAST:
        version = save_draft(by=by, at=at, part=part_of(version))
    if current is not None:
        current.state, current.ended_at = State.PAST, at
        current.save()
    version.state, version.switched_on_at = State.IN_FORCE, at
    version.switched_on_by_name, version.why = str(by), why.strip()
    version.save()
    details = {"number": version.number, "digest": version.digest}
    audit.record_act(by=by, at=at, act="switch on", noun="warning rules", object_id=version.pk, details=details)
    ask_to_work_out(by=by, at=at)
    return version
