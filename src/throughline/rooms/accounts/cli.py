"""`throughline person`: let somebody sign in, from the terminal of the server. Production's first person comes so.

Nothing here loads Django before the database is ready; `ready` is the project's, handed in by the command line.
Whoever may run this may read the settings, so it asks for no other right; it acts as a duty that sees no student.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from throughline.values.errors import ThroughlineError
from throughline.values.viewer import Viewer

if TYPE_CHECKING:
    from throughline.rooms.accounts.models import User

Ready = Callable[[], AbstractContextManager[object]]
_BY = Viewer(duty="people", name="throughline person")


def register(app: typer.Typer, ready: Ready) -> None:
    """This function will add the verb to the command line."""
    person = typer.Typer(help="Let people sign in.", no_args_is_help=True)
    app.add_typer(person, name="person")

    @person.callback()
    def _person() -> None:
        """Let people sign in."""

    @person.command()
    def add(
        username: Annotated[str, typer.Argument(help="What they sign in with.")],
        name: Annotated[str, typer.Option(help="Their name, as others read it.")],
        role: Annotated[str, typer.Option(help="A role of the policy table, such as district_admin.")],
        at: Annotated[
            str, typer.Option(metavar="SCHOOL_ID", help="The school where the role is held, by its id in the roster.")
        ] = "",
        email: Annotated[str, typer.Option(help="Where others can reach them.")] = "",
        language: Annotated[str, typer.Option(help="The language they read: en or es.")] = "en",
        source_id: Annotated[str, typer.Option(help="Their id in the roster, where it knows them.")] = "",
        invite: Annotated[
            bool, typer.Option("--invite", help="Print a link by which they choose their password, instead of asking.")
        ] = False,
    ) -> None:
        """Let somebody sign in, with a role from today on. Asks for a password twice, or prints an invitation."""
        with ready():
            password = None if invite else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
            who = {"username": username, "name": name, "email": email, "language": language, "source_id": source_id}
            user = _add(who, role, at, password)
            print(f"{user.name} may sign in as {user.username}.")
            if invite:
                print(f"Give them this link. It can be used once, within three days:\n{_link(user)}")

    @person.command()
    def invite(username: Annotated[str, typer.Argument(help="What they sign in with.")]) -> None:
        """Print a link by which somebody chooses a new password, once, within three days."""
        with ready():
            print(_link(_find(username)))

    @person.command()
    def start_anew(username: Annotated[str, typer.Argument(help="What they sign in with.")]) -> None:
        """Take away the second steps of somebody who lost them all, and sign them out everywhere."""
        with ready():
            print(f"{_start_anew(username)} signs in with the password alone, and sets a second step up anew.")


def _start_anew(username: str) -> str:
    from django.utils import timezone

    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.second_factor.commands import start_anew

    with accounts.acting_as(_BY):
        user = _find(username)
        start_anew(by=_BY, at=timezone.now(), user=user)
        return user.name


def _add(who: dict[str, str], role: str, school: str, password: str | None) -> "User":
    from django.db import ProgrammingError
    from django.utils import timezone

    from throughline.rooms.accounts import api as accounts

    try:
        with accounts.acting_as(_BY):
            _check_password(password, who)
            place = _find_school(school)
            user = accounts.add_person(by=_BY, at=timezone.now(), password=password, **who)
            accounts.grant_role(
                by=_BY,
                at=timezone.now(),
                user=user,
                relation=role,
                organization_id=place,
                starts_on=accounts.today(),
            )
            return user
    except ProgrammingError as error:
        says = "The database is not at this release yet."
        raise ThroughlineError(says, "Start Throughline once: throughline serve.") from error


def _check_password(password: str | None, who: dict[str, str]) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from throughline.rooms.accounts.models import User

    if password is None:
        return
    try:
        validate_password(password, User(username=who["username"], name=who["name"], email=who["email"]))
    except ValidationError as error:
        raise ThroughlineError(" ".join(error.messages), "Nobody was added. Choose another password.") from error


def _find_school(source_id: str) -> int | None:
    from throughline.rooms.district import api as district

    if not source_id:
        return None
    found = district.ids_by_source_id().get(source_id)
    if found is None:
        raise ThroughlineError(f"The roster knows no school with the id {source_id}.", "Nobody was added.")
    return found


def _find(username: str) -> "User":
    from throughline.rooms.accounts.models import User

    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise ThroughlineError("Nobody who may sign in has that username.", "Add them: throughline person add.")
    return user


def _link(user: "User") -> str:
    from django.conf import settings
    from django.utils import timezone

    from throughline.rooms.accounts import api as accounts
    from throughline.rooms.accounts.welcome.invitations import invitation_path

    with accounts.acting_as(_BY):
        path = invitation_path(user, by=_BY, at=timezone.now())

    is_https = settings.SESSION_COOKIE_SECURE
    host = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    port = "" if is_https else ":8000"
    return f"{'https' if is_https else 'http'}://{host}{port}{path}"
