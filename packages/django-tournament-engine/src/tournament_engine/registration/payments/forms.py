"""Forms of entry fees: the terms, a proof, and what the staff decides."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.configuration import EDITABLE
from tournament_engine.core.models import MAX_PAY_BY_HOURS, Tournament
from tournament_engine.forms import EngineForm, MomentField, RowsField
from tournament_engine.money import major, minor
from tournament_engine.registration.lifecycle import PaymentState
from tournament_engine.registration.payments.methods import JUDGED, methods
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.payments.terms import LONGEST_INSTRUCTIONS

__all__ = [
    "BulkForm",
    "ExtendForm",
    "FeeForm",
    "ProofForm",
    "RankForm",
    "RefundForm",
    "ReviewForm",
    "WaiveForm",
]

_STEPS = (1, 2, 3)


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class FeeForm(EngineForm):
    """What is asked of those who enter, as far as it may still be changed."""

    stand_ins = MappingProxyType({"refund_policy": "until_1"})

    fee_amount = forms.DecimalField(
        label=_("Entry fee"),
        min_value=0,
        max_digits=15,
        decimal_places=3,
        help_text=_("0: entering costs nothing."),
    )
    fee_currency = forms.CharField(
        label=_("Currency"), required=False, max_length=12, help_text=_("Capital letters: EUR.")
    )
    pay_by_hours = forms.IntegerField(
        label=_("Hours to pay"), min_value=1, max_value=MAX_PAY_BY_HOURS
    )
    payment_methods = forms.MultipleChoiceField(
        label=_("Ways to pay"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(label=_("Version"), widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, tournament: Tournament) -> None:
        super().__init__(data, initial=_terms_of(tournament))
        choices = [(code, method.label) for code, method in methods().items()]
        self.fields["payment_methods"].choices = choices  # type: ignore[attr-defined]  # a choice field
        for code, label in choices:
            self.fields[f"how_{code}"] = forms.CharField(
                label=_("How to pay: %(way)s") % {"way": label},
                required=False,
                max_length=LONGEST_INSTRUCTIONS,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        for step in _STEPS:
            self.fields[f"until_{step}"] = MomentField(
                label=_("Who withdraws before"), required=False
            )
            self.fields[f"percent_{step}"] = forms.IntegerField(
                label=_("gets back, in percent"), required=False, min_value=0, max_value=100
            )
        for name in list(self.fields):
            fact = _fact_of(name)
            if fact in EDITABLE and tournament.state not in EDITABLE[fact]:
                del self.fields[name]
        self._currency = tournament.fee_currency

    def clean(self) -> dict[str, Any]:
        super().clean()
        for step in _STEPS:
            until = self.cleaned_data.get(f"until_{step}")
            percent = self.cleaned_data.get(f"percent_{step}")
            if (until is None) != (percent is None) and f"until_{step}" in self.fields:
                self.add_error(f"percent_{step}", _("Give both, a moment and a share."))
        return self.cleaned_data

    def changes(self) -> dict[str, Any]:
        """Return what is to be written."""
        data = self.cleaned_data
        changed: dict[str, Any] = {
            name: data[name] for name in ("pay_by_hours", "payment_methods") if name in data
        }
        if "payment_methods" in self.fields:
            told = {code: data[f"how_{code}"] for code in methods()}
            changed["payment_instructions"] = {code: text for code, text in told.items() if text}
        if "fee_amount" in self.fields:
            currency = data["fee_currency"].upper()
            amount: Decimal = data["fee_amount"]
            changed["fee_currency"] = currency
            changed["fee_amount"] = minor(amount, currency, field="fee_amount")
            changed["refund_policy"] = self._policy()
        return changed

    def _policy(self) -> list[dict[str, Any]]:
        steps = [
            (self.cleaned_data[f"until_{n}"], self.cleaned_data[f"percent_{n}"]) for n in _STEPS
        ]
        return [
            {"until": until.isoformat(), "percent": percent}
            for until, percent in steps
            if until is not None
        ]


def _fact_of(field: str) -> str:
    """Return which fact of the tournament a field writes."""
    start = field.partition("_")[0]
    facts = {
        "how": "payment_instructions",
        "until": "refund_policy",
        "percent": "refund_policy",
    }
    return facts.get(start, field)


def _terms_of(tournament: Tournament) -> dict[str, Any]:
    values: dict[str, Any] = {
        "fee_amount": major(tournament.fee_amount, tournament.fee_currency),
        "fee_currency": tournament.fee_currency,
        "pay_by_hours": tournament.pay_by_hours,
        "payment_methods": tournament.payment_methods,
        "version": tournament.version,
    }
    for code, text in tournament.payment_instructions.items():
        values[f"how_{code}"] = text
    for step, policy in zip(_STEPS, tournament.refund_policy, strict=False):
        values[f"until_{step}"] = datetime.fromisoformat(policy["until"])
        values[f"percent_{step}"] = policy["percent"]
    return values


class ProofForm(EngineForm):
    """What a manual method asks a payer for."""

    def __init__(
        self, data: Any = None, files: Any = None, *, method: str, payment: Payment
    ) -> None:
        super().__init__(
            data,
            files,
            auto_id=f"id_{method}_%s",
            initial={"amount": major(payment.amount, payment.currency)},
        )
        self.fields.update(methods()[method].fields())
        self._method, self._currency = method, payment.currency

    def sent(self) -> dict[str, Any]:
        """Return what the service is given."""
        data = self.cleaned_data
        return {
            "reference": data["reference"],
            "amount": minor(data["amount"], self._currency),
            "file": data["proof"],
            "note": data.get("note", ""),
            "method": self._method,
            "details": {
                name: str(data[name]) for name in self.fields if name not in JUDGED and data[name]
            },
        }


class ReviewForm(EngineForm):
    """Why a proof is rejected."""

    reason = _reason(_("Reason, which the payer reads"))


class WaiveForm(EngineForm):
    """Why somebody pays nothing."""

    reason = _reason(_("Reason"))


class ExtendForm(EngineForm):
    """Until when somebody has time now."""

    until = MomentField(label=_("New time to pay"))


class RefundForm(EngineForm):
    """How much goes back, and why."""

    amount = forms.DecimalField(
        label=_("Amount to give back"),
        min_value=0,
        max_digits=15,
        decimal_places=3,
        help_text=_("In all: what goes back already is a part of it."),
    )
    reason = _reason(_("Reason"))

    def __init__(self, data: Any = None, *, payment: Payment) -> None:
        paid = major(payment.paid_amount or 0, payment.currency)
        super().__init__(data, initial={"amount": paid})
        self._currency = payment.currency

    def minor_amount(self) -> int:
        """Return the amount in minor units."""
        return minor(self.cleaned_data["amount"], self._currency)


class RankForm(EngineForm):
    """How many of the best ranked pay nothing."""

    count = forms.IntegerField(label=_("How many of the best ranked"), min_value=1, max_value=1024)


class BulkForm(EngineForm):
    """The payments that are ticked in the queue, of this tournament alone."""

    row = RowsField(
        label=_("Payments"),
        queryset=Payment.objects.none(),
        error_messages={"required": _("Tick a payment first.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, tournament: Tournament) -> None:
        super().__init__(data)
        rows = Payment.objects.filter(tournament=tournament, state=PaymentState.SUBMITTED)
        self.fields["row"].queryset = rows.select_related(  # type: ignore[attr-defined]  # a model field
            "registration__tournament", "tournament"
        )
