"""What the ledger and the payouts hold of people: amounts, under ids that say nothing."""

from django.utils.translation import gettext as _

from tournament_engine.economy.lifecycle import OPEN
from tournament_engine.economy.models import Account, Payout, Transfer
from tournament_engine.money import shown
from tournament_engine.privacy.holdings import Holding, declare, prevent
from tournament_engine.privacy.people import Person

__all__ = ["declare_personal"]


def declare_personal() -> None:
    """Say what these tables hold: an account's code was made at random, its holder goes."""
    prevent(_has_money)
    declare(
        Holding(model=Account, owner=("holder",), impersonal=("code", "currency")),
        Holding(model=Transfer, impersonal=("key", "body", "currency")),
        Holding(
            model=Payout,
            owner=("recipient",),
            tournament="tournament",
            blank=("reference", "reason", "check_reason", "contact"),
            renamed={"recipient_name": str},
            impersonal=("slot", "key", "currency", "charge_key"),
        ),
    )


def _has_money(person: Person) -> str:
    """Say what would be lost with the person: nobody could be paid any more."""
    if person.forfeits:
        return ""
    held = Account.objects.filter(holder=person.user, balance__gt=0)
    owed = Payout.objects.filter(recipient=person.user, state__in=OPEN)
    sums = [shown(one.balance, one.currency) for one in held]
    sums += [shown(one.amount, one.currency) for one in owed]
    if not sums:
        return ""
    message = _("Pay out first what is in the wallet or still owed, or let it go: %(sums)s.")
    return message % {"sums": ", ".join(sums)}
