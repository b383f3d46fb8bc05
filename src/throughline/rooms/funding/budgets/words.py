"""The sentences of the budget pages."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from throughline.rooms.funding.budgets.proving import Proof
from throughline.rooms.funding.budgets.reading import own_day_sentences
from throughline.rooms.funding.budgets.values import BudgetPage, BudgetsPage, LineView, RunView
from throughline.rooms.funding.documents import AnyFormula, formula_value
from throughline.rooms.funding.filed import OwnDays, is_projected
from throughline.rooms.funding.own_days import of_json
from throughline.web.components import figures


def district_sentence(page: BudgetsPage) -> str:
    """This function will say what the run comes to, as the page's first sentence."""
    schools = ngettext("%(n)s school", "%(n)s schools", len(page.rows)) % {"n": figures.number(len(page.rows))}
    students = students_words(page.n_students)
    words = {"total": figures.money(page.total_cents), "schools": schools, "students": students}
    words["counted"] = page.run.counted
    return _("%(total)s for %(schools)s and %(students)s, %(counted)s.") % words


def school_sentence(page: BudgetPage) -> str:
    """This function will say what one school receives, as its page's first sentence."""
    words = {
        "total": figures.money(page.total_cents),
        "students": students_words(page.n_students),
        "counted": page.run.counted,
        "each": figures.money(page.per_pupil_cents),
    }
    if page.per_pupil_cents is None:
        return _("No student here (%(counted)s), so there are no dollars.") % words
    return _("%(total)s for %(students)s, %(counted)s: %(each)s for each of them.") % words


def change_sentence(page: BudgetPage) -> str:
    """This function will say how the total stands to that of the run before, or nothing where there is none."""
    if page.change is None:
        return ""
    cents = page.change.change_cents
    words = {
        "change": figures.money(abs(cents)),
        "number": page.change.number,
        "counted": page.change.counted,
    }
    if cents == 0:
        return _("That is the same as in run %(number)s, %(counted)s.") % words
    if cents > 0:
        return _("That is %(change)s more than in run %(number)s, %(counted)s.") % words
    return _("That is %(change)s less than in run %(number)s, %(counted)s.") % words


def line_sentence(line: LineView) -> str:
    """This function will say one line of the arithmetic in words."""
    words = {
        "need": line.label,
        "students": students_words(line.n_students or 0),
        "rate": figures.money(line.rate_cents),
        "amount": figures.money(line.amount_cents),
    }
    if line.n_students == 0:
        return _("%(need)s: nobody was counted, so nothing at %(rate)s each.") % words
    return _("%(need)s: %(students)s × %(rate)s = %(amount)s.") % words


def total_sentence(page: BudgetPage) -> str:
    """This function will say the sum of the lines in words."""
    parts = " + ".join(figures.money(line.amount_cents) for line in page.lines)
    return _("Together: %(parts)s = %(total)s.") % {"parts": parts, "total": figures.money(page.total_cents)}


def students_words(n: int) -> str:
    """This function will say a number of students."""
    return ngettext("%(n)s student", "%(n)s students", n) % {"n": figures.number(n)}


def headline(page: BudgetsPage | BudgetPage) -> list[tuple[str, str, str]]:
    """This function will return the figures a budget page is about: the total, dollars for each, students."""
    return [
        (_("Budget"), figures.money(page.total_cents), ""),
        (_("Dollars per student"), figures.money(page.per_pupil_cents), ""),
        (_("Students"), figures.number(page.n_students), ""),
    ]


def run_terms(run: RunView) -> list[tuple[str, str]]:
    """This function will say how a run came about, down to the digests that prove it."""
    link = '<a href="{}">{}</a>'
    named = _("%(name)s, version %(number)s") % {
        "name": run.formula.name.text(get_language() or "en"),
        "number": run.formula_number,
    }
    return [
        (_("Formula"), format_html(link, reverse("funding:formula", args=[run.formula_id]), named)),
        (_("Projected for") if run.projected else _("Counted on"), figures.day(run.count_on)),
        *own_day_terms(run.formula, run.own),
        (_("Fiscal year"), run.year_name),
        (_("Counting rule"), _counting_rule(run)),
        (_("Made"), _("%(when)s, by %(who)s") % {"when": figures.moment(run.at), "who": run.by_name}),
        (_("Engine"), run.engine_version),
        (_("Digest of the counts"), run.inputs_digest),
        (_("Digest of the result"), run.result_digest),
    ]


def own_day_terms(formula: AnyFormula, own: OwnDays) -> list[tuple[str, str]]:
    """This function will say which needs are counted on a day of their own, or nothing where none is."""
    says = own_day_sentences(formula, own)
    return [(_("Each on its own day"), "; ".join(says))] if says else []


def proof_sentence(proof: Proof) -> str:
    """This function will say what a proof has shown."""
    schools = ngettext("%(n)s school", "%(n)s schools", proof.n_schools) % {"n": figures.number(proof.n_schools)}
    total = {"schools": schools, "total": figures.money(proof.run.total_cents)}
    return _("%(schools)s and %(total)s: the same to the cent, and each digest is the one that was kept.") % total


def proof_terms(proof: Proof) -> list[tuple[str, str]]:
    """This function will name each digest that was kept, and what it is now where that is another."""
    names = {
        "formula": _("Formula digest"),
        "inputs": _("Inputs digest"),
        "result": _("Result digest"),
        "charge": _("Digest of what staff is charged"),
    }
    made = _("%(when)s, by %(who)s") % {"when": figures.moment(proof.run.at), "who": proof.run.by_name}
    counted = _("Projected for") if is_projected(proof.run.count_rule) else _("Counted on")
    terms = [
        (counted, figures.day(proof.run.count_on)),
        *own_day_terms(formula_value(proof.run.formula), of_json(proof.run.count_days)),
        (_("Made"), made),
        (_("Engine"), proof.run.engine_version),
    ]
    for name, kept, now in proof.digests:
        terms.append(
            (names[name], kept if kept == now else _("%(kept)s, and now %(now)s") % {"kept": kept, "now": now})
        )
    return terms


def _counting_rule(run: RunView) -> str:
    if run.projected:
        return _("As a projection says, school by school: students are carried on from earlier counts")
    if run.filed:
        return _("As the file of that day says, school by school")
    return _("Where a student is enrolled on the day, the primary school first; needs held on it")
