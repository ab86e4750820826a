"""The payouts desk: the lines of a tournament by state, and what staff does about them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine.awards import services
from tournament_engine.awards.forms import PayoutForm
from tournament_engine.awards.models import Gift
from tournament_engine.awards.report import totals
from tournament_engine.awards.waiting import reasons_to_wait
from tournament_engine.core.access import managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.economy import services as economy
from tournament_engine.economy.lifecycle import PAYABLE, PayoutState
from tournament_engine.economy.models import Payout
from tournament_engine.economy.permissions import MANAGE_PAYOUTS
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["payouts"]

_S = PayoutState

#: Each has a form of its own: a page holds fewer than a list of names.
_ROWS = 50

#: What waits for a person comes first.
_ORDER = (_S.NEEDS_REVIEW, _S.PENDING, _S.FAILED, _S.PROCESSING, _S.PAID, _S.CANCELLED)

_Act = Callable[[Payout, str, User], Payout]


@page(MANAGE_PAYOUTS)
@require_http_methods(["GET", "HEAD", "POST"])
def payouts(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the lines of money of a tournament, and do one act on one of them."""
    tournament = managed_tournament(request.user, slug, MANAGE_PAYOUTS)
    if request.method != "POST":
        return _page(request, tournament, PayoutForm())
    form = PayoutForm(request.POST)
    by = acting(request)
    if form.attempt(lambda: _act(form, tournament, by)) is None:
        return _page(request, tournament, form)
    return done(request, _("Done."), "payouts", slug)


def _act(form: PayoutForm, tournament: Tournament, by: User) -> Payout | Gift:
    if form.cleaned_data["gift"]:
        return _settle_gift(form, tournament, by)
    act = _ACTS.get(form.cleaned_data["action"])
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of payouts offers."))
    rows = Payout.objects.filter(tournament=tournament)
    payout = get_object_or_404(rows, pk=form.cleaned_data["payout"])
    return act(payout, form.cleaned_data["words"], by)


def _settle_gift(form: PayoutForm, tournament: Tournament, by: User) -> Gift:
    rows = Gift.objects.filter(tournament=tournament)
    gift = get_object_or_404(rows, pk=form.cleaned_data["gift"])
    words = form.cleaned_data["words"]
    if form.cleaned_data["action"] == "hand_over":
        return services.hand_over_gift(gift=gift, note=words, by=by)
    return services.cancel_gift(gift=gift, reason=words, by=by)


def _page(request: HttpRequest, tournament: Tournament, form: PayoutForm) -> HttpResponse:
    lines = Payout.objects.filter(tournament=tournament)
    ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(_ORDER)]
    ordered = lines.annotate(rank=Case(*ranks, output_field=IntegerField()))
    joined = ordered.select_related("recipient", "tournament").order_by(
        "rank", "kind", "place", "pk"
    )
    shown = Paginator(joined, _ROWS).get_page(request.GET.get("page"))
    rows = list(shown.object_list)
    reasons = reasons_to_wait(rows)
    counts = dict(lines.order_by().values_list("state").annotate(Count("pk")))
    gifts = Gift.objects.filter(tournament=tournament).select_related("entrant")
    context = {
        "tournament": tournament,
        "tab": "payouts",
        "form": form,
        "totals": totals(tournament),
        "gifts": gifts,
        "page": shown,
        "groups": [
            {
                "state": state,
                "label": state.label,
                "count": counts[state],
                "lines": [_line(row, reasons) for row in own],
            }
            for state in _ORDER
            if (own := [row for row in rows if row.state == state])
        ],
    }
    return render(request, "tournament_engine/awards/payouts.html", context, status=form.status)


def _line(payout: Payout, reasons: Mapping[int, str]) -> dict[str, Any]:
    """Return a line with what can be done about it; the services say who may."""
    is_unpaid = payout.state in PAYABLE
    return {
        "payout": payout,
        "waits": reasons.get(payout.pk, ""),
        "can_ask": payout.waits_for_check and payout.state == _S.PENDING,
        "can_retry": payout.state == _S.FAILED,
        "can_approve": payout.state == _S.PENDING
        and payout.needs_approval
        and payout.approved_at is None,
        "can_pay": is_unpaid,
        "can_cancel": is_unpaid,
        "can_resolve": payout.state == _S.NEEDS_REVIEW,
    }


_ACTS: Mapping[str, _Act] = {
    "ask": lambda row, _words, by: economy.ask_again(payout=row, by=by),
    "approve": lambda row, _words, by: economy.approve_payout(payout=row, by=by),
    "pay": lambda row, words, by: economy.pay_in_cash(payout=row, reference=words, by=by),
    "cancel": lambda row, words, by: economy.cancel_payout(payout=row, reason=words, by=by),
    "was_paid": lambda row, words, by: economy.resolve_payout(
        payout=row, was_paid=True, reason=words, by=by
    ),
    "was_not_paid": lambda row, words, by: economy.resolve_payout(
        payout=row, was_paid=False, reason=words, by=by
    ),
}
