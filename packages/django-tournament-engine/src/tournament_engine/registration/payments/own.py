"""The page on which a player sees what is to be paid, and pays it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import hooks, permissions
from tournament_engine.core.access import visible_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.hooks.economy import Money
from tournament_engine.money import shown
from tournament_engine.pages import page
from tournament_engine.registration import services
from tournament_engine.registration.lifecycle import BEFORE_PLAY, DUE
from tournament_engine.registration.payments import terms
from tournament_engine.registration.payments.forms import ProofForm
from tournament_engine.registration.payments.methods import WALLET, PaymentMethod, offered
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.payments.refunds import refunds_of
from tournament_engine.registration.permissions import ANSWER, REGISTER
from tournament_engine.registration.standing import latest_registration
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["my_payment"]


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to pay, as the page shows it."""

    code: str
    label: str
    instructions: str
    url: str
    form: ProofForm | None
    balance: str = ""


@page(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def my_payment(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show one's own entry fee with the ways to pay it, and take the payment."""
    tournament = visible_tournament(request.user, slug)
    permissions.require(request.user, REGISTER, tournament)
    payment = _own_payment(tournament, acting(request))
    if payment is None:
        status = 409 if request.method == "POST" else 200
        context = {"tournament": tournament, "tab": "me", "payment": None}
        return render(request, _TEMPLATE, context, status=status)
    permissions.require(request.user, ANSWER, payment.registration)
    if request.method != "POST":
        return _page(request, payment)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the ways to pay that the page offers."))
    return act(request, payment)


_TEMPLATE = "tournament_engine/registration/my_payment.html"


def _own_payment(tournament: Tournament, user: User) -> Payment | None:
    registration = latest_registration(tournament, user)
    if registration is None:
        return None
    payment = Payment.objects.filter(registration=registration).select_related("proof").first()
    if payment is not None:
        registration.tournament = payment.tournament = tournament
        payment.registration = registration
    return payment


def _page(
    request: HttpRequest, payment: Payment, *, form: ProofForm | None = None, code: str = ""
) -> HttpResponse:
    is_due = (
        payment.state in DUE
        and payment.pay_by_at > timezone.now()
        and payment.tournament.state in BEFORE_PLAY
    )
    ways = _ways(payment, acting(request), form, code) if is_due else []
    context = {
        "tournament": payment.tournament,
        "tab": "me",
        "payment": payment,
        "is_due": is_due,
        "is_under_way": payment.tried_at is not None,
        "ways": ways,
        "terms": terms.words(payment.tournament),
        "history": payment.transitions.all(),
        "refunds": refunds_of(payment),
    }
    return render(request, _TEMPLATE, context, status=form.status if form else 200)


def _ways(payment: Payment, user: User, form: ProofForm | None, code: str) -> list[Way]:
    return [
        Way(
            code=chosen,
            label=str(method.label),
            instructions=terms.instructions(payment.tournament, chosen),
            url=method.url(payment) if method.is_automatic else "",
            form=_form(payment, chosen, method, form if chosen == code else None),
            balance=_balance(user, payment.currency) if chosen == WALLET else "",
        )
        for chosen, method in offered(payment.tournament).items()
    ]


def _form(
    payment: Payment, code: str, method: PaymentMethod, form: ProofForm | None
) -> ProofForm | None:
    if method.is_automatic:
        return None
    return form or ProofForm(method=code, payment=payment)


def _balance(user: User, currency: str) -> str:
    """Return what is in the wallet, empty while the site cannot say."""
    nothing: Money | None = None
    found = hooks.or_else(nothing, lambda: hooks.economy().balance(user, currency))
    return "" if found is None else shown(found.amount, currency)


def _prove(request: HttpRequest, payment: Payment) -> HttpResponseBase:
    code = request.POST.get("method", "")
    method = offered(payment.tournament).get(code)
    if method is None or method.is_automatic:
        raise InvalidInput(_("Choose one of the ways to pay that the page offers."))
    form = ProofForm(request.POST, request.FILES, method=code, payment=payment)
    user = acting(request)
    sent = form.attempt(
        lambda: services.submit_payment_proof(payment=payment, by=user, **form.sent())
    )
    if sent is None:
        again = _own_payment(payment.tournament, user) or payment
        return _page(request, again, form=form, code=code)
    said = _("It is sent; the organiser checks it.")
    return done(request, said, "my_payment", payment.tournament.slug)


def _from_wallet(request: HttpRequest, payment: Payment) -> HttpResponseBase:
    paid = services.pay_from_wallet(payment=payment, by=acting(request))
    said = _("The fee is paid: %(amount)s.") % {"amount": paid.paid}
    return done(request, said, "my_payment", payment.tournament.slug)


_ACTS: Mapping[str, Callable[[HttpRequest, Payment], HttpResponseBase]] = {
    "proof": _prove,
    "wallet": _from_wallet,
}
