"""What is a person's to do today, what they can see here, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from throughline.rooms.accounts.people.queries import Contact, find_administrators
from throughline.rooms.accounts.policy.queries import basis_of, classes_seen
from throughline.rooms.accounts.policy.words import relation_words
from throughline.rooms.accounts.sight.queries import current_roles
from throughline.rooms.accounts.today.contributions import Standing, Task, contributed_standings, contributed_tasks
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Sight:
    """One reason a person sees anything here: what they are and where, what that lets them see, on what basis."""

    name: str
    where: str
    classes: list[str]
    basis: str


@dataclass(frozen=True, slots=True)
class Today:
    """The home page of one person."""

    greeting: str
    lead: str
    to_do: list[Task]
    to_look_at: list[Task]
    sights: list[Sight]
    ask: list[Contact]


def today_page(viewer: Viewer, *, now: datetime) -> Today:
    """This function will return what one person meets when they come in."""
    tasks = contributed_tasks(viewer, at=now)
    to_do = [task for task in tasks if task.urgency != "look"]
    sights = [_sight(standing) for standing in find_standings(viewer)]
    return Today(
        greeting=_greeting(viewer.name, now),
        lead=_lead(len(to_do), bool(sights)),
        to_do=to_do,
        to_look_at=[task for task in tasks if task.urgency == "look"],
        sights=sights,
        ask=[] if sights else find_administrators(),
    )


def find_standings(viewer: Viewer) -> list[Standing]:
    """This function will list the relations a person stands in today: by role, and by what other rooms know."""
    held = [
        Standing(role.relation, role.organization.name if role.organization else "") for role in current_roles(viewer)
    ]
    return held + contributed_standings(viewer)


def _sight(standing: Standing) -> Sight:
    return Sight(
        name=relation_words(standing.relation),
        where=standing.where,
        classes=classes_seen(standing.relation),
        basis=basis_of(standing.relation),
    )


def _greeting(name: str, now: datetime) -> str:
    first = name.split(" ")[0]
    if now.hour < 12:
        return _("Good morning, %(name)s.") % {"name": first}
    if now.hour < 18:
        return _("Good afternoon, %(name)s.") % {"name": first}
    return _("Good evening, %(name)s.") % {"name": first}


def _lead(n_to_do: int, has_sight: bool) -> str:
    if not has_sight:
        return _("You have no role here yet, so there is nothing to show you.")
    if n_to_do == 0:
        return _("Nothing is waiting for you today.")
    words = {
        1: pgettext("number of things", "One"),
        2: pgettext("number of things", "Two"),
        3: pgettext("number of things", "Three"),
        4: pgettext("number of things", "Four"),
        5: pgettext("number of things", "Five"),
        6: pgettext("number of things", "Six"),
        7: pgettext("number of things", "Seven"),
    }
    counted = words.get(n_to_do, str(n_to_do))
    return ngettext("%(n)s thing is yours to do.", "%(n)s things are yours to do.", n_to_do) % {"n": counted}
