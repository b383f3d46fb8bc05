"""Hostile and mistaken archives: refused in plain words before a byte of them is used."""

import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster.bundle import Limits
from throughline.formats.oneroster.package import open_package
from throughline.formats.oneroster.roster import check_package
from throughline.values.errors import RefusedInput

if TYPE_CHECKING:
    from tests.formats.oneroster.conftest import Builder


def refused(path: Path, limits: Limits | None = None) -> str:
    """The code of the one rule for which the package is refused."""
    with pytest.raises(RefusedInput) as caught:
        open_package(path, limits or Limits())
    [problem] = caught.value.problems
    assert problem.says() == caught.value.says
    assert caught.value.next_step
    return problem.rule.code


def test_a_bomb_is_refused_by_its_ratio_before_it_is_unpacked(build: "Builder") -> None:
    path = build.zip({}, manifest=build.manifest({"users": "bulk"}))
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", b"0" * (20 << 20))
    assert refused(path) == "package.too_dense"


def test_a_package_over_the_limits_is_refused(build: "Builder") -> None:
    path = build.zip({"orgs": build.table("orgs", build.school)})
    assert refused(path, Limits(most_bytes=100)) == "package.too_large"
    assert refused(path, Limits(most_files=1)) == "package.too_many_files"


def test_a_size_that_lies_refuses_the_file(build: "Builder") -> None:
    path = build.zip({"orgs": build.table("orgs", build.school, {**build.school, "sourcedId": "s2"})})
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"orgs.csv"))
    struct.pack_into("<I", content, entry + 24, 60)
    path.write_bytes(content)
    outcome = build.read(path)
    assert outcome.said() == [("csv.broken_off", "orgs.csv")]
    assert outcome.reading.refused


@pytest.mark.parametrize("name", ["../users.csv", "/etc/users.csv", "a/../../users.csv", "C:\\users.csv", "..\\x.csv"])
def test_a_name_that_points_outside_is_refused(build: "Builder", name: str) -> None:
    path = build.zip({"orgs": build.table("orgs", build.school)})
    with ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    assert refused(path) == "package.unsafe_name"


def test_a_link_in_a_zip_or_folder_is_refused(build: "Builder", tmp_path: Path) -> None:
    path = build.zip({"orgs": build.table("orgs", build.school)})
    link = ZipInfo("users.csv")
    link.external_attr = 0o120777 << 16
    with ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refused(path) == "package.link"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "manifest.csv").write_text(build.manifest({}))
    (folder / "users.csv").symlink_to("/etc/passwd")
    assert refused(folder) == "package.link"


def test_a_locked_or_oddly_packed_zip_is_refused(build: "Builder") -> None:
    path = build.zip({"orgs": build.table("orgs", build.school)})
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    path.write_bytes(content)
    assert refused(path) == "package.encrypted"
    content[entry + 8] &= 0xFE
    struct.pack_into("<H", content, entry + 10, zipfile.ZIP_LZMA)
    path.write_bytes(content)
    assert refused(path) == "package.compression"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_doubled_name_is_refused(build: "Builder") -> None:
    path = build.zip({"orgs": build.table("orgs", build.school)})
    with ZipFile(path, "a") as archive:
        archive.writestr("orgs.csv", "x")
    assert refused(path) == "package.name_twice"


def test_one_folder_around_the_files_is_read_with_a_warning(build: "Builder", tmp_path: Path) -> None:
    path = tmp_path / "nested.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("export/manifest.csv", build.manifest({"orgs": "bulk"}))
        archive.writestr("export/orgs.csv", build.table("orgs", build.school))
        archive.writestr("__MACOSX/export/._orgs.csv", b"\x00")
        archive.writestr("export/.DS_Store", b"\x00")
    package = open_package(path)
    assert package.tables == ("orgs",)
    assert [problem.rule.code for problem in package.problems] == ["package.in_folder"]
    with ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    assert open_package(tmp_path / "out").tables == ("orgs",)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("roster.zip", b"", "package.neither_zip_nor_folder"),
        ("roster.zip", b"PK\x03\x04cut short", "package.not_readable"),
        ("roster.xls", b"\xd0\xcf\x11\xe0" * 200, "package.not_oneroster"),
        ("roster.pdf", b"%PDF-1.7", "package.not_oneroster"),
        ("users.csv", b"sourcedId,status\n", "package.one_file"),
        ("roster.xml", b'<?xml version="1.0"?><x xmlns="http://ed-fi.org/5.2.0"/>', "package.not_oneroster"),
    ],
)
def test_a_file_that_is_no_package_is_named(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert refused(tmp_path / name) == code


def test_nothing_at_the_place_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere.zip") == "package.not_there"
    assert refused(tmp_path) == "package.empty"


@pytest.mark.parametrize(
    ("files", "code", "word"),
    [
        ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, "package.not_oneroster", "Excel"),
        ({"Student.xml": '<x xmlns="http://ed-fi.org/5.2.0"/>'}, "package.not_oneroster", "Ed-Fi"),
        ({"inner.zip": "PK"}, "package.not_oneroster", "zip"),
        (
            {"School.csv": "", "Section.csv": "", "Student.csv": "", "Teacher.csv": ""},
            "package.look_alike",
            "Microsoft",
        ),
        (
            {"schools.csv": "School_id", "students.csv": "", "teachers.csv": "", "sections.csv": ""},
            "package.look_alike",
            "Clever",
        ),
        (
            {"users.csv": "sourcedId,status,dateLastModified,orgs,role,username,userId,givenName\n"},
            "package.version_1_0",
            "1.0",
        ),
        ({"users.csv": "sourcedId,status,dateLastModified,username\n"}, "package.manifest_missing", "manifest.csv"),
        ({"holiday.jpg": "x"}, "package.no_roster_files", "holiday.jpg"),
    ],
)
def test_files_without_a_manifest_are_recognised(tmp_path: Path, files: dict[str, str], code: str, word: str) -> None:
    path = tmp_path / "roster.zip"
    with ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(RefusedInput) as caught:
        open_package(path)
    assert caught.value.problems[0].rule.code == code
    assert word in caught.value.says


@given(st.binary(max_size=400), st.integers(0, 2000), st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_spoiled_zip_is_opened_or_refused_and_never_breaks(
    build: "Builder", noise: bytes, at: int, byte: int
) -> None:
    path = build.zip({"orgs": build.table("orgs", build.school), "noise.bin": noise})
    content = bytearray(path.read_bytes())
    content[at % len(content)] = byte
    path.write_bytes(content)
    tally = Tally()
    try:
        package = open_package(path)
        for name in package.tables:
            package.file_digest(name)
        check_package(package, tally)
    except RefusedInput as refusal:
        tally.add_all(refusal.problems)
    assert all(problem.says() for problem in tally.problems)
