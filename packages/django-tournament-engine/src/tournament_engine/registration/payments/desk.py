"""The desk of entry fees: the terms, the queue of proofs, one payment, and the report."""

from collections.abc import Callable, Iterable, Mapping

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import hooks, spreadsheet
from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import REVIEW_PAYMENTS
from tournament_engine.core.services import update_tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.forms import EngineForm
from tournament_engine.pages import page
from tournament_engine.registration import services
from tournament_engine.registration.lifecycle import BEFORE_PLAY, DUE, PaymentState
from tournament_engine.registration.payments.forms import (
    BulkForm,
    ExtendForm,
    FeeForm,
    RankForm,
    RefundForm,
    ReviewForm,
    WaiveForm,
)
from tournament_engine.registration.payments.models import Payment, PaymentTransition
from tournament_engine.registration.payments.refunds import left_of, refunds_of
from tournament_engine.registration.payments.report import csv_lines
from tournament_engine.replies import acting, done
from tournament_engine.text import whole_number
from tournament_engine.uploads.duplicates import is_same, seen_before

__all__ = ["fee", "payment", "payments", "payments_csv"]

_ROWS = 100
_S = PaymentState


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def fee(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show and change what is asked of those who enter."""
    tournament = managed_tournament(request.user, slug)
    data = request.POST if request.method == "POST" else None
    form = FeeForm(data, tournament=tournament)
    if request.method == "POST":
        saved = form.attempt(
            lambda: update_tournament(
                tournament=tournament,
                by=acting(request),
                version=form.cleaned_data["version"],
                **form.changes(),
            )
        )
        if saved is not None:
            return done(request, _("The changes are saved."), "console", slug)
        tournament = managed_tournament(request.user, slug)
    context = {"tournament": tournament, "tab": "edit", "form": form}
    template = "tournament_engine/registration/fee.html"
    return render(request, template, context, status=form.status)


@page(REVIEW_PAYMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the fees, the proofs that wait first to choose; verify many, or waive by rank."""
    tournament = managed_tournament(request.user, slug, REVIEW_PAYMENTS)
    form, rank_form = BulkForm(tournament=tournament), RankForm()
    outcomes = None
    if request.POST.get("action") == "rank":
        rank_form = RankForm(request.POST)
        waived = rank_form.attempt(
            lambda: services.waive_for_ranked(
                tournament=tournament,
                count=rank_form.cleaned_data["count"],
                by=acting(request),
            )
        )
        if waived is not None:
            said = _("Fees waived: %(count)d.") % {"count": len(waived)}
            return done(request, said, "payments", slug)
    elif request.method == "POST":
        form = BulkForm(request.POST, tournament=tournament)
        outcomes = form.attempt(
            lambda: services.bulk_verify_payments(
                payments=form.cleaned_data["row"], by=acting(request)
            )
        )
    return _queue(request, tournament, form, rank_form, outcomes)


def _queue(
    request: HttpRequest,
    tournament: Tournament,
    form: BulkForm,
    rank_form: RankForm,
    outcomes: list[services.ReviewOutcome] | None,
) -> HttpResponse:
    own = Payment.objects.filter(tournament=tournament)
    state = request.GET.get("state", _S.SUBMITTED.value)
    shown = own.filter(state=state) if state in _S else own
    rows = shown.select_related("registration", "proof", "decided_by", "taken_by")
    listed = Paginator(rows.order_by("submitted_at", "pk"), _ROWS).get_page(request.GET.get("page"))
    counted = dict(own.order_by().values_list("state").annotate(Count("pk")))
    counts = [(known.value, known.label, counted.get(known.value, 0)) for known in _S]
    context = {
        "tournament": tournament,
        "tab": "payments",
        "form": form,
        "rank_form": rank_form,
        "outcomes": outcomes,
        "state": state,
        "counts": [row for row in counts if row[2] or row[0] == _S.SUBMITTED],
        "is_open": tournament.state in BEFORE_PLAY,
        "page": listed,
        "sent_twice": _sent_twice(tournament, listed.object_list),
    }
    template = "tournament_engine/registration/payments.html"
    return render(request, template, context, status=max(form.status, rank_form.status))


def _sent_twice(tournament: Tournament, rows: Iterable[Payment]) -> set[int]:
    """Return the keys of those whose picture was sent for another entrant too."""
    steps = PaymentTransition.objects.filter(payment__tournament=tournament, proof__isnull=False)
    sent = [(step.payment_id, step.proof) for step in steps.select_related("proof")]
    return {
        row.pk
        for row in rows
        if row.proof
        and any(key != row.pk and proof and is_same(proof, row.proof) for key, proof in sent)
    }


@page(REVIEW_PAYMENTS)
@require_safe
def payments_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Send the treasurer every fee as a table."""
    tournament = managed_tournament(request.user, slug, REVIEW_PAYMENTS)
    return spreadsheet.attached(csv_lines(tournament), f"{tournament.slug}-fees.csv")


@page(REVIEW_PAYMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: HttpRequest, slug: str, payment: int) -> HttpResponseBase:
    """Show one payment with its proof beside the buttons, and decide on it."""
    tournament = managed_tournament(request.user, slug, REVIEW_PAYMENTS)
    row = _payment(tournament, payment)
    if request.method != "POST":
        return _one(request, row)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of the payment offers."))
    return act(request, row)


def _payment(tournament: Tournament, key: int) -> Payment:
    rows = Payment.objects.filter(tournament=tournament)
    found = get_object_or_404(
        rows.select_related("registration__user", "proof", "payer", "taken_by"), pk=key
    )
    found.tournament = found.registration.tournament = tournament
    return found


def _one(request: HttpRequest, row: Payment, **forms: EngineForm) -> HttpResponse:
    shown: dict[str, EngineForm] = {
        "verify_form": EngineForm(),
        "review_form": ReviewForm(),
        "waive_form": WaiveForm(),
        "extend_form": ExtendForm(),
        "refund_form": RefundForm(payment=row),
        **forms,
    }
    context = {
        "tournament": row.tournament,
        "tab": "payments",
        "payment": row,
        "is_own_review": row.reviewer == request.user,
        "is_due": row.state in DUE and row.tournament.state in BEFORE_PLAY,
        "contact": _contact(row),
        "twins": _twins(row),
        "refunds": refunds_of(row),
        "can_refund": row.state == _S.VERIFIED and left_of(row) > 0,
        "events": row.events.all(),
        "history": row.transitions.select_related("actor"),
        **shown,
    }
    status = max(form.status for form in shown.values())
    template = "tournament_engine/registration/payment.html"
    return render(request, template, context, status=status)


def _contact(row: Payment) -> str:
    """Return how the payer is reached; empty where there is nobody or the site cannot say."""
    payer = row.payer or row.registration.user
    return "" if payer is None else hooks.or_else("", lambda: hooks.profiles().contact(payer))


def _twins(row: Payment) -> list[PaymentTransition]:
    """Return where nearly the same picture was sent for another entrant."""
    if row.proof is None:
        return []
    same = PaymentTransition.objects.filter(proof__in=seen_before(row.proof))
    others = same.exclude(payment=row).select_related("payment__registration")
    return list(others)


def _verify(request: HttpRequest, row: Payment) -> HttpResponseBase:
    form = EngineForm(request.POST)
    verified = form.attempt(
        lambda: services.verify_payment(payment=row, by=acting(request), version=_seen(request))
    )
    if verified is None:
        return _again(request, row, verify_form=form)
    return _said(request, row, _("The fee of %(name)s is verified."))


def _take(request: HttpRequest, row: Payment) -> HttpResponseBase:
    form = EngineForm(request.POST)
    take_over = request.POST["action"] == "take_over"
    taken = form.attempt(
        lambda: services.take_review(payment=row, by=acting(request), take_over=take_over)
    )
    if taken is None:
        return _again(request, row, verify_form=form)
    return _said(request, row, _("You look at the payment of %(name)s: the others see that."))


def _give_back(request: HttpRequest, row: Payment) -> HttpResponseBase:
    services.give_back_review(payment=row, by=acting(request))
    return _said(request, row, _("Anybody can look at the payment of %(name)s again."))


def _seen(request: HttpRequest) -> int:
    """Return the version of the proof that the page showed."""
    version = whole_number(request.POST.get("version", ""))
    if version is None:
        raise InvalidInput(_("Send the page of the payment as it is shown."))
    return version


def _reject(request: HttpRequest, row: Payment) -> HttpResponseBase:
    form = ReviewForm(request.POST)
    rejected = form.attempt(
        lambda: services.reject_payment(
            payment=row,
            by=acting(request),
            reason=form.cleaned_data["reason"],
            version=_seen(request),
        )
    )
    if rejected is None:
        return _again(request, row, review_form=form)
    return _said(request, row, _("%(name)s is asked for another proof."))


def _waive(request: HttpRequest, row: Payment) -> HttpResponseBase:
    form = WaiveForm(request.POST)
    waived = form.attempt(
        lambda: services.waive_fee(
            payment=row, by=acting(request), reason=form.cleaned_data["reason"]
        )
    )
    if waived is None:
        return _again(request, row, waive_form=form)
    return _said(request, row, _("%(name)s pays nothing."))


def _extend(request: HttpRequest, row: Payment) -> HttpResponseBase:
    form = ExtendForm(request.POST)
    extended = form.attempt(
        lambda: services.extend_payment(
            payment=row, by=acting(request), until=form.cleaned_data["until"]
        )
    )
    if extended is None:
        return _again(request, row, extend_form=form)
    return _said(request, row, _("%(name)s has more time."))


def _refund(request: HttpRequest, row: Payment) -> HttpResponseBase:
    form = RefundForm(request.POST, payment=row)
    opened = form.attempt(
        lambda: services.refund_payment(
            payment=row,
            by=acting(request),
            reason=form.cleaned_data["reason"],
            amount=form.minor_amount(),
        )
    )
    if opened is None:
        return _again(request, row, refund_form=form)
    return _said(request, row, _("The money goes back to %(name)s."))


def _again(request: HttpRequest, row: Payment, **forms: EngineForm) -> HttpResponse:
    """Show the row as it is: the refused act may have written to the instance."""
    return _one(request, _payment(row.tournament, row.pk), **forms)


def _said(request: HttpRequest, row: Payment, said: str) -> HttpResponseBase:
    words = said % {"name": row.registration.name}
    return done(request, words, "payment", row.tournament.slug, row.pk)


_ACTS: Mapping[str, Callable[[HttpRequest, Payment], HttpResponseBase]] = {
    "verify": _verify,
    "take": _take,
    "take_over": _take,
    "give_back": _give_back,
    "reject": _reject,
    "waive": _waive,
    "extend": _extend,
    "refund": _refund,
}
