"""How well rules did, in plain words: sentences, three figures, and each group in a chart and a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.engines.warning import FEWEST_TO_SAY, Measure, Score
from throughline.formats.warning import RulesPart
from throughline.rooms.warning.foresight.groups import FAMILIES, Group
from throughline.rooms.warning.foresight.queries import Judged
from throughline.rooms.warning.words import figure_words, plain
from throughline.web.charts import Axis, Bar, Chart, bars
from throughline.web.components import figures
from throughline.web.tables import Column, Table
from throughline.web.tables.table import ReadTable


@dataclass(frozen=True, slots=True)
class Shown:
    """A family of groups: its chart, where enough came of two of them at least, and its table."""

    label: str
    chart: Chart | None
    table: ReadTable


def shown_of(request: HttpRequest, found: Judged) -> dict[str, Any]:
    """This function will put how well rules did in words, figures, charts and tables."""
    return {
        "says": sentences_of(found),
        "headline": headline_of(found),
        "enough": found.whole is None or says_enough(found.whole),
        "fewest": FEWEST_TO_SAY,
        "missed": missed_words(found),
        "families": families_of(request, found),
        "of": outcome_words(found.part),
    }


def outcome_words(part: RulesPart) -> str:
    """This function will say what the rules are meant to foresee: “Absent for 10% of the days that followed, or …”."""
    outcome = part.outcome
    courses = ngettext(
        "failed %(n)s course or more in one marking period",
        "failed %(n)s courses or more in one marking period",
        outcome.courses_failed,
    )
    days = Fraction(outcome.days_suspended)
    suspended = ngettext("was suspended for %(n)s day or more", "was suspended for %(n)s days or more", -(-days // 1))
    return _(
        "A student was absent on %(share)s of the school days that followed or more, %(courses)s, or %(days)s."
    ) % {
        "share": figure_words(Measure.ABSENCE, Fraction(outcome.absent_at)),
        "courses": courses % {"n": outcome.courses_failed},
        "days": suspended % {"n": plain(days)},
    }


def sentences_of(found: Judged) -> list[str]:
    """This function will say in plain words how well the rules did."""
    whole, trial = found.whole, found.trial
    if whole is None:
        return [_("There are too few students in it to say numbers to those who may not see the students.")]
    words = {"on": figures.day(trial.on), "until": figures.day(trial.until)}
    said = [_pointed(whole, words), _came(whole, words)]
    if whole.half_ahead is not None:
        before = ngettext(
            "At least half of those it came to, and who were pointed out, had been for %(n)s day or more before.",
            "At least half of those it came to, and who were pointed out, had been for %(n)s days or more before.",
            whole.half_ahead,
        )
        said.append(before % {"n": figures.number(whole.half_ahead)})
    return said


def headline_of(found: Judged) -> list[tuple[str, str, str]]:
    """This function will give the three figures in short, where there is enough to say them."""
    whole = found.whole
    if whole is None or not says_enough(whole):
        return []
    pointed = ngettext("of %(n)s pointed out", "of %(n)s pointed out", whole.n_pointed)
    came = ngettext("of %(n)s it came to", "of %(n)s it came to", whole.n_came)
    return [
        (_("Pointed out rightly"), _percent(whole.precision), pointed % {"n": figures.number(whole.n_pointed)}),
        (_("Found"), _percent(whole.recall), came % {"n": figures.number(whole.n_came)}),
        (_("Half of them before"), figures.number(whole.half_ahead), _("days or more")),
    ]


def says_enough(whole: Score) -> bool:
    """This function will tell whether enough students were pointed out, and it came to enough, to say how well."""
    return min(whole.n_pointed, whole.n_came) >= FEWEST_TO_SAY


def missed_words(found: Judged) -> list[str]:
    """This function will warn of each group that was missed much more often than all other students."""
    whole = found.whole
    if whole is None:
        return []
    words = _("%(group)s: of %(came)s it came to, %(missed)s were missed (%(share)s); of all others %(others)s.")
    return [
        words
        % {
            "group": one.name,
            "came": figures.number(one.score.n_came),
            "missed": figures.number(one.score.n_came - one.score.n_both),
            "share": _percent(_missed(one.score.n_came, one.score.n_both)),
            "others": _percent(_missed(whole.n_came - one.score.n_came, whole.n_both - one.score.n_both)),
        }
        for one in found.missed_more
    ]


def families_of(request: HttpRequest, found: Judged) -> list[Shown]:
    """This function will draw and list each family of groups."""
    return [
        Shown(_(FAMILIES[family]), _chart(family, groups, found.whole), _table(request, family, groups))
        for family, groups in found.families.items()
        if found.whole is not None
    ]


def _pointed(whole: Score, words: dict[str, str]) -> str:
    says = ngettext(
        "Of %(n)s student these rules had pointed out %(pointed)s by %(on)s. It came to %(both)s of them.",
        "Of %(n)s students these rules had pointed out %(pointed)s by %(on)s. It came to %(both)s of them.",
        whole.n,
    )
    return says % (words | _numbers(whole))


def _came(whole: Score, words: dict[str, str]) -> str:
    says = ngettext(
        "By %(until)s it came to %(came)s student in all: %(both)s pointed out before, and %(missed)s missed.",
        "By %(until)s it came to %(came)s students in all: %(both)s pointed out before, and %(missed)s missed.",
        whole.n_came,
    )
    return says % (words | _numbers(whole))


def _numbers(one: Score) -> dict[str, str]:
    return {
        "n": figures.number(one.n),
        "pointed": figures.number(one.n_pointed),
        "came": figures.number(one.n_came),
        "both": figures.number(one.n_both),
        "missed": figures.number(one.n_came - one.n_both),
    }


def _chart(family: str, groups: Sequence[Group], whole: Score | None) -> Chart | None:
    """The share that was found of each group, beside that of all students."""
    rows = [(one.name, share) for one in groups if (share := _found(one)) is not None]
    if whole is None or whole.recall is None or len(rows) < 2:
        return None
    least = min(rows, key=lambda row: row[1])
    return bars(
        key=f"found-{family}",
        title=_("Found, by group"),
        says=_("Least often found: %(group)s, %(share)s.") % {"group": least[0], "share": figures.percent(least[1])},
        label_head=_(FAMILIES[family]),
        axis=Axis(_("Share found"), "percent"),
        rows=[Bar(name, share, against=float(whole.recall)) for name, share in rows],
        against_label=_("All students"),
    )


def _table(request: HttpRequest, family: str, groups: Sequence[Group]) -> ReadTable:
    label = _(FAMILIES[family])
    return Table(
        key=family,
        caption=label,
        columns=[
            Column("name", label),
            _column("n", _("Students"), lambda one: one.score.n),
            _column("pointed", _("Pointed out"), lambda one: one.score.n_pointed),
            Column("precision", _("Rightly"), kind="percent", value=_rightly),
            _column("came", _("It came to"), lambda one: one.score.n_came),
            Column("recall", _("Found"), kind="percent", value=_found),
            _column("ahead", _("Days before"), _ahead),
        ],
        rows=list(groups),
        searchable=False,
        shares_page=True,
        count=lambda n: ngettext("%(n)s group", "%(n)s groups", n),
        empty_title=_("Nothing to show"),
        empty_text=_("Every group is too small to be shown to those who may not see the students."),
    ).read(request)


def _column(key: str, label: str, value: Callable[[Group], int | None]) -> Column:
    return Column(key, label, kind="number", value=value)


def _rightly(one: Group) -> float | None:
    share = one.score.precision
    return float(share) if share is not None and one.score.n_pointed >= FEWEST_TO_SAY else None


def _found(one: Group) -> float | None:
    share = one.score.recall
    return float(share) if share is not None and one.score.n_came >= FEWEST_TO_SAY else None


def _ahead(one: Group) -> int | None:
    return one.score.half_ahead if one.score.n_both >= FEWEST_TO_SAY else None


def _missed(n_came: int, n_both: int) -> Fraction:
    return 1 - Fraction(n_both, n_came)


def _percent(share: Fraction | None) -> str:
    return figures.percent(None if share is None else float(share))
