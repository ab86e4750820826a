"""Tables of entry fees: one payment for a request for a place, its history, and waivers.

A registration never copies where its payment stands: its own state says that it waits for one.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.money import shown
from tournament_engine.registration.lifecycle import DUE, EventOutcome, GatewayState, PaymentState
from tournament_engine.registration.models import Registration
from tournament_engine.transitions import state_constraint
from tournament_engine.uploads.models import StoredFile
from tournament_engine.users import User

__all__ = [
    "REVIEW_LASTS",
    "FeeWaiver",
    "Payment",
    "PaymentEvent",
    "PaymentTransition",
    "WaiverRule",
    "WalletCharge",
]

#: So long somebody has a proof who took it for review; whoever forgets it keeps nobody waiting.
REVIEW_LASTS = timedelta(minutes=30)


class Payment(models.Model):
    """The entry fee of one request for a place; a second attempt has a payment of its own.

    `amount` is what is asked, `paid_amount` what came. `reference_key` is the folded reference
    that must be unique among those that may be money. `charge_key` and `tried_at` tell of the
    latest charge of the wallet: while `tried_at` stands, its answer is waited for.
    `refund_percent` is what the policy gave back when the place was given up, the money being
    there or not.
    `taken_by` looks at the proof since `taken_at`, as far as `reviewer` says so.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.PROTECT, related_name="payments")
    registration = models.OneToOneField(
        Registration, on_delete=models.PROTECT, related_name="payment"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=PaymentState, default=PaymentState.PENDING
    )
    amount = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=12)
    pay_by_at = models.DateTimeField(_("to be paid by"))
    reminded_at = models.DateTimeField(null=True)
    method = models.CharField(_("by"), max_length=40, blank=True)
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("payer"),
    )
    paid_amount = models.PositiveBigIntegerField(_("paid"), null=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    reference_key = models.CharField(max_length=480, blank=True)
    proof = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)
    details = models.JSONField(_("details"), default=dict)
    submitted_at = models.DateTimeField(_("sent"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    charge_key = models.CharField(max_length=120, blank=True)
    charges = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    refund_percent = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = (
            models.Index(fields=("tournament", "state", "submitted_at")),
            models.Index(
                fields=("pay_by_at",),
                condition=Q(state__in=sorted(DUE)),
                name="te_payments_due",
            ),
        )
        constraints = (
            state_constraint(PaymentState, "te_payment_state"),
            models.UniqueConstraint(
                fields=("tournament", "reference_key"),
                condition=~Q(reference_key="")
                & Q(
                    state__in=sorted(
                        {PaymentState.SUBMITTED, PaymentState.VERIFIED, PaymentState.REFUNDED}
                    )
                ),
                name="te_payment_reference",
            ),
            models.CheckConstraint(
                name="te_payment_paid",
                condition=Q(paid_amount__gt=0)
                | ~Q(
                    state__in=sorted(
                        {PaymentState.SUBMITTED, PaymentState.VERIFIED, PaymentState.REFUNDED}
                    )
                ),
            ),
            models.CheckConstraint(
                name="te_payment_percent",
                condition=Q(refund_percent=None) | Q(refund_percent__lte=100),
            ),
        )

    def __str__(self) -> str:
        return f"{self.registration_id} {self.state}"

    @property
    def asked(self) -> str:
        """Return what is asked, in words."""
        return shown(self.amount, self.currency)

    @property
    def paid(self) -> str:
        """Return what came, in words; empty while nothing did."""
        return "" if self.paid_amount is None else shown(self.paid_amount, self.currency)

    @property
    def reviewer(self) -> User | None:
        """Return who looks at the proof now: nobody has it longer than `REVIEW_LASTS`."""
        if self.taken_at is None or self.taken_at <= timezone.now() - REVIEW_LASTS:
            return None
        return self.taken_by

    @property
    def is_too_much(self) -> bool:
        """Whether more was paid than is asked."""
        return self.paid_amount is not None and self.paid_amount > self.amount


class PaymentTransition(models.Model):
    """One step of a payment, kept for good with what was sent; nobody (`None`) is the system."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="transitions")
    source = models.CharField(_("from"), max_length=12, choices=PaymentState, blank=True)
    target = models.CharField(_("to"), max_length=12, choices=PaymentState)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    proof = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("step of a payment")
        verbose_name_plural = _("steps of payments")

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class WalletCharge(models.Model):
    """A key under which a fee is charged to a wallet, kept until it is known for good what came.

    The same person pays the same fee under the same key, however often it is tried: a request
    that arrives late and one that was sent after it move money once. `asked_at` is the latest
    try, and `settled_at` stands once nothing more can come of any.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="wallet_charges")
    payer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("payer"),
    )
    key = models.CharField(max_length=120, unique=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    asked_at = models.DateTimeField(_("time"))
    settled_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("charge to a wallet")
        verbose_name_plural = _("charges to wallets")
        indexes = (
            models.Index(
                fields=("asked_at",), condition=Q(settled_at=None), name="te_wallet_charge_open"
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("payment", "payer"),
                condition=Q(settled_at=None),
                name="te_wallet_charge_of_person",
            ),
        )

    def __str__(self) -> str:
        return self.key


class PaymentEvent(models.Model):
    """One message of a gateway, kept for good with what became of it: its id counts once.

    `body` is the message without its secrets, which an erasure empties; `digest` is of what
    it said.
    """

    method = models.CharField(_("by"), max_length=40)
    event_id = models.CharField(max_length=120)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="events")
    state = models.CharField(_("state"), max_length=12, choices=GatewayState)
    occurred_at = models.DateTimeField(_("time"))
    reference = models.CharField(_("reference"), max_length=120)
    amount = models.PositiveBigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=120)
    account = models.CharField(_("account"), max_length=120)
    outcome = models.CharField(_("outcome"), max_length=16, choices=EventOutcome)
    digest = models.CharField(max_length=64, editable=False)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("message of a gateway")
        verbose_name_plural = _("messages of gateways")
        indexes = (models.Index(fields=("method", "reference")),)
        constraints = (
            models.UniqueConstraint(fields=("method", "event_id"), name="te_payment_event"),
            models.CheckConstraint(
                name="te_payment_event_state", condition=Q(state__in=sorted(GatewayState.values))
            ),
            models.CheckConstraint(
                name="te_payment_event_outcome",
                condition=Q(outcome__in=sorted(EventOutcome.values)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.method} {self.event_id}"

    @property
    def told(self) -> str:
        """Return the amount that the message tells of, in words."""
        return shown(self.amount, self.currency)


class WaiverRule(models.TextChoices):
    """Why a fee is waived."""

    HAND = "hand", _("by hand")
    RANK = "rank", _("by rank")


class FeeWaiver(models.Model):
    """Why one entrant does not pay: the rule, the rank at that moment and who decided."""

    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="waiver")
    rule = models.CharField(_("rule"), max_length=8, choices=WaiverRule)
    rank = models.PositiveIntegerField(_("rank"), null=True)
    evidence = models.JSONField(_("evidence"), default=dict)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("waiver of a fee")
        verbose_name_plural = _("waivers of fees")
        constraints = (
            models.CheckConstraint(
                name="te_waiver_rank",
                condition=Q(rule=WaiverRule.RANK, rank__gte=1) | Q(rule=WaiverRule.HAND, rank=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.payment_id} {self.rule}"
