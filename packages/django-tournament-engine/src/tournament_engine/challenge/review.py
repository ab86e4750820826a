"""The staff's pages of claims: the queue, with many decided at once, and one with its evidence."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine.challenge import services
from tournament_engine.challenge.forms import BulkForm, ReviewForm
from tournament_engine.challenge.lifecycle import CompletionState
from tournament_engine.challenge.models import ChallengeCompletion
from tournament_engine.challenge.permissions import REVIEW_CLAIMS, is_own
from tournament_engine.challenge.views import told
from tournament_engine.conf import settings
from tournament_engine.core.access import managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.uploads.duplicates import seen_before

__all__ = ["claim", "claims"]

_S = CompletionState


@page(REVIEW_CLAIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest, slug: str) -> HttpResponseBase:
    """List the claims, those that wait first to choose; decide on many at once."""
    tournament = managed_tournament(request.user, slug, REVIEW_CLAIMS)
    form = BulkForm(tournament=tournament)
    outcomes = None
    if request.method == "POST":
        form = BulkForm(request.POST, tournament=tournament)
        outcomes = form.attempt(lambda: _decide_many(request, form))
    return _queue(request, tournament, form, outcomes)


def _decide_many(request: HttpRequest, form: BulkForm) -> list[services.ClaimOutcome]:
    rows, reason = form.cleaned_data["row"], form.cleaned_data["reason"]
    match request.POST.get("action"):
        case "verify":
            return services.bulk_verify_completions(completions=rows, by=acting(request))
        case "reject" if reason:
            return services.bulk_reject_completions(
                completions=rows, by=acting(request), reason=reason
            )
        case "reject":
            message = _("Say why: those who claimed it read that.")
            raise InvalidInput(message, code="empty", field="reason")
        case _:
            raise InvalidInput(_("Choose one of the acts that the page of claims offers."))


def _queue(
    request: HttpRequest,
    tournament: Tournament,
    form: BulkForm,
    outcomes: list[services.ClaimOutcome] | None,
) -> HttpResponse:
    own = ChallengeCompletion.objects.filter(tournament=tournament)
    state = request.GET.get("state", _S.CLAIMED.value)
    shown = own.filter(state=state) if state in _S else own
    rows = shown.for_list().order_by("reached_at", "pk")
    context = {
        "tournament": tournament,
        "tab": "claims",
        "form": form,
        "outcomes": outcomes,
        "state": state,
        "counts": _counts(own),
        "page": Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page")),
    }
    template = "tournament_engine/challenge/claims.html"
    return render(request, template, context, status=form.status)


def _counts(own: Any) -> list[tuple[str, str, int]]:
    states = list(own.order_by().values_list("state", flat=True))
    counts = [(state.value, str(state.label), states.count(state.value)) for state in _S]
    return [row for row in counts if row[2] or row[0] == _S.CLAIMED]


@page(REVIEW_CLAIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str, claim: int) -> HttpResponseBase:
    """Show one claim with its evidence beside the buttons, and decide on it."""
    tournament = managed_tournament(request.user, slug, REVIEW_CLAIMS)
    row = _read(tournament, claim)
    if request.method != "POST":
        return _page(request, row, ReviewForm(initial={"version": row.version}))
    form = ReviewForm(request.POST)
    if form.attempt(lambda: _decide(request, row, form)) is None:
        form = form if form.errors else ReviewForm(initial={"version": row.version})
        return _page(request, _read(tournament, claim), form)
    said = {
        "verify": _("It is verified: %(name)s did it."),
        "reject": _("It is rejected, and %(name)s is told why."),
    }[request.POST["action"]]
    return done(request, said % {"name": row.subject_name}, "claims", slug)


def _decide(
    request: HttpRequest, row: ChallengeCompletion, form: ReviewForm
) -> ChallengeCompletion:
    version, by = form.cleaned_data["version"], acting(request)
    match request.POST.get("action"):
        case "verify":
            return services.verify_completion(completion=row, by=by, version=version)
        case "reject":
            reason = form.cleaned_data["reason"]
            if not reason:
                message = _("Say why: those who claimed it read that.")
                raise InvalidInput(message, code="empty", field="reason")
            return services.reject_completion(completion=row, by=by, reason=reason, version=version)
        case _:
            raise InvalidInput(_("Choose one of the acts that the page of the claim offers."))


def _read(tournament: Tournament, key: int) -> ChallengeCompletion:
    rows = ChallengeCompletion.objects.filter(tournament=tournament).for_list()
    row: ChallengeCompletion = get_object_or_404(rows, pk=key)
    row.tournament = row.challenge.tournament = tournament
    return row


def _page(request: HttpRequest, row: ChallengeCompletion, form: ReviewForm) -> HttpResponse:
    context = {
        "tournament": row.tournament,
        "tab": "claims",
        "claim": row,
        "challenge": row.challenge,
        **told(row.challenge),
        "form": form,
        "is_own": is_own(request.user, row),
        "twins": _twins(row),
    }
    template = "tournament_engine/challenge/claim.html"
    return render(request, template, context, status=form.status)


def _twins(row: ChallengeCompletion) -> list[ChallengeCompletion]:
    """Return where nearly the same picture was sent with another claim."""
    if row.picture is None:
        return []
    rows = ChallengeCompletion.objects.filter(picture__in=seen_before(row.picture))
    others = rows.filter(tournament=row.tournament).exclude(pk=row.pk)
    return list(others.for_list())
