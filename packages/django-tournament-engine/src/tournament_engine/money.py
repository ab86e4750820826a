"""Money as people write and read it; everywhere else it is whole minor units.

A code of three letters is a currency of the world: "EUR" has cents, "JPY" has none. Any
other code ("CREDITS") names a unit of the site's own, which has no parts.
"""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation, Overflow

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput

__all__ = [
    "LARGEST",
    "checked_currency",
    "digits_of",
    "major",
    "minor",
    "minor_units",
    "shown",
    "split",
    "written",
]

#: More than any prize; small enough for every database and for exact arithmetic.
LARGEST = 10**15

_CURRENCY = re.compile(r"[A-Z0-9]{1,12}")

#: Digits behind the point, where they are not the two that most currencies have.
_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_OF_THE_WORLD = re.compile(r"[A-Z]{3}")


def checked_currency(code: str, *, field: str = "currency") -> str:
    """Return a currency's code; raise InvalidInput for what can be none."""
    if not _CURRENCY.fullmatch(code):
        message = _("A currency is written in capital letters, as in EUR.")
        raise InvalidInput(message, code="currency", field=field)
    return code


def digits_of(currency: str) -> int:
    """Return how many digits a currency has behind the point.

    >>> digits_of("EUR"), digits_of("JPY"), digits_of("KWD"), digits_of("CREDITS")
    (2, 0, 3, 0)
    """
    return _DIGITS.get(currency, 2) if _OF_THE_WORLD.fullmatch(currency) else 0


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
    if units % 1:
        message = _("%(currency)s has %(digits)d digits behind the point, and no more.")
        words = {"currency": currency, "digits": digits_of(currency)}
        raise InvalidInput(message % words, code="amount", field=field)
    return int(units)


def minor_units(text: str, currency: str, *, field: str = "amount") -> int:
    """Return an amount as somebody wrote it, in minor units; never less than nothing.

    >>> minor_units("12.50", "EUR"), minor_units("12", "JPY")
    (1250, 12)
    """
    digits = digits_of(currency)
    try:
        amount = Decimal(_plain(text)).scaleb(digits)
    except (InvalidOperation, Overflow):
        amount = Decimal("NaN")
    if not (amount.is_finite() and 0 <= amount <= LARGEST) or amount % 1:
        message = _("'%(text)s' is no amount: write a number with at most %(digits)d decimals.")
        words = {"text": text.strip()[:40], "digits": digits}
        raise InvalidInput(message % words, code="amount", field=field)
    return int(amount)


def _plain(text: str) -> str:
    """Return a number in the reader's format as a program writes it."""
    number = "".join(text.split())
    point, comma = get_format("DECIMAL_SEPARATOR"), get_format("THOUSAND_SEPARATOR")
    grouped = rf"[0-9]{{1,3}}({re.escape(comma)}[0-9]{{3}})+({re.escape(point)}[0-9]+)?"
    if comma and re.fullmatch(grouped, number):
        number = number.replace(comma, "")
    return number.replace(point, ".")


def written(amount: int, currency: str) -> str:
    """Return an amount as a field shows it: a number in the reader's format."""
    digits = digits_of(currency)
    return number_format(major(amount, currency), decimal_pos=digits, force_grouping=False)


def shown(amount: int, currency: str) -> str:
    """Return an amount with its currency, in the reader's format: "1,250.00 EUR"."""
    digits = digits_of(currency)
    number = number_format(major(amount, currency), decimal_pos=digits, force_grouping=True)
    # No line breaks between them.
    return f"{number}\N{NO-BREAK SPACE}{currency}"


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` by weights; the remainder goes to the first. The parts sum to the total.

    >>> split(100, [1, 1, 1]), split(7, [2, 1])
    ([34, 33, 33], [5, 2])
    """
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    parts[0] += total - sum(parts)
    return parts
