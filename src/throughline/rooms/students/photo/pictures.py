"""A picture that somebody sends, made anew: nothing of the file that came is kept, not even where it was taken."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop

LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
LEAST_SIDE = 120
# Width and height of what is kept: twice the size it is shown in, for sharp screens.
SIZE = (240, 300)
_WITHIN = (1500, 1500)
_FORMATS = ("JPEG", "PNG", "WEBP")
# A face stands in the upper half of a picture; what is too high is cut from below first.
_CENTER = (0.5, 0.35)
_QUALITY = 82


def make_portrait(content: bytes) -> bytes:
    """This function will make of a sent picture a JPEG of 240 × 300 pixels, upright, and without anything else in it.

    **Raises** `RefusedInput` where it is too large, too small, or no picture that can be read.
    """
    if len(content) > LARGEST_BYTES:
        raise RefusedInput(
            gettext_noop("The picture is larger than 10 MB."), gettext_noop("Send a smaller one, or take it anew.")
        )
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as sent:
            _check_size(*sent.size)
            sent.thumbnail(_WITHIN)  # what follows works on a small picture, and a large JPEG is never read whole
            upright = ImageOps.exif_transpose(sent).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise RefusedInput(
            gettext_noop("This file is no picture that can be read."),
            gettext_noop("Send a JPEG, PNG or WebP picture, such as a phone takes."),
        ) from None
    page = Image.new("RGBA", upright.size, "white")
    page.alpha_composite(upright)
    kept = BytesIO()
    ImageOps.fit(page.convert("RGB"), SIZE, centering=_CENTER).save(kept, "JPEG", quality=_QUALITY, optimize=True)
    return kept.getvalue()


def _check_size(width: int, height: int) -> None:
    if min(width, height) < LEAST_SIDE:
        raise RefusedInput(
            gettext_noop("The picture is too small to know anybody by."),
            gettext_noop("Send one of at least 120 pixels on each side."),
        )
    if width * height > LARGEST_PIXELS:
        raise RefusedInput(
            gettext_noop("The picture has more than 50 million pixels."), gettext_noop("Send a smaller one.")
        )
