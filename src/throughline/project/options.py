"""One table of options: it validates, names the environment variables, and writes the reference page."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from throughline.values.errors import ThroughlineError
from throughline.values.words import gettext_noop as _

DEMO, PRODUCTION = "demo", "production"


def _text(raw: str) -> str:
    return raw


def _whole_number(raw: str) -> int:
    try:
        number = int(raw)
    except ValueError as error:
        raise ValueError(_("a whole number is needed, such as 8000")) from error
    if number < 0:
        raise ValueError(_("a number from 0 up is needed"))
    return number


def _percent(raw: str) -> int:
    number = _whole_number(raw)
    if number > 100:
        raise ValueError(_("a whole number from 0 to 100 is needed"))
    return number


def _yes_or_no(raw: str) -> bool:
    try:
        return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}[raw.lower()]
    except KeyError as error:
        raise ValueError(_("yes or no is needed")) from error


def _list(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _mode(raw: str) -> str:
    if raw not in (DEMO, PRODUCTION):
        raise ValueError(_("demo or production is needed"))
    return raw


def _folder(raw: str) -> Path:
    return Path(raw).expanduser().resolve()


def _database_url(raw: str) -> str:
    if raw and not raw.startswith(("postgresql://", "postgres://")):
        raise ValueError(_("an address such as postgresql://user@host/name is needed"))
    return raw


def _mail_url(raw: str) -> str:
    if not raw:
        return raw
    try:
        parts = urlsplit(raw)
        fits = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(_("an address such as smtps://user:password@mail.example.org is needed"))
    return raw


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a district may set: its environment name, default, what it is for, and how it is read."""

    name: str
    default: str
    says: str
    read: Callable[[str], object] = _text
    secret: bool = False


OPTIONS: tuple[Option, ...] = (
    Option(
        "THROUGHLINE_HOME",
        "~/.throughline",
        _("The folder that holds everything Throughline keeps."),
        _folder,
    ),
    Option(
        "THROUGHLINE_MODE",
        PRODUCTION,
        _("demo: an invented district, one-click sign-in. production: real students, every safeguard on."),
        _mode,
    ),
    Option(
        "DATABASE_URL",
        "",
        _("The PostgreSQL (15 or later) to use, as the application role. Empty: an embedded one is started."),
        _database_url,
        secret=True,
    ),
    Option(
        "DATABASE_OWNER_URL",
        "",
        _("The same database as the role that owns and upgrades its tables. Empty: DATABASE_URL's own role."),
        _database_url,
        secret=True,
    ),
    Option(
        "THROUGHLINE_POOLED",
        "no",
        _("yes: a pooler before the database lends connections by transaction, so that no statement is prepared."),
        _yes_or_no,
    ),
    Option(
        "THROUGHLINE_SECRET_KEY",
        "",
        _("The key that signs sessions and links: 50 random characters or more. In demo mode one is made."),
        secret=True,
    ),
    Option(
        "THROUGHLINE_FORMER_SECRET_KEYS",
        "",
        _("Keys used before, separated by commas: what they signed or encrypted still holds until they are left out."),
        _list,
        secret=True,
    ),
    Option(
        "THROUGHLINE_HOSTS",
        "127.0.0.1,localhost,[::1]",
        _("The names this server answers to, separated by commas."),
        _list,
    ),
    Option("THROUGHLINE_ADDRESS", "127.0.0.1", _("The address to listen on.")),
    Option(
        "THROUGHLINE_PORT",
        "8000",
        _("The port to listen on; the next free one is used in demo mode."),
        _whole_number,
    ),
    Option(
        "THROUGHLINE_HTTPS",
        "yes",
        _("Whether people reach this server by HTTPS; demo mode ignores it."),
        _yes_or_no,
    ),
    Option(
        "THROUGHLINE_TRUSTED_PROXIES",
        "0",
        _("How many servers of yours stand in front and add to X-Forwarded-For. 0: that header is not believed."),
        _whole_number,
    ),
    Option(
        "THROUGHLINE_DEBUG",
        "no",
        _("Whether to show errors in the page. Never with real students."),
        _yes_or_no,
    ),
    Option("THROUGHLINE_LANGUAGE", "en", _("The language of a first visit: en or es.")),
    Option("THROUGHLINE_TIME_ZONE", "America/Los_Angeles", _("The district's time zone.")),
    Option(
        "THROUGHLINE_MAIL_URL",
        "",
        _("The mail server to send by: smtp://user:password@host:587 or smtps://… Empty: no mail is sent."),
        _mail_url,
        secret=True,
    ),
    Option("THROUGHLINE_MAIL_FROM", "", _("The address that mail comes from, such as throughline@district.example.")),
    Option("THROUGHLINE_THREADS", "8", _("How many requests the server works on at once."), _whole_number),
    Option(
        "THROUGHLINE_UPLOAD_LIMIT_MB",
        "512",
        _("The largest file a person may upload, in megabytes."),
        _whole_number,
    ),
    Option(
        "THROUGHLINE_ENDING_LIMIT_PERCENT",
        "5",
        _("An import that would end more than this share of students waits for a person to confirm it."),
        _percent,
    ),
    Option(
        "THROUGHLINE_PROPOSAL_SCHOOL_DAYS",
        "5",
        _("After so many school days a proposed goal that nobody answered is passed on to who leads. 0: never."),
        _whole_number,
    ),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What an option came to: its value, where the value came from, and what is wrong with it, if anything."""

    option: Option
    value: object
    source: str
    wrong: str = ""

    @property
    def shown(self) -> str:
        """The value as it may be printed: secrets only as set or not set."""
        if self.option.secret:
            return _("(set)") if self.value else _("(not set)")
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return ",".join(self.value) if isinstance(self.value, tuple) else str(self.value)


def read_options(environment: Mapping[str, str] | None = None) -> dict[str, Choice]:
    """This function will read every option from the environment, or from the file that NAME_FILE names.

    A value that cannot be read keeps the default and says what is wrong.
    """
    environment = os.environ if environment is None else environment
    return {option.name: _choose(option, environment) for option in OPTIONS}


def _choose(option: Option, environment: Mapping[str, str]) -> Choice:
    raw, source = option.default, _("default")
    if option.name in environment:
        raw, source = environment[option.name], _("environment")
    elif f"{option.name}_FILE" in environment:
        file = Path(environment[f"{option.name}_FILE"])
        try:
            raw, source = file.read_text(encoding="utf-8").strip(), str(file)
        except OSError:
            return Choice(option, option.read(option.default), str(file), _("the file cannot be read"))
    try:
        return Choice(option, option.read(raw), source)
    except ValueError as error:
        return Choice(option, option.read(option.default), source, str(error))


def find_faults(choices: Mapping[str, Choice]) -> list[tuple[str, str]]:
    """This function will list what stops a start, as pairs of option name and what is needed."""
    faults = [(name, choice.wrong) for name, choice in choices.items() if choice.wrong]
    if choices["THROUGHLINE_MAIL_URL"].value and "@" not in str(choices["THROUGHLINE_MAIL_FROM"].value):
        faults.append(("THROUGHLINE_MAIL_FROM", _("mail needs an address it comes from")))
    if choices["THROUGHLINE_MODE"].value == PRODUCTION:
        faults += _production_faults(choices)
    return faults


def _production_faults(choices: Mapping[str, Choice]) -> list[tuple[str, str]]:
    faults = []
    if len(str(choices["THROUGHLINE_SECRET_KEY"].value)) < 50:
        faults.append(("THROUGHLINE_SECRET_KEY", _("production needs a secret of 50 random characters or more")))
    if choices["THROUGHLINE_DEBUG"].value:
        faults.append(("THROUGHLINE_DEBUG", _("production never shows errors in the page; set it to no")))
    hosts = choices["THROUGHLINE_HOSTS"].value
    if not hosts or "*" in (hosts if isinstance(hosts, tuple) else ()):
        faults.append(("THROUGHLINE_HOSTS", _("production needs the exact names this server answers to, not *")))
    if not choices["THROUGHLINE_HTTPS"].value:
        faults.append(("THROUGHLINE_HTTPS", _("production needs HTTPS; set it to yes and put the server behind it")))
    given, owner = choices["DATABASE_URL"].value, choices["DATABASE_OWNER_URL"].value
    if given and (not owner or owner == given):
        says = _("production needs a second role that owns the tables, so that the application's role cannot")
        faults.append(("DATABASE_OWNER_URL", says))
    return faults


class CannotStart(ThroughlineError):
    """The options do not allow a start."""


def check_options(choices: Mapping[str, Choice]) -> None:
    """This function will do nothing where the options allow a start.

    **Raises** `CannotStart` naming every option at fault and what it needs.
    """
    faults = find_faults(choices)
    if faults:
        lines = "\n".join(f"  {name}: {needs}" for name, needs in faults)
        raise CannotStart(f"Throughline cannot start:\n{lines}\n", "`throughline check` prints every option.")
