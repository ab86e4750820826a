"""The forms of prizes and payouts."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine import money
from tournament_engine.awards.models import Prize, PrizePool
from tournament_engine.awards.services.prizes import DEFAULT, MAX_PRIZES, PrizeSpec
from tournament_engine.economy.models import PayoutMethod
from tournament_engine.errors import InvalidInput
from tournament_engine.forms import EngineForm

__all__ = ["PayoutForm", "PrizesForm"]

#: Empty lines below those that are filled in.
_SPARE = 3

_ROW = re.compile(r"(place|share|thing)_[0-9]{1,3}")


class PrizesForm(EngineForm):
    """The pool, and a line for each place; a line without a place is left out."""

    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=12,
        help_text=gettext_lazy("EUR, USD, or the name of your site's own unit."),
    )
    pool = forms.CharField(
        label=gettext_lazy("Prize pool"),
        max_length=24,
        help_text=gettext_lazy("All the money that there is to win; 0 for things alone."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    method = forms.ChoiceField(
        label=gettext_lazy("Money is paid"),
        choices=[
            (PayoutMethod.WALLET, gettext_lazy("into the winners' wallets, by itself")),
            (PayoutMethod.CASH, gettext_lazy("by hand: winners say how to reach them")),
        ],
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, plan: PrizePool | None) -> None:
        facts = _initial(plan)
        super().__init__(data, initial=facts)
        sent = 1 + max((_number(name) for name in data or () if _ROW.fullmatch(name)), default=0)
        filled = sum(name.startswith("place_") for name in facts)
        self._size = min(max(filled + _SPARE, sent), MAX_PRIZES)
        for number in range(self._size):
            self.fields[f"place_{number}"] = forms.IntegerField(
                label=_("Place"), required=False, min_value=1
            )
            self.fields[f"share_{number}"] = forms.CharField(
                label=_("Share"), required=False, max_length=24
            )
            self.fields[f"thing_{number}"] = forms.CharField(
                label=_("In kind"), required=False, max_length=120
            )

    def head(self) -> list[BoundField]:
        """Return the fields that stand above the lines."""
        return [self["currency"], self["pool"], self["method"]]

    def lines(self) -> list[list[BoundField]]:
        """Return the fields of each line."""
        words = ("place", "share", "thing")
        return [[self[f"{word}_{number}"] for word in words] for number in range(self._size)]

    def plan(self) -> dict[str, Any]:
        """Return what the service asks for; InvalidInput names the field that is wrong."""
        facts = self.cleaned_data
        currency = money.checked_currency(facts["currency"].strip().upper())
        return {
            "currency": currency,
            "pool": money.minor_units(facts["pool"], currency, field="pool"),
            "method": PayoutMethod(facts["method"]),
            "prizes": [
                self._spec(number, currency)
                for number in range(self._size)
                if any(facts.get(f"{word}_{number}") for word in ("place", "share", "thing"))
            ],
        }

    def _spec(self, number: int, currency: str) -> PrizeSpec:
        facts = self.cleaned_data
        place, share = facts.get(f"place_{number}"), facts[f"share_{number}"]
        if place is None:
            message = _("Say which place gets this.")
            raise InvalidInput(message, code="place", field=f"place_{number}")
        percent = amount = None
        if share.endswith("%"):
            percent = _percent(share, f"share_{number}")
        elif share:
            amount = money.minor_units(share, currency, field=f"share_{number}")
        return PrizeSpec(
            place=place, percent=percent, amount=amount, thing=facts[f"thing_{number}"]
        )


class PayoutForm(EngineForm):
    """One act on one line, with the reference or the reason that it asks for."""

    action = forms.CharField(label=gettext_lazy("Act"), max_length=20)
    payout = forms.IntegerField(label=gettext_lazy("Payout"), min_value=1, required=False)
    gift = forms.IntegerField(label=gettext_lazy("In kind"), min_value=1, required=False)
    words = forms.CharField(
        label=gettext_lazy("Reference or reason"), max_length=500, required=False
    )


def _initial(plan: PrizePool | None) -> dict[str, Any]:
    if plan is None:
        facts: dict[str, Any] = {
            "currency": "EUR",
            "pool": "",
            "method": PayoutMethod.WALLET,
        }
        lines = [(spec.place, f"{spec.percent} %", "") for spec in DEFAULT]
    else:
        facts = {
            "currency": plan.currency,
            "pool": money.written(plan.amount, plan.currency),
            "method": plan.method,
        }
        lines = [
            (prize.place, _share(prize, plan.currency), prize.thing) for prize in plan.prizes.all()
        ]
    for number, (place, share, thing) in enumerate(lines):
        facts |= {f"place_{number}": place, f"share_{number}": share, f"thing_{number}": thing}
    return facts


def _share(prize: Prize, currency: str) -> str:
    if prize.percent is not None:
        return f"{prize.percent.normalize():f} %"
    return "" if prize.amount is None else money.written(prize.amount, currency)


def _number(name: str) -> int:
    return int(name.rpartition("_")[2])


def _percent(text: str, field: str) -> Decimal:
    try:
        return Decimal(str(sanitize_separators(text.removesuffix("%").strip())))
    except InvalidOperation as error:
        message = _("Write a percentage like 12.5 %, or an amount.")
        raise InvalidInput(message, code="percent", field=field) from error
