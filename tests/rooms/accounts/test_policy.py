"""The policy page shows the table that the walls read, to those who answer for it."""

import pytest
from tests.rooms.conftest import Town


@pytest.mark.parametrize("who", ["administrator", "data_lead"])
def test_those_who_answer_for_it_read_it(town: Town, who: str) -> None:
    page = town.client(who).get("/policy/").content.decode()
    assert "Special education" in page
    assert "34 CFR 99.10" in page
    assert "see, change, export" in page


@pytest.mark.parametrize("who", ["coordinator", "finance", "guardian", "outsider", "state_analyst"])
def test_nobody_else_does(town: Town, who: str) -> None:
    client = town.client(who)
    response = client.get("/policy/")
    assert response.status_code == 403
    assert "Ask the district" in response.content.decode()
    assert 'href="/policy/"' not in client.get("/").content.decode()


def test_a_rule_changed_in_the_database_is_what_the_page_says(town: Town) -> None:
    from throughline.rooms.accounts.models import Rule

    before = town.client("administrator").get("/policy/").content.decode()
    Rule.objects.filter(relation="partner").update(basis="A basis of our own")
    after = town.client("administrator").get("/policy/").content.decode()
    assert "A basis of our own" not in before
    assert "A basis of our own" in after


def test_every_code_has_words() -> None:
    import tomllib

    from throughline.rooms.accounts.policy.words import RECORD_CLASSES as CLASS_WORDS
    from throughline.rooms.accounts.policy.words import RELATIONS
    from throughline.rooms.accounts.sight.document import POLICY, RECORD_CLASSES

    relations = {row["code"] for row in tomllib.loads(POLICY.read_text(encoding="utf-8"))["relation"]}
    assert relations == set(RELATIONS)
    assert set(RECORD_CLASSES) == set(CLASS_WORDS)
