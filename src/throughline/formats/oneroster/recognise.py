"""Tells what a set of files is that is no OneRoster 1.1 or 1.2 package, so that the refusal can help."""

from collections.abc import Mapping
from typing import Final

from throughline.formats.csv.lines import BOM
from throughline.formats.csv.marks import without_marks
from throughline.formats.oneroster import rules
from throughline.formats.oneroster.bundle import Bundle, refusal
from throughline.formats.oneroster.catalog import EVERY_FILE, TABLES
from throughline.values.errors import RefusedInput

# Columns as OneRoster 1.0 named them, and as they are named since.
OLD_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "users": {"userId": "userIds", "agents": "agentSourcedIds", "grade": "grades", "orgs": "orgSourcedIds"},
    "classes": {"grade": "grades"},
    "courses": {"grade": "grades", "schoolYearId": "schoolYearSourcedId"},
    "demographics": {"userSourcedId": "sourcedId", "birthdate": "birthDate"},
}

_SDS_V1 = {"school.csv", "section.csv", "student.csv", "teacher.csv", "studentenrollment.csv"}
_CLEVER = {"schools.csv", "students.csv", "teachers.csv", "sections.csv"}
_SDS_FILES = {"userFlags.csv", "relationships.csv"}


def why_no_package(bundle: Bundle) -> RefusedInput:
    """This function will say what files without a usable manifest are, as the error that refuses them."""
    names = set(bundle.files)
    if not names:
        return refusal(rules.EMPTY_PACKAGE)
    if other := _other_format(bundle, names):
        return refusal(rules.NOT_A_PACKAGE, found=other)
    if look_alike := _look_alike(bundle, names):
        return refusal(rules.LOOK_ALIKE, found=look_alike)
    if not names & {f"{name}.csv" for name in EVERY_FILE}:
        listed = sorted(names)
        more = ", …" if len(listed) > 8 else ""
        return refusal(rules.NO_ROSTER_FILES, found=", ".join(listed[:8]) + more)
    if _has_old_names(bundle):
        return refusal(rules.VERSION_1_0)
    return refusal(rules.MANIFEST_MISSING)


def _other_format(bundle: Bundle, names: set[str]) -> str:
    if "[Content_Types].xml" in names or any(name.startswith("xl/") for name in names):
        return "Excel .xlsx"
    xml = [name for name in names if name.lower().endswith(".xml")]
    if any(b"ed-fi.org" in bundle.head(name) for name in xml[:5]):
        return "Ed-Fi XML"
    if all(name.lower().endswith(".zip") for name in names):
        return "zip in zip"
    return ""


def _look_alike(bundle: Bundle, names: set[str]) -> str:
    lower = {name.lower() for name in names}
    if len(lower & _SDS_V1) >= 3 or names & _SDS_FILES:
        return "Microsoft School Data Sync"
    if len(lower & _CLEVER) >= 3:
        return "Clever"
    headers = [header_of(bundle, name) for name in ("users", "orgs", "classes", "enrollments")]
    found = [header for header in headers if header]
    if found and not any({"status", "dateLastModified"} & header for header in found):
        return "Microsoft School Data Sync"
    return ""


def _has_old_names(bundle: Bundle) -> bool:
    return any(header_of(bundle, table) & old.keys() for table, old in OLD_NAMES.items() if table in TABLES)


def header_of(bundle: Bundle, table: str) -> set[str]:
    """This function will return the names in a file's first line; none where it is not there or not text."""
    if f"{table}.csv" not in bundle.files:
        return set()
    first = bundle.head(f"{table}.csv").removeprefix(BOM).split(b"\n", 1)[0]
    return {name.strip('"\r ') for name in without_marks(first.decode("utf-8", "ignore")).split(",")} - {""}
