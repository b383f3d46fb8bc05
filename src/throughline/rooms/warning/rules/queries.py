"""Read the rules: in force, in draft, and before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.formats.warning import START, RulesPart, library_rules
from throughline.rooms.accounts import api as accounts
from throughline.rooms.warning import access
from throughline.rooms.warning.documents import part_of
from throughline.rooms.warning.models import RuleVersion
from throughline.rooms.warning.rules.sentences import Told, tell
from throughline.values.errors import NotAllowed, NotFound
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version that is or was in force: when, by whom and why."""

    id: int
    number: int
    by_name: str
    why: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The rules in force as sentences (or, before any, those to begin from), the draft, and the history."""

    version: RuleVersion | None
    part: RulesPart
    told: Told
    draft: RuleVersion | None
    history: Sequence[VersionRow]
    may_change: bool


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version as sentences, and what it changes of those in force."""

    version: RuleVersion
    part: RulesPart
    told: Told
    changes: Sequence[tuple[str, str, str]]
    in_force: RuleVersion | None
    may_change: bool


def rules_page(viewer: Viewer) -> RulesPage:
    """This function will return the rules as they stand. **Raises** `NotAllowed`."""
    versions = list(access.get_versions_for(viewer).order_by("-number"))
    current = next((one for one in versions if one.state == "in_force"), None)
    part = part_of(current) if current else library_rules()[START]
    may_change = access.may_change_rules(viewer)
    draft = next((one for one in versions if one.state == "draft"), None)
    return RulesPage(
        current, part, tell(part), draft if may_change else None, [*map(_row, _switched_on(versions))], may_change
    )


def version_page(viewer: Viewer, version_id: int) -> VersionPage:
    """This function will return one version. **Raises** `NotAllowed`, `NotFound`."""
    version = get_version_for(viewer, version_id)
    current = access.in_force()
    told = tell(part_of(version))
    changes = [] if current is None or current.pk == version.pk else changes_between(tell(part_of(current)), told)
    return VersionPage(version, part_of(version), told, changes, current, access.may_change_rules(viewer))


def get_version_for(viewer: Viewer, version_id: int) -> RuleVersion:
    """This function will return one version; a draft only to those who may change rules.

    **Raises** `NotAllowed`, `NotFound`.
    """
    found = access.get_versions_for(viewer).filter(pk=version_id).first()
    if found is None or (found.state == "draft" and not access.may_change_rules(viewer)):
        raise NotFound(gettext_noop("There are no such rules."), gettext_noop("Choose a version from the list."))
    return found


def draft_page(viewer: Viewer) -> VersionPage:
    """This function will return the draft, to be changed. **Raises** `NotAllowed`; `NotFound` for none."""
    check_may_change(viewer)
    draft = access.get_versions_for(viewer).filter(state="draft").first()
    if draft is None:
        raise NotFound(gettext_noop("There is no draft."), gettext_noop("Begin one on the page of the rules."))
    return version_page(viewer, draft.pk)


def check_may_change(viewer: Viewer) -> None:
    """This function will do nothing where `viewer` may change the rules. **Raises** `NotAllowed`."""
    accounts.check_may(viewer, "write", access.CLASS)
    if viewer.behind is not None:
        raise NotAllowed(gettext_noop("Nothing can be changed while viewing as somebody else."))


def changes_between(before: Told, after: Told) -> list[tuple[str, str, str]]:
    """This function will list what reads differently: the name of what is watched, what it said and what it says.

    Blank where it is not watched.
    """
    old, new = dict(before.watched), dict(after.watched)
    found = [(name, old.get(name, ""), new.get(name, "")) for name in dict.fromkeys([*old, *new])]
    changed = [row for row in found if row[1] != row[2]]
    rest = zip([*before.levels, *before.flags, *before.days], [*after.levels, *after.flags, *after.days], strict=False)
    return changed + [("", one, other) for one, other in rest if one != other]


def _switched_on(versions: list[RuleVersion]) -> list[RuleVersion]:
    return [one for one in versions if one.switched_on_at is not None]


def _row(one: RuleVersion) -> VersionRow:
    at = one.switched_on_at or one.made_at
    return VersionRow(one.pk, one.number, one.switched_on_by_name, one.why, at, one.ended_at)
