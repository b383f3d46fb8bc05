"""The next night's roster of the demo: the same people with a few changes, to preview, apply and roll back."""

import csv
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from io import TextIOWrapper
from pathlib import Path

from throughline.demo import named
from throughline.formats.oneroster.writer import PackageWriter

Row = dict[str, str]
Tables = dict[str, list[Row]]

NIGHT_OF = date(2026, 11, 23)
_LAST_DAY_BEFORE = NIGHT_OF - timedelta(days=3)
_NEW = (
    ("Amina", "Warsame", "female", "2019-03-02", 1),
    ("Luka", "Petrović", "male", "2018-05-19", 2),
    ("Ana Sofía", "Ibáñez Solís", "female", "2016-11-08", 4),
)


@dataclass(frozen=True)
class NextNight:
    """What the second roster changes, by user id.

    `ended` are students with an end date; `vanished` are no longer in the feed at all, though nobody said why.
    """

    path: Path
    phone_changed: str
    name_changed: str
    new: tuple[str, ...]
    ended: str
    vanished: str
    changed_class: str


def variant_night(folder_in: Path, folder_out: Path) -> NextNight:
    """This function will read the roster in one folder and write the next night's to another.

    A guardian has a new phone and a student a new preferred name; three students came, one left with a date, one
    is gone from the feed, and one is in another section of every class.
    **Raises** `FileNotFoundError` where `folder_in` holds no `oneroster.zip` of the demo.
    """
    tables = _read(folder_in / "oneroster.zip")
    folder_out.mkdir(parents=True, exist_ok=True)
    night = NextNight(
        path=folder_out / "oneroster.zip",
        phone_changed=named.CAST_GUARDIAN,
        name_changed=named.LONG_NAME_STUDENT,
        new=tuple(f"S-{named.N_STUDENTS + n:06d}" for n in range(1, len(_NEW) + 1)),
        ended=_someone(tables, "12", 0),
        vanished=_someone(tables, "12", 1),
        changed_class=_someone(tables, "11", 0),
    )
    _change(_row(tables["users"], night.phone_changed), phone="+1-555-010-0199")
    _change(_row(tables["users"], night.name_changed), preferredGivenName="Lupita")
    _end(tables, night.ended)
    _remove(tables, night.vanished)
    _change_section(tables, night.changed_class)
    for student_id, (given, family, sex, born, grade) in zip(night.new, _NEW, strict=True):
        _enroll(tables, student_id, given, family, sex, born, f"{grade:02d}")
    _write(night.path, tables)
    return night


def _someone(tables: Tables, grade: str, turn: int) -> str:
    """A student of the high school in this grade who is in no other story: enrolled all year, and not named."""
    told = {value for name, value in vars(named).items() if isinstance(value, str) and name.isupper()}
    gone = {row["userSourcedId"] for row in tables["roles"] if row["endDate"]}
    fit = [
        user["sourcedId"]
        for user in tables["users"]
        if user["grades"] == grade
        and user["sourcedId"] not in told | gone
        and user["primaryOrgSourcedId"] == named.HIGH
    ]
    return fit[turn]


def _change(row: Row, **cells: str) -> None:
    row.update(cells)


def _end(tables: Tables, student_id: str) -> None:
    _change(_row(tables["users"], student_id), enabledUser="false")
    for table in ("roles", "enrollments"):
        for row in tables[table]:
            if row["userSourcedId"] == student_id and not row["endDate"]:
                _change(row, endDate=_LAST_DAY_BEFORE.isoformat())


def _remove(tables: Tables, student_id: str) -> None:
    for name in ("users", "demographics"):
        tables[name] = [row for row in tables[name] if row["sourcedId"] != student_id]
    for name in ("roles", "enrollments"):
        tables[name] = [row for row in tables[name] if row["userSourcedId"] != student_id]


def _change_section(tables: Tables, student_id: str) -> None:
    """End every class of the student and begin the next section of each."""
    before = [row for row in tables["enrollments"] if row["userSourcedId"] == student_id]
    for n, row in enumerate(before, start=len(before) + 1):
        stem, section = row["classSourcedId"].rsplit("-", 1)
        other = "2" if section == "1" else "1"
        after = row | {"sourcedId": f"N-{student_id}-{n}", "classSourcedId": f"{stem}-{other}"}
        tables["enrollments"].append(after | {"beginDate": NIGHT_OF.isoformat()})
        _change(row, endDate=_LAST_DAY_BEFORE.isoformat())


def _enroll(tables: Tables, student_id: str, given: str, family: str, sex: str, born: str, grade: str) -> None:
    school, begin = named.CEDAR_HOLLOW, NIGHT_OF.isoformat()
    username = f"{given.split()[0].lower()}{student_id[2:]}"
    user = {"sourcedId": student_id, "enabledUser": "true", "username": username, "givenName": given}
    user |= {"familyName": family, "grades": grade, "primaryOrgSourcedId": school, "identifier": student_id[2:]}
    user |= {"email": f"{username}@students.aldervalley.example"}
    of_user = {"userSourcedId": student_id, "role": "student", "beginDate": begin}
    tables["users"].append(user)
    tables["roles"].append(
        of_user | {"sourcedId": f"R-{student_id}-{school[-4:]}", "roleType": "primary", "orgSourcedId": school}
    )
    tables["demographics"].append({"sourcedId": student_id, "birthDate": born, "sex": sex})
    class_id = f"C-{school[-4:]}-{grade}-HR-1"
    place = {
        "sourcedId": f"N-{student_id}-1",
        "classSourcedId": class_id,
        "schoolSourcedId": school,
        "primary": "false",
    }
    tables["enrollments"].append(of_user | place)


def _row(rows: list[Row], sourced_id: str) -> Row:
    return next(row for row in rows if row["sourcedId"] == sourced_id)


def _read(path: Path) -> Tables:
    with zipfile.ZipFile(path) as package:
        names = [name.removesuffix(".csv") for name in package.namelist() if name != "manifest.csv"]
        tables = {}
        for name in names:
            with package.open(f"{name}.csv") as raw, TextIOWrapper(raw, "utf-8", newline="") as text:
                tables[name] = list(csv.DictReader(text))
        return tables


def _write(path: Path, tables: Tables) -> None:
    with PackageWriter(path, source_name=named.DISTRICT_NAME) as package:
        for name, rows in tables.items():
            package.write(name, rows)
