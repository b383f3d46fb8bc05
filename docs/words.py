"""Collect the words to translate, keep their Spanish, and compile it: `make words`.

Each room, the look and the demo have a catalog of their own; the floors below the web, which know no Django, and the
command line share the project's. With `--check` nothing is written, and every gap is named. Names of folders (`web`,
`funding`, `project`) keep it to their catalogs.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from docs.tools import catalogs
from docs.tools.marked import SOURCE, CannotRead, Marked, marked_in

_SHARED = ("values", "engines", "formats", "analytics", "cli", "project")


def catalog_folders() -> dict[Path, tuple[Path, ...]]:
    """This function will return the folders that have a catalog, each with the folders whose words it takes."""
    own = [SOURCE / "web", *sorted(file.parent for file in SOURCE.glob("rooms/*/apps.py")), SOURCE / "demo"]
    return {folder: (folder,) for folder in own} | {SOURCE / "project": tuple(SOURCE / name for name in _SHARED)}


def find_marked(folders: Sequence[Path]) -> Iterator[Marked]:
    """This function will yield every string marked in some folders, file by file.

    **Raises** `CannotRead` where words are put together before they are marked.
    """
    for folder in folders:
        for file in sorted(file for file in folder.rglob("*.*") if not {"migrations", "locale"} & set(file.parts)):
            if file.suffix in {".py", ".html", ".toml"} or (file.suffix == ".txt" and "templates" in file.parts):
                yield from marked_in(file)


def update(only: Sequence[str] = ()) -> None:
    """This function will write and compile every catalog, or those of the named folders only."""
    for folder, sources in _chosen(only).items():
        found = list(find_marked(sources))
        file = catalogs.po_file(folder)
        if found or file.exists():
            catalogs.save(file, catalogs.bring_up_to_date(catalogs.load(file), found))


def find_faults(only: Sequence[str] = ()) -> list[str]:
    """This function will list what is wrong with the catalogs, each with the catalog's place."""
    faults = []
    for folder, sources in _chosen(only).items():
        file = catalogs.po_file(folder)
        place = file.relative_to(SOURCE).as_posix()
        faults += [f"{place}: {fault}" for fault in catalogs.find_faults(file, find_marked(sources))]
    return faults + list(_said_two_ways())


def _chosen(only: Sequence[str]) -> dict[Path, tuple[Path, ...]]:
    return {folder: of for folder, of in catalog_folders().items() if not only or folder.name in only}


def _said_two_ways() -> Iterator[str]:
    """All catalogs speak as one: of two translations of the same words, one would be heard in the other's place."""
    heard: dict[tuple[str, str], tuple[tuple[str, ...], str]] = {}
    for folder in catalog_folders():
        file = catalogs.po_file(folder)
        place = file.relative_to(SOURCE).as_posix()
        for key, strings in catalogs.spoken(file).items():
            known, where = heard.setdefault(key, (strings, place))
            if known != strings and any(known) and any(strings):
                yield f"{place}: says {key[1]!r} as {strings[0]!r}, and {where} as {known[0]!r}; give one a context"


def main(arguments: Sequence[str]) -> int:
    """This function will update the catalogs, or with `--check` only look; it returns 1 where something is missing."""
    only = [argument for argument in arguments if argument != "--check"]
    try:
        if "--check" not in arguments:
            update(only)
        faults = find_faults(only)
    except CannotRead as error:
        print(error, file=sys.stderr)
        return 1
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(f"{len(faults)} to mend. Write the Spanish in the .po files and run `make words`.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
