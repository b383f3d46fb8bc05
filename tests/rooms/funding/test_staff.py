"""Staff at the average or at real cost: who moves, who may see it, and what comes too close to one person's pay."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from throughline.engines.funding.positions import AVERAGE, REAL, Position, Staff
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding import models
from throughline.rooms.funding.positions import commands as positions
from throughline.rooms.funding.staff import commands, queries
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
YEAR = 2027
CATALOG = (
    Position("TEACH", "Teacher", 800_00, source="Payroll"),
    Position("PRIN", "Principal", 1_200_00, source="Payroll"),
    Position("AIDE", "Aide", 300_00, source="Payroll"),
)
STAFF = (
    Staff("OAK", "TEACH", Decimal(10), 9_000_00),
    Staff("OAK", "PRIN", Decimal(1), 1_300_00),
    Staff("ELM", "TEACH", Decimal(8), 5_600_00),
    Staff("ELM", "AIDE", Decimal(6), 1_800_00),
)
FILE = "school_id,position,units,cost\nOAK,TEACH,10,9000\nELM,TEACH,8,5600\n"
WHY = "Nobody should hire the cheapest."


def text(response: Any) -> str:
    return " ".join(response.content.decode().split()).replace("<b>", "").replace("</b>", "")


def kept(district: Any, staff: tuple[Staff, ...] = STAFF) -> None:
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG)
    funding.bring_in_staff(by=district.finance, at=NOW, year=YEAR, staff=staff)


def test_a_school_of_long_serving_staff_pays_more_at_real_cost(district: Any, sign_in: Any) -> None:
    kept(district)
    page = queries.staff_page(district.finance, YEAR)
    assert [(one.name, one.average_cents, one.real_cents, one.moved_cents) for one in page.schools] == [
        ("Oak", 9_200_00, 10_300_00, 1_100_00),
        ("Elm", 8_200_00, 7_400_00, -800_00),
    ]
    assert page.charged.difference_cents == -300_00
    shown = text(sign_in(district.finance).get(reverse("funding:staff", args=[YEAR])))
    assert "charged $300.00 less than staff really costs, and the district bears it" in shown
    assert "1 school is charged more than the other way: $800.00." in shown, "at the average, that is Elm"


def test_choosing_a_way_shows_what_follows_and_keeps_nothing(district: Any, sign_in: Any) -> None:
    kept(district)
    finance = sign_in(district.finance)
    tried = text(finance.post(reverse("funding:try_staff", args=[YEAR]), {"way": REAL}))
    assert "Each school is charged what its own people cost." in tried
    assert "1 school is charged more than the other way: $1,100.00." in tried
    with acting_as(district.finance):
        assert not models.StaffCharge.objects.exists()
    finance.post(reverse("funding:staff", args=[YEAR]), {"way": REAL, "reason": WHY})
    page = queries.staff_page(district.finance, YEAR)
    assert (page.way, page.reason, page.decided) == (REAL, WHY, True)


def test_a_decision_needs_its_reason(district: Any, sign_in: Any) -> None:
    kept(district)
    answer = sign_in(district.finance).post(reverse("funding:staff", args=[YEAR]), {"way": AVERAGE, "reason": ""})
    assert "Fill in “Why”" in text(answer)
    assert not queries.staff_page(district.finance, YEAR).decided


def test_each_school_reads_how_it_is_charged_and_no_real_cost(district: Any, sign_in: Any) -> None:
    kept(district)
    commands.decide_charge(by=district.finance, at=NOW, year=YEAR, way=AVERAGE, reason=WHY)
    leader = sign_in(district.leader)
    for name in ("school_budget", "explained_budget"):
        page = text(leader.get(reverse(f"funding:{name}", args=[district.run.number, district.oak.pk])))
        assert f"charged the district&#x27;s average of each position: {WHY}" in page
        assert "10,300" not in page


def test_few_units_are_shown_together_with_the_next_and_never_alone(district: Any, sign_in: Any) -> None:
    """Elm has three units: shown alone, or by what is left of all, they would come close to one person's pay."""
    kept(district, (STAFF[0], Staff("ELM", "TEACH", Decimal(3), 2_345_67)))
    page = queries.staff_page(district.finance, YEAR)
    assert [(one.name, one.n_together, one.real_cents) for one in page.schools] == [("", 2, 11_345_67)]
    shown = text(sign_in(district.finance).get(reverse("funding:staff", args=[YEAR])))
    assert "2 schools with few staff, together" in shown
    assert "2,345.67" not in shown


def test_a_position_that_few_hold_has_no_real_average(district: Any, sign_in: Any) -> None:
    kept(district)
    page = queries.staff_page(district.finance, YEAR)
    assert [one.code for one in page.positions] == ["TEACH"], "the principal, and the aides who would tell them"
    assert page.n_positions_hidden == 2
    shown = text(sign_in(district.finance).get(reverse("funding:staff", args=[YEAR])))
    assert "2 positions are left out" in shown
    assert "1,300.00" not in shown


def test_real_costs_are_for_those_who_see_personnel_cost(district: Any, sign_in: Any, person: Any) -> None:
    kept(district)
    for viewer in (district.data, district.leader, person("teacher", district.oak)):
        assert sign_in(viewer).get(reverse("funding:staff", args=[YEAR])).status_code in (403, 404)
        with pytest.raises((NotAllowed, NotFound)):
            queries.staff_page(viewer, YEAR)
        with pytest.raises((NotAllowed, NotFound)):
            commands.bring_in_staff(by=viewer, at=NOW, year=YEAR, staff=STAFF)
        with acting_as(viewer):
            assert not models.SchoolStaff.objects.exists(), "the second wall stands without the first"


def test_a_file_is_looked_at_kept_and_taken_out(district: Any, sign_in: Any) -> None:
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG)
    finance = sign_in(district.finance)
    sent = {"file": SimpleUploadedFile("staff.csv", FILE.encode())}
    looked = finance.post(reverse("funding:bring_in_staff", args=[YEAR]), sent)
    assert "Nothing is kept yet." in text(looked)
    keep = {bound.name: bound.value() for bound in looked.context["keep"]}
    finance.post(reverse("funding:keep_staff", args=[YEAR]), keep)
    assert queries.staff_page(district.finance, YEAR).charged.real_cents == 14_600_00
    again = finance.post(
        reverse("funding:bring_in_staff", args=[YEAR]),
        {"file": SimpleUploadedFile("staff.csv", FILE.replace("ELM,TEACH,8,5600\n", "").encode())},
    )
    assert "The file says nothing of Elm" in text(again)
    finance.post(reverse("funding:remove_staff", args=[YEAR]))
    assert not queries.staff_page(district.finance, YEAR).schools
    with pytest.raises(NotFound):
        commands.remove_staff(by=district.finance, at=NOW, year=YEAR)


def test_a_wrong_file_names_its_place_and_keeps_nothing(district: Any, sign_in: Any) -> None:
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG)
    sent = {"file": SimpleUploadedFile("staff.csv", FILE.replace("OAK,TEACH,10", "OAK,TEACH,ten").encode())}
    refused = sign_in(district.finance).post(reverse("funding:bring_in_staff", args=[YEAR]), sent)
    assert refused.status_code == 400
    assert "staff.csv, row 2, column units" in text(refused)
    assert not queries.staff_page(district.finance, YEAR).schools


def test_a_position_with_real_costs_stays_in_the_catalog(district: Any) -> None:
    kept(district)
    with pytest.raises(RefusedInput, match="gone from the catalog"):
        positions.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG[:1])


def test_the_database_knows_two_ways_and_no_staff_of_nothing(district: Any) -> None:
    kept(district)
    commands.decide_charge(by=district.finance, at=NOW, year=YEAR, way=AVERAGE, reason=WHY)
    with acting_as(district.finance):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.StaffCharge.objects.update(way="somehow")
        with pytest.raises(IntegrityError), transaction.atomic():
            models.SchoolStaff.objects.update(units=0)
    with pytest.raises(NotFound):
        commands.bring_in_staff(by=district.finance, at=NOW, year=YEAR, staff=[Staff("OAK", "NURSE", Decimal(1), 1)])


def test_without_real_costs_the_page_says_so(district: Any, sign_in: Any) -> None:
    finance = sign_in(district.finance)
    assert "Bring the catalog of positions in first." in text(finance.get(reverse("funding:staff", args=[YEAR])))
    funding.bring_in_positions(by=district.finance, at=NOW, year=YEAR, positions=CATALOG)
    assert "What staff really costs is not known yet" in text(finance.get(reverse("funding:staff", args=[YEAR])))
