"""Money is integer cents, everywhere, always."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NewType

Cents = NewType("Cents", int)


def cents_from_dollars(dollars: str | int | Decimal) -> Cents:
    """This function will turn an amount written in dollars into cents, exactly.

    **Raises** `ValueError` where the text is not an amount or has more than two decimal places:
    a third decimal is a question for the person who wrote it, never ours to round.

    **Example**

    >>> cents_from_dollars("1,234.5")
    123450
    """
    try:
        amount = Decimal(str(dollars).replace(",", "").replace("$", "").strip())
    except InvalidOperation as error:
        raise ValueError(f"{dollars!r} is not an amount in dollars, such as 1234.50") from error
    scaled = amount * 100
    if not amount.is_finite() or scaled != scaled.to_integral_value():
        raise ValueError(f"{dollars!r} has more than two decimal places; write dollars and cents")
    return Cents(int(scaled))


def dollars_text(cents: int) -> str:
    """This function will write cents as dollars with two decimals, for files and programs.

    **Example**

    >>> dollars_text(-5), dollars_text(123450)
    ('-0.05', '1234.50')
    """
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole}.{rest:02d}"


def per_pupil(cents: int, n_students: int) -> Cents | None:
    """This function will return cents for each student, rounded half up, or None where there are none."""
    if n_students == 0:
        return None
    return Cents(int((Decimal(cents) / n_students).to_integral_value(ROUND_HALF_UP)))
