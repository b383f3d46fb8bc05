"""Names for schools that sound like somewhere and are nowhere."""

from throughline.demo.sample.names import place_words

_WORD = {"elementary": "Elementary School", "middle": "Middle School", "high": "High School"}
_SINGLE = ("Three-Oaks", "Alder-Valley")


def school_name(number: int, level: str) -> str:
    """This function will name the school with this number; no two numbers of one district share a name."""
    place = _place(number - 1)
    return f"{place} {_WORD[level]}"


def _place(position: int) -> str:
    stems, kinds = place_words()
    turn, first = divmod(position, len(stems))
    stem = stems[first].replace("-", " ")
    if turn == 0 and stems[first] in _SINGLE:
        return stem
    around, second = divmod(turn, len(kinds))
    word = kinds[(first + second) % len(kinds)]
    return f"{stem} {word}" if around == 0 else f"{stem} {word} {_north(around)}"


def _north(around: int) -> str:
    sides = ("North", "South", "East", "West", "Upper", "Lower", "Inner", "Outer")
    return sides[around - 1] if around <= len(sides) else str(around)
