"""The chain of the audit: made by the database as work commits, and every tampering named, even a superuser's."""

import os
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker
from tests.ground import SERVER, address, clone, pointed_at
from tests.rooms.conftest import AT
from typer.testing import CliRunner

from throughline.values.viewer import Viewer

if TYPE_CHECKING:
    from throughline.rooms.audit.chain.queries import ChainReport

LOOKER = Viewer(user_id=7, name="Thảo Nguyễn")


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker, worker_id: str) -> Iterator[str]:
    """A database of the test's own, in which transactions are committed."""
    from django.db import connections

    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
        template = str(connections["default"].settings_dict["NAME"])
        with clone(template, f"{worker_id}_chain") as name, pointed_at(name):
            yield name


def _look(*student_ids: int) -> None:
    from throughline.rooms.audit import api as audit

    audit.record_disclosures(
        by=LOOKER, at=AT, student_ids=student_ids, record_class="needs", place="test", basis="1:2|–\n\x1f"
    )


def _act(act: str) -> None:
    from throughline.rooms.audit import api as audit

    audit.record_act(by=LOOKER, at=AT, act=act, noun="thing", details={"é": [1, None], "a": {"b": 2.5}})


def _work() -> None:
    """Three transactions: an act, an act with a look at four students, and a look at two."""
    from django.db import transaction

    _act("first")
    with transaction.atomic():
        _act("second")
        _look(1, 2, 3, 4)
    _look(5, 6)


def _checked(kept: str = "") -> "ChainReport":
    from throughline.rooms.audit import api as audit

    return audit.check_chain(kept)


def _tamper(database: str, *statements: str) -> None:
    """As a superuser, who may stop triggers and do anything."""
    server = psycopg.conninfo.make_conninfo(os.environ[SERVER], dbname=database)
    with closing(psycopg.connect(server)) as connection:
        connection.execute("set session_replication_role = replica")
        for statement in statements:
            assert connection.execute(statement).rowcount != 0, statement
        connection.commit()


def test_each_transaction_is_one_link_and_the_chain_holds(own_database: str) -> None:
    before = _checked()
    _work()
    after = _checked()
    assert (before.first_break, after.first_break) == ("", "")
    assert (after.n_links - before.n_links, after.n_rows - before.n_rows) == (3, 8)
    assert _checked(kept=before.head).first_break == ""


class _Undone(Exception):
    """What makes a transaction go back."""


def _undo(*student_ids: int) -> None:
    """Look at students, in a transaction or a savepoint of its own that is undone."""
    from django.db import transaction

    with suppress(_Undone), transaction.atomic():
        _look(*student_ids)
        raise _Undone


def test_what_was_undone_leaves_no_gap(own_database: str) -> None:
    from django.db import transaction

    _undo(9)
    with transaction.atomic():
        _undo(1, 2)
        _act("kept")
        _undo(3)
        _look(4)
    report = _checked()
    assert report.first_break == ""
    _tamper(own_database, "delete from audit_disclosure where student_id = 4")
    assert _checked().first_break != ""


_PAST_THE_CHAIN = (
    'insert into audit_auditrecord select (jsonb_populate_record(r, \'{"id": -1, "batch": 99999}\')).*'
    " from audit_auditrecord r limit 1"
)


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        ([_PAST_THE_CHAIN], "belongs to no link"),
        (["update audit_auditrecord set by_name = 'Somebody' where act = 'second'"], "was changed after"),
        (["update audit_disclosure set student_id = 9 where student_id = 1"], "Disclosure"),
        (["update audit_disclosure set at = at + interval '1 microsecond' where student_id = 5"], "was changed after"),
        (["update audit_auditrecord set details = '{}' where act = 'first'"], "Audit record"),
        (["delete from audit_disclosure where student_id = 2"], "was removed or moved"),
        (["delete from audit_disclosure where student_id = 4"], "row 5 was removed"),
        (["delete from audit_auditrecord where act = 'first'"], "row 1 was removed"),
        (["delete from audit_disclosure where student_id in (5, 6)"], "0 are left"),
        (
            [
                "update audit_disclosure set id = -1 where student_id = 1",
                "update audit_disclosure set id = 1000 where student_id = 2",
            ],
            "was changed after",
        ),
        (
            [
                "update audit_disclosure set student_id = 3 - student_id where student_id in (1, 2)",
            ],
            "was changed after",
        ),
        (
            ["update audit_disclosure a set step = 5 - a.step + 2 where student_id in (1, 4)"],
            "was changed after",
        ),
        (
            [
                "update audit_disclosure set student_id = 9 where student_id = 3",
                "update audit_disclosure d set digest = audit_disclosure_digest(d) where student_id = 9",
            ],
            "was written anew",
        ),
        (["delete from audit_link where seq = (select max(seq) - 1 from audit_link)"], "is gone"),
        (["update audit_link set at = at - interval '1 day' where seq = 2"], "Link 2 is not the one"),
        (
            [
                "update audit_disclosure set batch = 999999 where student_id = 6",
                "update audit_link set n_rows = 1 where seq = (select max(seq) from audit_link)",
            ],
            "written anew",
        ),
    ],
)
def test_every_tampering_is_found_and_named(own_database: str, statements: list[str], says: str) -> None:
    _work()
    assert _checked().first_break == ""
    _tamper(own_database, *statements)
    assert says in _checked().first_break


def test_an_end_cut_off_or_a_chain_written_anew_is_told_by_a_head_kept_elsewhere(own_database: str) -> None:
    _work()
    kept = _checked().head
    number = kept.partition(":")[0]
    assert "written anew" in _checked(kept=f"{number}:00").first_break
    _tamper(
        own_database,
        "delete from audit_disclosure where student_id in (5, 6)",
        "delete from audit_link where seq = (select max(seq) from audit_link)",
    )
    assert _checked().first_break == ""
    assert "ends at link" in _checked(kept=kept).first_break
    assert "is not in it" in _checked(kept="no head at all").first_break


def test_the_application_cannot_slip_a_row_into_a_link_that_is_made(own_database: str) -> None:
    from django.db import connection, transaction

    _work()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select batch from audit_link order by seq desc limit 1")
        (batch,) = cursor.fetchone()
        cursor.execute("select set_config('throughline.audit_batch', %s, true)", [f"{batch}:2"])
        _look(7)
    assert "3 are left" in _checked().first_break or "made of 2 rows" in _checked().first_break


def test_many_at_once_make_one_chain(own_database: str) -> None:
    columns = "at, by_name, act, noun, object_id, details"
    row = f"insert into audit_auditrecord ({columns}) values (now(), '', 'x', '', '', '{{}}')"  # noqa: S608 - no input

    def work() -> None:
        with closing(psycopg.connect(address("throughline_app", own_database))) as connection:
            for _n in range(20):
                connection.execute(row)
                connection.commit()

    before = _checked()
    threads = [threading.Thread(target=work) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = _checked()
    assert (after.first_break, after.n_links - before.n_links) == ("", 80)


def test_the_command_says_that_it_holds_or_where_it_breaks(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.cli.main import app

    monkeypatch.setenv("DATABASE_URL", address("throughline_app", own_database))
    monkeypatch.setenv("DATABASE_OWNER_URL", address("throughline_owner", own_database))
    _work()
    held = CliRunner().invoke(app, ["check", "audit"])
    assert (held.exit_code, "The chain holds" in held.output) == (0, True)
    _tamper(own_database, "update audit_disclosure set viewer_name = 'Nobody' where student_id = 6")
    broken = CliRunner().invoke(app, ["check", "audit"])
    assert (broken.exit_code, "row 2 of link" in broken.output) == (1, True)
