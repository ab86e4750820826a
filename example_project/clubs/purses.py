"""Every movement of money in this site: one booking a key, under the lock of the purse."""

from django.db import transaction
from django.db.models import Sum

from clubs.models import Booking, Purse
from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import Money
from tournament_engine.users import User

__all__ = ["balance", "book", "give_back"]


def balance(user: User, currency: str) -> int:
    bookings = Booking.objects.filter(purse__user=user, currency=currency)
    return bookings.aggregate(total=Sum("amount"))["total"] or 0


@transaction.atomic
def book(
    *, user: User, amount: int, currency: str, key: str, charge: Booking | None = None
) -> Booking:
    """Move money once: the same key again is the same booking, or a mistake."""
    Purse.objects.get_or_create(user=user)
    purse = Purse.objects.select_for_update().get(user=user)
    known = Booking.objects.filter(key=key).first()
    if known is not None:
        return _same(known, purse, amount, currency)
    if amount < 0 and balance(user, currency) + amount < 0:
        raise HookError("insufficient_funds", "There is too little in the purse.")
    return Booking.objects.create(
        purse=purse, key=key, currency=currency, amount=amount, refund_of=charge
    )


@transaction.atomic
def give_back(*, charge_key: str, money: Money, key: str) -> Booking:
    """Give back a part of a charge: all parts together are no more than it was."""
    charge = Booking.objects.select_for_update().filter(key=charge_key, amount__lt=0).first()
    if charge is None:
        raise HookError("refund_too_high", "Nothing was charged under this key.")
    if not Booking.objects.filter(key=key).exists():
        given = charge.refunds.aggregate(total=Sum("amount"))["total"] or 0
        if given + money.amount > -charge.amount:
            raise HookError("refund_too_high", "This is more than was charged.")
    user = charge.purse.user
    return book(user=user, amount=money.amount, currency=money.currency, key=key, charge=charge)


def _same(known: Booking, purse: Purse, amount: int, currency: str) -> Booking:
    if (known.purse_id, known.amount, known.currency) != (purse.pk, amount, currency):
        raise HookError("key_reused", "This key stands for another booking.")
    return known
