"""Revenues: brought in from files with every problem named, changed on a page, and always adding up."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.engines.funding.revenues import CentralShare, Grant, Revenue
from throughline.formats.revenues import COLUMNS, read_revenues
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding.models import RevenueSource, SchoolRevenue
from throughline.rooms.funding.revenues import commands
from throughline.rooms.funding.revenues.funds import Funds, funds_of
from throughline.rooms.funding.revenues.splitting import split
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
YEAR = 2027
HEAD = "source,name,origin,restricted,status,amount,carry_over,central_services,eligible_schools"
FILE = f"""{HEAD}
general,General fund,state,no,unlocked,900000.00,1000.50,transport: 100000; office: 10%,
title_i,"Title I, Part A",federal,yes,locked,30000,,,OAK
arts,Arts grant,private,yes,school_grant,500,,,
"""
AMOUNTS = "school_id,source,amount\nOAK,arts,300\nELM,arts,200\nOAK,title_i,12000.25\n"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def upload(content: str, name: str = "revenues.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode(), "text/csv")


def brought_in(browser: Any, revenues: str = FILE, grants: str = AMOUNTS) -> Any:
    """Look at the files, then keep what the page shows."""
    sent = {"revenues": upload(revenues)} | ({"grants": upload(grants, "amounts.csv")} if grants else {})
    looked = browser.post(reverse("funding:bring_in_revenues", args=[YEAR]), sent)
    if looked.status_code != 200 or "keep" not in looked.context:
        return looked
    keep = {bound.name: bound.value() or "" for bound in looked.context["keep"]}
    return browser.post(reverse("funding:keep_revenues", args=[YEAR]), keep)


def kept(district: Any) -> Funds:
    with acting_as(district.finance):
        return funds_of(YEAR)


def test_files_are_looked_at_before_anything_is_kept(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    looked = finance.post(
        reverse("funding:bring_in_revenues", args=[YEAR]),
        {"revenues": upload(FILE), "grants": upload(AMOUNTS, "amounts.csv")},
    )
    assert "Nothing is kept yet." in text(looked)
    assert "$931,500.50" in text(looked)
    assert not kept(district).revenues
    assert brought_in(finance).status_code == 302
    funds = kept(district)
    assert [one.key for one in funds.revenues] == ["general", "title_i", "arts"]
    assert set(funds.grants) == {
        Grant("OAK", "arts", 30000),
        Grant("ELM", "arts", 20000),
        Grant("OAK", "title_i", 1200025),
    }
    page = text(finance.get(reverse("funding:revenues_of", args=[YEAR])))
    for figure in ("$900,900.45", "$710,900.45", "$190,100.05", "$12,500.25", "$17,999.75", "$931,500.50"):
        assert (figure in page) == (figure != "$900,900.45"), figure


def test_the_file_is_the_whole_year_and_amounts_stay_without_theirs(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    brought_in(finance)
    fewer = "\n".join(line for line in FILE.splitlines() if not line.startswith("title_i")) + "\n"
    looked = finance.post(reverse("funding:bring_in_revenues", args=[YEAR]), {"revenues": upload(fewer)})
    assert "Taken out" in text(looked)
    brought_in(finance, fewer, "")
    funds = kept(district)
    assert [one.key for one in funds.revenues] == ["general", "arts"]
    assert {grant.revenue for grant in funds.grants} == {"arts"}


def test_what_is_written_out_is_what_was_brought_in(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    brought_in(finance)
    file = finance.get(reverse("funding:revenues_file", args=[YEAR]))
    assert read_revenues(file.content).revenues == tuple(kept(district).revenues)


@pytest.mark.parametrize(
    ("revenues", "grants", "says"),
    [
        (FILE.replace("900000.00", "lots"), "", "revenues.csv, row 2, column amount. “amount” needs dollars"),
        (FILE.replace(",OAK", ",OKA"), "", "revenues.csv, row 3, column eligible_schools. No school has the id “OKA”"),
        (FILE, AMOUNTS.replace("ELM", "ELN"), "amounts.csv, row 3, column school_id. No school has the id “ELN”"),
        (FILE, AMOUNTS.replace("OAK,arts", "OAK,art"), "amounts.csv, row 2, column source. “art” is no source"),
        (FILE, AMOUNTS + "OAK,arts,1\n", "OAK has an amount of “arts” on row 2 already."),
        (FILE, AMOUNTS.replace("200", "201"), "Schools are named for 501.00 of “arts”"),
        (FILE.replace("10%", "99%"), "", "The central office would keep"),
    ],
)
def test_each_problem_names_its_place_and_nothing_is_kept(
    district: Any, sign_in: Any, revenues: str, grants: str, says: str
) -> None:
    refused = brought_in(sign_in(district.finance), revenues, grants)
    assert refused.status_code == 400
    assert says in text(refused).replace("<b>", "").replace("</b>", "")
    assert not kept(district).revenues


def written(browser: Any, url: str, **changes: str) -> dict[str, Any]:
    form = browser.get(url).context["form"]
    sent = {bound.name: bound.value() for bound in form}
    return {name: value for name, value in (sent | changes).items() if value not in (None, "", False, [])}


def test_one_source_is_changed_with_the_consequence_beside_it(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    brought_in(finance)
    url = reverse("funding:revenue", args=[YEAR, "general"])
    sent = written(finance, url, amount="800000", service1_percent="20")
    tried = text(finance.post(f"{url}try/", sent))
    assert "<html" not in tried
    assert "$540,800.40" in tried  # (800,000 + 1,000.50) x 80% - 100,000
    assert kept(district).revenues[0].amount_cents == 90000000
    assert "is needed" not in tried
    assert finance.post(url, sent).status_code == 302
    general = kept(district).revenues[0]
    assert (general.amount_cents, general.central[0]) == (80000000, CentralShare("transport", cents=10000000))
    assert len(kept(district).grants) == 3
    wrong = text(finance.post(f"{url}try/", sent | {"service0_percent": "5"}))
    assert "Write dollars or a percentage, not both." in wrong
    beyond = finance.post(url, sent | {"service1_percent": "99"})
    assert beyond.status_code == 400
    assert "The central office would keep" in text(beyond)


def test_a_source_is_added_named_for_schools_and_taken_out(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    url = reverse("funding:new_revenue", args=[YEAR])
    sent = written(finance, url, key="music", name="Music", origin="private", amount="90", status="school_grant")
    sent |= {"school.OAK": "40.5", "school.ELM": "49.5", "ends_on": "2027-06-30"}
    assert finance.post(url, sent).status_code == 302
    assert kept(district).grants == (Grant("ELM", "music", 4950), Grant("OAK", "music", 4050))
    assert "Another source of this year has that code." in text(finance.post(url, sent))
    assert "The last day comes before the first." in text(finance.post(url, sent | {"starts_on": "2027-07-01"}))
    assert finance.post(reverse("funding:remove_revenue", args=[YEAR, "music"])).status_code == 302
    assert not kept(district).revenues
    assert finance.post(reverse("funding:remove_revenue", args=[YEAR, "music"])).status_code == 404
    assert finance.get(reverse("funding:revenues_of", args=[1900])).status_code == 404


@pytest.mark.parametrize("relation", ["district_data", "school_leader", "coordinator", "outsider"])
def test_finance_writes_and_nobody_else(district: Any, sign_in: Any, person: Any, relation: str) -> None:
    viewer = person(relation, district.oak)
    source = Revenue("x", "X", "state", False, "unlocked", 1)
    with pytest.raises(NotAllowed):
        commands.bring_in_revenues(by=viewer, at=NOW, funds=Funds(YEAR, (source,)))
    with pytest.raises(NotAllowed):
        commands.save_revenue(by=viewer, at=NOW, year=YEAR, revenue=source, at_schools={})
    with pytest.raises(NotAllowed):
        commands.remove_revenue(by=viewer, at=NOW, year=YEAR, key="x")
    with pytest.raises(NotFound):
        commands.remove_revenue(by=district.finance, at=NOW, year=YEAR, key="x")


def test_the_second_wall_shows_a_school_its_own_amounts(district: Any) -> None:
    one = Revenue("arts", "Arts", "private", True, "school_grant", 10)
    funds = Funds(YEAR, (one,), (Grant("OAK", "arts", 4), Grant("ELM", "arts", 6)))
    commands.bring_in_revenues(by=district.finance, at=NOW, funds=funds)
    with acting_as(district.leader):
        assert list(SchoolRevenue.objects.values_list("school__source_id", "amount_cents")) == [("OAK", 4)]
        assert SchoolRevenue.objects.update(amount_cents=10) == 0
        assert RevenueSource.objects.update(amount_cents=10) == 0


def test_the_database_knows_the_words(district: Any) -> None:
    with acting_as(district.finance), pytest.raises(IntegrityError, match="revenue_status_known"), transaction.atomic():
        RevenueSource.objects.create(
            year=YEAR, key="x", name="X", origin="state", restricted=False, status="lost", amount_cents=1,
            by_name="test", at=NOW,
        )  # fmt: skip


def test_many_sources_take_no_more_queries(district: Any, sign_in: Any) -> None:
    finance, counts = sign_in(district.finance), []
    finance.get(reverse("funding:revenues"))  # what a first visit reads is not counted
    for n in (1, 30):
        sources = tuple(Revenue(f"s{at}", "S", "state", False, "unlocked", at) for at in range(n))
        commands.bring_in_revenues(by=district.finance, at=NOW, funds=Funds(YEAR, sources))
        with CaptureQueriesContext(connection) as queries:
            assert finance.get(reverse("funding:revenues_of", args=[YEAR])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_every_column_of_a_file_is_kept(district: Any) -> None:
    row = ",".join(f'"{column.example}"' for column in COLUMNS).replace("S1,S4", "OAK,ELM")
    content = f"{','.join(column.name for column in COLUMNS)}\n{row}\n".encode()
    (one,) = read_revenues(content).revenues or ()
    commands.bring_in_revenues(by=district.finance, at=NOW, funds=Funds(YEAR, (one,)))
    assert kept(district).revenues == (one,)
    assert Funds.of_json(kept(district).as_json()) == Funds(YEAR, (one,))


amounts = st.integers(0, 10**9)
sources = st.lists(
    st.tuples(amounts, amounts, st.sampled_from(["locked", "unlocked", "school_grant"]), st.integers(0, 110), amounts),
    min_size=1,
    max_size=6,
)


@given(sources)
@settings(max_examples=60, deadline=None)
def test_every_cent_is_in_one_place(drawn: list[tuple[int, int, str, int, int]]) -> None:
    from fractions import Fraction

    revenues, grants = [], []
    for at, (amount, carry, status, percent, named) in enumerate(drawn):
        kept_here = (CentralShare("office", share=Fraction(percent, 100)),)
        revenues.append(
            Revenue(f"s{at}", "S", "state", at % 2 == 0, status, amount, carry, kept_here, ends_on=date(2027, 6, 30))
        )
        if status != "unlocked" and named:
            grants.append(Grant("A", f"s{at}", named))
    found = split(Funds(YEAR, tuple(revenues), tuple(grants)), ["A"], None)
    if found.refused is not None:
        assert isinstance(found.refused, RefusedInput)
        assert found.refused.problems
        return
    parts = (found.formula_cents, found.schools_cents, found.central_cents, found.locked_cents, found.left_cents)
    assert sum(parts) == found.brings_cents == sum(one.brings_cents for one in revenues)
    assert min(parts) >= 0
    assert sum(cents for _, cents in found.services) == found.central_cents
