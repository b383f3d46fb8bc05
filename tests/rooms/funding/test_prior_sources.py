"""Earlier budgets' sources are matched to revenues by choice, and what changed for a school compares like with like."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughline.engines.funding.prior import PriorBudget
from throughline.engines.funding.revenues import Revenue
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets.figures import Brought
from throughline.rooms.funding.explanations.queries import explanation
from throughline.rooms.funding.models import PriorSource, Run
from throughline.rooms.funding.prior.commands import match_prior_sources
from throughline.rooms.funding.revenues.funds import Funds
from throughline.values.errors import NotAllowed, NotFound

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
AID = Revenue("aid", "State aid", "state", False, "unlocked", 300_000_00, pool="general")
LEVY = Revenue("levy", "Property tax levy", "local", False, "unlocked", 100_000_00, pool="general")
FUNDS = Funds(2027, (AID, LEVY))
BOOKS = {"STATE AID": 50_000_00, "Levy on property (tax)": 9_000_00, "Bake sale": 12_34}
PAGE = "/prior-budgets/2026/sources/"


@pytest.fixture
def run(district: Any) -> Run:
    budgets = [
        PriorBudget("OAK", sum(BOOKS.values()), 12, BOOKS),
        PriorBudget("ELM", 70_000_00, 8, {"STATE AID": 70_000_00}),
    ]
    funding.bring_in_prior_budgets(by=district.finance, at=NOW, year=2026, kind="budget", budgets=budgets)
    funding.bring_in_revenues(by=district.finance, at=NOW, funds=FUNDS)
    brought = Brought(funds=FUNDS)
    return funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=DAY, brought=brought).run


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def told(viewer: Any, run: Run, school: Any) -> Any:
    with acting_as(viewer):
        return explanation(viewer, Run.objects.get(pk=run.pk), school.pk)


def test_names_that_are_alike_are_suggested_and_nothing_is_matched_unasked(
    district: Any, run: Run, sign_in: Any
) -> None:
    browser = sign_in(district.finance)
    assert "/prior-budgets/2026/sources/" in text(browser.get(reverse("funding:prior_of", args=[2026])))
    answer = browser.get(PAGE)
    form = answer.context["form"]
    assert [form.fields[f"source{at}"].initial for at in range(3)] == ["aid", "levy", ""]
    assert "Suggested: it is called the same." in text(answer)
    assert "Look whether it is the same money." in text(answer)
    assert not PriorSource.objects.exists()
    (found,) = told(district.leader, run, district.oak).by_source
    assert [one.key for one in found.sources if one.prior_cents] == [None, None, None]


def test_what_changed_is_told_by_source_like_with_like(district: Any, run: Run, sign_in: Any) -> None:
    kept = sign_in(district.finance).post(PAGE, {"source0": "aid", "source1": "levy", "source2": ""}, follow=True)
    assert "2 sources are matched." in text(kept)
    seen = told(district.leader, run, district.oak)
    (found,) = seen.by_source
    by_name = {one.name: one for one in found.sources}
    assert (by_name["State aid"].prior_cents, by_name["Property tax levy"].prior_cents) == (50_000_00, 9_000_00)
    assert (by_name["Bake sale"].key, by_name["Bake sale"].change_cents) == (None, -12_34)
    assert found.change_cents == seen.page.total_cents - sum(BOOKS.values())
    url = reverse("funding:explained_budget", args=[run.number, district.oak.pk])
    page = text(sign_in(district.leader).get(url))
    assert "By source, since 2025-26" in page
    assert "“Bake sale” of 2025-26, matched to none of these" in page
    assert sign_in(district.leader).get(f"{url}pdf/").status_code == 200


def test_a_match_is_changed_and_taken_back(district: Any, run: Run) -> None:
    match_prior_sources(by=district.finance, at=NOW, year=2026, matches={"STATE AID": "aid", "Bake sale": "levy"})
    match_prior_sources(by=district.finance, at=NOW, year=2026, matches={"STATE AID": "levy"})
    assert list(PriorSource.objects.values_list("year", "name", "key")) == [(2026, "STATE AID", "levy")]
    for wrong in ({"No such name": "aid"}, {"STATE AID": "no_such_key"}):
        with pytest.raises(NotFound):
            match_prior_sources(by=district.finance, at=NOW, year=2026, matches=wrong)


def test_only_the_finance_office_matches(district: Any, run: Run, sign_in: Any, person: Any) -> None:
    for viewer in (district.data, district.leader, person("teacher", district.oak)):
        assert sign_in(viewer).get(PAGE).status_code == 403
        assert sign_in(viewer).post(PAGE, {"source0": "aid"}).status_code == 403
        with pytest.raises(NotAllowed):
            match_prior_sources(by=viewer, at=NOW, year=2026, matches={})
    assert not PriorSource.objects.exists()


def test_a_year_without_sources_says_so(district: Any, sign_in: Any) -> None:
    assert "name no sources" in text(sign_in(district.finance).get(PAGE))


def test_more_sources_and_schools_take_no_more_queries(district: Any, run: Run, sign_in: Any, fill: Any) -> None:
    browser, counts = sign_in(district.finance), []
    for n in (0, 6):
        for at in range(n):
            fill(f"Ash{at}", "middle", {"all": 3})
        sources = {"STATE AID": 100} | {f"Other {at}": 1 for at in range(n)}
        budgets = [PriorBudget(key, sum(sources.values()), 1, sources) for key in ("OAK", "ELM")]
        funding.bring_in_prior_budgets(by=district.finance, at=NOW, year=2026, kind="budget", budgets=budgets)
        again = funding.start_run(
            by=district.finance, at=NOW, formula=district.formula, count_on=DAY, brought=Brought(funds=FUNDS)
        ).run
        pages = (PAGE, reverse("funding:explained_budget", args=[again.number, district.oak.pk]))
        browser.get(pages[1])
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(page).status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[2]
