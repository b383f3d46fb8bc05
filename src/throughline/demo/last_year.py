"""The invented district's last school year, brought in as a district brings its past: by the files it ended with."""

from pathlib import Path

from django.utils import timezone

from throughline.demo.district import write_last_year
from throughline.demo.sample.write import OF_YEAR_BEFORE
from throughline.rooms.accounts import api as accounts
from throughline.rooms.exchange import api as exchange
from throughline.values.viewer import Viewer


def bring_in_last_year(administrator: Viewer, folder: Path) -> None:
    """This function will import last year's roster and what was known of its students, before this year's roster."""
    write_last_year(folder)
    files = {"oneroster": "oneroster.zip", **{kind: f"{kind}.csv" for kind in OF_YEAR_BEFORE}}
    for kind, name in files.items():
        with accounts.acting_as(administrator):
            exchange.import_file(by=administrator, at=timezone.now(), kind=kind, path=folder / name)
