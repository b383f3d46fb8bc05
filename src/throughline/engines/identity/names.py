"""Names as they are compared: without case, accents and marks, in their parts; and the short forms of given names."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from throughline.engines.identity.facts import How

# Parts of a family name that say nothing by themselves.
_PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "da", "dos", "do", "van", "von", "der", "den", "el", "al", "y"}
)
# Letters that have no accent to take off, as they are often written without them.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "'": "", "’": ""}
)
_SHORTEST_NEAR = 4  # one letter apart says little of a shorter name, but where it is only doubled
_DOUBLED = re.compile(r"(.)\1")
_SHORT_FORMS = """
abigail abby gail | alejandra alexandra alex ale sandra | alejandro alexander alex ale alec | andrew andy drew |
anthony tony antonio toño | barbara barb | benjamin ben benny benjamin | catherine katherine kathryn cathy kathy kate
katie kat | charles charlie chuck | christina cristina chris tina cris | christopher chris kit cristobal | concepcion
concha conchita | daniel dan danny dani | daniela dani danielle | david dave davey | deborah debbie deb | dolores lola |
edward eddie ed ted eduardo lalo | elizabeth liz beth betsy lizzie eliza elisabeth isabel | emily em emma emilia |
enrique quique kike henry | ernesto neto | francisca paca fran paquita | francisco paco pancho fran frank cisco kiko |
frederick fred freddy federico | gabriel gabe gabi | gabriela gabby gabi | gregory greg | guadalupe lupe lupita |
guillermo memo william | ignacio nacho | isabel isabella bella isa chabela | jacob jake | james jim jimmy jamie |
jennifer jen jenny | jesus chuy chucho | john johnny jack juan jon | jonathan jon jonny nathan | joseph joe joey jose
pepe | joshua josh | juan juanito | katherine kate katie kathy kat | lawrence larry lorenzo | leonardo leo leonard |
luis lucho louis lou | manuel manny manolo | margaret maggie meg peggy greta | maria mary marie mari maru | matthew
matt mateo | maximilian max maximiliano | michael mike mikey miguel mick | natalia nat natalie tali | nathaniel nate
nathan nat | nicholas nick nicolas nico | olivia liv livvy | pamela pam | patricia pat patty tricia paty | patrick pat
paddy | peter pete pedro | rafael rafa ralph | rebecca becky becca | richard rick ricky dick ricardo rich | robert bob
bobby rob robbie roberto beto | rosario chayo charo | samantha sam sammy | samuel sam sammy | sandra sandy | santiago
santi diego tiago | sebastian seb bastian | sofia sophia sophie sofi | stephanie steph estefania | stephen steven steve
esteban | susan sue susie susana | teresa tere theresa terry tess | thomas tom tommy tomas | timothy tim timmy |
valentina vale val tina | victoria vicky tori | vincent vince vinny vicente | william bill billy will liam willie |
yolanda yoli | zachary zach zack
"""


@lru_cache(maxsize=200_000)
def folded(name: str) -> tuple[str, ...]:
    """This function will return a name's parts in small letters without accents or marks.

    **Example**

    >>> folded("Muñoz-Solís")
    ('munoz', 'solis')
    """
    plain = unicodedata.normalize("NFD", name.casefold().translate(_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple("".join(c if c.isalnum() else " " for c in letters).split())


@lru_cache(maxsize=200_000)
def family_parts(name: str) -> tuple[str, ...]:
    """This function will return the parts of a family name that tell it from others.

    **Example**

    >>> family_parts("de la Cruz Ortiz")
    ('cruz', 'ortiz')
    """
    parts = folded(name)
    return tuple(part for part in parts if part not in _PARTICLES) or parts


def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_SHORT_FORMS.split("|")):
        for name in group.split():
            found.setdefault(folded(name)[0], set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


_GROUPS = _groups()


def is_short_form(one: str, other: str) -> bool:
    """This function will tell whether two given names, folded, are forms of one name.

    **Example**

    >>> is_short_form("lupita", "guadalupe"), is_short_form("lupita", "maria")
    (True, False)
    """
    return bool(_GROUPS.get(one, frozenset()) & _GROUPS.get(other, frozenset()))


def is_near(one: str, other: str) -> bool:
    """This function will tell whether two names, folded, are one letter apart: more, fewer, other, or two changed.

    **Example**

    >>> is_near("solis", "sols"), is_near("anna", "ana"), is_near("ana", "ava")
    (True, True, False)
    """
    if not one or not other or one[0] != other[0]:
        return False
    if min(len(one), len(other)) < _SHORTEST_NEAR:
        return one != other and _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other)
    return bool(OSA.distance(one, other, score_cutoff=1) == 1)


def compare_family(one: str, other: str) -> How:
    """This function will say how two family names agree.

    **Example**

    >>> compare_family("Muñoz Solís", "Munoz"), compare_family("Petrović", "Petrovik")
    (<How.PARTS: 'parts'>, <How.NEAR: 'near'>)
    """
    ones, others = family_parts(one), family_parts(other)
    if not ones or not others:
        return How.UNKNOWN
    if ones == others or "".join(ones) == "".join(others):
        return How.SAME
    if set(ones) <= set(others) or set(others) <= set(ones):
        return How.PARTS
    return How.NEAR if is_near(" ".join(ones), " ".join(others)) else How.DIFFERENT


def compare_given(one: str, other: str) -> How:
    """This function will say how two given names agree, short forms among them.

    **Example**

    >>> compare_given("Juan Carlos", "Juan Pablo"), compare_given("Bill", "William")
    (<How.FIRST_ONLY: 'first_only'>, <How.KNOWN_AS: 'known_as'>)
    """
    ones, others = folded(one), folded(other)
    if not ones or not others:
        return How.UNKNOWN
    if ones == others or "".join(ones) == "".join(others):
        return How.SAME
    if set(ones) <= set(others) or set(others) <= set(ones):
        return How.PARTS
    first, second = ones[0], others[0]
    if is_short_form(first, second):
        return How.KNOWN_AS if min(len(ones), len(others)) == 1 or ones[1:] == others[1:] else How.FIRST_ONLY
    if is_near(" ".join(ones), " ".join(others)):
        return How.NEAR
    if first == second:
        return How.FIRST_ONLY
    is_initial = first[0] == second[0] and 1 in (len(first), len(second))
    return How.INITIAL if is_initial else How.DIFFERENT
