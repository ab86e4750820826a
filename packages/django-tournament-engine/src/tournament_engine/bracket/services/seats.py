"""Who sits where before play: two change seats, or a substitute takes one, with the place."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from bracketcore import Stage
from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.bracket.seats import require_unplayed, seats_of
from tournament_engine.bracket.services.flow import change, check_version, lock, save
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.locks import lock as lock_row
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = ["replace_entrant", "substitute_entrant", "swap_entrants"]

_LONGEST_REASON = 500


@transaction.atomic
def swap_entrants(
    *,
    bracket: Bracket,
    first: Entrant,
    second: Entrant,
    by: User,
    reason: str,
    version: int | None = None,
) -> Bracket:
    """Let two entrants who have not played yet change their seats, and so their seeds."""
    bracket = _managed(bracket, by, version)
    reason = _checked_reason(reason)
    if first == second:
        raise InvalidInput(_("Choose two different entrants."), field="second")
    swap = partial(Stage.swap, entrant=str(first.pk), other=str(second.pk))
    changed = change(bracket, by, swap, reason=reason)
    after = {"entrants": [first.pk, second.pk], "matches": list(changed)}
    audit.log(by=by, action="bracket.swapped", subject=bracket, after=after, reason=reason)
    return bracket


@transaction.atomic
def replace_entrant(*, entrant: Entrant, substitute: Entrant, by: User, reason: str) -> Entrant:
    """Let a substitute take the seats of an entrant who has not played yet, in every stage.

    `registration.services.replace_registration` gives the substitute the place.
    """
    tournament = lock_row(entrant.tournament)
    permissions.require(by, MANAGE_BRACKET, tournament)
    reason = _checked_reason(reason)
    if not Entrant.objects.competing(tournament).filter(pk=substitute.pk).exists():
        message = _("%(name)s does not compete here: give them a place first.")
        raise Conflict(message % {"name": substitute.name}, code="not_competing")
    require_unplayed(entrant)
    for bracket in seats_of(entrant):
        _reseat(bracket, entrant, substitute, by, reason)
    return substitute


@transaction.atomic
def substitute_entrant(
    *,
    entrant: Entrant,
    waiting: Registration | None = None,
    name: str = "",
    by: User,
    reason: str,
) -> Entrant:
    """Let another take over the place, the seed and the seats of an entrant, or nothing of it.

    `waiting` waits for a place; without one `name` is who stands in.
    """
    lock_row(entrant.tournament)
    for bracket in seats_of(entrant):
        if bracket.state != StageState.PENDING:
            _managed(bracket, by, None)
    require_unplayed(entrant)
    substitute = registrations.replace_registration(
        registration=entrant.registration, substitute=waiting, name=name, by=by, reason=reason
    )
    for bracket in seats_of(entrant):
        _reseat(bracket, entrant, substitute, by, _checked_reason(reason))
    return substitute


def _reseat(bracket: Bracket, entrant: Entrant, substitute: Entrant, by: User, reason: str) -> None:
    """Give a seat of an entrant to another; in a stage to be drawn, the seed of it."""
    old, new = str(entrant.pk), str(substitute.pk)
    changed: tuple[str, ...] = ()
    if bracket.state == StageState.PENDING:
        bracket = lock(bracket)
        bracket.seeding = [new if key == old else key for key in bracket.seeding]
        save(bracket)
    else:
        replace = partial(Stage.replace, entrant=old, substitute=new)
        changed = change(bracket, by, replace, reason=reason)
    after = {"from": entrant.pk, "to": substitute.pk, "matches": list(changed)}
    audit.log(by=by, action="bracket.replaced", subject=bracket, after=after, reason=reason)


def _managed(bracket: Bracket, by: User, version: int | None) -> Bracket:
    bracket = lock(bracket)
    permissions.require(by, MANAGE_BRACKET, bracket.tournament)
    check_version(bracket, version)
    return bracket


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput(_("Say why: those concerned will read it."), field="reason")
    return sentence(reason, field="reason", longest=_LONGEST_REASON)
