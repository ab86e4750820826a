"""The pages for everybody: a tournament's challenges, one with its leaderboard, and a claim."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import permissions
from tournament_engine.challenge import rulebook, services
from tournament_engine.challenge.forms import ClaimForm
from tournament_engine.challenge.lifecycle import (
    PLAYED_FOR,
    ChallengeKind,
    CompletionState,
)
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.challenge.own import Own, claimable, own_in
from tournament_engine.challenge.permissions import CLAIM, VIEW, may_speak_for
from tournament_engine.conf import settings
from tournament_engine.core.access import visible_tournament
from tournament_engine.errors import Conflict
from tournament_engine.pages import page
from tournament_engine.replies import acting, done

__all__ = ["challenge", "challenges", "claim_challenge"]

#: As many as a page names of those who have done it.
_WINNERS = 50


@page(VIEW)
@require_safe
def challenges(request: HttpRequest, slug: str) -> HttpResponse:
    """List the challenges of a tournament."""
    tournament = visible_tournament(request.user, slug)
    rows = Challenge.objects.filter(tournament=tournament).for_list()
    shown = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tournament": tournament,
        "tab": "challenges",
        "page": shown,
        "rows": [{"challenge": row, **told(row)} for row in shown.object_list],
    }
    return render(request, "tournament_engine/challenge/list.html", context)


@page(VIEW)
@require_safe
def challenge(request: HttpRequest, slug: str, challenge: int) -> HttpResponse:
    """Show a challenge with who is how far, and how far one is oneself."""
    row = _challenge(request, slug, challenge)
    own = own_in(row, request.user)
    scores = Paginator(row.scores.leaderboard(), settings.PAGE_SIZE)
    completions = ChallengeCompletion.objects.filter(challenge=row).standing()
    context = {
        "tournament": row.tournament,
        "tab": "challenges",
        "challenge": row,
        **told(row),
        "own": [_own_line(one, request) for one in own],
        "may_claim": _is_claimable(row) and bool(claimable(own, request.user)),
        "page": scores.get_page(request.GET.get("page")),
        "winners": completions.exclude(state=CompletionState.CLAIMED).select_related(
            "entrant", "member"
        )[:_WINNERS],
    }
    return render(request, "tournament_engine/challenge/challenge.html", context)


@page(CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_challenge(request: HttpRequest, slug: str, challenge: int) -> HttpResponseBase:
    """Claim a challenge with evidence, or send other evidence for what is still to be checked."""
    row = _challenge(request, slug, challenge)
    permissions.require(request.user, CLAIM, row)
    own = [
        one
        for one in own_in(row, request.user)
        if may_speak_for(request.user, one.entrant, one.member)
    ]
    open_claims = [one for one in own if _waits(one)]
    if row.kind == ChallengeKind.MANUAL and not open_claims:
        return _claim(request, row, claimable(own, request.user))
    return _send(request, row, open_claims)


def told(row: Challenge) -> dict[str, Any]:
    """Return what pages say of a challenge in words."""
    now = timezone.now()
    is_over = row.closes_at is not None and row.closes_at <= now
    return {
        "words": rulebook.words(row.rule, row.params, row.target) if row.rule else "",
        "is_open": row.is_standing and row.is_open_at(now),
        "is_over": is_over or row.tournament.state not in PLAYED_FOR,
    }


def _claim(request: HttpRequest, row: Challenge, subjects: list[Own]) -> HttpResponseBase:
    if not subjects:
        message = _("You have nothing to claim here: only those who take part do, once each.")
        raise Conflict(message, code="nothing_to_claim")
    if request.method != "POST":
        return _form_page(request, row, ClaimForm(subjects=subjects))
    form = ClaimForm(request.POST, request.FILES, subjects=subjects)
    claimed = form.attempt(
        lambda: services.claim_challenge(
            challenge=row,
            entrant=form.chosen().entrant,
            member=form.chosen().member,
            by=acting(request),
            **form.evidence(),
        )
    )
    if claimed is None:
        return _form_page(request, row, form)
    said = _("It is sent; somebody of the staff looks at it.")
    return done(request, said, "challenge", row.tournament.slug, row.pk)


def _send(request: HttpRequest, row: Challenge, subjects: list[Own]) -> HttpResponseBase:
    if not subjects:
        message = _("Nothing of yours waits to be checked here.")
        raise Conflict(message, code="nothing_to_claim")
    if request.method != "POST":
        return _form_page(request, row, ClaimForm(subjects=subjects, initial=_sent(subjects)))
    form = ClaimForm(request.POST, request.FILES, subjects=subjects)
    sent = form.attempt(lambda: _submit(request, form))
    if sent is None:
        return _form_page(request, row, form)
    return done(request, _("Your evidence is sent."), "challenge", row.tournament.slug, row.pk)


def _submit(request: HttpRequest, form: ClaimForm) -> ChallengeCompletion:
    waiting = form.chosen().completion
    if waiting is None:
        raise Conflict(_("Nothing of yours waits to be checked here."), code="nothing_to_claim")
    return services.submit_evidence(completion=waiting, by=acting(request), **form.evidence())


def _sent(subjects: list[Own]) -> dict[str, str]:
    """Return what was sent before, where there is one claim alone."""
    completion = subjects[0].completion
    if completion is None or len(subjects) > 1:
        return {}
    return {"text": completion.text, "links": "\n".join(completion.links)}


def _waits(one: Own) -> bool:
    return one.completion is not None and one.completion.state == CompletionState.CLAIMED


def _form_page(request: HttpRequest, row: Challenge, form: ClaimForm) -> HttpResponse:
    context = {
        "tournament": row.tournament,
        "tab": "challenges",
        "challenge": row,
        **told(row),
        "form": form,
    }
    template = "tournament_engine/challenge/claim_form.html"
    return render(request, template, context, status=form.status)


def _challenge(request: HttpRequest, slug: str, key: int) -> Challenge:
    tournament = visible_tournament(request.user, slug)
    row: Challenge | None = Challenge.objects.filter(tournament=tournament, pk=key).first()
    if row is None:
        raise Http404
    row.tournament = tournament
    return row


def _is_claimable(row: Challenge) -> bool:
    is_running = row.is_standing and row.tournament.state in PLAYED_FOR
    return row.kind == ChallengeKind.MANUAL and is_running and row.is_open_at(timezone.now())


def _own_line(one: Own, request: HttpRequest) -> dict[str, Any]:
    may_send = _waits(one) and may_speak_for(request.user, one.entrant, one.member)
    return {"own": one, "completion": one.completion, "may_send": may_send}
