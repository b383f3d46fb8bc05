"""The files pages are drawn with: collected once a release, compressed, named by their content."""

import hashlib
import shutil
from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def release_of_static_files() -> str:
    """This function will name the present set of static files, so that a changed one is collected anew."""
    digest = hashlib.sha256()
    for file in sorted(file for file in PACKAGE.glob("**/static/**/*") if file.is_file()):
        state = file.stat()
        digest.update(f"{file.relative_to(PACKAGE)} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()[:12]


def collect_static_files(root: Path) -> None:
    """This function will collect the static files into `root`, whole or not at all, and drop earlier releases."""
    from django.contrib.staticfiles.finders import get_finders
    from whitenoise.storage import CompressedManifestStaticFilesStorage

    if (root / "staticfiles.json").exists():
        return
    building = root.with_name("building")
    shutil.rmtree(building, ignore_errors=True)
    storage = CompressedManifestStaticFilesStorage(location=building)
    found = {}
    for finder in get_finders():
        for path, source in finder.list(None):
            if path not in found:
                found[path] = (source, path)
    for source, path in found.values():
        with source.open(path) as file:
            storage.save(path, file)
    for _name, _hashed, done in storage.post_process({path: (storage, path) for path in found}):
        if isinstance(done, Exception):
            raise done
    for earlier in root.parent.iterdir():
        if earlier != building:
            shutil.rmtree(earlier)
    building.rename(root)
