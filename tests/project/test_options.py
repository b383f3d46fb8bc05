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


@pytest.mark.parametrize(
    "address", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://[", "smtp://h:x"]
)
def test_mail_needs_the_address_of_a_server(address: str) -> None:
    faults = dict(find_faults(read_options({"THROUGHLINE_MODE": "demo", "THROUGHLINE_MAIL_URL": address})))
    assert "smtps://" in faults["THROUGHLINE_MAIL_URL"]


def test_mail_needs_an_address_it_comes_from_and_its_password_is_not_shown() -> None:
    given = {"THROUGHLINE_MODE": "demo", "THROUGHLINE_MAIL_URL": "smtps://user:secret@mail.example.org"}
    choices = read_options(given)
    assert "secret" not in choices["THROUGHLINE_MAIL_URL"].shown
    assert dict(find_faults(choices)) == {"THROUGHLINE_MAIL_FROM": "mail needs an address it comes from"}
    assert find_faults(read_options(given | {"THROUGHLINE_MAIL_FROM": "a@b.example"})) == []


def test_former_keys_are_several_and_never_shown() -> None:
    choices = read_options({"THROUGHLINE_FORMER_SECRET_KEYS": f"{'a' * 50}, {'b' * 50}"})
    assert choices["THROUGHLINE_FORMER_SECRET_KEYS"].value == ("a" * 50, "b" * 50)
    assert "aaaa" not in choices["THROUGHLINE_FORMER_SECRET_KEYS"].shown
    assert read_options({})["THROUGHLINE_FORMER_SECRET_KEYS"].value == ()
