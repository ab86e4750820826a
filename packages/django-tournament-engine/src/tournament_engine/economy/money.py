"""Amounts as people write them: whole minor units in tables, decimals on pages."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput
from tournament_engine.money import digits_of

__all__ = ["in_words", "major", "minor"]


def major(amount: int, currency: str) -> Decimal:
    """Return an amount as people write it.

    >>> major(1250, "EUR")
    Decimal('12.50')
    """
    return Decimal(amount).scaleb(-digits_of(currency))


def minor(amount: Decimal, currency: str, *, field: str = "amount") -> int:
    """Return whole minor units; raise InvalidInput for a fraction of one.

    >>> minor(Decimal("12.5"), "EUR")
    1250
    """
    units = amount.scaleb(digits_of(currency))
    if units != units.to_integral_value():
        message = _("%(currency)s has %(digits)d digits behind the point, and no more.")
        words = {"currency": currency, "digits": digits_of(currency)}
        raise InvalidInput(message % words, code="amount", field=field)
    return int(units)


def in_words(amount: int, currency: str) -> str:
    """Return an amount with its currency, in the reader's format."""
    number = formats.number_format(major(amount, currency), digits_of(currency))
    return f"{number} {currency}"
