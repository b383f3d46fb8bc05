"""Which letters can be set: those of the fonts that come along, each tried once under PDF/UA-1.

Public Sans sets Latin with Vietnamese. Fonts inside the compiler set Greek, Cyrillic, Armenian, Georgian, Hebrew and
Arabic after it. Chinese, Japanese, Korean, the scripts of India and Southeast Asia, and emoji have no font here.
"""

import re
import unicodedata
from collections.abc import Set

MISSING = "\u25a1"


def _letters(ranges: str) -> frozenset[str]:
    """Hexadecimal ranges of code points."""
    ends = (part.split("-") for part in ranges.split())
    return frozenset(chr(at) for pair in ends for at in range(int(pair[0], 16), int(pair[-1], 16) + 1))


IN_OURS = _letters("""
    20-7E A0-131 134-148 14A-17E 18F 192 1A0-1A1 1AF-1B0 1D4 1EA-1EB 1FA-21B 237 259 2BB-2BC 2C6-2C7 2DA 2DC-2DD
    300-301 303-304 308-309 323 1E0C-1E0D 1E24-1E25 1E44-1E45 1E5A-1E5B 1E62-1E63 1E6C-1E6D 1E80-1E85 1E92-1E93
    1EA0-1EF9 2013-2014 2018-201A 201C-201E 2020 2022 2026 2039-203A 2044 20A1 20A3-20A4 20A6 20A9 20AB-20AC
    20B9-20BA 2113 2122 2212 2215
""")
ANYWHERE = IN_OURS | _letters("""
    20-7E A0-377 37A-37F 384-38A 38C 38E-3A1 3A3-4FF 510-513 51A-51D 531-556 559-58A 58D-58F 591-5C7 5D0-5EA 5EF-5F4
    606-60C 615 61B 61F 621-63A 640-655 65A 660-66D 674 679-67B 67E-680 683-684 686-687 691 698 6A4 6A9 6AF 6BE 6CC
    6F0-6F9 E81-E82 E84 E87-E88 E8A E8D E94-E97 E99-E9F EA1-EA3 EA5 EA7 EAA-EAB EAD-EB9 EBB-EBC EC8-ECD 10D0-10FF
    13A0-13F5 13F8-13FD 1AB0-1ACE 1D00-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D
    1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB 1FDD-1FEF 1FF2-1FF4 1FF6-1FFE 2000-2027 202F-2040 2042 2044-2052
    2054-205F 2070-2071 2074-208E 2090-209C 20A0-20C0 20D0-20F0 2100-211E 2120 2122 2124 2126-2151 2153-2184 2189
    2190-23FF 2422-2423 2460-2606 2609-262F 2638-268B 2690-269C 26A0-26A7 26AA-26AF 26B2 2701-2704 2706-2709
    270C-2714 2717-2726 272A-274B 274D 274F-2752 2756 2758-275E 2761-277F 2794 2798-27AF 27B1-2B73 2B76-2B95
    2B97-2BFF FB00-FB06 FB13-FB17 FB1D-FB36 FB38-FB3C FB3E FB40-FB41 FB43-FB44 FB46-FB4F
""")

# Signs that steer how others are shown: controls, and those that turn the direction of what follows them.
_STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+")

# A word without end, as an address is, may break after so many letters rather than run off the paper.
_LONG = re.compile(r"\S{28}(?=\S{12})")


def plain(text: str) -> str:
    """This function will return a text without the signs that steer others, and with room to break endless words.

    **Example**

    >>> plain("Li\u202e Wei\t1")
    'Li Wei 1'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LONG.sub("\\g<0>\u200b", unicodedata.normalize("NFC", _STEERING.sub(_space, lines)))


def set_letters(text: str, letters: Set[str]) -> str:
    """This function will return a plain text with a white square for each letter that is not among `letters`.

    **Example**

    >>> set_letters("Li Wei (\u674e)", ANYWHERE)
    'Li Wei (□)'
    """
    kept = letters | {"\n", "\u200b"}
    return "".join(one if one in kept else MISSING for one in plain(text))


def _space(found: re.Match[str]) -> str:
    return " " if "\t" in found[0] else ""
