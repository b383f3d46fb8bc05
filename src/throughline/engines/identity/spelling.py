"""How alike two words are, and by which keys a misspelled word meets the one that was meant, by equality alone."""

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

# A word up to so long has a key for each slip; a longer one only itself. A half is worth a key from so many letters on.
MOST_LETTERS = 24
LEAST_HALVED = 6


def alike(one: str, other: str) -> float:
    """This function will say how alike two words are, from 0 to 1: letters added, left out, changed or swapped count.

    **Source**: F. J. Damerau, "A technique for computer detection and correction of spelling errors", 1964, in the form
    that leaves a swapped pair alone afterwards.

    **Example**

    >>> alike("munoz", "munoz"), alike("munos", "munoz"), alike("mnuoz", "munoz")
    (1.0, 0.8, 0.8)
    """
    return OSA.normalized_similarity(one, other)


def most_alike(word: str, others: Collection[str], least: float) -> dict[str, float]:
    """This function will return those of the other words that are at least so much alike, and how much each is.

    **Example**

    >>> most_alike("munos", {"munoz", "mateo"}, 0.6)
    {'munoz': 0.8}
    """
    found = process.extract(word, list(others), scorer=OSA.normalized_similarity, score_cutoff=least, limit=None)
    return {other: likeness for other, likeness, _at in found}


def kept_keys(word: str) -> set[str]:
    """This function will return the keys under which a word is kept: itself, each with one letter less, its halves.

    The database makes the same for each different word of the district's names.

    **Example**

    >>> sorted(kept_keys("diaz")), sorted(kept_keys("garcia") - slip_keys("garcia"))
    (['daz', 'dia', 'diaz', 'diz', 'iaz'], ['<gar', '>cia'])
    """
    if len(word) > MOST_LETTERS:
        return {word}
    half = len(word) // 2
    halves = {f"<{word[:half]}", f">{word[half:]}"} if len(word) >= LEAST_HALVED else set()
    return slip_keys(word) | halves


def slip_keys(word: str) -> set[str]:
    """This function will return the keys, of those kept, that a word has in common with any that is one slip from it.

    A letter too few, too many or another, and two swapped, leave the same behind once each of the two has lost one
    letter or none.

    **Source**: the deletion neighborhood of T. Bocek, E. Hunt, B. Stiller, "Fast similarity search in large
    dictionaries", University of Zurich, 2007.

    **Example**

    >>> all(kept_keys("garcia") & slip_keys(typed) for typed in ("gracia", "garcai", "gacia", "garcias", "garxia"))
    True
    """
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def half_keys(word: str) -> set[str]:
    """This function will return the keys, of those kept, for a long word whose slips are in one half.

    Each half is where it stands in a word up to two letters longer or shorter.

    **Example**

    >>> bool(kept_keys("gonzalez") & half_keys("gonsales")), bool(kept_keys("hernandez") & half_keys("hernadnes"))
    (False, True)
    """
    lengths = {n for n in range(len(word) - 2, len(word) + 3) if n >= LEAST_HALVED}
    heads = {f"<{word[: n // 2]}" for n in lengths if n // 2 < len(word)}
    return heads | {f">{word[-(n - n // 2) :]}" for n in lengths if n - n // 2 < len(word)}
