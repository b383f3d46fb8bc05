"""A student's photo: who puts it, who sees it, that it can be refused, and that nothing of the sent file stays."""

from io import BytesIO

import pytest
from PIL import ExifTags, Image
from tests.rooms.conftest import SET_UP, Town

from throughline.rooms.students.photo.pictures import SIZE, make_portrait
from throughline.values.errors import RefusedInput

PUTS = ("student", "guardian", "coordinator", "principal")
SEES = (*PUTS, "teacher", "nurse", "counselor")
ALL_OTHERS = (
    ("teacher", "not_taught"),
    ("coordinator", "elsewhere"),
    ("student", "classmate"),
    ("guardian", "classmate"),
    ("administrator", "mateo"),
    ("data_lead", "mateo"),
    ("finance", "mateo"),
    ("partner", "mateo"),
    ("outsider", "mateo"),
)
RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 500), orientation: int | None = None) -> bytes:
    """A picture that is red above and blue below, with a place and a camera in it where it can hold them."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (0, size[1] // 2, *size))
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Camera of the Herreras"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (37.0, 48.0, 7.5)
    if orientation:
        exif[ExifTags.Base.Orientation] = orientation
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def _address(town: Town, student: str = "mateo") -> str:
    return f"/students/{town.students[student].pk}/photo/"


def _put(town: Town, who: str, content: bytes | None = None, student: str = "mateo") -> "object":
    sent = BytesIO(picture() if content is None else content)
    sent.name = "me.jpg"
    return town.client(who).post(_address(town, student), {"picture": sent})


def _shown(town: Town, who: str) -> bool:
    page = town.client(who).get(f"/students/{town.students['mateo'].pk}/").content.decode()
    return "data:image/jpeg;base64," in page


@pytest.mark.parametrize("who", PUTS)
def test_student_family_coordinator_and_principal_put_a_photo_and_all_who_work_with_the_student_see_it(
    town: Town, who: str
) -> None:
    assert not _shown(town, who)
    assert _put(town, who).status_code == 302  # type: ignore[attr-defined]
    assert all(_shown(town, one) for one in SEES)


@pytest.mark.parametrize("who", ["teacher", "nurse", "counselor"])
def test_who_sees_it_and_may_not_put_it_is_told_who_may(town: Town, who: str) -> None:
    assert town.client(who).get(_address(town)).status_code == 200
    assert _put(town, who).status_code == 403  # type: ignore[attr-defined]
    assert not _shown(town, "student")


@pytest.mark.parametrize(("who", "student"), ALL_OTHERS)
def test_all_others_find_no_such_photo(town: Town, who: str, student: str) -> None:
    client = town.client(who)
    assert client.get(_address(town, student)).status_code == 404
    assert _put(town, who, student=student).status_code == 404  # type: ignore[attr-defined]
    for address in ("take-away/", "allow/"):
        assert client.post(_address(town, student) + address).status_code == 404


def test_what_the_partner_is_shared_has_no_photo_in_it(town: Town) -> None:
    _put(town, "guardian")
    assert not _shown(town, "partner")


def _binaries() -> set[bytes]:
    """All that stands anywhere in the database as bytes."""
    from django.apps import apps
    from django.db.models import BinaryField

    from throughline.rooms.accounts.api import acting_as

    with acting_as(SET_UP):
        return {
            bytes(value or b"")
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if isinstance(field, BinaryField)
            for value in model._default_manager.values_list(field.name, flat=True)
        }


def test_taken_away_nothing_of_the_picture_stays_anywhere(town: Town) -> None:
    content = make_portrait(picture())
    _put(town, "coordinator")
    assert content in _binaries()
    assert town.client("guardian").post(_address(town) + "take-away/").status_code == 302
    assert not _shown(town, "coordinator")
    assert content not in _binaries()
    assert town.client("guardian").post(_address(town) + "take-away/").status_code == 400


def test_the_family_refuses_a_photo_and_only_they_allow_one_again(town: Town) -> None:
    _put(town, "coordinator")
    assert town.client("coordinator").post(_address(town) + "take-away/", {"refuse": "yes"}).status_code == 403
    town.client("guardian").post(_address(town) + "take-away/", {"refuse": "yes"})
    assert not _shown(town, "coordinator")
    refused = _put(town, "coordinator")
    assert refused.status_code == 400  # type: ignore[attr-defined]
    assert "wants no photo here" in refused.content.decode()  # type: ignore[attr-defined]
    assert town.client("coordinator").post(_address(town) + "allow/").status_code == 403
    assert town.client("guardian").post(_address(town) + "allow/").status_code == 302
    assert _put(town, "coordinator").status_code == 302  # type: ignore[attr-defined]


def test_whoever_looked_at_the_photo_is_noted_by_its_class(town: Town) -> None:
    _put(town, "guardian")
    town.client("teacher").get(f"/students/{town.students['mateo'].pk}/")
    looked = town.client("guardian").get(f"/students/{town.students['mateo'].pk}/who-looked/").content.decode()
    assert "Photo" in looked


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_kept_is_a_small_picture_with_no_place_no_camera_and_no_trailing_bytes(kind: str) -> None:
    sent = picture(kind) + b"<script>alert(1)</script>"
    kept = make_portrait(sent)
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.size) == ("JPEG", SIZE)
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Herreras" in sent
    assert b"Herreras" not in kept
    assert b"script" not in kept
    assert len(kept) < 60_000


@pytest.mark.parametrize(("orientation", "above"), [(1, RED), (3, BLUE)])
def test_a_picture_taken_upside_down_stands_upright(orientation: int, above: tuple[int, int, int]) -> None:
    with Image.open(BytesIO(make_portrait(picture(orientation=orientation)))) as image:
        found = image.getpixel((SIZE[0] // 2, 5))
    assert max(abs(one - other) for one, other in zip(found, above, strict=True)) < 12  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 400, "no picture"),
        (picture()[:900], "no picture"),
        (picture("PNG")[:200], "no picture"),
        (picture("GIF"), "no picture"),
        (picture(size=(400, 100)), "too small"),
        (picture("PNG", size=(9000, 6000)), "50 million"),
        (b"\x89PNG" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
    ids=["nothing", "svg", "empty jpeg", "cut jpeg", "cut png", "gif", "too low", "a bomb", "too large"],
)
def test_what_is_no_picture_of_a_person_is_refused_with_the_reason(content: bytes, says: str) -> None:
    with pytest.raises(RefusedInput, match=says):
        make_portrait(content)


def test_a_form_without_a_picture_says_so(town: Town) -> None:
    answer = town.client("guardian").post(_address(town), {})
    assert answer.status_code == 400
