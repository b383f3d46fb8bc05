"""Partner organizations and agencies: read by all who sign in, kept by few, and roles at them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.rooms.conftest import AT, FIRST_DAY, SET_UP, Town

from throughline.rooms.accounts import api as accounts
from throughline.rooms.district import api as district
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

FACTS = {
    "name": "Harbor Tutors",
    "does": "Tutoring after school.",
    "contact": "Ada Ito",
    "phone": "555-0199",
    "email": "ada@harbor.example",
    "website": "harbor.example",
    "address": "1 Quay\nAlder Valley",
}


def _add(town: Town, **more: str) -> str:
    response = town.client("data_lead").post("/partners/new/", FACTS | {"kind": "partner"} | more)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


@pytest.mark.parametrize("key", ["administrator", "data_lead", "support_lead"])
def test_those_who_keep_partners_add_change_close_and_reopen_one(town: Town, key: str) -> None:
    client = town.client(key)
    path = client.post("/partners/new/", FACTS | {"kind": "agency"})["Location"]
    page = client.get(path).content.decode()
    for words in (*FACTS.values(), "https://harbor.example", "Agency"):
        assert words.split("\n")[0] in page
    assert client.post(f"{path}change/", FACTS | {"name": "Harbor House"})["Location"] == path
    assert "Harbor House" in client.get(path).content.decode()
    client.post(f"{path}close/")
    assert "no longer works with the district" in client.get(path).content.decode()
    client.post(f"{path}open/")
    assert "no longer works with the district" not in client.get(path).content.decode()


@pytest.mark.parametrize("key", ["coordinator", "principal", "outsider", "guardian", "partner", "finance"])
def test_all_others_read_and_change_nothing(town: Town, key: str) -> None:
    from throughline.rooms.accounts.partners import commands

    path, client, by = _add(town), town.client(key), town.viewer(key)
    assert "Harbor Tutors" in client.get("/partners/").content.decode()
    assert "Ada Ito" in client.get(path).content.decode()
    for place in ("/partners/new/", f"{path}change/", f"{path}close/"):
        assert client.get(place).status_code == 403
        assert client.post(place, FACTS | {"kind": "partner"}).status_code == 403
    assert client.post(f"{path}open/").status_code == 403
    number = int(path.split("/")[2])
    with pytest.raises(NotAllowed):
        commands.close_partner(by=by, at=AT, organization_id=number)
    assert Client().get("/partners/")["Location"] == "/sign-in/?next=/partners/"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": " "}, "Fill in “Name of the organization”"),
        ({"name": "RIVERLIGHT youth  center"}, "of this name is kept already"),
        ({"email": "ada"}, "needs an e-mail address"),
        ({"website": "javascript:alert(1)"}, "needs an address such as"),
        ({"website": "http://["}, "needs an address such as"),
        ({"kind": "school"}, "Choose one of the answers"),
        ({"name": "x" * 201}, "Keep “Name of the organization” to 200"),
    ],
)
def test_what_is_needed_is_said_and_nothing_is_added(town: Town, given: dict[str, str], says: str) -> None:
    from throughline.rooms.district.models import Organization

    n_before = Organization.objects.count()
    response = town.client("data_lead").post("/partners/new/", FACTS | {"kind": "partner"} | given)
    assert response.status_code == 200
    assert says in response.content.decode()
    assert Organization.objects.count() == n_before


def test_schools_are_not_kept_here(town: Town) -> None:
    from throughline.rooms.accounts.partners import commands

    client = town.client("data_lead")
    assert client.get(f"/partners/{town.high.pk}/").status_code == 404
    assert client.post(f"/partners/{town.high.pk}/close/").status_code == 404
    with pytest.raises(NotFound):
        commands.close_partner(by=SET_UP, at=AT, organization_id=town.high.pk)


def test_closing_ends_the_roles_held_there_at_once(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord

    partner = town.viewer("partner")
    assert accounts.memberships(partner) == {town.outside["partner"].pk}
    town.client("data_lead").post(f"/partners/{town.outside['partner'].pk}/close/")
    assert accounts.memberships(partner) == set()
    acts = list(AuditRecord.objects.order_by("pk").values_list("act", "noun"))[-2:]
    assert acts == [("close", "organization"), ("end", "role")]


@pytest.mark.parametrize(
    ("relation", "right", "wrong"),
    [
        ("partner", "partner", "state_analyst"),
        ("state_analyst", "state_analyst", "partner"),
        ("cabinet_analyst", "state_analyst", "partner"),
    ],
)
def test_roles_outside_are_held_at_the_right_kind_of_organization(
    town: Town, relation: str, right: str, wrong: str
) -> None:
    def grant(place: int | None) -> None:
        accounts.grant_role(
            by=SET_UP,
            at=AT,
            user=town.users["outsider"],
            relation=relation,
            organization_id=place,
            starts_on=FIRST_DAY,
        )

    for place in (None, town.high.pk, town.outside[wrong].pk):
        with pytest.raises(RefusedInput, match="This role is held at"):
            grant(place)
    grant(town.outside[right].pk)
    with pytest.raises(RefusedInput, match="hold this role there already"):
        grant(town.outside[right].pk)


def test_no_role_is_given_at_a_closed_organization(town: Town) -> None:
    town.client("data_lead").post(f"/partners/{town.outside['partner'].pk}/close/")
    with pytest.raises(RefusedInput, match="is closed"):
        accounts.grant_role(
            by=SET_UP,
            at=AT,
            user=town.users["outsider"],
            relation="partner",
            organization_id=town.outside["partner"].pk,
            starts_on=FIRST_DAY,
        )


def test_the_audit_names_what_changed_and_not_to_what(town: Town) -> None:
    from throughline.rooms.audit.models import AuditRecord

    path = _add(town)
    full = FACTS | {"website": "https://harbor.example"}
    town.client("data_lead").post(f"{path}change/", full | {"phone": "555-0000"})
    town.client("data_lead").post(f"{path}change/", full | {"phone": "555-0000"})
    assert AuditRecord.objects.get(act="change", noun="organization").details == {"changed": ["phone"]}


def test_the_list_asks_as_often_for_two_as_for_twenty(town: Town) -> None:
    client, counts = town.client("data_lead"), []
    client.get("/partners/")  # the first page of a session writes the session
    for n_more in (0, 20):
        for number in range(n_more):
            facts = district.OutsideFacts(name=f"Partner {number}")
            accounts.add_partner(by=SET_UP, at=AT, kind=district.Kind.PARTNER, facts=facts)
        with CaptureQueriesContext(connection) as asked:
            client.get("/partners/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
