"""Tables of the ledger: accounts and the transfers between them.

A transfer takes from one account what it gives to another, in one row, so that a currency
always sums to zero. Rows of transfers are never changed or deleted: the database refuses it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Account", "Transfer", "TransferKind"]


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
