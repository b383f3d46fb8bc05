"""What a browser fetches: small, ours, and free of anything the content policy would refuse."""

import gzip
import re
from pathlib import Path

import pytest

import throughline

PACKAGE = Path(throughline.__file__).parent
STATIC = PACKAGE / "web/static/web"
SHEETS = ("throughline.css", "parts.css")
TEMPLATES = sorted(PACKAGE.rglob("*.html"))
SPRITE = (STATIC / "icons.svg").read_text()


def test_the_sheet_stays_small() -> None:
    sheet = b"".join((STATIC / name).read_bytes() for name in SHEETS)
    assert len(sheet) < 42_000
    assert len(gzip.compress(sheet)) < 10_000


def test_a_first_visit_weighs_less_than_150_kb_fonts_aside() -> None:
    fetched = [*(STATIC / name for name in SHEETS), STATIC / "icons.svg", STATIC / "mark.svg"]
    fetched += [*STATIC.glob("js/*.js"), *STATIC.glob("vendor/*.js")]
    assert sum(len(gzip.compress(file.read_bytes())) for file in fetched) < 60_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_has_inline_style_or_script(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"<style\b", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"<[^>]*\son\w+\s*=", source)
    assert "hx-on" not in source
    assert "javascript:" not in source


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_reaches_another_host(template: Path) -> None:
    assert not re.search(r"""(?:src|href|action)=["']\s*(?:https?:)?//""", template.read_text())


def test_every_icon_named_is_in_the_sprite() -> None:
    named = {name for file in TEMPLATES for name in re.findall(r'{% icon "(\w+)"', file.read_text())}
    named |= {name for file in TEMPLATES for name in re.findall(r' icon="(\w+)"', file.read_text())}
    for file in PACKAGE.rglob("*.py"):
        named |= set(re.findall(r'icon="(\w+)"', file.read_text()))
    assert {name for name in named if f'id="{name}"' not in SPRITE} == set()


def test_the_sprite_has_no_style_the_policy_would_refuse() -> None:
    assert "style" not in SPRITE


def test_the_sheet_fetches_only_our_fonts() -> None:
    addresses = re.findall(r'url\("([^"]+)"\)', "".join((STATIC / name).read_text() for name in SHEETS))
    assert addresses
    for address in addresses:
        assert (STATIC / address).is_file()


@pytest.mark.parametrize(
    "license_file", ["fonts/LICENSE-public-sans.txt", "vendor/LICENSE-htmx.txt", "LICENSE-icons.txt"]
)
def test_what_others_made_stands_beside_its_license(license_file: str) -> None:
    assert (STATIC / license_file).stat().st_size > 200
