"""The administrator brings in a night's roster: reads what it would change, applies it, and takes it back."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.figures import cents_in, recomputed_dollars
from tests.journeys.walking import DESK, PHONE, Language, Screen, Walker

from throughline.demo.district import variant_night, write_demo_district

LONG_TASK_MS = 60_000


@pytest.fixture(scope="module")
def next_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented district's roster of the next night: three join, two end, a few change."""
    today, tomorrow = tmp_path_factory.mktemp("today"), tmp_path_factory.mktemp("tomorrow")
    write_demo_district(today)
    variant_night(today, tomorrow)
    return tomorrow / "oneroster.zip"


def _upload(walk: Walker, file: Path) -> None:
    walk.goto("/imports/new/")
    walk.page.locator("input[type=file]").set_input_files(file)
    walk.page.locator("main form[enctype] button").last.click()
    walk.page.wait_for_url(re.compile(r"/imports/\d+/"))


def _act(walk: Walker, act: str) -> Locator:
    return walk.page.locator(f"main form[action$='/{act}/'] button").first


def _cell(walk: Walker, row: str, column: int) -> int:
    text = walk.page.locator(f"main tbody tr:has(th:text-is('{row}')) td").nth(column).inner_text()
    return int(re.sub(r"\D", "", text))


@pytest.mark.parametrize(("screen", "language"), [(DESK, "en"), (PHONE, "es")], ids=["desk-en", "phone-es"])
def test_a_night_is_previewed_applied_and_rolled_back(
    walk: Walker, next_night: Path, screen: Screen, language: Language
) -> None:
    walk.start(screen)
    walk.as_("wei.li", language)
    walk.goto("/imports/new/")
    walk.look_at("import-new", keep=language == "en")
    _upload(walk, next_night)
    expect(_act(walk, "apply")).to_be_visible(timeout=LONG_TASK_MS)
    walk.look_at("import-preview", keep=language == "en")
    assert "3" in walk.page.locator("header.head .lead").inner_text()
    run = walk.page.url

    walk.goto(run + "create/")
    walk.look_at("import-added", keep=language == "en")
    assert walk.page.locator("main tbody tr").count() >= 3
    walk.goto(run + "problems/")
    walk.look_at("import-problems", keep=language == "en")

    walk.goto(run)
    _act(walk, "apply").click()
    roll_back = walk.page.locator("main a[href$='/roll-back/']")
    expect(roll_back).to_be_visible(timeout=LONG_TASK_MS)
    walk.look_at("import-applied", keep=language == "en")

    roll_back.click()
    walk.look_at("import-ask-roll-back", keep=language == "en")
    walk.page.locator("main form[action$='/roll-back/now/'] button").click()
    walk.page.wait_for_url(re.compile(r"/imports/\d+/$"))
    expect(walk.page.locator("main [role=progressbar]")).to_have_count(0, timeout=LONG_TASK_MS)
    expect(walk.page.locator("main a[href$='/roll-back/']")).to_have_count(0)
    walk.look_at("import-rolled-back", keep=language == "en")
    walk.goto("/imports/")
    walk.look_at("imports", keep=language == "en")


def test_the_same_file_twice_changes_nothing(walk: Walker, tmp_path: Path) -> None:
    write_demo_district(tmp_path)
    walk.as_("wei.li")
    _upload(walk, tmp_path / "oneroster.zip")
    expect(walk.page.locator("main")).to_contain_text("nothing", ignore_case=True, timeout=LONG_TASK_MS)
    assert _act(walk, "apply").count() == 0


def _without(kept: Callable[[str], bool], source: Path, target: Path) -> Path:
    """A copy of a package in which users.csv and what hangs on it keep only some lines."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            lines = old.read(name).decode().splitlines(keepends=True)
            new.writestr(name, "".join(line for number, line in enumerate(lines) if number == 0 or kept(line)))
    return target


def test_a_file_that_would_end_many_students_waits_for_a_person(walk: Walker, tmp_path: Path) -> None:
    write_demo_district(tmp_path)
    short = _without(
        lambda line: not re.search(r"S-0007\d\d", line), tmp_path / "oneroster.zip", tmp_path / "short.zip"
    )
    walk.as_("wei.li")
    _upload(walk, short)
    expect(_act(walk, "apply")).to_be_visible(timeout=LONG_TASK_MS)
    walk.look_at("import-guard")
    _act(walk, "apply").click()
    walk.page.wait_for_load_state()
    expect(walk.page.locator("main a[href$='/roll-back/']")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.zip", b"this is not a zip at all"),
        ("students.xlsx", b"PK\x03\x04 something else"),
        ("empty.zip", b""),
    ],
)
def test_what_is_no_roster_is_refused_in_plain_words(walk: Walker, tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    walk.as_("wei.li")
    walk.goto("/imports/new/")
    walk.page.locator("input[type=file]").set_input_files(file)
    walk.page.locator("main form[enctype] button").last.click()
    walk.page.wait_for_load_state()
    expect(walk.page.locator("main [class*=notice], main .errors, main [role=alert]").first).to_be_visible(
        timeout=LONG_TASK_MS
    )
    walk.look_at("import-refused")
    assert _act(walk, "apply").count() == 0


def test_grand_bend_goes_the_whole_way(first_day: Walker, shared_data: Path, tmp_path: Path) -> None:
    """A published sample of a fictional district: previewed, imported, counted, and each school given a budget."""
    walk = first_day
    package = shutil.make_archive(
        str(tmp_path / "grand-bend"), "zip", shared_data / "interop/oneroster/or12-grand-bend"
    )
    walk.as_("wei.li")
    _upload(walk, Path(package))
    expect(_act(walk, "apply")).to_be_visible(timeout=LONG_TASK_MS)
    assert _cell(walk, "Students", 0) == 960
    assert _cell(walk, "Classes", 0) == 520
    walk.look_at("grand-bend-preview")
    _act(walk, "apply").click()
    expect(walk.page.locator("main a[href$='/roll-back/']")).to_be_visible(timeout=LONG_TASK_MS)

    walk.as_("priya.raman")
    walk.goto("/schools/")
    walk.look_at("grand-bend-levels")
    walk.page.locator("main form button").last.click()
    walk.page.wait_for_load_state()
    walk.goto("/formulas/library/guidebook-table-2-2/")
    walk.page.locator("main form[action$='/keep/'] button").click()
    walk.page.wait_for_load_state()
    walk.goto("/budgets/new/")
    walk.page.locator("main input[type=date]").fill("2021-10-01")
    walk.page.locator("main form button").last.click()
    walk.page.wait_for_url(re.compile(r"/budgets/"))
    walk.goto("/budgets/")
    walk.look_at("grand-bend-budgets")
    assert walk.page.locator("main tbody tr").filter(has=walk.page.locator("a[href*='/schools/']")).count() == 3
    total = cents_in(walk.page.locator("header.head .lead").inner_text())
    with walk.page.expect_download() as download:
        walk.page.locator("main a[href$='/workbook/']").click()
    download.value.save_as(tmp_path / "grand-bend.xlsx")
    assert total / 100 in recomputed_dollars(tmp_path / "grand-bend.xlsx"), "a spreadsheet program comes to the same"
