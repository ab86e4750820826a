"""The organiser's desk of a match: its official result, a correction of it, its time and place."""

from collections.abc import Callable
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bracketcore.results import Result
from tournament_engine import permissions
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.qualification import fed_by
from tournament_engine.bracket.stages import LaterMatchesPlayed
from tournament_engine.core.access import visible_tournament
from tournament_engine.core.models import StageConfig
from tournament_engine.errors import Conflict, InvalidInput, StaleVersion
from tournament_engine.forms import EngineForm
from tournament_engine.match import services
from tournament_engine.match.changes import Correction, changes_of_reopening, correction_of
from tournament_engine.match.detail import MatchPage
from tournament_engine.match.forms import OfficialForm, initial_of
from tournament_engine.match.heat_forms import (
    ForfeitForm,
    HeatOfficialForm,
    TakeBackForm,
    places_of,
)
from tournament_engine.match.heats import forfeited
from tournament_engine.match.lifecycle import BEFORE_RESULT, SETTLED, UNRESOLVED, MatchState
from tournament_engine.match.listing import round_counts
from tournament_engine.match.logistics_forms import (
    LobbyForm,
    ReopenForm,
    ScheduleForm,
    lobby_values,
)
from tournament_engine.match.models import Match
from tournament_engine.match.permissions import CORRECT, MANAGE
from tournament_engine.match.results import from_plain, is_heat, parse_result
from tournament_engine.pages import page
from tournament_engine.replies import acting, done, named

__all__ = ["official"]

AnyOfficialForm: TypeAlias = OfficialForm | HeatOfficialForm

#: There is nobody to give a result to.
_UNDECIDABLE = frozenset({MatchState.WAITING, MatchState.SKIPPED, MatchState.CANCELLED})


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def official(request: HttpRequest, slug: str, stage: str, code: str) -> HttpResponseBase:
    """Decide a match, correct it, or say when and where it is played."""
    match = _managed_match(request, slug, stage, code)
    if request.method != "POST":
        return _official_page(request, match)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of the match offers."))
    return act(request, match)


def _managed_match(request: HttpRequest, slug: str, stage: str, code: str) -> Match:
    tournament = visible_tournament(request.user, slug)
    rows = Match.objects.filter(tournament=tournament, bracket__stage__code=stage, code=code)
    match = rows.with_stage().with_sides().prefetch_related("claims").first()
    if match is None:
        raise Http404
    is_over = match.state == MatchState.COMPLETED
    permissions.require(request.user, CORRECT if is_over else MANAGE, match)
    return match


def _again(match: Match) -> Match:
    """Read a match as it is now: a refused act may have written to the instance."""
    rows = Match.objects.with_stage().with_sides().prefetch_related("claims")
    return rows.get(pk=match.pk)


def _official_page(request: HttpRequest, match: Match, **bound: EngineForm) -> HttpResponse:
    shown = _shown(request, match)
    names = ("scheduled_at", "station", "minutes")
    place = {name: getattr(match, name) for name in names}
    context: dict[str, Any] = {
        "tournament": match.tournament,
        "tab": "official",
        "match": shown,
        "form": None if _is_undecidable(match) else _new_form(match),
        "schedule_form": None if match.state in SETTLED else ScheduleForm(initial=place),
        "lobby_form": None if match.state in SETTLED else LobbyForm(initial=lobby_values(match)),
        "reopen_form": ReopenForm(initial={"version": match.version})
        if match.result_kind
        else None,
        "claims": [said for said in shown.claims if said.state in UNRESOLVED],
        **_heat_forms(match),
        **bound,
    }
    status = max((form.status for form in bound.values()), default=200)
    return render(request, "tournament_engine/match/official.html", context, status=status)


def _heat_forms(match: Match) -> dict[str, EngineForm]:
    """Return the forms by which one is put out of a heat that is not reported, and let in."""
    if match.state not in BEFORE_RESULT or not is_heat(match):
        return {}
    asked: dict[str, EngineForm] = {"forfeit_form": ForfeitForm(match=match)}
    return asked | ({"take_back_form": TakeBackForm(match=match)} if forfeited(match) else {})


def _shown(request: HttpRequest, match: Match) -> MatchPage:
    rounds = round_counts(match.tournament)[match.bracket_id, match.part]
    return MatchPage.of(match, match.tournament, request.user, rounds=rounds)


def _is_undecidable(match: Match) -> bool:
    return match.state in _UNDECIDABLE


def _new_form(match: Match) -> AnyOfficialForm:
    if is_heat(match):
        return HeatOfficialForm(match=match, initial=places_of(match))
    return OfficialForm(match=match, initial=initial_of(match))


def _bound_form(request: HttpRequest, match: Match) -> AnyOfficialForm:
    if _is_undecidable(match):
        raise Conflict(_("There is nobody to give a result to here: wait for both sides."))
    kind = HeatOfficialForm if is_heat(match) else OfficialForm
    return kind(request.POST, match=match)


def _save(request: HttpRequest, match: Match) -> HttpResponseBase:
    """Take a first result at once; show first what a correction changes."""
    form = _bound_form(request, match)
    if not form.is_correction:
        return _decide(request, match, form, cascade=False)
    correction = form.attempt(lambda: _correction(match, form))
    if correction is None:
        return _official_page(request, match, form=form)
    context = {
        "tournament": match.tournament,
        "tab": "official",
        "match": _shown(request, match),
        "form": form,
        "correction": correction,
        "later": _later_stages(match),
    }
    return render(request, "tournament_engine/match/correct.html", context)


def _confirm(request: HttpRequest, match: Match) -> HttpResponseBase:
    return _decide(request, match, _bound_form(request, match), cascade=True)


def _later_stages(match: Match) -> list[StageConfig]:
    """Return the stages that are drawn already for those who qualify from this one."""
    drawn = Bracket.objects.exclude(state=StageState.PENDING)
    return [stage for stage in fed_by(match.bracket.stage) if drawn.filter(stage=stage).exists()]


def _correction(match: Match, form: AnyOfficialForm) -> Correction:
    if form.cleaned_data["version"] != match.version:
        message = _("Somebody else changed the match meanwhile; look at it again.")
        raise StaleVersion(message, version=match.version)
    return correction_of(match, parse_result(match, form.report()))


def _decide(
    request: HttpRequest, match: Match, form: AnyOfficialForm, *, cascade: bool
) -> HttpResponseBase:
    decided = form.attempt(
        lambda: services.override_result(
            match=match,
            result=parse_result(match, form.report()),
            by=acting(request),
            reason=form.cleaned_data["reason"],
            cascade=cascade,
            version=form.cleaned_data["version"],
        )
    )
    if decided is None:
        return _official_page(request, _again(match), form=form)
    return _decided(request, decided)


def _decided(request: HttpRequest, match: Match) -> HttpResponseBase:
    said = _("The result of %(code)s is official.") % {"code": match.code}
    return done(request, said, "console", match.tournament.slug)


def _take_claim(request: HttpRequest, match: Match) -> HttpResponseBase:
    """Make what one side says official; a correction needs a reason, which the form asks for."""
    if match.result_kind:
        raise Conflict(_("The match has a result: correct it in the form, and say why."))
    claim = get_object_or_404(match.claims.filter(state__in=UNRESOLVED), pk=named(request, "claim"))
    result: Result = from_plain(claim.result)
    decided = services.override_result(match=match, result=result, by=acting(request))
    return _decided(request, decided)


def _schedule(request: HttpRequest, match: Match) -> HttpResponseBase:
    form = ScheduleForm(request.POST)
    planned = form.attempt(
        lambda: services.schedule_match(match=match, by=acting(request), **form.cleaned_data)
    )
    if planned is None:
        return _official_page(request, _again(match), schedule_form=form)
    return _here(request, match, _("Time and place are saved."))


def _lobby(request: HttpRequest, match: Match) -> HttpResponseBase:
    form = LobbyForm(request.POST)
    written = form.attempt(
        lambda: services.set_lobby(match=match, by=acting(request), **form.cleaned_data)
    )
    if written is None:
        return _official_page(request, _again(match), lobby_form=form)
    return _here(request, match, _("The lobby is saved; only the sides will see it."))


def _reopen(request: HttpRequest, match: Match) -> HttpResponseBase:
    """Take a result back; with later results in the way show them first."""
    form = ReopenForm(request.POST)
    reopened = form.attempt(
        lambda: services.reopen_match(
            match=match,
            by=acting(request),
            reason=form.cleaned_data["reason"],
            version=form.cleaned_data["version"],
            cascade="cascade" in request.POST,
        )
    )
    if reopened is not None:
        return _here(request, match, _("The result is taken back: the match is played again."))
    again = _again(match)
    if isinstance(form.refusal, LaterMatchesPlayed) and not form.data.get("cascade"):
        context = {
            "tournament": again.tournament,
            "tab": "official",
            "match": _shown(request, again),
            "form": form,
            "changes": changes_of_reopening(again),
            "later": _later_stages(again),
        }
        return render(request, "tournament_engine/match/reopen.html", context)
    return _official_page(request, again, reopen_form=form)


def _forfeit(request: HttpRequest, match: Match) -> HttpResponseBase:
    form = ForfeitForm(request.POST, match=match)
    put_out = form.attempt(
        lambda: services.forfeit_match(
            match=match,
            loser_side=form.cleaned_data["side"],
            by=acting(request),
            reason=form.cleaned_data["reason"],
        )
    )
    if put_out is None:
        return _official_page(request, _again(match), forfeit_form=form)
    return _here(request, match, _("The forfeit is written down."))


def _take_back(request: HttpRequest, match: Match) -> HttpResponseBase:
    form = TakeBackForm(request.POST, match=match)
    let_in = form.attempt(
        lambda: services.take_back_forfeit(match=match, by=acting(request), **form.cleaned_data)
    )
    if let_in is None:
        return _official_page(request, _again(match), take_back_form=form)
    return _here(request, match, _("The forfeit is taken back."))


def _no_show(request: HttpRequest, match: Match) -> HttpResponseBase:
    services.mark_no_show(match=match, by=acting(request))
    return _here(request, match, _("Decided by who is there."))


def _here(request: HttpRequest, match: Match, said: str) -> HttpResponseBase:
    slug, stage = match.tournament.slug, match.bracket.stage.code
    return done(request, said, "official", slug, stage, match.code)


_ACTS: dict[str, Callable[[HttpRequest, Match], HttpResponseBase]] = {
    "save": _save,
    "confirm": _confirm,
    "take": _take_claim,
    "schedule": _schedule,
    "lobby": _lobby,
    "reopen": _reopen,
    "no_show": _no_show,
    "forfeit": _forfeit,
    "take_back": _take_back,
}
