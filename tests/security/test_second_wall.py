"""The database refuses by itself: against an oracle, with the first wall taken down, and by raw SQL."""

from collections.abc import Iterator

import psycopg.errors
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from psycopg import sql
from tests.ground import owning_tables
from tests.security.conftest import SET_UP, Clients, Oracle
from tests.security.expectations import DEFINER_FUNCTIONS, HANDFULS, OPEN_TABLES, POSTED, Aim
from tests.security.test_urls import _ask, _prepared, _text

from throughline.demo import cast
from throughline.values.viewer import NOBODY, Viewer


def _walled() -> "list[type[Model]]":
    from throughline.rooms.accounts.api import walled_models

    return [model for model, _wall in walled_models()]


def _tables() -> Iterator[tuple[str, bool]]:
    """Every table of the database, and whether rows of it are forced behind a policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class join pg_namespace n on n.oid ="
            " relnamespace where relkind in ('r', 'p', 'm', 'f') and nspname = 'public' order by relname"
        )
        yield from cursor.fetchall()


# --- Every table is accounted for ---


def test_every_table_stands_behind_a_wall_or_says_why_not(db: None) -> None:
    found = dict(_tables())
    assert [name for name, walled in found.items() if not walled and name not in OPEN_TABLES] == []
    assert [name for name in OPEN_TABLES if found.get(name, True)] == [], "walled or gone: take it off the list"


def test_views_and_functions_open_no_side_door(db: None) -> None:
    from throughline.rooms.accounts.api import models_in_part, view_of

    with connection.cursor() as cursor:
        cursor.execute(
            "select proname from pg_proc join pg_namespace n on n.oid = pronamespace"
            " where prosecdef and nspname = 'public'"
        )
        assert {name for (name,) in cursor.fetchall()} == DEFINER_FUNCTIONS
        cursor.execute("select viewname from pg_views where schemaname = 'public'")
        assert {name for (name,) in cursor.fetchall()} == {view_of(model) for model, _wall in models_in_part()}


def test_a_view_of_parts_is_empty_without_a_viewer_and_written_by_nobody(all_seeing: None) -> None:
    from throughline.rooms.accounts.api import models_in_part, view_of
    from throughline.rooms.accounts.sight.viewing import acting_as

    views = [view_of(model) for model, _wall in models_in_part()]
    assert len([name for name in views if _count(name)]) > 9, "there must be something to hide"
    with acting_as(NOBODY):
        assert {name: n for name in views if (n := _count(name))} == {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select name from unnest(%s::text[]) name where has_table_privilege(name, 'insert')"
            " or has_any_column_privilege(name, 'update') or has_table_privilege(name, 'delete')",
            [views],
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("key", cast.BY_KEY)
def test_a_view_of_parts_shows_each_of_the_cast_no_more_than_the_table(key: str, users: dict[str, "Model"]) -> None:
    """Nobody of the cast is shared a part of anything; what is, is tried in tests/rooms/agreements/test_fields.py."""
    from throughline.rooms.accounts.api import models_in_part, view_of
    from throughline.rooms.accounts.models import User
    from throughline.rooms.accounts.sight.viewing import acting_as

    user = users[key]
    assert isinstance(user, User)
    with acting_as(user.viewer()):
        for model, _wall in models_in_part():
            assert _count(view_of(model)) == _count(model._meta.db_table), model.__name__


def test_without_a_viewer_every_walled_table_is_empty(all_seeing: None) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as

    held = {name for name, walled in _tables() if walled and _count(name)}
    assert len(held) > 20, "there must be something to hide"
    with acting_as(NOBODY):
        assert {name: n for name, walled in _tables() if walled and (n := _count(name))} == {}


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table)))
        (n,) = cursor.fetchone()
    return int(n)


@pytest.mark.parametrize(
    "statement",
    [
        "alter table students_student disable row level security",
        "alter table students_student no force row level security",
        "drop policy see on students_student",
        "create policy mine on students_student using (true)",
        "drop table students_student",
        "truncate students_student cascade",
        "set role throughline_owner",
        "set session authorization throughline_owner",
        "alter role throughline_app bypassrls",
        "create or replace function throughline_today() returns date language sql as 'select null::date'",
        "update audit_auditrecord set by_name = 'nobody'",
        "delete from audit_auditrecord",
        "truncate audit_auditrecord",
        "update audit_disclosure set basis = ''",
        "delete from audit_disclosure",
        "update audit_link set n_rows = 0",
        "delete from audit_link",
        "alter table audit_disclosure disable trigger seal",
        "drop trigger link on audit_disclosure",
        "select setval('audit_batch', 1)",
        "update students_studentevent set family_name = ''",
        "delete from students_studentevent",
        "truncate students_studentevent",
        "delete from django_migrations",
        "alter table students_student disable trigger all",
        "set session_replication_role = replica",
        "copy students_student to program 'cat'",
    ],
)
def test_the_application_cannot_take_the_wall_down_or_rewrite_what_was(all_seeing: None, statement: str) -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(caught.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_no_history_can_be_rewritten(db: None) -> None:
    history = [model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    with connection.cursor() as cursor:
        cursor.execute(
            "select t from unnest(%s::text[]) t where has_table_privilege(t, 'update') or"
            " has_table_privilege(t, 'delete') or has_table_privilege(t, 'truncate')",
            [history],
        )
        assert cursor.fetchall() == []
    assert len(history) > 15


# --- Every viewer × every table, against the policy file ---


@pytest.mark.parametrize("key", cast.BY_KEY)
def test_each_sees_in_each_table_the_rows_the_policy_gives_and_no_other(
    key: str, users: dict[str, "Model"], oracle: Oracle
) -> None:
    from throughline.rooms.accounts.models import User
    from throughline.rooms.accounts.sight.viewing import acting_as

    user = users[key]
    assert isinstance(user, User)
    wrong = []
    for model in _walled():
        with acting_as(SET_UP):
            expected = _expected(model, key, user.pk, oracle)
        with acting_as(user.viewer()):
            seen = set(model._default_manager.values_list("pk", flat=True))
        if seen != expected:
            wrong.append(f"{model.__name__}: {len(seen - expected)} too many, {len(expected - seen)} too few")
    assert wrong == []


def _expected(model: "type[Model]", key: str, user_id: int, oracle: Oracle) -> set[object]:
    from throughline.rooms.accounts.api import RECORD_CLASSES, Wall, acting_as, walled_models

    wall = dict(walled_models())[model]
    assert isinstance(wall, Wall)
    rows = model._default_manager.all()
    if wall.user:
        everything = oracle.reaches(key, "enrollment")[0]
        own = rows.filter(**{wall.user: user_id})
        if wall.member:
            own |= rows.filter(**{f"{wall.member}__in": oracle.belongs[key]})
        return set((rows if everything else own).values_list("pk", flat=True))
    if wall.mine:
        with acting_as(Viewer(user_id=user_id)):  # no role and no duty reads another's: only their own remain
            return set(rows.filter(**{wall.mine: user_id}).values_list("pk", flat=True))
    if wall.signs or wall.kept:
        return set(rows.values_list("pk", flat=True))
    if wall.writers:
        return set(rows.values_list("pk", flat=True)) if oracle.reaches(key, wall.record_class, "write")[0] else set()
    if wall.shared:
        reach = oracle.reaches(key, wall.record_class)
        return set(rows.values_list("pk", flat=True)) if reach[0] or reach[1] else set()
    if wall.through:
        return _expected_guardians(model, key, oracle)
    if wall.school and not wall.student:
        everything, schools = oracle.reaches(key, wall.record_class)
        found = rows if everything else rows.filter(**{f"{wall.school}__in": schools})
        if wall.members:
            found |= rows.filter(**{f"{wall.members}__contains": [user_id]})
        return set(found.values_list("pk", flat=True))
    if not (wall.student or wall.column):  # of no school and no student: for those who see all of the class
        return set(rows.values_list("pk", flat=True)) if oracle.reaches(key, wall.record_class)[0] else set()
    classes = RECORD_CLASSES if wall.column else (wall.record_class,)
    expected: set[object] = set()
    for record_class in classes:
        of_class = rows.filter(**{wall.column: record_class}) if wall.column else rows
        students = oracle.students(key, record_class)
        if oracle.belongs[key] and wall.in_person:  # by an agreement one sees no plan
            continue
        if oracle.belongs[key] and wall.provider:  # and of supports those that one's own organization gives
            of_class = of_class.filter(**{f"{wall.provider}__in": oracle.belongs[key]})
        expected |= {pk for pk, student in of_class.values_list("pk", wall.student) if student in students}
    if wall.members:
        expected |= set(rows.filter(**{f"{wall.members}__contains": [user_id]}).values_list("pk", flat=True))
    return expected


def _expected_guardians(model: "type[Model]", key: str, oracle: Oracle) -> set[object]:
    from throughline.rooms.students.models import Guardianship

    writes, _schools = oracle.reaches(key, "family_contacts", "write")
    own = {student for relation in ("self", "guardian") for student in oracle.relations[key].get(relation, {})}
    students = oracle.students(key, "family_contacts") - (set() if writes else own)
    adults = {row.guardian_id for row in Guardianship.objects.all() if row.student_id in students}
    themselves = cast.BY_KEY[key].person_id or None  # of their own children's families, a household reads itself alone
    rows = model._default_manager.values_list("pk", "id", "source_id")
    return {pk for pk, adult, source_id in rows if adult in adults or source_id == themselves}


# --- The first wall taken down ---


@pytest.fixture
def trials_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the work of a trial of rules to the worker, as in a large district: it asks as a duty, past every page."""
    from throughline.rooms.warning.trials import commands

    monkeypatch.setattr(commands, "MOST_AT_ONCE", 0)


@pytest.fixture
def no_first_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the application believe that everybody may see, write and export everything."""
    from throughline.rooms.accounts.sight import queries

    def everything(viewer: Viewer, *_rest: object) -> queries.Reach:
        return queries.Reach(True, frozenset(), frozenset(), "first wall taken down")

    monkeypatch.setattr(queries, "_reach", everything)


@pytest.mark.usefixtures("no_first_wall", "trials_wait")
@pytest.mark.parametrize("aims", HANDFULS.values(), ids=HANDFULS)
def test_without_the_first_wall_no_page_names_a_student_one_may_not_see(
    aims: tuple[Aim, ...], clients: Clients, oracle: Oracle
) -> None:
    assert list(_leaks(aims, clients, oracle)) == []


def _leaks(aims: tuple[Aim, ...], clients: Clients, oracle: Oracle) -> Iterator[str]:
    """Each answer that tells somebody what they may not know, and each request that wrote what was not theirs."""
    for aim in aims:
        if aim.open:
            continue
        asked = _prepared(aim, clients)
        for key, client in clients.everybody():
            if not key:
                continue  # a visitor is sent to sign in before any wall is asked, as test_urls sees
            for method in _methods(aim, key):
                answer = _ask(client, asked, method, key, oracle)
                for said in (oracle.told(key, _text(answer.response)), answer.wrongly):
                    if said:
                        yield f"{aim} {key} {method}: {said}"


def _methods(aim: Aim, key: str) -> tuple[str, ...]:
    """All read; and those post to whom it is not given, where anything can be posted at all."""
    return ("get", "post") if aim.page in POSTED and key not in aim.post else ("get",)


@pytest.mark.usefixtures("no_first_wall")
def test_the_first_wall_really_is_down(clients: Clients) -> None:
    assert clients["outsider"].get("/students/").status_code == 200


# --- The second wall taken down ---


@pytest.fixture
def as_owner(_in_demo: None) -> Iterator[None]:
    """Work as the role that owns the tables, so that a test may take the second wall down and have it undone."""
    with owning_tables():
        yield


@pytest.fixture
def no_second_wall(as_owner: None, db: None) -> None:
    with connection.cursor() as cursor:
        for model in _walled():
            table = sql.Identifier(model._meta.db_table)
            cursor.execute(sql.SQL("alter table {} no force row level security").format(table))
            cursor.execute(sql.SQL("alter table {} disable row level security").format(table))


@pytest.mark.usefixtures("no_second_wall", "trials_wait")
@pytest.mark.parametrize("aims", HANDFULS.values(), ids=HANDFULS)
def test_without_the_second_wall_no_page_names_a_student_one_may_not_see(
    aims: tuple[Aim, ...], clients: Clients, oracle: Oracle
) -> None:
    assert list(_leaks(aims, clients, oracle)) == []


@pytest.mark.usefixtures("no_second_wall")
def test_the_second_wall_really_is_down(demo: None) -> None:
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student

    with acting_as(NOBODY):
        assert Student.objects.count() > 1000


@pytest.mark.usefixtures("no_second_wall")
def test_without_the_second_wall_a_partner_reads_only_the_fields_that_are_shared(
    demo: None, users: dict[str, "Model"]
) -> None:
    from throughline.rooms.accounts.models import User
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students import access
    from throughline.rooms.students.models import AttendanceDay, Relation

    partner = users["partner"]
    assert isinstance(partner, User)
    with acting_as(SET_UP):
        AttendanceDay.objects.filter(status__startswith="absent").update(reason="dentist")
        shared = ["directory.name", "directory.grade", "attendance.days"]
        Relation.objects.filter(organization__isnull=False).update(record_classes=shared)
    viewer = partner.viewer()
    with acting_as(viewer):
        seen = list(access.get_students_for(viewer))
        assert {(one.local_id, one.source_id, one.email, one.home_school_id) for one in seen} == {("", "", "", None)}
        assert all(one.family_name and one.grade for one in seen)
        days = access.get_attendance_for(viewer)
        assert set(days.values_list("reason", flat=True)) == {""}
        assert days.filter(status__startswith="absent").exists()
        assert not access.get_enrollments_for(viewer).exists()
