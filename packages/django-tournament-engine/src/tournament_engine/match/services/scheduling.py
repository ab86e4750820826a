"""When and where matches are played: one by one, and a whole stage at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
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
    RescheduleRequest,
)
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.planning import Courts, planned
from tournament_engine.match.services.contests import lock_match
from tournament_engine.match.services.steps import announce, checked_reason, move, save
from tournament_engine.rows import update_rows
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = [
    "ScheduleConflict",
    "check_zone",
    "move_to",
    "plain",
    "reschedule_match",
    "schedule_match",
    "schedule_stage",
    "set_time",
    "write_times",
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
        move_to(match, slot.starts_at)
    write_times(moved)
    details = {"matches": len(moved), "courts": list(courts.names), "minutes": courts.minutes}
    audit.log(by=by, action="bracket.scheduled", subject=bracket, after=details)
    return moved


def write_times(moved: Sequence[Match], *, reason: str = "") -> None:
    """Store matches of a stage that were moved, with all that another time ends."""
    now = timezone.now()
    for match in moved:
        match.version += 1
        match.updated_at = now
    update_rows(moved, _COLUMNS)
    MatchCheckIn.objects.filter(match__in=moved).delete()
    _expire_requests(RescheduleRequest.objects.filter(match__in=moved))
    for match in moved:
        announce(events.match_scheduled, match, str(match.version), reason=reason)


_COLUMNS = (
    "scheduled_at",
    "station",
    "minutes",
    "state",
    "check_in_closes_at",
    "version",
    "updated_at",
)


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
    check_zone(scheduled_at, "scheduled_at")
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
        _expire_requests(match.reschedule_requests.all())
        move_to(match, scheduled_at)
    save(match)
    after = _logistics(match) | ({"forced": True} if force else {})
    audit.log(
        by=by, action="match.scheduled", subject=match, before=before, after=after, reason=reason
    )
    announce(events.match_scheduled, match, str(match.version), reason=reason)
    return match


def move_to(match: Match, scheduled_at: datetime | None) -> None:
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


def _expire_requests(requests: QuerySet[RescheduleRequest]) -> None:
    """Nobody has to answer any more: the match has another time."""
    requests.filter(state=RequestState.PENDING).update(
        state=RequestState.EXPIRED, answered_at=timezone.now()
    )


def check_zone(moment: datetime | None, field: str) -> None:
    """Refuse a moment that does not say in which zone it is."""
    if moment is not None and timezone.is_naive(moment):
        raise InvalidInput(_("Say in which time zone this is."), field=field)


def _logistics(match: Match) -> dict[str, object]:
    told = {"scheduled_at": match.scheduled_at, "station": match.station, "minutes": match.minutes}
    return plain(told)


def plain(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as the log keeps them."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }
