"""Who may have a place: every reason against it, each with a code. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import hooks
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, TournamentError
from tournament_engine.registration import rulebook
from tournament_engine.registration.applicant import Applicant
from tournament_engine.registration.models import Registration, RosterMember
from tournament_engine.registration.rulebook import Verdict
from tournament_engine.text import fold
from tournament_engine.users import AnyUser

__all__ = ["Reason", "by_hooks", "by_rows", "by_rules", "check_eligibility", "of_refusals"]


@dataclass(frozen=True)
class Reason:
    """Why a place is refused. `field` names the input to change, where that would help."""

    code: str
    message: str
    field: str | None = None

    def error(self) -> TournamentError:
        """Return the reason as what a service raises."""
        kind = Conflict if self.field is None else InvalidInput
        return kind(self.message, code=self.code, field=self.field)


def check_eligibility(
    *,
    tournament: Tournament,
    user: AnyUser,
    name: str = "",
    team_ref: str = "",
    code: str = "",
    now: datetime | None = None,
) -> list[Reason]:
    """Return every reason why this person cannot have a place, none if they can."""
    if not user.is_authenticated:
        return [Reason("login", _("Log in to register."))]
    asking = Applicant(user=user, name=name, team_ref=team_ref, code=code)
    now = now or timezone.now()
    refused = of_refusals(by_rules(tournament, asking, now))
    return [*by_rows(tournament, asking, now), *by_hooks(tournament, asking), *refused]


def by_rules(tournament: Tournament, asking: Applicant, now: datetime) -> Verdict:
    """Return what the tournament's rules see and refuse. They may be slow, as hooks are."""
    members = [member.user_id for member in asking.members]
    people = rulebook.members_of(asking.user, members)
    return rulebook.judge(tournament, people, code=asking.code, now=now)


def of_refusals(verdict: Verdict) -> Iterator[Reason]:
    """Yield what rules refuse as reasons."""
    for refusal in verdict.refusals:
        yield Reason(refusal.code, refusal.message, refusal.field)


def by_hooks(tournament: Tournament, asking: Applicant) -> Iterator[Reason]:
    """Yield what the site itself has against it. Hooks may be slow: ask them outside the lock."""
    if hooks.users().is_banned(asking.user):
        yield Reason("banned", _("Your account may not register for tournaments."))
    decision = hooks.users().can_register(asking.user, tournament)
    if not decision.allowed:
        yield Reason("refused", decision.reason or _("The site does not let you register here."))
    if asking.team_ref and not hooks.teams().can_manage(asking.user, asking.team_ref):
        message = _("Ask the captain to register this team: you do not speak for it.")
        yield Reason("not_captain", message, "team_ref")


def by_rows(tournament: Tournament, asking: Applicant, now: datetime) -> Iterator[Reason]:
    """Yield what the tournament has against it; the answer holds under its lock."""
    is_past = tournament.closes_at is not None and tournament.closes_at <= now
    if tournament.state != TournamentState.REGISTRATION_OPEN or is_past:
        yield Reason("closed", _("Registration is not open."))
    yield from _taken(tournament, asking)
    yield from _members_elsewhere(tournament, asking)


def _taken(tournament: Tournament, asking: Applicant) -> Iterator[Reason]:
    """Yield what is taken already: a place by the same person, the name, the team."""
    same = Q(user=asking.user)
    if asking.name:
        same |= Q(name_key=fold(asking.name))
    if asking.team_ref:
        same |= Q(team_ref=asking.team_ref)
    # One question for all of it: everybody else waits until it is answered.
    others = list(Registration.objects.standing().filter(same, tournament=tournament))
    is_in = any(other.user_id == asking.user.pk for other in others)
    if is_in or _plays(tournament, asking):
        yield Reason("already_registered", _("You are already registered."))
    for other in others:
        yield from _same_names(asking, other)


def _plays(tournament: Tournament, asking: Applicant) -> bool:
    here = {"tournament": tournament, "user": asking.user}
    return RosterMember.objects.filter(**here, is_active=True).exists()


def _same_names(asking: Applicant, other: Registration) -> Iterator[Reason]:
    if asking.team_ref and other.team_ref == asking.team_ref:
        yield Reason("team_registered", _("This team is already registered."), "team_ref")
    elif asking.name and other.name_key == fold(asking.name):
        message = _("The name '%(name)s' is taken; choose another.") % {"name": other.name}
        yield Reason("name_taken", message, "name")


def _members_elsewhere(tournament: Tournament, asking: Applicant) -> Iterator[Reason]:
    # Text, whatever the user model's key is: hooks name people so.
    ids: list[Any] = [member.user_id for member in asking.members if member.user_id is not None]
    if not ids:
        return
    others = RosterMember.objects.filter(tournament=tournament, is_active=True, user__in=ids)
    for member in others.select_related("registration"):
        message = _("%(name)s already plays for %(team)s; take them off your team's list.")
        words = {"name": member.name, "team": member.registration.name}
        yield Reason("member_registered", message % words, "members")
