"""The files that came, from a zip or a folder, named and bounded before a byte of them is believed."""

import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from throughline.formats.csv.lines import BOM, BROKEN, known_start
from throughline.formats.oneroster import rules
from throughline.values.errors import RefusedInput
from throughline.values.problem import Problem, Rule

_JUNK: Final = re.compile(r"(?:^|/)(?:__MACOSX(?:/|$)|\.[^/]*$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a package may be. The ratio is looked at only where a file unpacks to more than 8 MB."""

    most_files: int = 500
    most_bytes: int = 32 << 30
    most_ratio: int = 400
    ratio_from_bytes: int = 8 << 20


ORDINARY: Final = Limits()


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of a package by name, each with how to open it, and what was noteworthy on the way."""

    files: Mapping[str, Callable[[], IO[bytes]]]
    problems: tuple[Problem, ...] = ()

    def head(self, name: str, n_bytes: int = 4096) -> bytes:
        """This function will return the first bytes of a file. **Raises** `RefusedInput` if it is broken."""
        try:
            with self.files[name]() as source:
                return source.read(n_bytes)
        except BROKEN as error:
            raise refusal(rules.NOT_READABLE, name) from error


def refusal(rule: Rule, file: str = "", row: int | None = None, **details: str) -> RefusedInput:
    """This function will make the error that refuses a whole package for one reason."""
    problem = Problem(rule, file, row, value=details.pop("value", ""), details=details)
    return RefusedInput(problem.says(), problem.next_step(), (problem,))


def open_bundle(path: Path, limits: Limits = ORDINARY) -> Bundle:
    """This function will name the files of a zip or folder, or refuse it.

    **Raises** `RefusedInput` where there is nothing at `path`, or the zip is broken, locked, larger or
    denser than `limits`, or holds links, doubled names or names that point outside it.
    """
    if path.is_dir():
        return _folder(path, limits)
    if not path.is_file():
        raise refusal(rules.NOT_THERE)
    if not zipfile.is_zipfile(path):
        raise _not_a_zip(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refusal(rules.NOT_READABLE) from error
    return _zipped(path, entries, limits)


def _not_a_zip(path: Path) -> RefusedInput:
    with path.open("rb") as source:
        head = source.read(512)
    if b"ed-fi.org" in head:
        return refusal(rules.NOT_A_PACKAGE, found="Ed-Fi XML")
    if head.startswith(b"PK"):
        return refusal(rules.NOT_READABLE)
    if found := known_start(head.removeprefix(BOM)):
        return refusal(rules.NOT_A_PACKAGE, found=found)
    return refusal(rules.ONE_FILE if path.suffix.lower() == ".csv" else rules.NEITHER)


def _folder(path: Path, limits: Limits) -> Bundle:
    found: dict[str, Path] = {}
    for entry in _entries(path):
        name = entry.relative_to(path).as_posix()
        if _JUNK.search(name):
            continue
        if entry.is_symlink():
            raise refusal(rules.LINK, value=name)
        if entry.is_file():
            found[name] = entry
        if len(found) > limits.most_files:
            most = str(limits.most_files)
            raise refusal(rules.TOO_MANY_FILES, found=f"{most}+", limit=most)
    return _at_top({name: _opener(entry) for name, entry in sorted(found.items())})


def _entries(path: Path) -> Iterator[Path]:
    """What lies in a folder and in the folders in it, and no deeper."""
    for entry in path.iterdir():
        yield entry
        if entry.is_dir() and not entry.is_symlink():
            yield from entry.iterdir()


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _zipped(path: Path, entries: list[zipfile.ZipInfo], limits: Limits) -> Bundle:
    if len(entries) > limits.most_files:
        raise refusal(rules.TOO_MANY_FILES, found=str(len(entries)), limit=str(limits.most_files))
    total = sum(entry.file_size for entry in entries)
    if total > limits.most_bytes:
        n, most = str(total // _MB), str(limits.most_bytes // _MB)
        raise refusal(rules.TOO_LARGE, found=n, limit=most)
    files: dict[str, Callable[[], IO[bytes]]] = {}
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if not name:  # a spoiled directory of the zip, which no program writes
            raise refusal(rules.NOT_READABLE)
        _refuse_unsafe(entry, name, limits)
        if name.endswith("/") or _JUNK.search(name):
            continue
        if name in files:
            raise refusal(rules.NAME_TWICE, value=name)
        files[name] = _unzipper(path, entry)
    return _at_top(files)


def _refuse_unsafe(entry: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        raise refusal(rules.UNSAFE_NAME, value=name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise refusal(rules.LINK, value=name)
    if entry.flag_bits & 0x1:
        raise refusal(rules.ENCRYPTED, value=name)
    if entry.compress_type not in _METHODS:
        raise refusal(rules.COMPRESSION, value=name)
    ratio = entry.file_size // max(entry.compress_size, 1)
    if entry.file_size > limits.ratio_from_bytes and ratio > limits.most_ratio:
        raise refusal(rules.TOO_DENSE, value=name, found=str(ratio))


def _unzipper(path: Path, entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    def open_member() -> IO[bytes]:
        # The member keeps the file open until it is closed itself, and gives no more than the size its
        # directory entry declares, which has been bounded.
        with zipfile.ZipFile(path) as archive:
            return archive.open(entry)

    return open_member


def _at_top(files: Mapping[str, Callable[[], IO[bytes]]]) -> Bundle:
    """The files as if they lay at the top, where all of them lie in one folder."""
    folders = {name.partition("/")[0] for name in files if "/" in name}
    if len(folders) != 1 or any("/" not in name for name in files):
        return Bundle(files)
    folder = folders.pop()
    inner = {name.partition("/")[2]: opener for name, opener in files.items()}
    return Bundle(inner, (Problem(rules.IN_FOLDER, value=folder),))
