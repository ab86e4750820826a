"""The organiser's pages of challenges: the list, a new one, and one with what is done to it."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import permissions
from tournament_engine.challenge import rulebook, services
from tournament_engine.challenge.forms import ChallengeForm, ReasonForm
from tournament_engine.challenge.models import Challenge
from tournament_engine.challenge.permissions import MANAGE_CHALLENGES, REVIEW_CLAIMS
from tournament_engine.challenge.views import told
from tournament_engine.core.access import managed_tournament
from tournament_engine.core.lifecycle import OVER
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.replies import acting, done

__all__ = ["manage_challenge", "manage_challenges", "new_challenge"]

#: What the address of a new challenge calls one that counts nothing.
MANUAL = "manual"


@page(MANAGE_CHALLENGES)
@require_safe
def manage_challenges(request: HttpRequest, slug: str) -> HttpResponse:
    """List the challenges of a tournament, with the way to a new one."""
    tournament = managed_tournament(request.user, slug, MANAGE_CHALLENGES)
    rows = Challenge.objects.filter(tournament=tournament).for_list()
    context = {
        "tournament": tournament,
        "tab": "manage_challenges",
        "rows": [{"challenge": row, **told(row)} for row in rows],
        "may_review": permissions.can(request.user, REVIEW_CLAIMS, tournament),
        "is_over": tournament.state in OVER,
    }
    return render(request, "tournament_engine/challenge/manage_list.html", context)


@page(MANAGE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_challenge(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Choose what is counted, then say the rest."""
    tournament = managed_tournament(request.user, slug, MANAGE_CHALLENGES)
    code = request.POST.get("rule", request.GET.get("rule", ""))
    if code not in {MANUAL, *rulebook.rules()}:
        if request.method == "POST":
            raise InvalidInput(_("Choose what is counted, or that nothing is."), field="rule")
        return _choose(request, tournament)
    rule = "" if code == MANUAL else code
    if request.method != "POST":
        return _new_page(request, tournament, code, ChallengeForm(tournament=tournament, rule=rule))
    form = ChallengeForm(request.POST, tournament=tournament, rule=rule)
    made = form.attempt(
        lambda: services.create_challenge(
            tournament=tournament, spec=form.spec(), by=acting(request)
        )
    )
    if made is None:
        return _new_page(request, tournament, code, form)
    return done(request, _("The challenge is set."), "manage_challenge", slug, made.pk)


def _choose(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    choices = [(code, rule.label) for code, rule in rulebook.rules().items()]
    context = {"tournament": tournament, "tab": "manage_challenges", "choices": choices}
    return render(request, "tournament_engine/challenge/choose.html", context)


def _new_page(
    request: HttpRequest, tournament: Tournament, code: str, form: ChallengeForm
) -> HttpResponse:
    rule = rulebook.rule_of(code)
    context = {
        "tournament": tournament,
        "tab": "manage_challenges",
        "form": form,
        "code": code,
        "label": "" if rule is None else rule.label,
    }
    return render(request, "tournament_engine/challenge/new.html", context, status=form.status)


@page(MANAGE_CHALLENGES)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_challenge(request: HttpRequest, slug: str, challenge: int) -> HttpResponseBase:
    """Change a challenge, end it, call it off, or count it anew."""
    tournament = managed_tournament(request.user, slug, MANAGE_CHALLENGES)
    row = _read(tournament, challenge)
    if request.method != "POST":
        return _page(request, row)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of the challenge offers."))
    return act(request, row)


def _read(tournament: Tournament, key: int) -> Challenge:
    rows = Challenge.objects.filter(tournament=tournament).for_list()
    row: Challenge = get_object_or_404(rows, pk=key)
    row.tournament = tournament
    return row


def _page(
    request: HttpRequest,
    row: Challenge,
    *,
    form: ChallengeForm | None = None,
    reason: ReasonForm | None = None,
) -> HttpResponse:
    shown = form or ChallengeForm(tournament=row.tournament, rule=row.rule, challenge=row)
    cancelling = reason or ReasonForm(auto_id="cancel_%s")
    rule = rulebook.rule_of(row.rule)
    context = {
        "tournament": row.tournament,
        "tab": "manage_challenges",
        "challenge": row,
        **told(row),
        "label": "" if rule is None else rule.label,
        "form": shown,
        "reason": cancelling,
        "may_change": row.is_standing and row.tournament.state not in OVER,
        "may_review": permissions.can(request.user, REVIEW_CLAIMS, row.tournament),
    }
    status = max(shown.status, cancelling.status)
    return render(request, "tournament_engine/challenge/manage.html", context, status=status)


def _save(request: HttpRequest, row: Challenge) -> HttpResponseBase:
    form = ChallengeForm(request.POST, tournament=row.tournament, rule=row.rule, challenge=row)
    saved = form.attempt(
        lambda: services.edit_challenge(
            challenge=row,
            spec=form.spec(),
            version=form.cleaned_data["version"] or 0,
            by=acting(request),
        )
    )
    if saved is None:
        return _page(request, _read(row.tournament, row.pk), form=form)
    return _said(request, row, _("The changes are saved."))


def _close(request: HttpRequest, row: Challenge) -> HttpResponseBase:
    services.close_challenge(challenge=row, by=acting(request))
    return _said(request, row, _("The challenge has ended."))


def _recount(request: HttpRequest, row: Challenge) -> HttpResponseBase:
    services.recount_challenge(challenge=row, by=acting(request))
    return _said(request, row, _("Everything is counted anew."))


def _cancel(request: HttpRequest, row: Challenge) -> HttpResponseBase:
    form = ReasonForm(request.POST, auto_id="cancel_%s")
    cancelled = form.attempt(
        lambda: services.cancel_challenge(
            challenge=row, reason=form.cleaned_data["reason"], by=acting(request)
        )
    )
    if cancelled is None:
        return _page(request, _read(row.tournament, row.pk), reason=form)
    return _said(request, row, _("The challenge is called off."))


def _said(request: HttpRequest, row: Challenge, said: str) -> HttpResponseBase:
    return done(request, said, "manage_challenge", row.tournament.slug, row.pk)


_ACTS: Mapping[str, Callable[[HttpRequest, Challenge], HttpResponseBase]] = {
    "save": _save,
    "close": _close,
    "recount": _recount,
    "cancel": _cancel,
}
