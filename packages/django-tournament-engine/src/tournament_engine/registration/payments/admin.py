"""Payments in the admin: to be found and read; the services change them."""

from django.contrib import admin

from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.registration.payments.models import (
    FeeWaiver,
    Payment,
    PaymentEvent,
    PaymentTransition,
    WalletCharge,
)

__all__ = [
    "FeeWaiverAdmin",
    "PaymentAdmin",
    "PaymentEventAdmin",
    "PaymentTransitionAdmin",
    "WalletChargeAdmin",
]


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    """Every entry fee and where it stands."""

    list_display = ("registration", "tournament", "state", "amount", "currency", "pay_by_at")
    list_filter = ("state", "method")
    list_select_related = ("registration", "tournament")
    search_fields = ("registration__name", "tournament__name", "reference")


@admin.register(PaymentTransition)
class PaymentTransitionAdmin(ReadOnlyAdmin):
    """The history of payments."""

    list_display = ("payment", "source", "target", "actor", "created_at")
    list_select_related = ("payment", "actor")


@admin.register(PaymentEvent)
class PaymentEventAdmin(ReadOnlyAdmin):
    """What gateways have told, and what became of it."""

    list_display = ("method", "event_id", "state", "amount", "currency", "outcome", "created_at")
    list_filter = ("method", "outcome")
    search_fields = ("event_id", "reference")


@admin.register(WalletCharge)
class WalletChargeAdmin(ReadOnlyAdmin):
    """Every key under which a fee was charged to a wallet."""

    list_display = ("key", "payment", "payer", "tries", "asked_at", "settled_at")
    list_select_related = ("payment", "payer")
    search_fields = ("key",)


@admin.register(FeeWaiver)
class FeeWaiverAdmin(ReadOnlyAdmin):
    """Who does not pay, and why."""

    list_display = ("payment", "rule", "rank", "actor", "created_at")
    list_select_related = ("payment", "actor")
