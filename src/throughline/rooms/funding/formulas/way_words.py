"""The way to an amount in words: how many, times what, and what rounding, cap, floor or share made of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.funding.formula import EXACT
from throughline.engines.funding.steps import Choice, Condition, Named, Part, Step, Term, Way, Worked
from throughline.rooms.funding.formulas.sentences import calculation, in_names, level_name
from throughline.web.components import figures

Names = Mapping[str, str]
_MARK = re.compile(r"\{(\d+)\}")
_WORD = re.compile(r"[\"']([^\"']*)[\"']")
_MOST_PLACES, _CUT = 9, 6


def way_lines(step: Step, way: Way, names: Names) -> list[str]:
    """This function will say how a step came to its amount at one school, a sentence or a sum a line."""
    if way.off:
        return [_nothing(way, names)]
    return [*_SAYS[step.does](step, way, names), *_rounded(step, way)]


def exact_text(value: Fraction, unit: str) -> str:
    """This function will write an exact number in its unit, with dots where its decimals do not end.

    **Example**

    >>> exact_text(Fraction(41005, 10), "dollars"), exact_text(Fraction(1, 3), "pupils")
    ('$4,100.50', '0.333333…')
    """
    if unit == "share":
        shown, dots, places = _decimals(value * 100, 0)
        return re.sub(r"(?<=\d)(?=\D*$)", dots, figures.percent(shown / 100, places), count=1)
    if unit not in ("dollars", "dollars per pupil"):
        shown, dots, places = _decimals(value, 0)
        return figures.number(shown, places) + dots
    shown, dots, places = _decimals(value, 2)
    money = f"{figures.MINUS if shown < 0 else ''}${figures.number(abs(shown), places)}{dots}"
    return money if unit == "dollars" else _("%(money)s for each") % {"money": money}


def _decimals(value: Fraction, fewest: int) -> tuple[Decimal, str, int]:
    """A number as it is where its decimals end soon; else cut after six, with dots. And how many places it has."""
    for places in range(fewest, _MOST_PLACES + 1):
        if (value * 10**places).denominator == 1:
            return Decimal(int(value * 10**places)).scaleb(-places), "", places
    return Decimal(int(value * 10**_CUT)).scaleb(-_CUT), "…", _CUT


def _nothing(way: Way, names: Names) -> str:
    asked = {name: _asked(one, names) for name, one in way.asked.items()}
    if way.off == "when":
        return _("Nothing now: this is done only if %(when)s.") % asked
    if way.off == "where":
        return _("Nothing here: this is only where %(where)s.") % asked
    if way.off == "eligible":
        return _("Nothing here: schools are served where %(eligible)s.") % asked
    if way.off == "skip":
        return _("Nothing here: a school is passed over where %(skip)s.") % asked
    return _("Nothing here: its source may not pay this school.")


def _asked(one: Condition, names: Names) -> str:
    if one.part.named or one.part.text not in names:
        return _filled(one.part, names)
    return f"{names[one.part.text]}: {_('yes') if one.holds else _('no')}"


def _filled(part: Part, names: Names) -> str:
    """A calculation with the name and the value of each figure in its place."""
    said = _WORD.sub(lambda found: f"“{level_name(found[1])}”", part.text)
    said = _spaced(in_names(said, names)).replace("==", "=").replace("!=", "≠").replace(" - ", f" {figures.MINUS} ")
    return _MARK.sub(lambda found: _named(part.named[int(found[1])], names), said)


def _spaced(said: str) -> str:
    return re.sub(r"(\w)\(", r"\1 (", said)


def _named(one: Named, names: Names) -> str:
    name = _spaced(in_names(one.text, names))
    if one.unit:
        return f"{exact_text(Fraction(one.value), one.unit)} ({name})"
    words = {"yes": _("yes"), "no": _("no")}
    return f"“{words.get(one.value) or level_name(one.value)}” ({name})"


def _part(part: Part, names: Names) -> str:
    """A number of a product: its value first, then what it is."""
    value = exact_text(part.value, part.unit)
    if not part.named and part.text not in names:
        return value
    return f"{value} ({names[part.text]})" if part.text in names else f"{value} [{_filled(part, names)}]"


def _term(term: Term, names: Names) -> str:
    """A product; a rate that is called as what it is paid for is not named twice."""
    first, *rest = term.parts
    said = ("1 ÷ " if first.divides else "") + _part(first, names)
    for part in rest:
        again = names.get(part.text) is not None and names[part.text] == names.get(first.text)
        shown = exact_text(part.value, part.unit) if again else _part(part, names)
        said += f" {'÷' if part.divides else '×'} {shown}"
    return said


def _sum(worked: Worked, names: Names) -> Iterator[str]:
    """What was decided on the way, then each product, and what they come to together."""
    for asked in worked.conditions:
        bare = not asked.part.named
        says = _("Because %(asked)s.") if asked.holds or bare else _("Because it is not so that %(asked)s.")
        yield says % {"asked": _asked(asked, names)}
    yield from (_choice(choice, worked.unit, names) for choice in worked.choices)
    if worked.choices and len(worked.terms) == len(worked.terms[0].parts) == 1:
        return
    for term in worked.terms:
        value = "" if len(term.parts) == 1 else f" = {exact_text(term.value, worked.unit)}"
        yield f"{figures.MINUS + ' ' if term.minus else ''}{_term(term, names)}{value}"
    if len(worked.terms) > 1:
        yield _("Together: %(total)s") % {"total": exact_text(worked.value, worked.unit)}


def _choice(choice: Choice, unit: str, names: Names) -> str:
    sides = [_part(side, names) for side in choice.options]
    words = {"sides": "; ".join(sides), "value": exact_text(choice.value, unit)}
    if choice.how == "clip":
        words |= {"first": sides[0], "low": sides[1], "high": sides[2]}
        return _("%(first)s, but not below %(low)s and not above %(high)s: %(value)s") % words
    says = _("The lowest of %(sides)s: %(value)s") if choice.how == "min" else _("The highest of %(sides)s: %(value)s")
    return says % words


def _is(step: Step, way: Way, names: Names) -> Iterator[str]:
    if "is" in way.worked:
        yield from _sum(way.worked["is"], names)
    elif "is" in way.asked:
        yield _asked(way.asked["is"], names)


def _beside(says: str, worked: Worked | None, names: Names) -> Iterator[str]:
    """How a number that a sentence names came about, where that is more than its own name."""
    if worked is None or (not worked.choices and len(worked.terms) == len(worked.terms[0].parts) == 1):
        return
    yield f"{says}: " + "; ".join(_sum(worked, names))


def _share_pool(step: Step, way: Way, names: Names) -> Iterator[str]:
    by = way.worked["by"]
    yield from _beside(_("What is shared"), way.worked["pool"], names)
    yield from _beside(_("What counts here"), by, names)
    words = {"weight": exact_text(way.made["weight"], by.unit), "weights": exact_text(way.made["weights"], by.unit)}
    words |= {"pool": _dollars(way, "pool"), "exact": exact_text(way.exact, "dollars")}
    words["by"] = calculation(step.expressions["by"], names)
    yield _("%(pool)s is shared by %(by)s: %(weight)s here, of %(weights)s at all schools, makes %(exact)s") % words


def _rank(step: Step, way: Way, names: Names) -> Iterator[str]:
    share = way.worked["share"]
    words = {"rank": way.rank, "share": exact_text(share.value, "share"), "exact": exact_text(way.exact, "dollars")}
    if not way.rank:
        yield _("Nothing here: at %(share)s, the money did not reach this far down the ranking.") % words
        return
    yield _("Place %(rank)s in the ranking, at %(share)s.") % words
    words["count"] = _product(way.worked["count"], names)
    if "rate" in way.worked:
        yield f"{words['count']} × {_product(way.worked['rate'], names)} = {words['exact']}"
        return
    yield from _beside(_("What is shared"), way.worked["pool"], names)
    words |= {"pool": _dollars(way, "pool"), "counts": exact_text(way.made["counts"], "pupils")}
    yield _("%(pool)s ÷ %(counts)s students of all schools served × %(count)s = %(exact)s") % words


def _product(worked: Worked, names: Names) -> str:
    """A number as one product, or where it is a sum, by its value alone."""
    return _term(worked.terms[0], names) if len(worked.terms) == 1 else _value(worked)


def _top_up(step: Step, way: Way, names: Names) -> Iterator[str]:
    made = {name: exact_text(value, "dollars") for name, value in way.made.items()}
    made |= {"short": exact_text(way.exact, "dollars"), "result": exact_text(way.result, "dollars")}
    yield from _beside(_("At least"), way.worked["to"], names)
    yield from _beside(_("Beside"), way.worked.get("of"), names)
    yield _("At least %(minimum)s is due, and there is %(so_far)s so far.") % made
    if way.made["asked"]:
        yield _("%(asked)s is missing.") % made
        if "most" in way.worked:
            yield _("No school is raised by more than %(most)s.") % {"most": _value(way.worked["most"])}
        if "there_is" in way.made and way.made["asked_of_all"] > way.made["there_is"]:
            yield (
                _("%(asked_of_all)s is missing at all schools and there is %(there_is)s:") % made
                + " "
                + _("in proportion, %(raised)s here") % {"raised": made.get("raised", made["result"])}
            )
    gives = way.made.get("room") and way.made["raised_of_all"]
    if not way.made["asked"] and not gives:
        yield _("Nothing is added.")
    if gives:
        made["gives"] = exact_text(way.made["raised"] - way.result, "dollars")
        yield (
            _("Schools above theirs pay %(raised_of_all)s together, in proportion to what they can give:") % made
            + " "
            + _("%(room)s here, of %(there_is)s, makes %(gives)s") % made
        )


def _value(worked: Worked) -> str:
    return exact_text(worked.value, worked.unit)


def _phase_in(step: Step, way: Way, names: Names) -> Iterator[str]:
    made = {name: exact_text(way.made[name], "dollars") for name in ("of", "start")}
    made |= {"share": exact_text(way.made["share"], "share"), "exact": exact_text(way.exact, "dollars")}
    yield _("From %(start)s, %(share)s of the way to %(of)s: %(exact)s") % made


def _limit(step: Step, way: Way, names: Names) -> Iterator[str]:
    made = {name: exact_text(value, "dollars") for name, value in way.made.items()}
    yield _("%(of)s, but not below %(low)s and not above %(high)s: %(within)s") % made
    if way.exact != way.made["within"]:
        words = {
            "change": exact_text(way.exact - way.made["within"], "dollars"),
            "exact": exact_text(way.exact, "dollars"),
        }
        yield _("What limits take and leave is made up by schools with room: %(change)s here, so %(exact)s") % words


def _dollars(way: Way, name: str) -> str:
    return exact_text(way.made[name], "dollars")


def _rounded(step: Step, way: Way) -> Iterator[str]:
    """What rounding made of it, where that is another number."""
    rounding = step.rounding or EXACT
    if way.exact == way.result or step.does == "top up" or (step.does == "rank and serve" and not way.rank):
        return
    unit = step.unit if step.does == "calculate" else "dollars"
    words = {"exact": exact_text(way.exact, unit), "result": exact_text(way.result, unit)}
    even = step.does == "rank and serve" and "rate" not in step.expressions
    if step.does == "share pool" or even or rounding.closing != "none":
        yield _("Rounded so that all schools add up to the whole: %(result)s") % words
        return
    words["how"] = _how(rounding.mode, rounding.places, unit)
    yield _("%(exact)s, rounded %(how)s: %(result)s") % words


def _how(mode: str, places: int, unit: str) -> str:
    money = {2: _("to the cent"), 1: _("to ten cents"), 0: _("to the dollar")}
    places = max(0, places - 2) if unit == "share" else places
    where = ngettext("to %(n)s decimal", "to %(n)s decimals", places) % {"n": places}
    if unit in ("dollars", "dollars per pupil"):
        where = money.get(places, where)
    words = {"half-even": _("halves to the even side"), "down": _("downward"), "up": _("upward")}
    return f"{where}, {words[mode]}" if mode in words else where


_SAYS: Mapping[str, Callable[[Step, Way, Names], Iterator[str]]] = {
    "calculate": _is,
    "pay": _is,
    "hold": _is,
    "share pool": _share_pool,
    "rank and serve": _rank,
    "top up": _top_up,
    "phase in": _phase_in,
    "limit": _limit,
}
