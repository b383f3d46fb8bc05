"""Formulas nobody would write and counts nobody has: every kind of step and calculation, put together by chance."""

from fractions import Fraction

from hypothesis import strategies as st
from tests.engines.funding.steps.test_steps import HEAD, step

from throughline.engines.funding.steps import Cell, SchoolColumns

LEVELS = ("elementary", "middle", "high")
MORE = """
[[parameters]]
key = "base"
label = "Base"
unit = "dollars per pupil"
year = "2026-27"
source = "A test"
by_level = { elementary = 4100.5, middle = 4233.333, high = 4300 }
[[inputs]]
key = "k"
label = "Another count"
unit = "pupils"
counted_on = "October 1"
recount = "fixed"
[[sources]]
key = "title"
label = "Restricted"
restricted = true
eligible = "ratio(poor, n) >= 0.25"
"""

Text = st.SearchStrategy[str]
_decimal = st.sampled_from(["0.1", "0.37", "1.25", "0.333", "2", "0"])


def _joined(pattern: str, *parts: Text) -> Text:
    return st.tuples(*parts).map(lambda found: pattern.format(*found))


@st.composite
def calculations(draw: st.DrawFn, unit: str, deep: int) -> str:
    """This function will draw a calculation of a unit; `deep` is how far it may nest."""
    if deep == 0:
        return draw(st.sampled_from(_PLAIN[unit]))
    pattern = draw(st.sampled_from([*_PATTERNS[unit], *_PLAIN[unit]]))
    for wanted in ("pupils", "share", "rate", "dollars", "truth"):
        while f"<{wanted}>" in pattern:
            pattern = pattern.replace(f"<{wanted}>", draw(calculations(wanted, deep - 1)), 1)
    return pattern.replace("<decimal>", draw(_decimal))


_PLAIN = {
    "pupils": ["n", "poor", "k"],
    "share": ["0.4", "ratio(poor, n)", "ratio(k, n)", "ratio(poor, k)"],
    "rate": ["rate", "base"],
    "dollars": ["last", "n * rate", "poor * base"],
    "truth": ["n > 0", 'level == "high"', 'level in ("middle", "high")', "poor >= 50"],
}
_PATTERNS = {
    "pupils": [
        "(<pupils> + <pupils>)", "(<pupils> - <pupils>)", "<pupils> * <decimal>", "average(<pupils>, n, k)",
        "max(<pupils>, <pupils>)", "min(<pupils>, <pupils>, n)", "clip(<pupils>, 0, k)", "<share> * <pupils>",
        "(<pupils> if <truth> else <pupils>)", "total(<pupils>)", "highest(<pupils>, level)", "lowest(<pupils>)",
    ],
    "share": [
        "ratio(<pupils>, <pupils>)", "clip(<share>, 0, 1)", "(1 - <share>)", "min(<share>, <share>)",
        "(<share> * <share>)", "(<share> if <truth> else 0.5)", "step(<pupils>, teachers)", "-<share>",
        "<share> / (1 + ratio(n, n))", "highest(<share>)", "lowest(<share>, level)", "rank(<share>, level) * 0.01",
        "rank(<pupils>) / 7",
    ],
    "rate": ["<rate> * <share>", "ramp(<share>, slope)", "(<rate> + <rate>)", "max(<rate>, <rate>)", "<rate> / 3"],
    "dollars": [
        "<pupils> * <rate>", "(<dollars> + <dollars>)", "(<dollars> - <dollars>)", "<dollars> * <share>",
        "tiers(<pupils>, slices)", "max(<dollars>, <dollars>)", "(<dollars> if <truth> else 0)",
        "clip(<dollars>, 0, n * rate)", "total(<dollars>, level)", "<dollars> / 7",
    ],
    "truth": [
        "<share> < <share>", "<pupils> >= <pupils>", "not <truth>", "(<truth> and <truth>)", "(<truth> or <truth>)",
        "0.2 <= <share> < 0.7", "<dollars> == <dollars>", 'level not in ("high",)',
    ],
}  # fmt: skip
_places = st.integers(0, 2)
_mode = st.sampled_from(["half-up", "half-even", "down", "up"])
_rounds = _joined('{{ mode = "{}", places = {} }}', _mode, _places.map(str))
_closes = _joined('{{ mode = "{}", places = {}, closing = "largest remainder" }}', _mode, _places.map(str))


@st.composite
def documents(draw: st.DrawFn, kinds: tuple[str, ...]) -> str:
    """This function will draw a formula in steps of the kinds that are named, one after another."""
    written = [_step(draw, f"step_{at}", draw(st.sampled_from(kinds))) for at in range(draw(st.integers(1, 5)))]
    return HEAD + MORE + "".join(written)


def _step(draw: st.DrawFn, key: str, kind: str) -> str:
    def quoted(unit: str, pattern: str = "{}") -> str:
        return "'" + pattern.format(draw(calculations(unit, draw(st.integers(0, 2))))) + "'"

    settings = {"from_": draw(st.sampled_from(['"general"', '"title"'])), "round": draw(_rounds)}
    if draw(st.booleans()) and kind not in ("phase in", "limit"):
        settings["where"] = quoted("truth")
    if kind == "calculate":
        del settings["from_"]
        return step(key, kind, is_=quoted("share"), unit='"share"', **settings)
    if kind == "pay":
        return step(key, kind, is_=quoted("dollars"), may_be_negative="true", **settings)
    if kind == "pay what is owed":
        settings["round"] = draw(_closes)
        return step(key, "pay", is_=quoted("dollars", "max(0, {})"), **settings)
    if kind == "share pool":
        pool = f'"{draw(st.integers(0, 10**9))}.37"'
        return step(key, kind, pool=pool, by=quoted("pupils", "n + k + max(0, {})"), **settings)
    if kind == "top up":
        paid = draw(st.sampled_from(['"open"', '"gainers"', '"reserve"']))
        return step(
            key, kind, to=quoted("dollars"), paid=paid, reserve='"1234.56"', **settings | {"from_": '"general"'}
        )
    del settings["from_"]
    if kind == "phase in":
        return step(key, kind, of=quoted("dollars"), start='"last"', share='"0.3333"', **settings)
    keep = draw(st.sampled_from(["true", "false"]))
    return step(
        key, "limit", of=quoted("dollars"), low='"last"', high='"last * 1.5 + n * rate"', keep_total=keep, **settings
    )


CALCULATED = ("calculate", "pay")
EVERY_KIND = (*CALCULATED, "pay what is owed", "share pool", "top up", "phase in", "limit")

_count = st.one_of(
    st.integers(0, 3000).map(Fraction),
    st.integers(0, 3).map(Fraction),
    st.fractions(0, 2000, max_denominator=7),
    st.fractions(0, 2000, max_denominator=10**7),
    st.integers(10**9, 10**18).map(Fraction),
)
_money = st.integers(0, 10**9).map(lambda cents: Fraction(cents, 100))


@st.composite
def schools(draw: st.DrawFn) -> SchoolColumns:
    """This function will draw schools' figures: small ones, fractions, and some beyond what any district has."""
    n = draw(st.integers(1, 6))

    def column(of: st.SearchStrategy[Fraction]) -> list[Cell]:
        return list(draw(st.lists(of, min_size=n, max_size=n)))

    return SchoolColumns(
        tuple(f"s{at}" for at in range(n)),
        tuple(draw(st.lists(st.sampled_from(LEVELS), min_size=n, max_size=n))),
        {"n": column(_count), "poor": column(_count), "k": column(_count), "last": column(_money)},
        revenues_cents={"general": 10**9, "title": 10**7},
    )
