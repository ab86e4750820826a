"""When and where matches are played: one by one, a whole stage at once, and round by round."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.match.attendance import closes_at_of, first_state
from tournament_engine.match.clashes import Clash, clashes_with, plan_of
from tournament_engine.match.lifecycle import SETTLED, UNPLAYED, MatchState, RequestState
from tournament_engine.match.models import (
    Match,
    MatchCheckIn,
    RoundWindow,
)
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.planning import Courts, planned
from tournament_engine.match.services.contests import lock_match
from tournament_engine.match.services.steps import announce, checked_reason, move, save
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = [
    "ScheduleConflict",
    "reschedule_match",
    "schedule_match",
    "schedule_stage",
    "set_round_window",
    "set_time",
]

_LONGEST_STATION = 60
_MOST_MINUTES = 1440

#: Check-in decides where these stand, as soon as they have another time.
_WAITING = frozenset({MatchState.SCHEDULED, MatchState.CHECK_IN, MatchState.READY})


class ScheduleConflict(Conflict):
    """A time or a place is taken; `clashes` has what gets in the way."""

    default_code = "schedule_conflict"

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(" ".join(clash.words for clash in clashes), field="scheduled_at")
        self.clashes = tuple(clashes)


@transaction.atomic
def schedule_match(
    *,
    match: Match,
    scheduled_at: datetime | None,
    station: str = "",
    minutes: int | None = None,
    by: User,
    reason: str = "",
    force: bool = False,
) -> Match:
    """Say when and where a match is played and how long it takes, or that this is open again.

    What gets in the way of other matches is refused, unless it is forced for a reason.
    """
    match = lock_match(match)
    permissions.require(by, MANAGE, match)
    if match.state in SETTLED:
        raise Conflict(_("The match is over: it needs no time or place any more."))
    reason = checked_reason(reason) if force or reason else ""
    return set_time(
        match,
        scheduled_at,
        station=station and one_line(station, field="station", longest=_LONGEST_STATION),
        minutes=match.minutes if minutes is None else minutes,
        by=by,
        reason=reason,
        force=force,
    )


@transaction.atomic
def reschedule_match(
    *, match: Match, scheduled_at: datetime, by: User, reason: str, force: bool = False
) -> Match:
    """Move a match to another time at the same place, for a reason that its sides read."""
    return schedule_match(
        match=match,
        scheduled_at=scheduled_at,
        station=match.station,
        by=by,
        reason=checked_reason(reason),
        force=force,
    )


@transaction.atomic
def schedule_stage(
    *,
    bracket: Bracket,
    courts: Courts,
    by: User,
    version: int | None = None,
) -> list[Match]:
    """Give every match of a stage that is still to be played a court and a time.

    The plan is `planning.planned`, which shows it beforehand; `version` is that of the
    bracket for which it was shown.
    """
    bracket = brackets.lock(bracket)
    permissions.require(by, MANAGE, bracket.tournament)
    brackets.check_version(bracket, version)
    plan = {slot.match: slot for slot in planned(bracket, courts)}
    rows = bracket.matches.filter(code__in=plan, state__in=UNPLAYED).order_by("position")
    moved = list(rows.select_for_update(of=("self",)))
    for match in moved:
        slot = plan[match.code]
        match.bracket, match.tournament = bracket, bracket.tournament
        match.station = one_line(slot.court, field="courts", longest=_LONGEST_STATION)
        match.minutes = int((slot.ends_at - slot.starts_at).total_seconds() // 60)
        _move_to(match, slot.starts_at)
        match.version += 1
        match.updated_at = timezone.now()
    Match.objects.bulk_update(moved, _COLUMNS)
    MatchCheckIn.objects.filter(match__in=moved).delete()
    details = {"matches": len(moved), "courts": list(courts.names), "minutes": courts.minutes}
    audit.log(by=by, action="bracket.scheduled", subject=bracket, after=details)
    for match in moved:
        announce(events.match_scheduled, match, str(match.version), reason="")
    return moved


_COLUMNS = (
    "scheduled_at",
    "station",
    "minutes",
    "state",
    "check_in_closes_at",
    "version",
    "updated_at",
)


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
        _check_zone(moment, field)
    if opens_at is not None and closes_at is not None and opens_at >= closes_at:
        raise InvalidInput(_("A round ends after it begins."), field="closes_at")
    window, _made = RoundWindow.objects.update_or_create(
        bracket=bracket,
        part=part,
        round=number,
        defaults={"opens_at": opens_at, "closes_at": closes_at},
    )
    after = {"part": part, "round": number, "opens_at": opens_at, "closes_at": closes_at}
    audit.log(by=by, action="round.windowed", subject=bracket, after=_plain(after))
    return window


def set_time(
    match: Match,
    scheduled_at: datetime | None,
    *,
    station: str,
    minutes: int,
    by: User | None,
    reason: str = "",
    force: bool = False,
) -> Match:
    """Write the time and place of a locked match; whoever calls this asked who may."""
    _check_zone(scheduled_at, "scheduled_at")
    if not 1 <= minutes <= _MOST_MINUTES:
        message = _("A match takes between 1 and %(most)d minutes.") % {"most": _MOST_MINUTES}
        raise InvalidInput(message, field="minutes")
    if scheduled_at is not None and not force:
        found = clashes_with(plan_of(match, scheduled_at, minutes, station), match.tournament)
        if found:
            raise ScheduleConflict(found)
    before = _logistics(match)
    has_new_time = match.scheduled_at != scheduled_at
    match.station, match.minutes = station, minutes
    if has_new_time:
        match.check_ins.all().delete()
        _expire_requests(match)
        _move_to(match, scheduled_at)
    save(match)
    after = _logistics(match) | ({"forced": True} if force else {})
    audit.log(
        by=by, action="match.scheduled", subject=match, before=before, after=after, reason=reason
    )
    announce(events.match_scheduled, match, str(match.version), reason=reason)
    return match


def _move_to(match: Match, scheduled_at: datetime | None) -> None:
    """Give a match another time; where its sides check in, that begins anew."""
    match.scheduled_at = scheduled_at
    if match.state not in _WAITING or match.tournament.state != TournamentState.LIVE:
        return
    now = timezone.now()
    target = first_state(match, match.tournament, now)
    if target != match.state:
        if target == MatchState.CHECK_IN:
            move(match, MatchState.SCHEDULED)
        move(match, target)
    is_open = target == MatchState.CHECK_IN
    match.check_in_closes_at = closes_at_of(match, match.tournament, now) if is_open else None


def _expire_requests(match: Match) -> None:
    """Nobody has to answer any more: the match has another time."""
    match.reschedule_requests.filter(state=RequestState.PENDING).update(
        state=RequestState.EXPIRED, answered_at=timezone.now()
    )


def _check_zone(moment: datetime | None, field: str) -> None:
    if moment is not None and timezone.is_naive(moment):
        raise InvalidInput(_("Say in which time zone this is."), field=field)


def _logistics(match: Match) -> dict[str, object]:
    told = {"scheduled_at": match.scheduled_at, "station": match.station, "minutes": match.minutes}
    return _plain(told)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as the log keeps them."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
