"""What was adopted, said to the public in each reader's language; who lacks theirs is told so."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.models import Adoption, Run, Scenario
from throughline.rooms.funding.scenarios import commands
from throughline.rooms.funding.scenarios.consequences import Decided
from throughline.rooms.funding.scenarios.net import SafetyNet
from throughline.web.components import figures

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
ENGLISH, SPANISH = "More where need is greater.", "Más donde la necesidad es mayor."


@pytest.fixture
def proposed(district: Any) -> Any:
    formula = funding.adopt_library_formula(by=district.finance, at=NOW, key="hawaii-style-pool").formula

    def write(**said: str) -> Scenario:
        about: dict[str, Any] = {"formula": formula, "count_on": DAY}
        brought = Brought(revenues_cents={"general": 400_000_00})
        row = commands.begin_scenario(by=district.finance, at=NOW, name="Pool", brought=brought, **about)
        net = SafetyNet(hold_share="0.98", hold_paid="open", phase_years=3)
        decided = Decided(revenues_cents={"general": 400_000_00}, net=net)
        commands.decide_scenario(by=district.finance, at=NOW, scenario=row, decided=decided)
        commands.lock_scenario(by=district.finance, at=NOW, scenario=row)
        return commands.propose_scenario(by=district.finance, at=NOW, scenario=row, explanation=ENGLISH, **said)

    return write


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def opened(sign_in: Any, viewer: Any, language: str, *address: Any) -> str:
    browser = sign_in(viewer)
    browser.cookies["django_language"] = language
    answer = browser.get(reverse(address[0], args=address[1:]))
    assert answer.status_code == 200
    return text(answer)


def test_each_reader_meets_their_language(district: Any, proposed: Any, person: Any, sign_in: Any) -> None:
    row = proposed(explanation_es=SPANISH)
    run = commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row)
    for language, says, other in (("en", ENGLISH, SPANISH), ("es", SPANISH, ENGLISH)):
        for address in (("funding:adopted_run", run.number), ("funding:explained_budget", run.number, district.oak.pk)):
            page = opened(sign_in, district.leader, language, *address)
            assert f'<p lang="{language}">{says}</p>' in page
            assert other not in page
    english = opened(sign_in, district.leader, "en", "funding:adopted_run", run.number)
    spanish = opened(sign_in, district.leader, "es", "funding:adopted_run", run.number)
    assert "The formula comes in over 3 years; this is year 1." in english
    assert "No school has less than 98.0% of its budget before. The district pays for that." in english
    assert "La fórmula entra en vigor" in spanish
    assert "The formula" not in spanish
    assert figures.money_whole(run.total_cents) in english
    assert "Of all 2 schools:" in english
    assert not any(name in english.split("<main")[1] for name in ("Oak", "Elm")), "a school reads no other's dollars"


def test_without_spanish_the_english_is_met_and_marked(district: Any, proposed: Any, person: Any, sign_in: Any) -> None:
    row, second = proposed(), person("district_finance")
    asked = opened(sign_in, second, "en", "funding:scenario", row.number)
    assert "The explanation is missing in Spanish" in asked
    run = commands.adopt_scenario(by=second, at=NOW, scenario=row)
    page = opened(sign_in, district.leader, "es", "funding:adopted_run", run.number)
    assert f'<p lang="en">{ENGLISH}</p>' in page
    assert "se escribió solo en inglés:" in page
    assert "La fórmula entra en vigor" in page, "what the figures say is there in both languages all the same"


def test_the_second_person_may_write_the_spanish(district: Any, proposed: Any, person: Any, sign_in: Any) -> None:
    row, second = proposed(), person("district_finance")
    url = reverse("funding:move_scenario", args=[row.number, "adopt"])
    answer = sign_in(second).post(url, {"explanation_es": SPANISH}, follow=True)
    assert "What was adopted, and why" in text(answer)
    run = Run.objects.latest("number")
    assert SPANISH in opened(sign_in, district.leader, "es", "funding:adopted_run", run.number)
    row.refresh_from_db()
    assert row.explanation_es == SPANISH


def test_nobody_changes_spanish_that_was_proposed(district: Any, proposed: Any, person: Any) -> None:
    row = proposed(explanation_es=SPANISH)
    commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=row, explanation_es="Otra cosa.")
    assert Adoption.objects.get().explanation_es == SPANISH


def test_what_was_adopted_before_keeps_its_text(district: Any, sign_in: Any) -> None:
    Adoption.objects.create(
        run=district.run, scenario_name="Before", explanation=SPANISH, proposed_by_name="A", by_name="B", at=NOW
    )
    for language in ("en", "es"):
        page = opened(sign_in, district.leader, language, "funding:adopted_run", district.run.number)
        assert f"<p>{SPANISH}</p>" in page, "nobody said which language it is in, so none is claimed"


def test_a_run_that_nobody_adopted_says_so(district: Any, sign_in: Any, person: Any) -> None:
    assert "Nobody has adopted this run." in opened(
        sign_in, district.leader, "en", "funding:adopted_run", district.run.number
    )
    url = reverse("funding:adopted_run", args=[district.run.number])
    assert sign_in(person("teacher", district.oak)).get(url).status_code == 403


def test_more_schools_take_no_more_queries(district: Any, proposed: Any, person: Any, sign_in: Any, fill: Any) -> None:
    counts, browser = [], sign_in(district.leader)
    for n in (0, 4):
        for at in range(n):
            fill(f"Ash{at}", "middle", {"all": 3})
        run = commands.adopt_scenario(by=person("district_finance"), at=NOW, scenario=proposed(explanation_es=SPANISH))
        browser.get(reverse("funding:adopted_run", args=[run.number]))
        with CaptureQueriesContext(connection) as found:
            browser.get(reverse("funding:adopted_run", args=[run.number]))
        counts.append(len(found))
    assert counts[0] == counts[1]
