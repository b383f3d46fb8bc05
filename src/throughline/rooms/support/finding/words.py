"""The words of a note as people look them up: lower case, accents taken off."""

import re
import unicodedata

MOST_LETTERS = 40
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> frozenset[str]:
    """This function will return each word of a text once.

    **Example**

    >>> sorted(words_of("Habló con su MAMÁ; su mamá viene."))
    ['con', 'hablo', 'mama', 'su', 'viene']
    """
    # Letters in a style of their own, such as a bold capital, have a lower case only once they are apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return frozenset(word[:MOST_LETTERS] for word in _WORD.findall(plain))


def first_after(word: str) -> str:
    """This function will return what stands behind every word that begins with `word`, in the order of code points."""
    return word + "\U0010ffff"
