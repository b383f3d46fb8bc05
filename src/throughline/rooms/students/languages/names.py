"""Languages by their codes (ISO 639), and what they are called in the reader's language (Unicode CLDR)."""

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global
from django.utils.translation import get_language

# Spoken in homes of US schools, and not named by CLDR in one of our languages: code, English, Spanish.
_MORE: Mapping[str, tuple[str, str]] = {
    "aii": ("Assyrian Neo-Aramaic", "neoarameo asirio"),
    "ase": ("American Sign Language", "lengua de señas americana"),
    "hmv": ("Hmong Do", "hmong dó"),
    "kar": ("Karen", "karen"),
    "kek": ("Qʼeqchiʼ", "kekchí"),
    "kjb": ("Qʼanjobʼal", "kanjobal"),
    "mam": ("Mam", "mam"),
    "mis": ("Another language", "Otro idioma"),
    "prs": ("Dari", "dari"),
    "rhg": ("Rohingya", "rohinyá"),
    "tzo": ("Tzotzil", "tsotsil"),
}


@cache
def known_codes() -> Mapping[str, str]:
    """This function will return each code that a file may send, and the one it is kept by: `spa` is kept as `es`."""
    own = {code: code for code in (*Locale("en").languages, *_MORE) if "_" not in code}
    aliases: Mapping[str, str] = get_global("language_aliases")
    return {code: kept for code, kept in aliases.items() if kept in own and code.isalpha()} | own


def language_words(code: str) -> str:
    """This function will name a language in the reader's language, as a heading begins.

    **Example**

    >>> language_words("ht"), language_words("prs")
    ('Haitian Creole', 'Dari')
    """
    reader = (get_language() or "en").partition("-")[0]
    if code in _MORE:
        words = _MORE[code][reader == "es"]
    else:
        words = Locale(reader).languages.get(code) or Locale("en").languages.get(code) or code
    return words[:1].upper() + words[1:]
