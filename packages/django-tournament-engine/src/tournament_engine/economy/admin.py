"""The ledger in the admin: to be read. It only grows, and nobody writes to it here."""

from django.contrib import admin

from tournament_engine.economy.models import Account, Payout, Transfer
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = ["AccountAdmin", "PayoutAdmin", "TransferAdmin"]


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """Wallets, and the accounts of the house."""

    list_display = ("code", "currency", "holder", "balance", "created_at")
    list_filter = ("currency",)
    list_select_related = ("holder",)
    search_fields = ("code",)


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    """Every movement of money."""

    list_display = ("key", "kind", "source", "target", "currency", "amount", "created_at")
    list_filter = ("kind", "currency")
    list_select_related = ("source", "target")
    search_fields = ("=key",)
    date_hierarchy = "created_at"


@admin.register(Payout)
class PayoutAdmin(ReadOnlyAdmin):
    """Money that is to go out, and what became of it."""

    list_display = (
        "tournament",
        "kind",
        "slot",
        "recipient",
        "currency",
        "amount",
        "state",
        "created_at",
    )
    list_filter = ("state", "kind", "currency")
    list_select_related = ("tournament", "recipient")
    # What a recipient wrote is for those who pay.
    exclude = ("contact",)
    search_fields = ("=key", "tournament__name", "recipient_name")
    date_hierarchy = "created_at"
