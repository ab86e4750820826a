"""The economy hook's default: the built-in ledger, one wallet for a person and a currency."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from tournament_engine.economy.models import Transfer, TransferKind
from tournament_engine.economy.services import ledger
from tournament_engine.errors import HookError, TournamentError
from tournament_engine.hooks.economy import Economy, Money, Quote, Receipt
from tournament_engine.users import User

__all__ = ["Ledger"]

#: Refusals that may be none in a moment: another transaction had the accounts.
_PASSING = frozenset({"busy"})


class Ledger(Economy):
    """Moves money in the site's own database, where a key moves it once."""

    def quote(self, user: User, price: Money) -> Quote:
        return Quote(price, is_covered=self.balance(user, price.currency).amount >= price.amount)

    def balance(self, user: User, currency: str) -> Money:
        return Money(ledger.funds(user, currency), currency)

    def charge(self, user: User, price: Money, idempotency_key: str) -> Receipt:
        return _receipt(
            lambda: ledger.transfer(
                key=idempotency_key,
                kind=TransferKind.CHARGE,
                source=ledger.wallet(user, price.currency),
                target=ledger.site_account(ledger.HOUSE, price.currency),
                amount=price.amount,
            )
        )

    def refund(self, charge_key: str, amount: Money, idempotency_key: str) -> Receipt:
        charge = ledger.find_transfer(charge_key)
        if charge is None or charge.currency != amount.currency:
            raise HookError("unknown_charge", _("Nothing was charged under this key."))
        return _receipt(
            lambda: ledger.refund(key=idempotency_key, charge=charge, amount=amount.amount)
        )

    def payout(self, user: User, amount: Money, idempotency_key: str) -> Receipt:
        return _receipt(
            lambda: ledger.transfer(
                key=idempotency_key,
                kind=TransferKind.PAYOUT,
                source=ledger.site_account(ledger.HOUSE, amount.currency),
                target=ledger.wallet(user, amount.currency),
                amount=amount.amount,
            )
        )

    def lookup(self, idempotency_key: str) -> Receipt | None:
        known = ledger.find_transfer(idempotency_key)
        return None if known is None else _proof(known)


def _receipt(move: Callable[[], Transfer]) -> Receipt:
    try:
        return _proof(move())
    except TournamentError as error:
        raise HookError(error.code, error.message, retryable=error.code in _PASSING) from error


def _proof(transfer: Transfer) -> Receipt:
    amount = Money(transfer.amount, transfer.currency)
    return Receipt(transfer.key, str(transfer.pk), amount)
