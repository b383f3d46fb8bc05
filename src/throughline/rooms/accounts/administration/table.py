"""The tables on the pages about people."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.rooms.accounts.administration.listing import (
    STATES,
    at_place,
    in_state,
    roles_in_words,
    state_of,
    state_words,
    with_role,
)
from throughline.rooms.accounts.administration.words import act_in_words
from throughline.rooms.accounts.models import User
from throughline.rooms.accounts.roles.queries import grantable_roles, places_for_roles
from throughline.rooms.accounts.sight.viewing import today
from throughline.rooms.audit import api as audit
from throughline.web.tables import Choice, Column, Table


def people_table(people: QuerySet[User]) -> Table:
    """This function will declare the list of everybody who has an account."""
    return Table(
        key="people",
        caption=_("People"),
        columns=[
            Column("name", _("Name"), link=lambda person: reverse("accounts:person", args=[person.pk])),
            Column("username", _("Username")),
            Column("email", _("E-mail")),
            Column("roles", _("Roles now"), value=roles_in_words, sortable=False),
            Column("last_login", _("Last came in"), kind="moment"),
            Column(
                "state", _("State"), kind="status", value=lambda person: state_words(state_of(person)), sortable=False
            ),
        ],
        rows=people,
        choices=[
            Choice("role", _("Role held"), [(role.code, role.name) for role in grantable_roles()], narrow=with_role),
            Choice(
                "place",
                _("Where"),
                [(str(place.id), place.name) for place in places_for_roles(today())],
                narrow=at_place,
            ),
            Choice("state", _("State"), [(state, state_words(state).word) for state in STATES], narrow=in_state),
        ],
        order="name",
        search=("name", "username", "email"),
        count=lambda n: ngettext("%(n)s person", "%(n)s people", n),
        file_name="people",
        narrow="stack",
    )


def acts_table(acts: Sequence[audit.Act]) -> Table:
    """This function will declare what was done to a person of late."""
    return Table(
        key="acts",
        caption=_("What was done"),
        columns=[
            Column("at", _("When"), kind="moment", sortable=False),
            Column("what", _("What"), value=act_in_words, sortable=False),
            Column("by", _("By"), sortable=False),
        ],
        rows=acts,
        searchable=False,
        count=lambda n: ngettext("%(n)s act", "%(n)s acts", n),
        empty_title=_("Nothing yet"),
        narrow="stack",
    )
