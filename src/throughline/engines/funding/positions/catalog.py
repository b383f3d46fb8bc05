"""A position as a district prices it: the average salary, and benefits as a share of it, an amount, or both."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

_EXACT = 60  # digits: more than any product of cents and units has


@dataclass(frozen=True, slots=True)
class Position:
    """One position of a catalog. **Units** a salary and benefits for one full unit, in cents.

    Benefits are `benefits_share` of the salary and `benefits_cents` on top of it; a district that knows only one of
    the two leaves the other at nothing.

    **Example**

    >>> Position("T1", "Teacher", 60_000_00, Decimal("0.25"), 9_000_00).price_cents
    8400000
    """

    code: str
    name: str
    salary_cents: int
    benefits_share: Decimal = Decimal(0)
    benefits_cents: int = 0
    source: str = ""

    def __post_init__(self) -> None:
        if self.salary_cents < 0 or self.benefits_share < 0 or self.benefits_cents < 0:
            raise ValueError(f"Position {self.code} costs less than nothing")

    @property
    def all_benefits_cents(self) -> int:
        """Both kinds of benefits together; the share is rounded half up to the cent."""
        return priced(self.salary_cents, self.benefits_share) + self.benefits_cents

    @property
    def price_cents(self) -> int:
        """What one full unit costs with its benefits."""
        return self.salary_cents + self.all_benefits_cents


def priced(cents: int, units: Decimal) -> int:
    """This function will price a part or a multiple of an amount, rounded half up to the cent.

    **Example**

    >>> priced(9_462_613, Decimal("0.5"))
    4731307
    """
    with localcontext(prec=_EXACT):
        return int((cents * units).to_integral_value(ROUND_HALF_UP))
