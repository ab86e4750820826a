"""Moving money between accounts: the built-in wallet.

A key is made before the first try. Whoever calls again with it gets the transfer that was
made, and moves nothing; another body under the key is refused, whatever became of the first.
Accounts are locked in the order of their keys, and after every other row.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from tournament_engine.economy.models import Account, Transfer, TransferKind
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.locks import lock
from tournament_engine.money import checked_currency, shown
from tournament_engine.users import User

__all__ = [
    "HOUSE",
    "OUTSIDE",
    "InsufficientFunds",
    "KeyReused",
    "balance",
    "deposit",
    "find_transfer",
    "funds",
    "ledger_faults",
    "open_account",
    "refund",
    "refundable",
    "site_account",
    "transfer",
    "wallet",
]

#: The site's own account, which pays prizes before a sponsor's money is in, and the world
#: outside. A person's wallet never owes.
HOUSE = "house"
OUTSIDE = "outside"

_LARGEST = 2**62


class InsufficientFunds(Conflict):
    """The account has less than is asked of it; nothing moved."""

    default_code = "insufficient_funds"


class KeyReused(Conflict):
    """The key stands for a transfer of another body; nothing moved."""

    default_code = "key_reused"


def open_account(
    *, code: str, currency: str, holder: User | None = None, may_be_negative: bool = False
) -> Account:
    """Return the account of this code and currency, made when it is asked for first."""
    account, _is_new = Account.objects.get_or_create(
        code=code,
        currency=checked_currency(currency),
        defaults={"holder": holder, "may_be_negative": may_be_negative},
    )
    return account


def wallet(user: User, currency: str) -> Account:
    """Return the account of a person. Its code tells nobody whose it is."""
    currency = checked_currency(currency)
    known = Account.objects.filter(holder=user, currency=currency).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            code = f"wallet:{uuid.uuid4()}"
            return open_account(code=code, currency=currency, holder=user)
    except IntegrityError:
        # Somebody was faster: a person has one account of a currency.
        return Account.objects.get(holder=user, currency=currency)


def funds(user: User, currency: str) -> int:
    """Return what a person has, in minor units. Who only asks opens no account."""
    own = Account.objects.filter(holder=user, currency=checked_currency(currency))
    return own.values_list("balance", flat=True).first() or 0


def site_account(code: str, currency: str) -> Account:
    """Return an account of the site's own, which may owe."""
    return open_account(code=code, currency=currency, may_be_negative=True)


def balance(account: Account) -> int:
    """Return what an account holds now, in minor units."""
    return Account.objects.values_list("balance", flat=True).get(pk=account.pk)


@transaction.atomic
def transfer(
    *,
    key: str,
    kind: TransferKind,
    source: Account,
    target: Account,
    amount: int,
) -> Transfer:
    """Move money once, whatever happens around it.

    Raise InsufficientFunds where there is too little, KeyReused where the key stands for
    something else, InvalidInput for what can never be moved.
    """
    _check_amount(amount)
    if source.currency != target.currency:
        raise InvalidInput(_("Both accounts must be of one currency."), code="currency")
    return _move(key=key, kind=kind, source=source, target=target, amount=amount)


@transaction.atomic
def deposit(*, key: str, account: Account, amount: int) -> Transfer:
    """Put money that came from outside into an account."""
    outside = site_account(OUTSIDE, account.currency)
    return transfer(
        key=key, kind=TransferKind.DEPOSIT, source=outside, target=account, amount=amount
    )


@transaction.atomic
def refund(*, key: str, charge: Transfer, amount: int) -> Transfer:
    """Give back a part of a charge or all of it; all refunds together are never more."""
    _check_amount(amount)
    # The accounts' locks keep two refunds of one charge apart.
    _lock_accounts((charge.source, charge.target))
    known = find_transfer(key)
    if known is None and amount > refundable(charge):
        message = _("Only %(left)s of the charge are left to be given back.")
        words = {"left": shown(refundable(charge), charge.currency)}
        raise Conflict(message % words, code="refund_too_high", field="amount")
    return _move(
        key=key,
        kind=TransferKind.REFUND,
        source=charge.target,
        target=charge.source,
        amount=amount,
        refers_to=charge,
    )


def refundable(charge: Transfer) -> int:
    """Return what of a charge was not given back yet."""
    given = charge.refunds.aggregate(sum=Sum("amount"))["sum"] or 0
    return charge.amount - given


def find_transfer(key: str) -> Transfer | None:
    """Return what moved under a key, None when nothing did."""
    return Transfer.objects.select_related("source", "target").filter(key=key).first()


def ledger_faults() -> list[str]:
    """Return a sentence for each account whose balance is not the sum of its transfers."""
    incoming = _sums("target")
    outgoing = _sums("source")
    faults = [
        f"{account}: {account.balance} instead of {expected}"
        for account in Account.objects.order_by("pk")
        if account.balance
        != (expected := incoming.get(account.pk, 0) - outgoing.get(account.pk, 0))
    ]
    sums = Account.objects.order_by().values_list("currency").annotate(Sum("balance"))
    return faults + [f"{currency} sums to {total}" for currency, total in sums if total]


def _sums(side: str) -> dict[int, int]:
    rows = Transfer.objects.order_by().values_list(side).annotate(Sum("amount"))
    return dict(rows)


def _move(
    *,
    key: str,
    kind: TransferKind,
    source: Account,
    target: Account,
    amount: int,
    refers_to: Transfer | None = None,
) -> Transfer:
    body = _digest(kind, source, target, amount, refers_to)
    _lock_accounts((source, target))
    known = find_transfer(key)
    if known is None:
        known = _made(
            Transfer(
                key=key,
                body=body,
                kind=kind,
                source=source,
                target=target,
                currency=source.currency,
                amount=amount,
                refers_to=refers_to,
            )
        )
    if known.body != body:
        message = _("This key stands for another transfer: make a new one for a new transfer.")
        raise KeyReused(message)
    return known


def _made(new: Transfer) -> Transfer:
    source = new.source
    if source.balance < new.amount and not source.may_be_negative:
        message = _("The account holds %(balance)s and %(amount)s are asked of it.")
        words = {
            "balance": shown(source.balance, source.currency),
            "amount": shown(new.amount, source.currency),
        }
        raise InsufficientFunds(message % words)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        # The same key between other accounts, whose locks are not ours.
        known = find_transfer(new.key)
        if known is None:
            raise
        return known
    Account.objects.filter(pk=new.source_id).update(balance=F("balance") - new.amount)
    Account.objects.filter(pk=new.target_id).update(balance=F("balance") + new.amount)
    return new


def _lock_accounts(accounts: Iterable[Account]) -> None:
    for account in sorted(accounts, key=lambda one: one.pk):
        lock(account)


def _digest(
    kind: str, source: Account, target: Account, amount: int, refers_to: Transfer | None
) -> str:
    charge = "" if refers_to is None else str(refers_to.pk)
    facts = json.dumps([str(kind), source.pk, target.pk, amount, charge])
    return hashlib.sha256(facts.encode()).hexdigest()


def _check_amount(amount: int) -> None:
    if type(amount) is not int or not 0 < amount < _LARGEST:
        message = _("An amount is a whole number of minor units above zero.")
        raise InvalidInput(message, code="amount", field="amount")
