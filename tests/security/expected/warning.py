"""What is expected of early warning: who may open its pages, and which tables no wall stands before."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tests.security.conftest import SET_UP
from tests.security.expected.aim import AT_HIGH, Aim

from throughline.demo import named

if TYPE_CHECKING:
    from throughline.rooms.warning.models import RuleVersion, Trial

# Who may see early warning of the students of the high school, of anybody, and who may change the rules.
RULES = frozenset({"data_lead", "support_lead"})
AT_SCHOOL = AT_HIGH | {"teacher"}
SEE = AT_SCHOOL | RULES
SEE_ANY = SEE | {"coordinator_elsewhere"}
ANSWER = AT_HIGH | RULES
MATEO = {"student_id": named.CAST_STUDENT}
ELSEWHERE = {"student_id": named.OTHER_SCHOOL_STUDENT}
FLAG = {"flag_id": "high"}
IN_FORCE = {"version_id": "in_force"}
TRIED = {"version_id": "tried"}

AIMS: tuple[Aim, ...] = (
    Aim("warning:flags", get=SEE_ANY),
    Aim("warning:no_contact", get=SEE_ANY),
    Aim("warning:no_note", get=SEE_ANY),
    Aim("warning:no_adult", get=SEE_ANY),
    Aim("warning:not_reviewed", get=SEE_ANY),
    Aim("warning:not_done", get=SEE_ANY),
    Aim("warning:plan_late", get=SEE_ANY),
    Aim("warning:unchecked", get=SEE_ANY),
    Aim("warning:student", get=SEE, fill=MATEO),
    Aim("warning:student", get=RULES | {"coordinator_elsewhere"}, fill=ELSEWHERE),
    Aim("warning:student", fill={"student_id": "nobody"}),
    Aim("warning:take", post=ANSWER, fill=FLAG),
    Aim("warning:take", fill={"flag_id": "none"}),
    Aim("warning:hand", get=ANSWER, post=ANSWER, fill=FLAG),
    Aim("warning:clear", get=ANSWER, post=ANSWER, fill=FLAG),
    Aim("warning:clear", fill={"flag_id": "none"}),
    Aim("warning:rules", get=SEE_ANY),
    Aim("warning:version", get=SEE_ANY, fill=IN_FORCE),
    Aim("warning:version", fill={"version_id": "none"}),
    Aim("warning:rules_document", get=SEE_ANY, fill=IN_FORCE),
    Aim("warning:try_rules", get=RULES, post=RULES, fill=TRIED),
    Aim("warning:try_rules", get=RULES, post=RULES, fill=TRIED, data={"on": "2026-11-20"}),
    Aim("warning:try_rules", fill=IN_FORCE),
    Aim("warning:foresee_rules", get=RULES, post=RULES, fill=IN_FORCE),
    Aim("warning:foresee_rules", get=RULES, post=RULES, fill=TRIED, data={"on": "2026-10-01", "until": "2026-11-20"}),
    Aim("warning:foresee_rules", fill={"version_id": "none"}),
    Aim("warning:stop_trial", post=RULES, fill={"trial_id": "tried"}),
    Aim("warning:stop_trial", fill={"trial_id": "none"}),
    Aim("warning:begin_rules", post=RULES),
    Aim("warning:change_rules"),
    Aim("warning:throw_away_rules", post=RULES),
    Aim("warning:switch_on", post=RULES, fill=IN_FORCE),
    Aim("warning:switch_on", post=RULES, fill=IN_FORCE, data={"why": "We looked at it and go on with these."}),
)

OPEN_TABLES: dict[str, str] = {
    "warning_ruleversion": "rules of the district, with no student in them",
    "warning_ruleversionevent": "their history",
    "warning_trial": "which rules were tried on which day, and how many students a school had; no student is in it",
}


def _flag_id(which: str) -> object:
    from throughline.rooms.warning.models import Flag

    row = Flag.objects.filter(student__home_school__source_id=named.HIGH, cleared_at=None).order_by("pk").last()
    return row.pk if row and which == "high" else 999_999_999


def _version_id(which: str) -> object:
    from throughline.rooms.warning.models import RuleVersion

    row = RuleVersion.objects.filter(state="in_force").first()
    if row is None or which == "none":
        return 999_999_999
    return _tried(row).version_id if which == "tried" else row.pk


def _trial_id(which: str) -> object:
    from throughline.rooms.warning.models import RuleVersion

    row = RuleVersion.objects.filter(state="in_force").first()
    return _tried(row).pk if row and which == "tried" else 999_999_999


def _tried(current: "RuleVersion") -> "Trial":
    """Rules of before that flag many more students, tried, so that there is somebody to hide."""
    from throughline.rooms.warning.models import RuleVersion, Trial
    from throughline.rooms.warning.trials.commands import compare_rules

    if trial := Trial.objects.filter(kind=Trial.Kind.COMPARE).first():
        return trial
    before = RuleVersion.objects.create(
        number=99,
        document=current.document.replace('from_level = "look_closer"', 'from_level = "keep_in_mind"'),
        digest="before",
        state="past",
        made_at=current.made_at,
        switched_on_at=current.made_at,
        why="These were the first.",
    )
    return compare_rules(by=SET_UP, at=current.made_at, version_id=before.pk, on=date(2026, 11, 20))


FILLS: dict[str, Callable[[str], object]] = {
    "flag_id": _flag_id,
    "version_id": _version_id,
    "trial_id": _trial_id,
}
