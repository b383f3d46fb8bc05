"""Bring a database up to this release: tables, the second wall, the application's privileges, the rules."""

import hashlib
from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from throughline.project.options import CannotStart
from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements import api as agreements
from throughline.values.viewer import Viewer

_SET_UP = Viewer(duty="set_up", name="Throughline")
STEPS = ("tables", "walls", "rules")
# Rows the application may add and read, never change or remove.
APPEND_ONLY = ("audit_auditrecord", "audit_disclosure", "audit_link")


def prepare_database(say: Callable[[str], None] = lambda _line: None) -> None:
    """This function will bring the database to this release. Safe to repeat; it runs as the owner.

    **Raises** `CannotStart` where the database has been through upgrades that this release does not know.
    """
    _refuse_what_is_unknown(MigrationExecutor(connections["owner"]))
    say("tables")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        accounts.take_parts_down(cursor)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    say("walls")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        accounts.build_walls(cursor, accounts.RECORD_CLASSES)
        for statement in accounts.part_statements(accounts.RECORD_CLASSES):
            cursor.execute(statement)
        _grant(cursor)
    connections["owner"].close()
    say("rules")
    with accounts.acting_as(_SET_UP):
        accounts.load_policy(by=_SET_UP, at=timezone.now())
    carry_over()
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"comment on function throughline_viewer() is '{_edition()}'")


def carry_over() -> None:
    """This function will bring what an earlier release kept to where the walls of this one read it.

    Limits on contact: who may not be told stands among the relations, which came after the limits themselves.
    """
    with accounts.acting_as(_SET_UP):
        agreements.compile_limits(by=_SET_UP, at=timezone.now())


def is_prepared() -> bool:
    """This function will tell whether the database stands at this release: its tables, walls and rules.

    **Raises** `CannotStart` where it has been through upgrades that this release does not know.
    """
    executor = MigrationExecutor(connections["owner"])
    _refuse_what_is_unknown(executor)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    with connections["owner"].cursor() as cursor:
        cursor.execute("select obj_description(to_regprocedure('throughline_viewer()'), 'pg_proc')")
        return bool(cursor.fetchone() == (_edition(),))


def _refuse_what_is_unknown(executor: MigrationExecutor) -> None:
    """A later release's tables under this one's walls: what is new there would be kept by nobody, so nothing starts."""
    rooms = {app.label for app in apps.get_app_configs() if app.name.startswith("throughline.")}
    been, known = executor.loader.applied_migrations, executor.loader.disk_migrations
    if unknown := sorted(f"{room}.{name}" for room, name in been if room in rooms and (room, name) not in known):
        says = f"The database has been through upgrades that this release does not know: {', '.join(unknown)}."
        raise CannotStart(says, "Install the release that made them, or restore the back-up made before it.")


def _edition() -> str:
    """The walls and rules of this release in one word, kept in the database beside them once both stand."""
    digest = hashlib.sha256(accounts.POLICY.read_bytes())
    for make in (accounts.wall_statements, accounts.part_statements):
        for statement in make(accounts.RECORD_CLASSES):
            digest.update(statement.encode())
    return digest.hexdigest()


def _grant(cursor: CursorWrapper) -> None:
    role = settings.APPLICATION_ROLE
    if cursor.connection.info.user == role:
        return  # one role that owns everything: refused in production
    cursor.execute(f'grant usage on schema public to "{role}"')
    cursor.execute(f'grant select, insert, update, delete on all tables in schema public to "{role}"')
    cursor.execute(f'grant usage, select on all sequences in schema public to "{role}"')
    cursor.execute(f'grant execute on all functions in schema public to "{role}"')
    cursor.execute(f'revoke insert, update, delete on django_migrations from "{role}"')
    for model, _wall in accounts.models_in_part():
        cursor.execute(f'revoke insert, update, delete on {accounts.view_of(model)} from "{role}"')
    for table in (*APPEND_ONLY, *_history_tables()):
        cursor.execute(f'revoke update, delete, truncate on {table} from "{role}"')


def _history_tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
