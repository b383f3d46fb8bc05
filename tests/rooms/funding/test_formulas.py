"""Formulas: kept from the library, read, changed by a new version, refused with the line."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from throughline.formats.formula import library
from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.models import Formula
from throughline.values.errors import NotAllowed, NotFound, RefusedInput

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
DOCUMENT = next(each.content for each in library() if each.key == "guidebook-table-2-2")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_change_is_a_new_version_and_the_old_one_stays(person: Any) -> None:
    finance = person("district_finance")
    first = funding.save_formula(by=finance, at=NOW, document=DOCUMENT)
    second = funding.save_formula(by=finance, at=NOW, document=DOCUMENT.replace(b"3741", b"3742"))
    assert (first.formula.number, second.formula.number) == (1, 2)
    assert first.formula.digest != second.formula.digest
    with acting_as(finance):
        assert Formula.objects.get(number=1).document == DOCUMENT.decode()


def test_a_document_that_says_the_same_makes_no_version(person: Any) -> None:
    finance = person("district_finance")
    first = funding.save_formula(by=finance, at=NOW, document=DOCUMENT)
    again = funding.save_formula(by=finance, at=NOW, document=b"# a remark\n" + DOCUMENT)
    assert again == (first.formula, False)


def test_whoever_saves_second_is_told(person: Any) -> None:
    finance, other = person("district_finance"), person("district_finance")
    funding.save_formula(by=finance, at=NOW, document=DOCUMENT)
    funding.save_formula(by=other, at=NOW, document=DOCUMENT.replace(b"3741", b"3742"), after=1)
    with pytest.raises(RefusedInput) as refused:
        funding.save_formula(by=finance, at=NOW, document=DOCUMENT.replace(b"3741", b"3743"), after=1)
    assert refused.value.problems[0].says() == "A district_finance saved version 2 while you were writing."
    saved = funding.save_formula(by=finance, at=NOW, document=DOCUMENT.replace(b"3741", b"3743"), after=2)
    assert saved.formula.number == 3


def test_the_library_has_no_such_formula(person: Any) -> None:
    with pytest.raises(NotFound):
        funding.adopt_library_formula(by=person("district_finance"), at=NOW, key="nowhere")


@pytest.mark.parametrize("relation", ["district_data", "school_leader", "outsider"])
def test_only_finance_writes(person: Any, relation: str) -> None:
    with pytest.raises(NotAllowed):
        funding.save_formula(by=person(relation), at=NOW, document=DOCUMENT)


def test_the_list_offers_the_library_and_keeps_a_copy(person: Any, sign_in: Any) -> None:
    client = sign_in(person("district_finance"))
    page = text(client.get(reverse("funding:formulas")))
    assert "No formula is kept yet" in page
    assert "Guidebook matrix (table 2.2)" in page
    assert "Illustrative" in page
    kept = client.post(reverse("funding:adopt_formula", args=["guidebook-table-2-2"]), follow=True)
    assert "Saved as version 1" in text(kept)
    assert Formula.objects.get().library_key == "guidebook-table-2-2"


def test_a_formula_reads_as_dollars_weights_and_source(district: Any, sign_in: Any) -> None:
    page = text(sign_in(district.leader).get(reverse("funding:formula", args=[district.formula.pk])))
    for words in ("$3,741.00", "$3,442.00", "0.92", "Table 2.2", "American Institutes for Research"):
        assert words in page
    assert "Illustrative" not in page
    assert reverse("funding:change_formula", args=[district.formula.pk]) not in page


def test_the_illustrative_one_says_so(person: Any, sign_in: Any) -> None:
    page = text(
        sign_in(person("district_finance")).get(reverse("funding:library_formula", args=["illustrative-level-by-need"]))
    )
    assert "These figures are an example; nobody has adopted them." in page


def test_what_is_wrong_is_named_with_its_line_and_nothing_is_lost(person: Any, sign_in: Any) -> None:
    client = sign_in(person("district_finance"))
    wrong = DOCUMENT.replace(b"all = 3741", b"all = -1").replace(b'currency = "USD"', b"")
    response = client.post(reverse("funding:new_formula"), {"document": wrong.decode()})
    assert response.status_code == 400
    page = text(response)
    line = wrong.decode().splitlines().index("all = -1") + 1
    assert "does not say “currency”" in page or f"Line {line}." in page
    assert "all = -1" in page
    assert not Formula.objects.exists()


def test_writing_from_the_page_and_from_a_file(person: Any, sign_in: Any) -> None:
    client = sign_in(person("district_finance"))
    client.post(reverse("funding:new_formula"), {"document": DOCUMENT.decode()})
    file = SimpleUploadedFile("own.toml", DOCUMENT.replace(b"3741", b"3800"))
    response = client.post(reverse("funding:new_formula"), {"document": "", "file": file, "after": "1"}, follow=True)
    assert "Saved as version 2" in text(response)
    assert "$3,800.00" in text(response)
    empty = client.post(reverse("funding:new_formula"), {"document": "", "after": ""})
    assert "Write the formula, or choose its file." in text(empty)


@pytest.mark.parametrize("content", [b"\x00", b"\xff\xfe", b"[" * 3000, "ñ".encode("latin-1"), b"schema = 1"])
def test_hostile_documents_are_refused_not_failed(person: Any, sign_in: Any, content: bytes) -> None:
    client = sign_in(person("district_finance"))
    response = client.post(reverse("funding:new_formula"), {"file": SimpleUploadedFile("x.toml", content)})
    assert response.status_code == 400
    assert not Formula.objects.exists()


def test_the_document_is_a_file(district: Any, sign_in: Any) -> None:
    response = sign_in(district.finance).get(reverse("funding:formula_document", args=[district.formula.pk]))
    assert response.content == DOCUMENT
    assert response["Content-Disposition"] == 'attachment; filename="guidebook-table-2-2-1.toml"'


def test_the_kept_row_is_checked_against_its_digest(district: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from throughline.rooms.funding.documents import formula_value

    district.formula.document = district.formula.document.replace("3741", "9999")
    with pytest.raises(ValueError, match="no longer has its digest"):
        formula_value(district.formula)


def test_a_new_formula_begins_from_an_example_under_a_name_of_its_own(person: Any, sign_in: Any) -> None:
    client = sign_in(person("district_finance"))
    written = client.get(reverse("funding:new_formula")).context["form"].initial["document"]
    assert 'key = "our-district"' in written
    client.post(reverse("funding:new_formula"), {"document": written})
    kept = Formula.objects.get()
    assert (kept.key, kept.name, kept.illustrative) == ("our-district", "Our district's formula", True)
