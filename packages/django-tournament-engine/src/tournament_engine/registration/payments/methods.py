"""The ways in which a fee can be paid: the engine's own, and those that a site names.

A manual method asks for a proof that staff looks at; an automatic one confirms by itself. A
site's gateway is an automatic method: it leads the payer to `url` and calls
`services.confirm_payment` once the money is there.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, cast

from django import forms
from django.core.signals import setting_changed
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from tournament_engine import conf
from tournament_engine.core.models import Tournament
from tournament_engine.registration.payments.models import Payment
from tournament_engine.uploads.fields import UploadField

__all__ = ["MANUAL", "WALLET", "ManualProof", "PaymentMethod", "Wallet", "methods", "offered"]

MANUAL = "manual_proof"
WALLET = "wallet"

#: What the service itself judges of a proof; whatever else a method asks for is kept as it is.
JUDGED = ("reference", "amount", "proof", "note")


class PaymentMethod:
    """One way to pay. `label` and `instructions` are what people read."""

    label: ClassVar[str | Promise]
    #: What is said where the organiser says nothing.
    instructions: ClassVar[str | Promise] = ""
    is_automatic: ClassVar[bool] = False

    def fields(self) -> Mapping[str, forms.Field]:
        """Return what a payer sends: reference, amount, proof and note are judged, others kept."""
        return {}

    def url(self, payment: Payment) -> str:  # noqa: ARG002 - for the site's own classes
        """Return where an automatic method takes the money, empty where this page does."""
        return ""


class ManualProof(PaymentMethod):
    """The payer sends the money on some other way and shows a proof of it."""

    label = _("Transfer with a proof")
    instructions = _("Ask the organiser where to send the money, then send a picture of the proof.")

    def fields(self) -> dict[str, forms.Field]:
        return {
            "reference": forms.CharField(
                label=_("Reference of the transfer"),
                min_length=6,
                max_length=120,
                help_text=_("The number that the bank or the app shows, six characters at least."),
            ),
            "amount": forms.DecimalField(
                label=_("Amount that you sent"), min_value=0, max_digits=15, decimal_places=3
            ),
            "proof": UploadField(purpose="proof", label=_("Picture of the proof")),
            "note": forms.CharField(
                label=_("Note"),
                required=False,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
        }


class Wallet(PaymentMethod):
    """The money is taken from the payer's account on the site."""

    label = _("Wallet")
    instructions = _("The fee is taken from your wallet at once.")
    is_automatic = True


_OWN: Mapping[str, type[PaymentMethod]] = {MANUAL: ManualProof, WALLET: Wallet}


@cache
def methods() -> Mapping[str, PaymentMethod]:
    """Return every method of the site by its code."""
    own = {code: method() for code, method in _OWN.items()}
    paths = conf.settings.PAYMENT_METHODS
    return own | {code: cast(PaymentMethod, import_string(path)()) for code, path in paths.items()}


def offered(tournament: Tournament) -> Mapping[str, PaymentMethod]:
    """Return the ways to pay a tournament's fee that the site still has, by their codes."""
    known = methods()
    return {code: known[code] for code in tournament.payment_methods if code in known}


def _forget(*, setting: str, **_: Any) -> None:
    if setting == conf.NAME:
        methods.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tournament_engine.payments.methods")
