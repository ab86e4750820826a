"""What the services of matches share: locking, following the life cycle, and telling of it."""

from django.utils.translation import gettext as _

from bracketcore.results import Result
from tournament_engine import events
from tournament_engine.audit import services as audit
from tournament_engine.bracket import services as brackets
from tournament_engine.errors import InvalidInput, NotAllowed, StaleVersion
from tournament_engine.events import Datum, News
from tournament_engine.match import cases, heats, results
from tournament_engine.match.attendance import absent
from tournament_engine.match.lifecycle import (
    CLAIM_TRANSITIONS,
    TRANSITIONS,
    ClaimState,
    MatchState,
)
from tournament_engine.match.models import Match, ScoreClaim
from tournament_engine.match.queries import sides_of
from tournament_engine.text import sentence
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "LONGEST_REASON",
    "announce",
    "check_version",
    "checked_reason",
    "close",
    "go_on",
    "make_official",
    "move",
    "read_again",
    "require_side",
    "save",
]

LONGEST_REASON = 500


def read_again(match: Match) -> None:
    """Read what the stage made of the match; its bracket is locked and up to date."""
    bracket = match.bracket
    match.refresh_from_db()
    match.bracket, match.tournament = bracket, bracket.tournament


def check_version(match: Match, version: int | None) -> None:
    """Raise StaleVersion where somebody read another version than stands now."""
    if version is not None and version != match.version:
        message = _("Somebody else changed the match meanwhile: look at it and try again.")
        raise StaleVersion(message, version=match.version)


def require_side(by: User, match: Match, side: int | None = None) -> None:
    """Raise NotAllowed unless someone acts for a side of the match, or for this one."""
    mine = sides_of(by, match)
    if not mine or (side is not None and side not in mine):
        raise NotAllowed(_("You do not act for this side of the match."))


def checked_reason(reason: str) -> str:
    """Return a reason as it is stored; there must be one."""
    if not reason.strip():
        raise InvalidInput(_("Say why: both sides will read it."), field="reason")
    return sentence(reason, field="reason", longest=LONGEST_REASON)


def make_official(
    match: Match, result: Result, by: User | None, action: str, *, reason: str = ""
) -> Match:
    """Record the result of a locked match in its stage, and read what became of it."""
    heats.check_forfeits(match, result)
    if match.state == MatchState.DISPUTED:
        cases.settled(match, result=result, by=by, reason=reason)
    brackets.record_result(
        bracket=match.bracket, match_id=match.code, result=result, by=by, reason=reason
    )
    read_again(match)
    after = results.to_plain(result)
    audit.log(by=by, action=action, subject=match, after=after, reason=reason)
    return match


def close(claim: ScoreClaim, state: ClaimState) -> None:
    """Let a claim follow its life cycle."""
    check_transition(CLAIM_TRANSITIONS, claim.state, state)
    claim.state = state
    claim.save(update_fields=["state"])


def move(match: Match, target: MatchState) -> None:
    """Let a match follow its life cycle; it is not saved by that."""
    check_transition(TRANSITIONS, match.state, target)
    match.state = target


def go_on(match: Match) -> None:
    """Let a match be ready as soon as everybody is there."""
    if match.state == MatchState.CHECK_IN and not absent(match):
        move(match, MatchState.READY)
        announce(events.match_ready, match, str(match.version + 1))


def save(match: Match) -> None:
    """Save a match as a new version."""
    match.version += 1
    match.save()


def announce(news: News, match: Match, what: str, **more: Datum) -> None:
    """Tell of a match; `what` makes the key of the news one of its own."""
    events.announce(
        news,
        key=f"{match.pk}:{what}",
        tournament=match.tournament_id,
        stage=match.bracket.stage_id,
        match=match.pk,
        **more,
    )
