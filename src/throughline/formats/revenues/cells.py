"""One row of a file of revenues: each cell read exactly, or said what it needs."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction

from throughline.engines.funding.checks import nearest
from throughline.engines.funding.revenues import ORIGINS, STATUSES, CentralShare, Revenue
from throughline.formats.formula.schools_rows import Row
from throughline.formats.revenues import rules
from throughline.formats.revenues.columns import COLUMNS
from throughline.values.money import cents_from_dollars
from throughline.values.problem import Problem, Rule

_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?")
_SERVICE = re.compile(r"([^:=;]{1,80})[:=]\s*(\$?[0-9][0-9,]*(?:\.[0-9]{1,6})?)\s*(%?)")
_EXAMPLES = {column.name: column.example for column in COLUMNS}
_ANSWERS = {"true": True, "yes": True, "false": False, "no": False}
OTHER_SERVICES = "central"


class Cells:
    """The cells of one row; what is wrong is added to `problems` and something harmless returned."""

    def __init__(
        self,
        file: str,
        row: Row,
        where: Mapping[str, int],
        problems: list[Problem],
        schools: Collection[str] | None = None,
    ) -> None:
        self._file, self._row, self._where, self._problems, self._schools = file, row, where, problems, schools

    def revenue(self) -> Revenue:
        """This function will read the whole row as a revenue."""
        return Revenue(
            key=self.code("source"),
            name=self.needed("name"),
            origin=self.choice("origin", ORIGINS),
            restricted=self.answer("restricted", needed=True),
            status=self.choice("status", STATUSES),
            amount_cents=self.money("amount", needed=True),
            carry_over_cents=self.money("carry_over"),
            central=self.central(),
            starts_on=self.day("start_date"),
            ends_on=self._last_day(),
            allowed_uses=self.words("allowed_uses"),
            eligible_schools=frozenset(self.schools("eligible_schools")),
            eligible_needs=frozenset(self.words("eligible_needs")),
            supplement_not_supplant=self.answer("supplement_not_supplant"),
            poolable=self.answer("poolable", blank=True),
            pool=self.code("pool") if self.text("pool") else "",
        )

    def text(self, name: str) -> str:
        """This function will return a cell without the spaces around it, blank where there is no such column."""
        return self._row.cells[self._where[name]].strip() if name in self._where else ""

    def needed(self, name: str) -> str:
        """This function will return a cell that may not be blank."""
        if not (text := self.text(name)):
            self._say(rules.CELL_BLANK, name, example=_EXAMPLES.get(name, "S1"))
        return text

    def code(self, name: str) -> str:
        """This function will read a code."""
        text = self.needed(name)
        if text and not _CODE.fullmatch(text):
            self._say(rules.CODE_FORM, name, text, example=_EXAMPLES[name])
        return text

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        """This function will read one of a few words."""
        text = self.needed(name).casefold().replace(" ", "_")
        if text and text not in known:
            self._say(rules.CHOICE, name, self.text(name), known=", ".join(known), nearest=nearest(text, list(known)))
        return text if text in known else known[0]

    def answer(self, name: str, *, needed: bool = False, blank: bool = False) -> bool:
        """This function will read true or false."""
        text = self.needed(name) if needed else self.text(name)
        if text and text.casefold() not in _ANSWERS:
            self._say(rules.YES_OR_NO, name, text)
        return _ANSWERS.get(text.casefold(), blank)

    def money(self, name: str, *, needed: bool = False) -> int:
        """This function will read dollars as cents."""
        text = self.needed(name) if needed else self.text(name)
        if not text:
            return 0
        try:
            cents = cents_from_dollars(text)
        except ValueError:
            self._say(rules.AMOUNT, name, text)
            return 0
        if cents < 0:
            self._say(rules.AMOUNT_NEGATIVE, name, text)
        return max(0, cents)

    def words(self, name: str) -> tuple[str, ...]:
        """This function will read words that commas separate."""
        return tuple(dict.fromkeys(word.strip() for word in self.text(name).split(",") if word.strip()))

    def schools(self, name: str) -> tuple[str, ...]:
        """This function will read ids of schools, and name those that no school has where the schools are known."""
        found = self.words(name)
        for one in found if self._schools is not None else ():
            self.known(name, one, self._schools or (), rules.SCHOOL_UNKNOWN)
        return found

    def known(self, name: str, text: str, among: Collection[str], rule: Rule) -> None:
        """This function will say so where a word is none of those that are known."""
        if text and among and text not in among:
            self._say(rule, name, text, nearest=nearest(text, sorted(among)))

    def day(self, name: str) -> date | None:
        """This function will read a day."""
        if not (text := self.text(name)):
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._say(rules.DATE, name, text)
            return None

    def central(self) -> tuple[CentralShare, ...]:
        """This function will read what is kept centrally: a share of all, and amounts or shares by service."""
        shares = []
        if text := self.text("central_percent"):
            shares.append(CentralShare(OTHER_SERVICES, share=self._percent("central_percent", text)))
        for part in filter(str.strip, self.text("central_services").split(";")):
            found = _SERVICE.fullmatch(part.strip())
            if not found or found[1].strip() in [one.service for one in shares]:
                self._say(rules.SERVICE, "central_services", part.strip(), example=_EXAMPLES["central_services"])
            elif found[3]:
                shares.append(CentralShare(found[1].strip(), share=self._percent("central_services", found[2])))
            else:
                shares.append(CentralShare(found[1].strip(), cents=self._dollars(found[2])))
        return tuple(shares)

    def _dollars(self, text: str) -> int:
        try:
            return cents_from_dollars(text)
        except ValueError:
            self._say(rules.AMOUNT, "central_services", text)
            return 0

    def _percent(self, name: str, text: str) -> Fraction:
        if not _PERCENT.fullmatch(text) or Fraction(text) > 100:
            self._say(rules.PERCENT, name, text)
            return Fraction(0)
        return Fraction(text) / 100

    def _last_day(self) -> date | None:
        first, last = self.day("start_date") if self.text("end_date") else None, self.day("end_date")
        if first and last and last < first:
            self._say(rules.DATES_REVERSED, "end_date", last.isoformat(), first=first.isoformat())
        return last

    def _say(self, rule: Rule, column: str, value: str = "", **words: str) -> None:
        problem = Problem(rule, self._file, self._row.number, column, value[:80], words)
        if problem not in self._problems:  # a first day is read twice, and a mistake in it said once
            self._problems.append(problem)
