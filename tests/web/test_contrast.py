"""The tokens keep the contrast that design promises, on every ground they are set on."""

import re
from pathlib import Path

import pytest

import throughline.web

CSS = (Path(throughline.web.__file__).parent / "static/web/throughline.css").read_text()
BLOCK = re.compile(r"(:root[^{]*)\{([^}]*)\}")
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})")
GROUNDS = ("paper", "surface", "sunk")


def _blocks() -> list[tuple[str, dict[str, str]]]:
    screen = CSS.split("@layer print {")[0]
    found = [(match[1].strip(), dict(TOKEN.findall(match[2]))) for match in BLOCK.finditer(screen)]
    return [(selector, tokens) for selector, tokens in found if "paper" in tokens]


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


THEMES = {"light": _blocks()[0][1], "dark": _blocks()[1][1]}


def test_dark_by_switch_and_by_system_are_the_same() -> None:
    (_, light), (by_system, one), (by_switch, other) = _blocks()
    assert "not(" in by_system
    assert 'data-theme="dark"' in by_switch
    assert one == other
    assert light.keys() == one.keys()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("token", ["ink", "quiet", "primary", "good", "care", "stop", "note"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_can_be_read(theme: str, token: str, ground: str) -> None:
    assert contrast(THEMES[theme][token], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("token", ["good", "care", "stop", "note", "primary"])
def test_words_can_be_read_on_their_tint(theme: str, token: str) -> None:
    tokens = THEMES[theme]
    for words in (token, "ink", "quiet"):
        assert contrast(tokens[words], tokens[f"{token}-tint"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_on_filled_buttons(theme: str) -> None:
    tokens = THEMES[theme]
    for ground in ("primary", "primary-deep"):
        assert contrast(tokens["on-primary"], tokens[ground]) >= 4.5
    assert contrast(tokens["on-stop"], tokens["stop"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("token", ["edge", "thread", *(f"s{number}" for number in range(1, 9))])
def test_lines_and_marks_can_be_seen(theme: str, token: str) -> None:
    for ground in GROUNDS:
        assert contrast(THEMES[theme][token], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_ink_on_paper_is_as_designed(theme: str) -> None:
    designed = {"light": 14.9, "dark": 14.6}[theme]
    assert contrast(THEMES[theme]["ink"], THEMES[theme]["paper"]) == pytest.approx(designed, abs=0.05)
