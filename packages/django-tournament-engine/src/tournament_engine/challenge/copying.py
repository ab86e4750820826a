"""Challenges come along when a tournament is copied: what they say, never who did them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from tournament_engine.challenge import badges
from tournament_engine.challenge.lifecycle import Reward
from tournament_engine.challenge.models import Challenge
from tournament_engine.challenge.services import create_challenge
from tournament_engine.challenge.specs import ChallengeSpec, facts_of, spec_of
from tournament_engine.core.models import Tournament
from tournament_engine.core.versions import snapshots
from tournament_engine.core.versions.snapshots import Part
from tournament_engine.users import User

__all__ = ["declare"]

_MOMENTS = ("opens_at", "closes_at")


def declare() -> None:
    """Let challenges come along. Harmless when it is done again."""
    snapshots.register(
        Part(
            code="challenges",
            label=_("Challenges"),
            read=_read,
            write=_write,
            move=_moved,
            # People may have done them: a version that is restored leaves them as they are.
            is_restored=False,
        )
    )


def _read(tournament: Tournament) -> list[dict[str, Any]]:
    rows = Challenge.objects.standing().filter(tournament=tournament).order_by("pk")
    return [_plain(facts_of(spec_of(row))) for row in rows]


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {**facts, **{name: facts[name] and facts[name].isoformat() for name in _MOMENTS}}


def _write(tournament: Tournament, kept: Iterable[Mapping[str, Any]], by: User) -> None:
    for facts in kept:
        moments = {name: _moment(facts[name]) for name in _MOMENTS}
        spec = _with_badge(tournament, ChallengeSpec(**{**facts, **moments}))
        create_challenge(tournament=tournament, spec=spec, by=by)


def _with_badge(tournament: Tournament, spec: ChallengeSpec) -> ChallengeSpec:
    """Return a challenge without its badge where that is another tournament's own."""
    if spec.reward != Reward.BADGE or spec.badge in dict(badges.choices(tournament)):
        return spec
    return replace(spec, reward=Reward.NOTHING, badge="")


def _moved(kept: Iterable[Mapping[str, Any]], by: timedelta | None) -> list[dict[str, Any]]:
    """Move each window as the tournament moves; without that, it is open at both ends."""
    return [{**one, **{name: _later(one[name], by) for name in _MOMENTS}} for one in kept]


def _later(text: str | None, by: timedelta | None) -> str | None:
    moment = _moment(text)
    return None if moment is None or by is None else (moment + by).isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
