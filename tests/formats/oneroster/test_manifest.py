"""The manifest rules: what counts is what it says, and what it promises must be there."""

from typing import TYPE_CHECKING

import pytest

from throughline.formats.csv.tally import Tally
from throughline.formats.oneroster.manifest import Mode, read_manifest
from throughline.formats.oneroster.package import open_package
from throughline.values.errors import RefusedInput

if TYPE_CHECKING:
    from tests.formats.oneroster.conftest import Builder

SOURCE = "source.systemName,Ünïts\r\nsource.systemCode,u-1\r\n"


def test_version_modes_and_source_are_read(build: "Builder") -> None:
    content = build.manifest({"orgs": "bulk", "users": "delta"}) + SOURCE
    tally = Tally()
    manifest = read_manifest(b"\xef\xbb\xbf" + content.encode(), tally)
    assert (manifest.version, manifest.system_name, manifest.system_code) == ("1.2", "Ünïts", "u-1")
    assert (manifest.modes["orgs"], manifest.modes["users"]) == (Mode.BULK, Mode.DELTA)
    assert manifest.modes["classes"] is Mode.ABSENT
    assert tally.problems == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "manifest.header"),
        (b"name,value\n", "manifest.header"),
        (b"propertyName,value\x00\n", "manifest.header"),
        (b"propertyName,value\noneroster.version,1.0\n", "package.version_1_0"),
        (b"propertyName,value\noneroster.version,2.0\n", "package.version_unknown"),
        (b"propertyName,value\n", "package.version_unknown"),
        (b"propertyName,value\nsource.systemName,\xff\n", "csv.not_utf8"),
        (b"propertyName,value\n" + b"x,y\n" * 100_000, "manifest.header"),
    ],
)
def test_a_manifest_that_cannot_be_used_refuses_the_package(build: "Builder", content: bytes, code: str) -> None:
    with pytest.raises(RefusedInput) as caught:
        open_package(build.zip({}, manifest=content))
    assert [problem.rule.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("file.orgs,bulk", "file.orgs,Bulk"), "manifest.mode"),
        (("file.orgs,bulk", "file.orgs,bulk,extra"), "manifest.row"),
        (("file.orgs,bulk", 'file.orgs,"bulk'), "manifest.row"),
        (("file.orgs,bulk", "file.orgs,bulk\r\nfile.orgs,bulk"), "manifest.twice"),
        (("file.orgs,bulk", "file.orgs,bulk\r\nfile.lunch,bulk"), "manifest.unknown"),
        (("manifest.version,1.0", "manifest.version,7"), "manifest.version"),
        (("file.users,absent\r\n", ""), "manifest.left_out"),
        (("file.users,absent", "file.users,bulk"), "manifest.file_missing"),
        (("file.orgs,bulk", "file.orgs,absent"), "manifest.file_not_named"),
        (("oneroster.version,1.2", "oneroster.version,1.2.1"), ""),
    ],
)
def test_what_is_odd_in_a_manifest_is_said(build: "Builder", change: tuple[str, str], code: str) -> None:
    content = build.manifest({"orgs": "bulk"})
    assert change[0] in content
    package = open_package(build.zip({"orgs": build.table("orgs", build.school)}, manifest=content.replace(*change)))
    assert code in [problem.rule.code for problem in package.problems] or not code


def test_a_file_named_with_the_wrong_capitals_is_not_read(build: "Builder") -> None:
    path = build.zip({"Orgs.csv": build.table("orgs", build.school)}, manifest=build.manifest({"orgs": "bulk"}))
    package = open_package(path)
    assert package.has_errors
    problem = next(p for p in package.problems if p.rule.code == "manifest.file_missing_case")
    assert "Orgs.csv" in problem.says()
    assert package.tables == ()


def test_an_absent_file_is_ignored_though_it_is_there(build: "Builder") -> None:
    path = build.zip({"orgs": "garbage"}, manifest=build.manifest({}))
    package = open_package(path)
    assert package.tables == ()
    assert not package.has_errors


def test_users_without_roles_are_an_error_in_1_2_only(build: "Builder") -> None:
    rows = build.table("users", build.user)
    assert "manifest.roles_missing" in [p.rule.code for p in open_package(build.zip({"users": rows})).problems]
    delta = open_package(build.zip({"users": rows}, mode="delta"))
    assert not delta.has_errors


def test_a_digest_of_a_file_changes_with_its_bytes_version_and_mode(build: "Builder") -> None:
    rows = build.table("orgs", build.school)
    digests = {
        open_package(build.zip({"orgs": content}, mode=mode, version=version)).file_digest("orgs")
        for content, mode, version in [
            (rows, "bulk", "1.2"),
            (rows, "bulk", "1.2"),
            (rows, "delta", "1.2"),
            (rows, "bulk", "1.1"),
            (rows + "\n", "bulk", "1.2"),
        ]
    }
    assert len(digests) == 4
