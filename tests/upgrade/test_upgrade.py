"""A district that stands at an earlier state comes up to this release with everything it has, and is whole.

Each file in `kept` is one, as a release left it. It is restored and upgraded once, as a start does it; each test then
looks at that, or works in a copy.
"""

import hashlib
import lzma
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import psycopg
import pytest
from django.test import Client
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker
from tests.ground import SERVER, address, clone, pointed_at, superuser
from tests.upgrade.changes import ADDED, CHANGED, MADE_ANEW, OF_THE_RELEASE
from tests.upgrade.facts import Connection, everything, rows, shape, tables

from throughline.demo import cast, named

KEPT = sorted((Path(__file__).parent / "kept").glob("*.sql.xz"))


@dataclass(frozen=True, slots=True)
class Drill:
    """Names of three databases: the district as it was kept, the same upgraded, and a new one."""

    kept: str
    upgraded: str
    new: str


@contextmanager
def _restored(file: Path) -> Iterator[str]:
    """The kept district in a database of its own, as the owner would restore a back-up."""
    from throughline.project import database, embedded

    name = f"throughline_kept_{hashlib.sha256(file.read_bytes()).hexdigest()[:6]}_{os.getpid()}"
    database.make_embedded(os.environ[SERVER], name)
    try:
        program = str(embedded.programs() / "psql")
        command = [program, "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        done = subprocess.run(
            [*command, "--output=/dev/null", f"--dbname={address('throughline_owner', name)}"],
            input=lzma.decompress(file.read_bytes()),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()[-1500:]
        yield name
    finally:
        with superuser() as server:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="module", params=KEPT, ids=lambda file: file.name.removesuffix(".sql.xz"))
def drill(request: pytest.FixtureRequest, bare_template: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Drill]:
    from throughline.project.prepare import prepare_database

    with _restored(request.param) as kept, clone(kept, "up") as upgraded, clone(bare_template, "new") as new:
        with django_db_blocker.unblock(), pointed_at(upgraded):
            prepare_database()
        yield Drill(kept, upgraded, new)


@pytest.fixture
def at_work(drill: Drill, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A copy of the upgraded district to work in."""
    with clone(drill.upgraded, "at") as name, django_db_blocker.unblock(), pointed_at(name):
        yield name


def _as_superuser(name: str) -> str:
    return psycopg.conninfo.make_conninfo(os.environ[SERVER], dbname=name)


@contextmanager
def _looking_at(name: str, role: str = "") -> Iterator[Connection]:
    with closing(psycopg.connect(address(role, name) if role else _as_superuser(name))) as connection:
        yield connection


def test_there_are_kept_districts() -> None:
    assert len(KEPT) >= 3
    assert [file.name for file in KEPT if file.stat().st_size > 300_000] == [], "cut it down: see README.md"


def test_every_row_is_still_there_and_says_what_it_said(drill: Drill) -> None:
    wrong = []
    with _looking_at(drill.kept) as before, _looking_at(drill.upgraded) as after:
        now = tables(after)
        for table, columns in tables(before).items():
            if table in {*OF_THE_RELEASE, *MADE_ANEW}:
                continue
            if missing := set(columns) - set(now.get(table, ())):
                wrong.append(f"{table} lost its columns {sorted(missing)}")
                continue
            put = {column: said for (of, column), said in CHANGED.items() if of == table}
            was, is_now = rows(before, table, columns, put), rows(after, table, columns)
            if lost := (was - is_now).total():
                differ = [one for one in columns if rows(before, table, [one], put) - rows(after, table, [one])]
                wrong.append(f"{table}: {lost} of {was.total()} rows are not there as they were, by {differ}")
            if (added := (is_now - was).total()) and table not in ADDED:
                wrong.append(f"{table}: {added} rows more")
    assert wrong == [], "\n".join(wrong)


def test_it_is_made_as_a_new_district_is(drill: Drill) -> None:
    with _looking_at(drill.upgraded) as upgraded, _looking_at(drill.new) as new:
        found, wanted = shape(upgraded), shape(new)
    kinds = {kind for kind, *_rest in wanted}
    assert kinds >= {"table", "column", "index", "constraint", "trigger", "function", "policy", "view", "sequence"}
    assert (sorted(found - wanted), sorted(wanted - found)) == ([], [])


def test_the_policy_table_is_this_release_s_as_the_district_tightened_it(drill: Drill) -> None:
    with _looking_at(drill.upgraded) as upgraded, _looking_at(drill.new) as new:
        for table in OF_THE_RELEASE:
            columns = [column for column in tables(new)[table] if column != "id"]
            for connection in (upgraded, new):
                connection.execute(f"delete from {table} where relation = 'case_manager'")  # noqa: S608 - a name of ours
            assert rows(upgraded, table, columns) == rows(new, table, columns), table


def test_what_was_kept_elsewhere_before_stands_where_this_release_reads_it(drill: Drill) -> None:
    """A tightening of needs is one of supports; a limit on contact is a relation of the mother, for that child."""
    with _looking_at(drill.kept) as connection:
        asked = "select from django_migrations where app = 'accounts' and name = '0003_supports_stay_tight'"
        before_supports = connection.execute(asked).fetchone() is None
    with _looking_at(drill.upgraded) as connection:
        tightened = connection.execute(
            "select record_class, keeps_see, keeps_write, keeps_export, reason from accounts_tightening"
            " where relation = 'case_manager' order by record_class"
        ).fetchall()
        limits = connection.execute(
            "select relation, u.username, s.source_id, starts_on::text from students_relation"
            " join accounts_user u on u.id = user_id join students_student s on s.id = student_id"
            " where relation in ('not_told', 'not_heard') order by relation"
        ).fetchall()
    why = "Needs are written down by the coordinator alone."
    carried = [("supports", True, False, True, why)] if before_supports else []
    assert tightened == [("needs", True, False, False, why), *carried]
    mother = ("lucia.herrera", named.CAST_SIBLING, "2026-09-01")
    assert limits == [("not_heard", *mother), ("not_told", *mother)]


def test_words_of_names_are_those_that_a_change_of_the_name_would_leave(drill: Drill) -> None:
    """They were filled in by migrations one on another; the trigger of today makes them anew."""
    with _looking_at(drill.upgraded) as connection:
        columns = ("student_id", "school_id", "word")
        filled = rows(connection, "students_nameword", columns)
        spelled = rows(connection, "students_spelling", ("key", "word"))
        assert filled.total() > 50
        for put in ("family_name || 'x'", "left(family_name, -1)"):
            connection.execute(f"update students_student set family_name = {put}")  # noqa: S608 - words of ours
        assert rows(connection, "students_nameword", columns) == filled
        assert rows(connection, "students_spelling", ("key", "word")) >= spelled
        words = connection.execute(
            "select word from students_nameword where word not in (select word from students_spelling)"
        )
        assert [word for (word,) in words if not re.search(r"[0-9]", str(word))] == []


def test_the_second_wall_stands(drill: Drill) -> None:
    """As the application, with no viewer, there is nothing in any table behind a wall, nor in a view."""
    walled = (
        "select relname from pg_class where relnamespace = 'public'::regnamespace"
        " and (relrowsecurity and relforcerowsecurity or relkind = 'v')"
    )
    with _looking_at(drill.upgraded) as everybody, _looking_at(drill.upgraded, "throughline_app") as nobody:
        names = [str(name) for (name,) in everybody.execute(walled).fetchall()]
        held = [name for name in names if _count(everybody, name)]
        assert len(held) > 50, "there must be something to hide"
        assert {"students_student", "students_need", "support_notetext", "students_studentevent"} <= set(held)
        assert {name: n for name in names if (n := _count(nobody, name))} == {}


def _count(connection: Connection, table: str) -> int:
    found = connection.execute(sql.SQL("select count(*)::integer from {}").format(sql.Identifier(table))).fetchone()
    return int(str(found[0])) if found else 0


def test_its_people_open_their_pages_and_the_chain_of_the_audit_holds_and_goes_on(drill: Drill, at_work: str) -> None:
    """Pages by name, and all that Today leads each of them to."""
    from throughline.rooms.audit import api as audit

    report = audit.check_chain()
    with _looking_at(drill.kept) as before:
        head = before.execute("select seq || ':' || encode(digest, 'hex') from audit_link order by seq desc").fetchone()
    assert head is not None
    assert (report.first_break, audit.check_chain(str(head[0])).first_break) == ("", "")
    with _looking_at(at_work) as connection:
        mateo, notice, school, run = _ids(connection)
    told = "More for students in poverty"
    pages = {
        "coordinator": {f"/students/{mateo}/": "Mateo", "/students/": "Mateo", f"/students/{mateo}/timeline/": "Mateo"},
        "principal": {f"/notices/{notice}/schools/{school}/": told, f"/budgets/runs/{run}/schools/{school}/": ""},
        "finance": {"/years/": "", f"/notices/{notice}/": told, f"/budgets/runs/{run}/": "", "/scenarios/": ""},
        "privacy_officer": {f"/students/{mateo}/": "Mateo"},
        "guardian": {f"/students/{mateo}/": "Mateo"},
    }
    for key, by_name in pages.items():
        for page, says in by_name.items():
            assert says in _opened(key, page)
        led_to = set(re.findall(r'<a [^>]*href="(/[^"#]*)"', _opened(key, "/")))
        assert len(led_to) > 3
        for page in sorted(led_to - set(by_name)):
            _opened(key, unescape(page))
    after = audit.check_chain(report.head)
    assert after.first_break == ""
    assert after.n_links > report.n_links


def _ids(connection: Connection) -> list[int]:
    """Of Mateo, of a notice, of his school, and of the last run."""
    found = connection.execute(
        "select s.id, (select max(id) from funding_shadownotice), s.home_school_id, (select max(id) from funding_run)"
        " from students_student s where source_id = %s",
        (named.CAST_STUDENT,),
    ).fetchone()
    assert found is not None
    return [int(str(one)) for one in found]


def _opened(key: str, page: str) -> str:
    """What one of the cast reads there."""
    from throughline.rooms.accounts.models import User

    username = cast.BY_KEY[key].username
    client = Client()
    client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    answer = client.get(page)
    assert answer.status_code == 200, f"{page} for {username}"
    return str(answer.content.decode())


def test_preparing_it_once_more_changes_nothing(drill: Drill, at_work: str) -> None:
    from throughline.project import prepare

    assert prepare.is_prepared()
    with _looking_at(at_work) as connection:
        before = shape(connection), dict(everything(connection))
    prepare.prepare_database()
    with _looking_at(at_work) as connection:
        after = shape(connection), dict(everything(connection))
    assert sorted(before[0] ^ after[0]) == []
    assert [table for table, held in after[1].items() if held != before[1][table]] == []
