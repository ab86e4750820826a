"""What the sides do around a match: check in, begin it, and agree on another time."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tournament_engine import permissions
from tournament_engine.core.access import visible_tournament
from tournament_engine.errors import InvalidInput, NotAllowed
from tournament_engine.match import services
from tournament_engine.match.detail import MatchPage
from tournament_engine.match.lifecycle import RequestState
from tournament_engine.match.listing import round_counts
from tournament_engine.match.logistics_forms import TimeForm
from tournament_engine.match.models import Match, RescheduleRequest
from tournament_engine.match.permissions import MANAGE, REPORT
from tournament_engine.match.queries import sides_of
from tournament_engine.pages import page
from tournament_engine.replies import acting, done, named
from tournament_engine.text import whole_number

__all__ = ["match_act"]


@page(REPORT)
@require_POST
def match_act(request: HttpRequest, slug: str, stage: str, code: str) -> HttpResponseBase:
    """Do one of the acts that the page of a match offers those who play in it."""
    tournament = visible_tournament(request.user, slug)
    rows = Match.objects.filter(tournament=tournament, bracket__stage__code=stage, code=code)
    match = rows.for_match_page().first()
    if match is None:
        raise Http404
    if not permissions.can(request.user, MANAGE, match):
        permissions.require(request.user, REPORT, match)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of the match offers."))
    return act(request, match)


def _check_in(request: HttpRequest, match: Match) -> HttpResponseBase:
    by = acting(request)
    side = request.POST.get("side", "")
    known = {str(row.side): row.side for row in match.sides.all()}
    if side not in known:
        raise InvalidInput(_("Nobody sits on this side of the match yet."), field="side")
    checked = services.check_in_side(match=match, side=known[side], by=by)
    is_ready = checked.state == "ready"
    said = _("Everybody is there: play.") if is_ready else _("You are checked in.")
    return _back(request, match, said)


def _start(request: HttpRequest, match: Match) -> HttpResponseBase:
    services.start_match(match=match, by=acting(request))
    return _back(request, match, _("The match is live."))


def _propose(request: HttpRequest, match: Match) -> HttpResponseBase:
    side = _own_side(request, match)
    form = TimeForm(request.POST)
    asked = form.attempt(
        lambda: services.propose_time(match=match, side=side, by=acting(request), **_typed(form))
    )
    return _answered(request, match, form, asked, _("The other side is asked."))


def _counter(request: HttpRequest, match: Match) -> HttpResponseBase:
    waiting = _request(request, match)
    form = TimeForm(request.POST)
    asked = form.attempt(
        lambda: services.counter_time(request=waiting, by=acting(request), **_typed(form))
    )
    return _answered(request, match, form, asked, _("The other side is asked."))


def _accept(request: HttpRequest, match: Match) -> HttpResponseBase:
    answered = services.accept_time(request=_request(request, match), by=acting(request))
    is_moved = answered.state == RequestState.ACCEPTED
    waits = _("Your side agrees; the match moves as soon as the others do.")
    return _back(request, match, _("The match has its new time.") if is_moved else waits)


def _decline(request: HttpRequest, match: Match) -> HttpResponseBase:
    services.decline_time(request=_request(request, match), by=acting(request))
    return _back(request, match, _("The match stays where it is."))


def _withdraw(request: HttpRequest, match: Match) -> HttpResponseBase:
    services.withdraw_time(request=_request(request, match), by=acting(request))
    return _back(request, match, _("Your proposal is taken back."))


def _begin_veto(request: HttpRequest, match: Match) -> HttpResponseBase:
    services.start_veto(match=match, by=acting(request))
    return _back(request, match, _("The veto has begun."))


def _choose(request: HttpRequest, match: Match) -> HttpResponseBase:
    services.choose_option(
        match=match,
        option=request.POST.get("option", ""),
        step=whole_number(request.POST.get("step", "")),
        by=acting(request),
    )
    return _back(request, match, _("Your choice stands."))


def _restart_veto(request: HttpRequest, match: Match) -> HttpResponseBase:
    reason = request.POST.get("reason", "")
    services.restart_veto(match=match, by=acting(request), reason=reason)
    return _back(request, match, _("The veto begins anew."))


def _typed(form: TimeForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("proposed_at", "note")}


def _own_side(request: HttpRequest, match: Match) -> int:
    own = sides_of(request.user, match)
    if not own:
        raise NotAllowed(_("You do not act for this side of the match."))
    return min(own)


def _request(request: HttpRequest, match: Match) -> RescheduleRequest:
    return get_object_or_404(match.reschedule_requests.all(), pk=named(request, "request"))


def _answered(
    request: HttpRequest, match: Match, form: TimeForm, asked: object, said: str
) -> HttpResponseBase:
    if asked is not None:
        return _back(request, match, said)
    [again] = Match.objects.filter(pk=match.pk).for_match_page()
    rounds = round_counts(match.tournament)[match.bracket_id, match.part]
    shown = MatchPage.of(again, match.tournament, request.user, rounds=rounds)
    context = {
        "tournament": match.tournament,
        "tab": "match",
        "match": shown,
        "time_form": form,
        "time_action": request.POST.get("action", ""),
        "time_request": request.POST.get("request", ""),
    }
    return render(request, "tournament_engine/match/match.html", context, status=form.status)


def _back(request: HttpRequest, match: Match, said: str) -> HttpResponseBase:
    address = (match.tournament.slug, match.bracket.stage.code, match.code)
    return done(request, said, "match", *address)


_ACTS: dict[str, Callable[[HttpRequest, Match], HttpResponseBase]] = {
    "check_in": _check_in,
    "start": _start,
    "propose": _propose,
    "counter": _counter,
    "accept_time": _accept,
    "decline_time": _decline,
    "withdraw_time": _withdraw,
    "begin_veto": _begin_veto,
    "choose": _choose,
    "restart_veto": _restart_veto,
}
