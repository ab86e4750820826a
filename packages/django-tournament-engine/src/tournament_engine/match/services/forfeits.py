"""One of a heat is out of it while the others play on, and back in it where that was wrong.

The stage hears of it with the heat's result: until then nothing depends on it.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.match import heats
from tournament_engine.match.lifecycle import BEFORE_RESULT
from tournament_engine.match.models import HeatForfeit, Match
from tournament_engine.match.notices import context_of, names_of
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.results import occupants
from tournament_engine.match.services.contests import lock_match
from tournament_engine.match.services.steps import checked_reason, go_on, make_official, save
from tournament_engine.registration.permissions import speakers
from tournament_engine.users import User

__all__ = ["forfeit_heat", "take_back_forfeit"]


def forfeit_heat(match: Match, sides: Collection[int], by: User, reason: str) -> Match:
    """Put sides of a locked heat out of it; that ends it where one alone is left, or nobody."""
    placing = heats.placing_without(match, sides)
    if placing is not None:
        return make_official(match, placing, by, "match.forfeited", reason=reason)
    [side] = sides
    _require_before_result(match)
    if side not in heats.takers(match):
        raise InvalidInput(_("This entrant has left: no word on it is needed."), field="side")
    if side in heats.forfeited(match):
        raise Conflict(_("This side is out of the heat already."), code="forfeited")
    HeatForfeit.objects.create(
        match=match, entrant_id=int(occupants(match)[side]), reason=reason, by=by
    )
    audit.log(by=by, action="match.forfeited", subject=match, after={"side": side}, reason=reason)
    # Nobody waits any more for one who is out.
    go_on(match)
    save(match)
    _tell("heat_forfeited", match, side, reason)
    return match


@transaction.atomic
def take_back_forfeit(*, match: Match, side: int, by: User, reason: str) -> Match:
    """Let a side into its heat again, as long as nobody has said how that ended."""
    match = lock_match(match)
    permissions.require(by, MANAGE, match)
    reason = checked_reason(reason)
    _require_before_result(match)
    if side not in heats.forfeited(match):
        raise Conflict(_("This side is not out of the heat."), code="not_forfeited")
    HeatForfeit.objects.filter(match=match, entrant=int(occupants(match)[side])).delete()
    action = "match.forfeit_taken_back"
    audit.log(by=by, action=action, subject=match, after={"side": side}, reason=reason)
    save(match)
    _tell("heat_forfeit_taken_back", match, side, reason)
    return match


def _require_before_result(match: Match) -> None:
    if match.state not in BEFORE_RESULT:
        message = _("The heat is %(state)s: say with its official result who was out.")
        words = {"state": match.get_state_display()}
        raise Conflict(message % words, code="heat_reported")


def _tell(notice: str, match: Match, side: int, reason: str) -> None:
    seated = [row.entrant_id for row in match.sides.all() if row.entrant_id is not None]
    events.notify(
        notice,
        to=speakers(seated),
        key=f"{match.pk}:{match.version}",
        about=match.tournament_id,
        context=context_of(match) | {"name": names_of(match)[side], "reason": reason},
    )
