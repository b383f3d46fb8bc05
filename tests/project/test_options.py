"""The table of options: what is read, from where, and what stops a start."""

from pathlib import Path

import pytest

from throughline.project.options import OPTIONS, CannotStart, check_options, find_faults, read_options

PRODUCTION = {
    "THROUGHLINE_MODE": "production",
    "THROUGHLINE_SECRET_KEY": "k" * 50,
    "THROUGHLINE_HOSTS": "throughline.example.org",
}


def test_every_option_has_a_default_it_can_read_and_a_sentence() -> None:
    for option in OPTIONS:
        option.read(option.default)
        assert option.says.endswith(".")


def test_the_mode_is_production_unless_said_otherwise() -> None:
    assert read_options({})["THROUGHLINE_MODE"].value == "production"


def test_a_value_says_where_it_came_from(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s" * 60 + "\n")
    choices = read_options({"THROUGHLINE_PORT": "9000", "THROUGHLINE_SECRET_KEY_FILE": str(secret)})
    assert (choices["THROUGHLINE_PORT"].value, choices["THROUGHLINE_PORT"].source) == (9000, "environment")
    assert choices["THROUGHLINE_SECRET_KEY"].value == "s" * 60
    assert choices["THROUGHLINE_SECRET_KEY"].source == str(secret)
    assert choices["THROUGHLINE_LANGUAGE"].source == "default"


def test_secrets_are_never_shown() -> None:
    choices = read_options({"THROUGHLINE_SECRET_KEY": "swordfish", "DATABASE_URL": "postgresql://me:swordfish@db/x"})
    assert not any("swordfish" in choice.shown for choice in choices.values())


@pytest.mark.parametrize(
    ("name", "value", "needs"),
    [
        ("THROUGHLINE_PORT", "eight", "a whole number is needed"),
        ("THROUGHLINE_MODE", "test", "demo or production is needed"),
        ("DATABASE_URL", "mysql://x", "postgresql://"),
        ("THROUGHLINE_DEBUG", "maybe", "yes or no is needed"),
        ("THROUGHLINE_ENDING_LIMIT_PERCENT", "101", "from 0 to 100"),
        ("THROUGHLINE_SECRET_KEY", "short", "50 random characters"),
        ("THROUGHLINE_TIME_ZONE_FILE", "/nowhere/at/all", "cannot be read"),
        ("THROUGHLINE_DEBUG", "yes", "never shows errors"),
        ("THROUGHLINE_HOSTS", "*", "exact names"),
        ("THROUGHLINE_HOSTS", "", "exact names"),
        ("THROUGHLINE_HTTPS", "no", "needs HTTPS"),
        ("DATABASE_URL", "postgresql://one@db/x", "second role"),
    ],
)
def test_production_refuses_to_start_and_says_why(name: str, value: str, needs: str) -> None:
    choices = read_options(PRODUCTION | {name: value})
    with pytest.raises(CannotStart) as refusal:
        check_options(choices)
    assert name.removesuffix("_FILE").removeprefix("DATABASE_") in str(refusal.value)
    assert needs in str(refusal.value)


def test_good_production_options_start() -> None:
    check_options(read_options(PRODUCTION))


def test_demo_mode_needs_nothing() -> None:
    assert find_faults(read_options({"THROUGHLINE_MODE": "demo"})) == []
