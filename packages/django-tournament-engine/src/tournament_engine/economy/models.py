"""Tables of money: the ledger's accounts and transfers, and the lines of what is to be paid.

A transfer takes from one account what it gives to another, in one row, so that a currency
always sums to zero. Rows of transfers are never changed or deleted: the database refuses it.
A payout is a line of its own, because the money may move in another system than ours.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.economy.lifecycle import SETTLED, PayoutState
from tournament_engine.transitions import state_constraint

__all__ = [
    "Account",
    "Payout",
    "PayoutKind",
    "PayoutMethod",
    "PayoutVerdict",
    "Transfer",
    "TransferKind",
]


class TransferKind(models.TextChoices):
    """Why money moved."""

    DEPOSIT = "deposit", _("deposit")
    CHARGE = "charge", _("charge")
    REFUND = "refund", _("refund")
    PAYOUT = "payout", _("payout")


class Account(models.Model):
    """Whose money it is, in one currency.

    `code` names it for good: "wallet:<id>" for a person, with an id that says nothing of
    whom; "house" for the site, and "outside" for the world that money comes from. `balance`
    is the sum of its transfers, kept in the same transaction.
    """

    code = models.CharField(_("code"), max_length=80)
    currency = models.CharField(_("currency"), max_length=12)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("holder"),
    )
    balance = models.BigIntegerField(_("balance"), default=0, editable=False)
    may_be_negative = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("code", "currency")
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = (
            models.UniqueConstraint(fields=("code", "currency"), name="te_account_code"),
            models.UniqueConstraint(
                fields=("holder", "currency"),
                condition=Q(holder__isnull=False),
                name="te_account_holder",
            ),
            models.CheckConstraint(
                name="te_account_balance", condition=Q(balance__gte=0) | Q(may_be_negative=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.currency}"


class Transfer(models.Model):
    """Money that moved once. `key` was made before the first try, and names it for ever.

    `body` is a digest of what was asked for under the key: the same key with another body is
    refused. `refers_to` is the charge that a refund gives back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("key"), max_length=200, unique=True)
    body = models.CharField(max_length=64, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=TransferKind)
    source = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("from")
    )
    target = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("to")
    )
    currency = models.CharField(_("currency"), max_length=12)
    amount = models.PositiveBigIntegerField(_("amount"))
    refers_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="refunds"
    )
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = (
            models.CheckConstraint(name="te_transfer_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="te_transfer_sides", condition=~Q(source=F("target"))),
            models.CheckConstraint(
                name="te_transfer_kind", condition=Q(kind__in=sorted(TransferKind.values))
            ),
            models.CheckConstraint(
                name="te_transfer_refund",
                condition=Q(kind=TransferKind.REFUND, refers_to__isnull=False)
                | ~Q(kind=TransferKind.REFUND) & Q(refers_to=None),
            ),
        )

    def __str__(self) -> str:
        return self.key


class PayoutKind(models.TextChoices):
    """Why money is to go to somebody."""

    PRIZE = "prize", _("prize")
    REFUND = "refund", _("refund of an entry fee")
    REWARD = "reward", _("reward of a challenge")


class PayoutMethod(models.TextChoices):
    """How it goes there."""

    WALLET = "wallet", _("wallet")
    CASH = "cash", _("cash or transfer by hand")


class PayoutVerdict(models.TextChoices):
    """Whether the site lets the recipient be paid."""

    UNASKED = "", _("not asked yet")
    ALLOWED = "allowed", _("may be paid")
    PENDING = "pending", _("still being checked")
    REFUSED = "refused", _("may not be paid")


class Payout(models.Model):
    """One line of money that is to go to one person, and what became of it.

    `slot` says what it is for within its tournament and kind ("1:41:7": place, entrant,
    person), so that planning again plans nothing twice. `key` was made before the first try
    and is sent with every one. A refund names the key of its charge in `charge_key`.
    `contact` is what a recipient who is paid by hand wrote about how to be reached; only those
    who pay read it, and it is gone once nothing is owed any more.
    """

    tournament = models.ForeignKey(
        "tournament_engine.Tournament", on_delete=models.PROTECT, related_name="payouts"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=PayoutKind)
    method = models.CharField(
        _("by"), max_length=12, choices=PayoutMethod, default=PayoutMethod.WALLET
    )
    slot = models.CharField(max_length=120)
    key = models.CharField(max_length=120, unique=True)
    place = models.PositiveIntegerField(_("place"), null=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("recipient"),
    )
    recipient_name = models.CharField(_("recipient's name"), max_length=120)
    currency = models.CharField(_("currency"), max_length=12)
    amount = models.PositiveBigIntegerField(_("amount"))
    charge_key = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=PayoutState,
        default=PayoutState.PENDING,
        editable=False,
    )
    needs_approval = models.BooleanField(default=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    check_verdict = models.CharField(
        max_length=12, choices=PayoutVerdict, default=PayoutVerdict.UNASKED, blank=True
    )
    check_reason = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True)
    contact = models.CharField(max_length=500, blank=True)
    claimed_at = models.DateTimeField(_("claimed at"), null=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("tournament", "kind", "place", "pk")
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        indexes = (models.Index(fields=("state", "tried_at")),)
        constraints = (
            state_constraint(PayoutState, "te_payout_state"),
            models.UniqueConstraint(fields=("tournament", "kind", "slot"), name="te_payout_once"),
            models.CheckConstraint(name="te_payout_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="te_payout_check", condition=Q(check_verdict__in=sorted(PayoutVerdict.values))
            ),
            models.CheckConstraint(
                name="te_payout_contact",
                condition=Q(contact="")
                | ~Q(state__in=sorted(SETTLED)) & Q(method=PayoutMethod.CASH),
            ),
            models.CheckConstraint(
                name="te_payout_paid",
                condition=Q(state=PayoutState.PAID, paid_at__isnull=False)
                | ~Q(state=PayoutState.PAID) & Q(paid_at=None),
            ),
            models.CheckConstraint(
                name="te_payout_refund",
                condition=~Q(kind=PayoutKind.REFUND, method=PayoutMethod.WALLET)
                | ~Q(charge_key=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.slot}"

    @property
    def waits_for_check(self) -> bool:
        """Whether the site said of its recipient: not yet, or not at all."""
        return self.check_verdict in {PayoutVerdict.PENDING, PayoutVerdict.REFUSED}

    @property
    def can_be_claimed(self) -> bool:
        """Whether its recipient is asked how to be reached."""
        is_by_hand = self.method == PayoutMethod.CASH and self.recipient_id is not None
        return is_by_hand and self.state == PayoutState.PENDING
