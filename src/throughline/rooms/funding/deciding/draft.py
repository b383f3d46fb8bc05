"""What a form has changed so far and nobody has kept: figures, needs and levels put in or taken out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from throughline.engines import funding as engine
from throughline.rooms.district import api as district
from throughline.rooms.funding.documents import AnyFormula
from throughline.rooms.funding.formulas.decisions import DecisionsForm, decisions_of, figure_written
from throughline.rooms.funding.formulas.shapes import (
    Shape,
    level_names,
    levels_offered,
    need_names,
    needs_offered,
    shape_of,
    shaped,
)

PUT_IN, TAKE_OUT = "put_in", "take_out"


@dataclass(frozen=True, slots=True)
class Part:
    """A level or a need of the draft: whether it is new in it, and whether it can be taken out."""

    key: str
    name: str
    is_new: bool
    can_go: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """The needs or the levels of a draft: those it has, and those that can be put in."""

    kind: str
    parts: Sequence[Part]
    offered: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A formula as the form would have it, its form, and its shape where it is a matrix."""

    value: AnyFormula
    form: DecisionsForm
    before: AnyFormula

    @property
    def shape(self) -> Shape | None:
        """What a matrix is to pay by; None for a formula in steps."""
        return shape_of(self.value)

    @property
    def axes(self) -> list[Axis]:
        """The needs and the levels, for a matrix."""
        value, before = self.value, shape_of(self.before)
        if not isinstance(value, engine.Formula) or before is None:
            return []
        return [
            Axis("need", _parts(need_names(value), before.needs), needs_offered(value)),
            Axis("level", _parts(level_names(value), before.levels), levels_offered(value)),
        ]

    @property
    def says(self) -> list[str]:
        """What was put in and taken out and is not kept yet, in sentences."""
        value, before = self.value, self.before
        if not isinstance(value, engine.Formula) or not isinstance(before, engine.Formula):
            return []
        now, then = ({**need_names(one), **level_names(one)} for one in (value, before))
        added = ", ".join(name for key, name in now.items() if key not in then)
        gone = ", ".join(name for key, name in then.items() if key not in now)
        says = []
        if added:
            says.append(_("Added: %(names)s. Write the dollars that each student brings.") % {"names": added})
        if gone:
            says.append(_("Taken out: %(names)s.") % {"names": gone})
        return says


def draft_of(value: AnyFormula, sent: QueryDict | None) -> Draft:
    """This function will read what a form sent about a formula; nothing sent is the formula as it is kept."""
    shape = shape_of(value)
    if sent is None or shape is None or not isinstance(value, engine.Formula):
        return Draft(value, DecisionsForm(decisions_of(value), sent), value)
    drafted = shaped(value, _sent_shape(value, shape, sent))
    if not is_reshaping(sent):
        return Draft(drafted, DecisionsForm(decisions_of(drafted), sent), value)
    reshaped = shaped(value, _reshaped(drafted, sent))
    decisions, answers = decisions_of(reshaped), sent.copy()
    for decision in decisions:
        answers.setdefault(decision.name, figure_written(decision.value, decision.unit))
    return Draft(reshaped, DecisionsForm(decisions, answers), value)


def is_reshaping(sent: QueryDict) -> bool:
    """This function will say whether a form asks for a need or a level to be put in or taken out, not to be saved."""
    return PUT_IN in sent or TAKE_OUT in sent


def _sent_shape(value: engine.Formula, kept: Shape, sent: QueryDict) -> Shape:
    """What the form stands at: keys that nobody offered are left out, and a form that names none is as it is kept."""
    needs, levels = ({key for key, _name in offered} for offered in (needs_offered(value), levels_offered(value)))
    return Shape(
        tuple(dict.fromkeys(key for key in sent.getlist("levels") if key in levels.union(kept.levels))) or kept.levels,
        tuple(dict.fromkeys(key for key in sent.getlist("needs") if key in needs.union(kept.needs))) or kept.needs,
    )


def _reshaped(drafted: engine.Formula, sent: QueryDict) -> Shape:
    """The shape once what was asked is done: the last need or level stays, for a formula pays by one at least."""
    needs, levels = [need.key for need in drafted.needs], [level.key for level in drafted.levels]
    kind, _dot, key = sent.get(TAKE_OUT, "").partition(".")
    held = {"need": needs, "level": levels}.get(kind, [])
    if key in held and len(held) > 1:
        held.remove(key)
    for kind, held, offered in (("need", needs, needs_offered(drafted)), ("level", levels, levels_offered(drafted))):
        wanted = sent.get(f"new_{kind}", "")
        if sent.get(PUT_IN) == kind and wanted in dict(offered):
            held.append(wanted)
    return Shape(_in_order(levels), tuple(needs))


def _in_order(levels: Sequence[str]) -> tuple[str, ...]:
    """A level put in stands where schools are used to it; those a formula named itself stay as they are."""
    usual = district.Level.values
    return tuple(sorted(levels, key=usual.index)) if set(levels) <= set(usual) else tuple(levels)


def _parts(names: Mapping[str, str], before: Sequence[str]) -> list[Part]:
    return [Part(key, name, key not in before, len(names) > 1) for key, name in names.items()]
