"""Why two students, or two adults, may be one person, in words; and how sure."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from throughline.engines.identity import STRONG, Fact, How, Reason
from throughline.web.components.pieces import Status


def say_reasons(reasons: Iterable[Reason]) -> str:
    """This function will say in one line what two records have in common, and the names that differ."""
    words = _all_words()
    listed = list(reasons)
    told = [words[str(reason)] for reason in listed if str(reason) in words]
    line = "; ".join(told)
    return line[:1].upper() + line[1:]


def say_for(reasons: Iterable[Reason]) -> list[str]:
    """This function will list what speaks for one person."""
    return [say_reasons([reason]) for reason in reasons if reason.how not in _AGAINST and str(reason) in _all_words()]


def say_against(reasons: Iterable[Reason]) -> list[str]:
    """This function will list what speaks against one person, or is not known."""
    return [say_reasons([reason]) for reason in reasons if reason.how in _AGAINST and str(reason) in _all_words()]


def say_sure(score: int) -> Status:
    """This function will say how sure it is, as a word with its shape."""
    return Status(_("Very likely"), "care") if score >= STRONG else Status(_("Perhaps"), "quiet")


_AGAINST = (How.DIFFERENT, How.FIRST_ONLY, How.UNKNOWN)


def _all_words() -> dict[str, str]:
    return {
        f"{fact}:{how}": words
        for fact, hows in {
            Fact.GIVEN: {
                How.SAME: _("same first name"),
                How.KNOWN_AS: _("a short form of the same first name, or the name they are called by"),
                How.PARTS: _("first names share their parts"),
                How.NEAR: _("first name one letter apart"),
                How.SWAPPED: _("first name and surname stand in each other's place"),
                How.INITIAL: _("first name given as its first letter"),
                How.FIRST_ONLY: _("only the first of several first names is the same"),
                How.DIFFERENT: _("different first names"),
            },
            Fact.FAMILY: {
                How.SAME: _("same surname"),
                How.PARTS: _("surnames share their parts"),
                How.NEAR: _("surname one letter apart"),
                How.DIFFERENT: _("different surnames"),
            },
            Fact.MIDDLE: {
                How.SAME: _("same middle name"),
                How.INITIAL: _("middle name given as its first letter"),
                How.DIFFERENT: _("different middle names"),
            },
            Fact.BIRTH: {
                How.SAME: _("same birth date"),
                How.SWAPPED: _("birth date with day and month in each other's place"),
                How.NEAR: _("birth date one digit apart"),
                How.UNKNOWN: _("birth date not known of both"),
                How.DIFFERENT: _("different birth dates"),
            },
            Fact.GUARDIAN: {How.SAME: _("same adult in the family"), How.DIFFERENT: _("no adult in common")},
            Fact.CONTACT: {How.SAME: _("same phone or e-mail")},
            Fact.NUMBER: {How.SAME: _("same student number")},
            Fact.EMAIL: {
                How.SAME: _("same e-mail"),
                How.NEAR: _("e-mail one letter apart"),
                How.DIFFERENT: _("different e-mails"),
            },
            Fact.PHONE: {
                How.SAME: _("same phone"),
                How.NEAR: _("phone one digit apart"),
                How.DIFFERENT: _("different phones"),
            },
            Fact.CHILD: {
                How.SAME: _("stand for the same student"),
                How.DIFFERENT: _("stand for different students"),
            },
        }.items()
        for how, words in hows.items()
    }
