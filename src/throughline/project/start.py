"""Making Throughline ready to work: options read and checked, the database reachable, Django set up."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from throughline.project import database
from throughline.project.options import PRODUCTION, CannotStart, check_options, read_options


@contextmanager
def ready() -> Iterator[database.Addresses]:
    """This function will yield once Django can be used, and put everything it started away at the end.

    **Raises** `CannotStart` where an option, or in production the database's role, forbids it.
    """
    choices = read_options()
    check_options(choices)
    with database.opened(choices) as addresses:
        if choices["THROUGHLINE_MODE"].value == PRODUCTION:
            _check_role(addresses)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.project.settings")
        import django

        django.setup()
        try:
            yield addresses
        finally:
            from django.db import connections

            connections.close_all()


def _check_role(addresses: database.Addresses) -> None:
    faults = database.find_role_faults(addresses)
    if faults:
        says = "Throughline cannot start: it must not be able to pass its own second wall, but " + "; ".join(faults)
        raise CannotStart(f"{says}.", "Give DATABASE_URL a role of its own that owns nothing: docs/how-to/database.md.")
