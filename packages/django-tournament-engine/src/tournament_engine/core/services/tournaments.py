"""Everything that can happen to a tournament. Nothing else writes to its tables.

A service locks the tournament, checks who acts and whether the state allows it under that
lock, writes, logs and announces, all in one transaction. The instance that is passed in is
brought up to date and handed back. `by=None` is the system, where the life cycle lets it act.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import configuration, guards, naming
from tournament_engine.core.guards import Act
from tournament_engine.core.lifecycle import TRANSITIONS, TournamentState
from tournament_engine.core.models import EntrantKind, Game, StageConfig, Tournament, Visibility
from tournament_engine.core.permissions import CREATE, MANAGE
from tournament_engine.core.stages import StageSpec, same_stages, stage_rows
from tournament_engine.errors import Conflict, InvalidInput, StaleVersion
from tournament_engine.events import News
from tournament_engine.locks import lock
from tournament_engine.text import one_line
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "cancel_tournament",
    "close_registration",
    "complete_tournament",
    "create_tournament",
    "lock",
    "open_registration",
    "publish_tournament",
    "resume_tournament",
    "start_tournament",
    "update_tournament",
]

_S = TournamentState


@transaction.atomic
def create_tournament(  # noqa: PLR0913 - the facts of a tournament, each by its name
    *,
    name: str,
    game: Game | str,
    by: User,
    slug: str | None = None,
    entrant_kind: str = EntrantKind.SOLO,
    visibility: str = Visibility.PUBLIC,
    description: str = "",
    rules: str = "",
    min_entrants: int = 2,
    max_entrants: int = 64,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    starts_at: datetime | None = None,
    stages: Sequence[StageSpec] = (),
) -> Tournament:
    """Make a draft. Without `slug` the address is made from the name."""
    permissions.require(by, CREATE)
    tournament = Tournament(
        name=name,
        slug=_free_slug(name) if slug is None else slug,
        game=_game(game),
        organizer=by,
        entrant_kind=entrant_kind,
        visibility=visibility,
        description=description,
        rules=rules,
        min_entrants=min_entrants,
        max_entrants=max_entrants,
        opens_at=opens_at,
        closes_at=closes_at,
        starts_at=starts_at,
    )
    configuration.check(tournament)
    _save(tournament)
    StageConfig.objects.bulk_create(stage_rows(stages, tournament))
    guards.check("configure", tournament)
    facts = {"name": tournament.name, "slug": tournament.slug}
    audit.log(by=by, action="tournament.created", subject=tournament, after=facts)
    return tournament


@transaction.atomic
def update_tournament(
    *, tournament: Tournament, by: User, version: int, **changes: Any
) -> Tournament:
    """Change facts of a tournament that was read at `version`.

    `changes` are those of `configuration.EDITABLE`; `stages` replaces them all. A fact that
    is settled and sent unchanged is no matter; a different one is a Conflict.
    """
    lock(tournament)
    permissions.require(by, MANAGE, tournament)
    if tournament.version != version:
        message = _("Somebody else changed the tournament meanwhile; look at it and try again.")
        raise StaleVersion(message)
    if "game" in changes:
        changes["game"] = _game(changes["game"])
    stages: Sequence[StageSpec] | None = changes.pop("stages", None)
    before, after = configuration.apply(tournament, changes)
    has_new_stages = stages is not None and not same_stages(stages, tournament)
    if not after and not has_new_stages:
        return tournament
    configuration.check(tournament)
    tournament.version += 1
    _save(tournament)
    if stages is not None and has_new_stages:
        _replace_stages(tournament, stages)
        after["stages"] = [stage.code for stage in stages]
    guards.check("configure", tournament)
    audit.log(by=by, action="tournament.updated", subject=tournament, before=before, after=after)
    guards.follow("configure", tournament, by)
    _announce_change(tournament)
    return tournament


@transaction.atomic
def publish_tournament(*, tournament: Tournament, by: User) -> Tournament:
    """Let people see the tournament. It must have a stage to play."""
    _take(tournament, by)
    if not tournament.stages.exists():
        message = _("Add a stage first: a tournament needs something to play.")
        raise Conflict(message, code="no_stage", field="stages")
    tournament.published_at = timezone.now()
    return _move(
        tournament, "publish", {_S.DRAFT}, _S.PUBLISHED, by=by, news=events.tournament_published
    )


@transaction.atomic
def open_registration(*, tournament: Tournament, by: User | None) -> Tournament:
    """Let people register, for the first time or again while nothing is drawn."""
    _take(tournament, by, system=True)
    sources = {_S.PUBLISHED, _S.REGISTRATION_CLOSED}
    return _move(tournament, "open", sources, _S.REGISTRATION_OPEN, by=by)


@transaction.atomic
def close_registration(*, tournament: Tournament, by: User | None) -> Tournament:
    """Let nobody register any more; the waitlist still moves up."""
    _take(tournament, by, system=True)
    sources = {_S.REGISTRATION_OPEN}
    return _move(tournament, "close", sources, _S.REGISTRATION_CLOSED, by=by)


@transaction.atomic
def start_tournament(*, tournament: Tournament, by: User | None) -> Tournament:
    """Let play begin: the first stage is published and there are entrants enough."""
    _take(tournament, by, system=True)
    sources = {_S.REGISTRATION_CLOSED, _S.CHECK_IN}
    return _move(tournament, "start", sources, _S.LIVE, by=by, news=events.tournament_started)


@transaction.atomic
def complete_tournament(*, tournament: Tournament, by: User | None) -> Tournament:
    """End play: every match is settled."""
    _take(tournament, by, system=True)
    tournament.completed_at = timezone.now()
    news = events.tournament_finished
    return _move(tournament, "complete", {_S.LIVE}, _S.COMPLETED, by=by, news=news)


@transaction.atomic
def resume_tournament(*, tournament: Tournament, by: User | None) -> Tournament:
    """Make a completed tournament live again, because a correction reopened a match."""
    _take(tournament, by, system=True)
    tournament.completed_at = None
    return _move(tournament, "resume", {_S.COMPLETED}, _S.LIVE, by=by)


@transaction.atomic
def cancel_tournament(*, tournament: Tournament, by: User, reason: str) -> Tournament:
    """Call a tournament off, with the reason that everybody concerned reads."""
    _take(tournament, by)
    tournament.cancel_reason = one_line(reason, field="reason", longest=500)
    news = events.tournament_cancelled
    return _move(tournament, "cancel", set(_S), _S.CANCELLED, by=by, news=news)


def _take(tournament: Tournament, by: User | None, *, system: bool = False) -> None:
    """Lock the tournament for somebody who may run it; `system` lets nobody act as well."""
    lock(tournament)
    if by is not None or not system:
        permissions.require(by, MANAGE, tournament)


def _move(
    tournament: Tournament,
    act: Act,
    sources: AbstractSet[TournamentState],
    target: TournamentState,
    *,
    by: User | None,
    news: News | None = None,
) -> Tournament:
    """Follow one edge of the life cycle and tell everybody: guards, log, consequences, news.

    `sources` are the states that this act leads out of; another act may lead to the same target.
    """
    before = tournament.state
    edges = {state: TRANSITIONS[state] if state in sources else frozenset() for state in _S}
    check_transition(edges, before, target)
    guards.check(act, tournament)
    tournament.state = target
    tournament.version += 1
    tournament.save()
    audit.log(
        by=by,
        action=f"tournament.{target}",
        subject=tournament,
        before={"state": before},
        after={"state": target},
        reason=tournament.cancel_reason,
    )
    guards.follow(act, tournament, by)
    _announce_change(tournament)
    if news is not None:
        events.announce(news, key=_key(tournament), tournament=tournament.pk)
    return tournament


def _announce_change(tournament: Tournament) -> None:
    events.announce(
        events.tournament_changed,
        key=_key(tournament),
        tournament=tournament.pk,
        state=tournament.state,
    )


def _key(tournament: Tournament) -> str:
    return f"{tournament.pk}:{tournament.version}"


def _free_slug(name: str) -> str:
    return naming.free_slug(name, Tournament, reserved=configuration.RESERVED_SLUGS)


def _game(game: Game | str) -> Game:
    """Return a game; one that nobody played here yet is made."""
    if isinstance(game, Game):
        return game
    name = one_line(game, field="game", longest=80)
    found = naming.find_game(name)
    return found or Game.objects.create(name=name, slug=naming.free_slug(name, Game))


def _save(tournament: Tournament) -> None:
    try:
        with transaction.atomic():
            tournament.save()
    except IntegrityError as error:
        others = Tournament.objects.exclude(pk=tournament.pk)
        if not others.filter(slug=tournament.slug).exists():
            raise
        message = _("The address '%(slug)s' is taken; choose another.") % {"slug": tournament.slug}
        raise InvalidInput(message, code="taken", field="slug") from error


def _replace_stages(tournament: Tournament, specs: Sequence[StageSpec]) -> None:
    configuration.check_editable(tournament, "stages")
    tournament.stages.all().delete()
    StageConfig.objects.bulk_create(stage_rows(specs, tournament))
