"""What the sides do: say how their match ended, or agree to what the other side says."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tournament_engine import permissions
from tournament_engine.core.access import visible_tournament
from tournament_engine.errors import Conflict
from tournament_engine.match import services
from tournament_engine.match.detail import MatchPage
from tournament_engine.match.forms import ReportForm
from tournament_engine.match.heat_forms import HeatReportForm
from tournament_engine.match.lifecycle import REPORTABLE, ClaimState, MatchState
from tournament_engine.match.listing import round_counts
from tournament_engine.match.models import Match
from tournament_engine.match.permissions import CONFIRM, REPORT
from tournament_engine.match.queries import sides_of
from tournament_engine.match.results import is_heat, parse_result
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["accept", "report"]


@page(REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, stage: str, code: str) -> HttpResponseBase:
    """Take the score of one side."""
    match = _visible_match(request, slug, stage, code)
    permissions.require(request.user, REPORT, match)
    if request.method != "POST":
        if match.state not in REPORTABLE:
            raise Conflict(_("The match takes no report: it is %s.") % match.get_state_display())
        return _report_page(request, match, _form_of(match)(match=match))
    form = _form_of(match)(request.POST, match=match)
    reported = form.attempt(lambda: _submit(match, form, acting(request)))
    if reported is None:
        return _report_page(request, _visible_match(request, slug, stage, code), form)
    return done(request, _said(reported), "match", slug, stage, code)


def _form_of(match: Match) -> type[ReportForm] | type[HeatReportForm]:
    return HeatReportForm if is_heat(match) else ReportForm


def _submit(match: Match, form: ReportForm | HeatReportForm, by: User) -> Match:
    return services.submit_score(
        match=match,
        side=_own_side(match, by),
        result=parse_result(match, form.report()),
        by=by,
        note=form.cleaned_data["note"],
        evidence_url=form.cleaned_data["evidence_url"],
    )


def _own_side(match: Match, user: User) -> int:
    return min(sides_of(user, match), default=0)


def _report_page(
    request: HttpRequest, match: Match, form: ReportForm | HeatReportForm
) -> HttpResponse:
    own = _own_side(match, acting(request))
    rounds = round_counts(match.tournament)[match.bracket_id, match.part]
    shown = MatchPage.of(match, match.tournament, request.user, rounds=rounds)
    waiting = {said.side: said for said in shown.claims if said.state == ClaimState.PENDING}
    context = {
        "tournament": match.tournament,
        "tab": "report",
        "match": shown,
        "form": form,
        "mine": waiting.get(own),
        "theirs": next((said for side, said in waiting.items() if side != own), None),
        "may_accept": permissions.can(request.user, CONFIRM, match),
    }
    return render(request, "tournament_engine/match/report.html", context, status=form.status)


def _said(match: Match) -> str:
    match MatchState(match.state):
        case MatchState.COMPLETED:
            return _("Both sides agree: the result counts.")
        case MatchState.DISPUTED:
            return _("The sides do not agree: the organiser decides.")
        case _:
            return _("Your score is in. It counts as soon as the other side agrees.")


@page(CONFIRM)
@require_POST
def accept(request: HttpRequest, slug: str, stage: str, code: str) -> HttpResponseBase:
    """Agree to the score that the other side reported."""
    match = _visible_match(request, slug, stage, code)
    permissions.require(request.user, REPORT, match)
    agreed = services.accept_score(match=match, by=acting(request))
    return done(request, _said(agreed), "match", slug, stage, code)


def _visible_match(request: HttpRequest, slug: str, stage: str, code: str) -> Match:
    tournament = visible_tournament(request.user, slug)
    rows = Match.objects.filter(tournament=tournament, bracket__stage__code=stage, code=code)
    match = rows.for_match_page().first()
    if match is None:
        raise Http404
    return match
