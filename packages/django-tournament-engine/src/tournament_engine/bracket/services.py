"""Everything that can happen to a stage. Nothing else writes to its tables.

Every act holds the tournament's row and then the bracket's: two acts on one tournament
never interleave, whichever stages they touch.
"""

import secrets
from collections.abc import Callable, Collection, Sequence
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bracketcore import Stage
from bracketcore.results import Result
from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import stages
from tournament_engine.bracket.departure import departed, has_played, left_to_play
from tournament_engine.bracket.lifecycle import PLAYABLE, TRANSITIONS, StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.previews import Preview, check_result, preview_correction
from tournament_engine.bracket.projection import projections
from tournament_engine.bracket.qualification import by_hand, fed_by, outlook, starters
from tournament_engine.bracket.seeding import Method, arrange
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import StageConfig
from tournament_engine.core.permissions import MANAGE
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock as lock_row
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.permissions import WITHDRAW
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "Preview",
    "check_result",
    "correct_result",
    "discard_bracket",
    "disqualify_entrant",
    "generate_bracket",
    "lock",
    "preview_correction",
    "publish_bracket",
    "qualify_entrants",
    "record_result",
    "seed_entrants",
    "withdraw_entrant",
]

_PLAYED = frozenset({StageState.IN_PROGRESS, StageState.COMPLETED})


def lock(bracket: Bracket) -> Bracket:
    """Lock the tournament and then its bracket, and bring both up to date."""
    return lock_row(bracket, after=("tournament",))


@transaction.atomic
def seed_entrants(
    *,
    stage: StageConfig,
    order: Sequence[Entrant] | None = None,
    method: str = Method.MANUAL,
    seed: int | None = None,
    by: User | None,
) -> Bracket:
    """Fix the order in which the tournament's entrants go into a stage.

    `manual` takes `order`, or the present order where none is given; `random` draws by
    the number `seed`, which the audit log keeps, so that anybody can draw again. A stage
    that others feed is seeded by its places; where those leave it open, by `order` alone.
    """
    bracket = _own_row(stage, by)
    if bracket.state != StageState.PENDING:
        raise Conflict(_("The stage is drawn already: discard the draw and seed again."))
    drawn_by = _number_of(seed) if method == Method.RANDOM else None
    if stage.sources:
        bracket.seeding = by_hand(stage, order)
    else:
        competing = list(Entrant.objects.competing(bracket.tournament))
        entrants = arrange(competing, method, order=order, seed=drawn_by)
        bracket.seeding = [str(entrant.pk) for entrant in entrants]
    _save(bracket)
    details = {"method": str(method), "seed": drawn_by, "seeding": bracket.seeding}
    audit.log(by=by, action="bracket.seeded", subject=bracket, after=details)
    return bracket


def _number_of(seed: int | None) -> int:
    return secrets.randbits(32) if seed is None else seed


@transaction.atomic
def generate_bracket(*, stage: StageConfig, by: User | None) -> Bracket:
    """Draw a stage and write its matches; a stage that is drawn already is left as it is."""
    bracket = _own_row(stage, by)
    if bracket.state == StageState.PENDING:
        _draw(bracket, starters(bracket), by)
    return bracket


@transaction.atomic
def publish_bracket(*, bracket: Bracket, by: User | None) -> Bracket:
    """Show a drawn stage to everybody; a stage that is published already is left as it is."""
    bracket = _managed(bracket, by)
    if bracket.state not in PLAYABLE:
        _publish(bracket, stages.load(bracket), by)
    return bracket


@transaction.atomic
def discard_bracket(*, bracket: Bracket, by: User | None) -> Bracket:
    """Throw a draw away, so that the stage can be seeded and drawn again."""
    bracket = _managed(bracket, by)
    if bracket.state in _PLAYED:
        raise Conflict(_("Results are in: correct them, the stage is not drawn again."))
    _discard(bracket, by)
    return bracket


@transaction.atomic
def qualify_entrants(*, stage: StageConfig, by: User | None) -> Bracket:
    """Draw and publish a stage as soon as the stages that feed it are complete."""
    bracket = _own_row(stage, by)
    if not stage.sources:
        raise Conflict(_("Nobody qualifies for this stage: the tournament's entrants play it."))
    if bracket.state == StageState.PENDING:
        _draw_and_publish(bracket, starters(bracket), by)
    return bracket


# The acts on results are parts of acts on matches, which roll back as a whole: they set
# no savepoint of their own.


@transaction.atomic(savepoint=False)
def record_result(
    *, bracket: Bracket, match_id: str, result: Result, by: User | None
) -> tuple[str, ...]:
    """Take the result of a ready match; return the ids of the matches that it changed."""
    return _play(bracket, by, lambda stage: stage.record(match_id, result))


@transaction.atomic(savepoint=False)
def correct_result(
    *,
    bracket: Bracket,
    match_id: str,
    result: Result,
    cascade: bool = False,
    by: User | None,
) -> tuple[str, ...]:
    """Replace a result. Later results that depend on it are cleared with `cascade`, or stop it."""
    return _play(bracket, by, lambda stage: stage.correct(match_id, result, cascade=cascade))


@transaction.atomic
def withdraw_entrant(*, entrant: Entrant, by: User | None, reason: str = "") -> Entrant:
    """Take an entrant out of play: walkovers from here on, results so far stand.

    Whoever speaks for the entrant may do so until its first match of a stage is played.
    """
    runs_it = _runs_it(by, entrant)
    if not runs_it:
        permissions.require(by, WITHDRAW, entrant.registration)
    leaving = _leaving(entrant)
    if not runs_it and any(has_played(bracket, entrant) for bracket in leaving):
        message = _("Your matches have begun: ask the organiser to take “%(name)s” out.")
        raise Conflict(message % {"name": entrant.name}, code="play_has_begun")
    registrations.withdraw_from_play(registration=entrant.registration, by=by, reason=reason)
    return _walk_over(entrant, leaving, by)


@transaction.atomic
def disqualify_entrant(*, entrant: Entrant, by: User, reason: str) -> Entrant:
    """Remove an entrant by decision: its open matches become walkovers, its results stand."""
    permissions.require(by, MANAGE, lock_row(entrant.tournament))
    leaving = _leaving(entrant)
    registrations.disqualify(registration=entrant.registration, by=by, reason=reason)
    return _walk_over(entrant, leaving, by)


def _runs_it(by: User | None, entrant: Entrant) -> bool:
    """Lock the tournament and say whether somebody runs it; nobody is the system."""
    tournament = lock_row(entrant.tournament)
    return by is None or permissions.can(by, MANAGE, tournament)


def _leaving(entrant: Entrant) -> list[Bracket]:
    """Lock the stages that an entrant of a live tournament would leave."""
    if entrant.tournament.state != TournamentState.LIVE:
        raise Conflict(_("Nobody is taken out of matches unless the tournament is live."))
    return [lock(bracket) for bracket in left_to_play(entrant)]


def _walk_over(entrant: Entrant, leaving: Sequence[Bracket], by: User | None) -> Entrant:
    withdraw, reason = partial(Stage.withdraw, entrant=str(entrant.pk)), entrant.registration.reason
    for bracket in leaving:
        changed = _happen(bracket, stages.load(bracket), by, withdraw)
        details = {"entrant": entrant.pk, "matches": list(changed)}
        audit.log(by=by, action="bracket.withdrawn", subject=bracket, after=details, reason=reason)
    return entrant


def _managed(bracket: Bracket, by: User | None) -> Bracket:
    """Lock a bracket for somebody who may run its tournament; nobody is the system."""
    bracket = lock(bracket)
    permissions.require_unless_system(by, MANAGE, bracket.tournament)
    return bracket


def _own_row(stage: StageConfig, by: User | None) -> Bracket:
    """Return the row of a stage; the tournament's lock lets only one of us make it."""
    tournament = lock_row(stage.tournament)
    permissions.require_unless_system(by, MANAGE, tournament)
    bracket = Bracket.objects.filter(stage=stage).first()
    if bracket is None:
        bracket = Bracket.objects.create(tournament=tournament, stage=stage)
    bracket.tournament, bracket.stage = tournament, stage
    return bracket


def _draw(bracket: Bracket, entrants: Sequence[str], by: User | None) -> Stage:
    stage = stages.create(bracket.stage, entrants)
    bracket.seeding = list(entrants)
    bracket.generated_at = timezone.now()
    _move(bracket, StageState.GENERATED)
    stages.save(bracket, stage, by)
    for projection in projections():
        projection.generated(bracket, stage)
    details = {"entrants": len(entrants), "version": bracket.version}
    audit.log(by=by, action="bracket.generated", subject=bracket, after=details)
    return stage


def _publish(bracket: Bracket, stage: Stage, by: User | None) -> None:
    _move(bracket, StageState.PUBLISHED)
    _save(bracket)
    _number_seeds(bracket, by)
    for projection in projections():
        projection.published(bracket, stage)
    audit.log(by=by, action="bracket.published", subject=bracket)
    # Told now and not when it was drawn: until it is published a draw is the organiser's own.
    events.announce(
        events.stage_generated,
        key=f"{bracket.pk}:{bracket.version}",
        tournament=bracket.tournament_id,
        stage=bracket.stage_id,
    )
    # Who left the tournament may still have qualified, and plays no more here.
    for entrant in departed(bracket):
        _happen(bracket, stage, by, partial(Stage.withdraw, entrant=entrant))


def _draw_and_publish(bracket: Bracket, entrants: Sequence[str], by: User | None) -> None:
    _publish(bracket, _draw(bracket, entrants, by), by)


def _discard(bracket: Bracket, by: User | None) -> None:
    for projection in projections():
        projection.discarded(bracket)
    bracket.events.all().delete()
    _move(bracket, StageState.PENDING)
    bracket.snapshot, bracket.generated_at = {}, None
    if bracket.stage.sources:
        bracket.seeding = []
    _save(bracket)
    _number_seeds(bracket, by)
    audit.log(by=by, action="bracket.discarded", subject=bracket)


def _number_seeds(bracket: Bracket, by: User | None) -> None:
    """Let the entrants have the seeds of the first stage, as long as everybody sees its draw."""
    if bracket.stage != bracket.tournament.stages.order_by("position").first():
        return
    shown = [int(entrant) for entrant in bracket.seeding] if bracket.state in PLAYABLE else []
    entrants = Entrant.objects.in_bulk(shown)
    order = [entrants[key] for key in shown]
    registrations.number_seeds(tournament=bracket.tournament, order=order, by=by)


def _play(
    bracket: Bracket, by: User | None, act: Callable[[Stage], Collection[str]]
) -> tuple[str, ...]:
    """Let something happen in a running stage, and all that follows from it."""
    bracket = lock(bracket)
    _require_running(bracket)
    return _happen(bracket, stages.load(bracket), by, act)


def _happen(
    bracket: Bracket, stage: Stage, by: User | None, act: Callable[[Stage], Collection[str]]
) -> tuple[str, ...]:
    was_complete = stage.is_complete
    before = stages.load(bracket) if was_complete else None
    with stages.translated():
        changed = tuple(act(stage))
    _settle(bracket, stage)
    stages.save(bracket, stage, by)
    for projection in projections():
        projection.changed(bracket, stage, changed)
    if stage.is_complete:
        _pass_on(bracket, before, by)
    elif was_complete:
        _take_back(bracket, by)
    return changed


def _require_running(bracket: Bracket) -> None:
    if bracket.state not in PLAYABLE:
        raise Conflict(_("Publish the stage first: nobody plays a draw that nobody has seen."))
    if bracket.tournament.state not in {TournamentState.LIVE, TournamentState.COMPLETED}:
        raise Conflict(_("Results are taken while the tournament is live: start it first."))


def _settle(bracket: Bracket, stage: Stage) -> None:
    """Bring the stage's own state in line with what was played in it."""
    if bracket.state == StageState.PUBLISHED:
        _move(bracket, StageState.IN_PROGRESS)
    if stage.is_complete and bracket.state != StageState.COMPLETED:
        _move(bracket, StageState.COMPLETED)
        bracket.completed_at = timezone.now()
    if not stage.is_complete and bracket.state == StageState.COMPLETED:
        _move(bracket, StageState.IN_PROGRESS)
        bracket.completed_at = None


def _pass_on(bracket: Bracket, before: Stage | None, by: User | None) -> None:
    """A stage is complete: draw those that waited for it, or end the tournament."""
    for stage in fed_by(bracket.stage):
        _renew(_own_row(stage, None), bracket.stage, before, by)
    # Read again: a later stage may have ended by walkovers alone, and the tournament with it.
    tournament = lock_row(bracket.tournament)
    unfinished = tournament.stages.exclude(bracket__state=StageState.COMPLETED)
    if tournament.state == TournamentState.LIVE and not unfinished.exists():
        tournaments.complete_tournament(tournament=tournament, by=None)


def _renew(bracket: Bracket, source: StageConfig, before: Stage | None, by: User | None) -> None:
    """Draw a stage for those who qualify now, unless nothing changed for it.

    Where the places leave it open the stage waits: the organiser seeds it by hand.
    """
    entrants = outlook(bracket.stage)
    if bracket.state != StageState.PENDING:
        instead = {} if before is None else {source.code: before}
        if outlook(bracket.stage, instead) == entrants:
            return
        _require_unplayed(bracket)
        _discard(bracket, by)
    if entrants is not None:
        _draw_and_publish(bracket, entrants, by)


def _take_back(bracket: Bracket, by: User | None) -> None:
    """A complete stage is open again: nothing that followed from it may stand."""
    for stage in fed_by(bracket.stage):
        later = _own_row(stage, None)
        if later.state != StageState.PENDING:
            _require_unplayed(later)
            _discard(later, by)
    if bracket.tournament.state == TournamentState.COMPLETED:
        tournaments.resume_tournament(tournament=bracket.tournament, by=by)


def _require_unplayed(bracket: Bracket) -> None:
    if bracket.state in _PLAYED:
        message = _(
            "This changes who plays in “%(stage)s”, where results are in: correct those first."
        )
        raise Conflict(message % {"stage": bracket.stage.name}, code="later_stage_played")


def _move(bracket: Bracket, target: StageState) -> None:
    check_transition(TRANSITIONS, bracket.state, target)
    bracket.state = target


def _save(bracket: Bracket) -> None:
    bracket.version += 1
    bracket.save()
