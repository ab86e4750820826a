"""Rounds as a whole: from when up to when one is played, and one time for all of it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.match.clashes import clashes_of, planned_at
from tournament_engine.match.lifecycle import BEGUN, UNPLAYED
from tournament_engine.match.models import Match, RoundWindow
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.services.scheduling import (
    ScheduleConflict,
    check_zone,
    move_to,
    plain,
    write_times,
)
from tournament_engine.match.services.steps import checked_reason
from tournament_engine.users import User

__all__ = ["schedule_round", "set_round_window"]


@transaction.atomic
def set_round_window(
    *,
    bracket: Bracket,
    part: str,
    number: int,
    opens_at: datetime | None,
    closes_at: datetime | None,
    by: User,
) -> RoundWindow:
    """Say from when up to when a round is played: its sides may move matches within."""
    bracket = brackets.lock(bracket)
    permissions.require(by, MANAGE, bracket.tournament)
    if not bracket.matches.filter(part=part, round=number).exists():
        raise InvalidInput(_("The stage has no such round: choose one of its own."), field="round")
    for field, moment in (("opens_at", opens_at), ("closes_at", closes_at)):
        check_zone(moment, field)
    if opens_at is not None and closes_at is not None and opens_at >= closes_at:
        raise InvalidInput(_("A round ends after it begins."), field="closes_at")
    window, _made = RoundWindow.objects.update_or_create(
        bracket=bracket,
        part=part,
        round=number,
        defaults={"opens_at": opens_at, "closes_at": closes_at},
    )
    after = {"part": part, "round": number, "opens_at": opens_at, "closes_at": closes_at}
    audit.log(by=by, action="round.windowed", subject=bracket, after=plain(after))
    return window


@transaction.atomic
def schedule_round(
    *,
    bracket: Bracket,
    part: str,
    number: int,
    scheduled_at: datetime | None,
    by: User,
    reason: str = "",
    force: bool = False,
) -> list[Match]:
    """Give every match of a round that nobody has begun one time, or take it back.

    Places stay as they are. What gets in the way of other matches is refused, unless it is
    forced for a reason.
    """
    bracket = brackets.lock(bracket)
    permissions.require(by, MANAGE, bracket.tournament)
    check_zone(scheduled_at, "scheduled_at")
    reason = checked_reason(reason) if force or reason else ""
    matches = _unbegun(bracket, part, number)
    if scheduled_at is not None and not force and matches:
        found = clashes_of(planned_at(matches, scheduled_at), bracket.tournament)
        if found:
            raise ScheduleConflict(found)
    for match in matches:
        move_to(match, scheduled_at)
    write_times(matches, reason=reason)
    told = {"part": part, "round": number, "scheduled_at": scheduled_at, "matches": len(matches)}
    audit.log(by=by, action="round.scheduled", subject=bracket, after=plain(told), reason=reason)
    return matches


def _unbegun(bracket: Bracket, part: str, number: int) -> list[Match]:
    """Lock the matches of a round that are still to be played; refuse where one has begun."""
    rows = bracket.matches.filter(part=part, round=number).order_by("position")
    matches = list(rows.select_for_update(of=("self",)))
    if not matches:
        raise InvalidInput(_("The stage has no such round: choose one of its own."), field="round")
    for match in matches:
        match.bracket, match.tournament = bracket, bracket.tournament
        if match.state in BEGUN or match.result_version is not None:
            message = _("Match %(match)s has begun: move the matches of this round one by one.")
            raise Conflict(message % {"match": match.code}, code="round_begun")
    return [match for match in matches if match.state in UNPLAYED]
