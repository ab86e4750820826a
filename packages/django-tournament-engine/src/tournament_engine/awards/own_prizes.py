"""The page where people see what they have won, what happens next, and claim it."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.awards import services
from tournament_engine.awards.claim_forms import ClaimForm
from tournament_engine.awards.lifecycle import GiftState
from tournament_engine.awards.models import Gift
from tournament_engine.awards.permissions import OWN_PRIZES
from tournament_engine.awards.waiting import reasons_to_wait
from tournament_engine.economy.lifecycle import PAYABLE, PayoutState
from tournament_engine.economy.models import Payout
from tournament_engine.pages import page
from tournament_engine.registration.models import MemberRole, Registration, RosterMember
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["own_prizes"]

#: More than anybody looks through.
_SHOWN = 200

_P = PayoutState

_NEXT: Mapping[PayoutState, Promise] = {
    _P.PENDING: gettext_lazy("It comes to your wallet by itself."),
    _P.PROCESSING: gettext_lazy("It is on its way to your wallet."),
    _P.FAILED: gettext_lazy("It did not work yet. It is tried again, and the organiser sees it."),
    _P.NEEDS_REVIEW: gettext_lazy(
        "Nobody knows yet whether it came through: the organiser finds out."
    ),
}


@page(OWN_PRIZES)
@require_http_methods(["GET", "HEAD", "POST"])
def own_prizes(request: HttpRequest) -> HttpResponseBase:
    """Show somebody what they have won and what becomes of it; take the claim of one prize."""
    permissions.require(request.user, OWN_PRIZES)
    if request.method != "POST":
        return _page(request, ClaimForm())
    form = ClaimForm(request.POST)
    by = acting(request)
    if form.attempt(lambda: _claim(form, by)) is None:
        return _page(request, form)
    return done(request, _("The organiser has your note."), "own_prizes", anchor=form.anchor)


def _claim(form: ClaimForm, by: User) -> Payout | Gift:
    line, contact = form.cleaned_data["line"], form.cleaned_data["contact"]
    if form.cleaned_data["kind"] == "gift":
        gift = _gifts(by).filter(pk=line).first()
        if gift is not None:
            return services.claim_gift(gift=gift, contact=contact, by=by)
    else:
        payout = _payouts(by).filter(pk=line).first()
        if payout is not None:
            return services.claim_prize(payout=payout, contact=contact, by=by)
    # Somebody else's is the same as nobody's.
    raise Http404


def _payouts(user: User) -> QuerySet[Payout]:
    rows = Payout.objects.filter(recipient=user).select_related("tournament")
    return rows.order_by("-created_at", "-pk")


def _gifts(user: User) -> QuerySet[Gift]:
    """Return the things of the entrants for whom somebody speaks, as `speakers` says."""
    captained = RosterMember.objects.filter(user=user, is_active=True, role=MemberRole.CAPTAIN)
    theirs = Q(user=user) | Q(pk__in=captained.values("registration"))
    rows = Gift.objects.filter(entrant__registration__in=Registration.objects.filter(theirs))
    return rows.select_related("tournament", "entrant").order_by("-created_at", "-pk")


def _page(request: HttpRequest, form: ClaimForm) -> HttpResponse:
    payouts = list(_payouts(acting(request))[:_SHOWN])
    reasons = reasons_to_wait(payouts)
    context = {
        "form": form,
        "lines": [
            {
                "payout": row,
                "next": next_of(row, reasons.get(row.pk, "")),
                "can_claim": row.can_be_claimed,
                "contact": form.typed("payout", row.pk, row.contact),
            }
            for row in payouts
        ],
        "gifts": [
            {
                "gift": row,
                "next": _next_of_gift(row),
                "can_claim": row.state == GiftState.PENDING,
                "contact": form.typed("gift", row.pk, row.contact),
            }
            for row in _gifts(acting(request))[:_SHOWN]
        ],
    }
    template = "tournament_engine/awards/own_prizes.html"
    return render(request, template, context, status=form.status)


def next_of(payout: Payout, reason: str) -> str:
    """Return what happens next with a line, for whom it is."""
    if payout.state in PAYABLE and reason:
        return _("It waits: %(reason)s") % {"reason": reason}
    if payout.state == _P.CANCELLED:
        return payout.reason
    if payout.can_be_claimed:
        return _next_by_hand(payout)
    return str(_NEXT.get(_P(payout.state), ""))


def _next_by_hand(payout: Payout) -> str:
    if payout.claimed_at is None:
        return _("It is paid by hand: say below how the organiser reaches you.")
    return _("The organiser has your note, and pays you by hand.")


def _next_of_gift(gift: Gift) -> str:
    if gift.state != GiftState.PENDING:
        return ""
    if gift.claimed_at is None:
        return _("Say below where it is to go, or how the organiser reaches you.")
    return _("The organiser has your note, and hands it over.")
