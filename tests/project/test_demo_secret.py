"""The secret of demo mode is one, whoever starts first."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from throughline.project.demo_secret import kept_secret


def test_many_that_start_at_once_have_one_whole_secret(tmp_path: Path) -> None:
    for turn in range(40):
        home, start = tmp_path / str(turn), Barrier(8)

        def begin(home: Path = home, start: Barrier = start) -> str:
            start.wait()
            return kept_secret(home)

        with ThreadPoolExecutor(8) as pool:
            found = {future.result() for future in [pool.submit(begin) for _ in range(8)]}
        assert len(found) == 1
        assert len(found.pop()) > 60
        assert [file.name for file in home.iterdir()] == ["secret-key"]


def test_it_is_kept_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = kept_secret(tmp_path)
    assert kept_secret(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
