"""What a stage does and all that follows from it: the inside of its services.

Every act holds the tournament's row and then the bracket's: two acts on one tournament
never interleave, whichever stages they touch.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from bracketcore import Stage
from bracketcore.history import Recorded
from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import stages
from tournament_engine.bracket.departure import departed
from tournament_engine.bracket.lifecycle import PLAYABLE, TRANSITIONS, StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.bracket.projection import projections
from tournament_engine.bracket.qualification import fed_by, outlook
from tournament_engine.core import guards
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import StageConfig
from tournament_engine.errors import Conflict, StaleVersion
from tournament_engine.locks import lock as lock_row
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "PLAYED",
    "change",
    "check_version",
    "discard",
    "draw",
    "draw_and_publish",
    "happen",
    "lock",
    "managed",
    "own_row",
    "play",
    "publish",
    "require_changeable",
    "save",
]

PLAYED = frozenset({StageState.IN_PROGRESS, StageState.COMPLETED})

#: Seats can change hands in these, and the last event can be taken back.
_CHANGEABLE = frozenset(
    {
        TournamentState.REGISTRATION_CLOSED,
        TournamentState.CHECK_IN,
        TournamentState.LIVE,
        TournamentState.COMPLETED,
    }
)


def lock(bracket: Bracket) -> Bracket:
    """Lock the tournament and then its bracket, and bring both up to date."""
    return lock_row(bracket, after=("tournament",))


def managed(bracket: Bracket, by: User | None) -> Bracket:
    """Lock a bracket for somebody who may run its tournament; nobody is the system."""
    bracket = lock(bracket)
    permissions.require_unless_system(by, MANAGE_BRACKET, bracket.tournament)
    return bracket


def own_row(stage: StageConfig, by: User | None) -> Bracket:
    """Return the row of a stage; the tournament's lock lets only one of us make it."""
    tournament = lock_row(stage.tournament)
    permissions.require_unless_system(by, MANAGE_BRACKET, tournament)
    bracket = Bracket.objects.filter(stage=stage).first()
    if bracket is None:
        bracket = Bracket.objects.create(tournament=tournament, stage=stage)
    bracket.tournament, bracket.stage = tournament, stage
    return bracket


def draw(bracket: Bracket, entrants: Sequence[str], by: User | None) -> Stage:
    if not bracket.stage.sources:
        guards.check("draw", bracket.tournament)
    stage = stages.create(bracket.stage, entrants)
    bracket.seeding = list(entrants)
    bracket.generated_at = timezone.now()
    move(bracket, StageState.GENERATED)
    stages.save(bracket, stage, by)
    for projection in projections():
        projection.generated(bracket, stage)
    details = {"entrants": len(entrants), "version": bracket.version}
    audit.log(by=by, action="bracket.generated", subject=bracket, after=details)
    return stage


def publish(bracket: Bracket, stage: Stage, by: User | None) -> None:
    move(bracket, StageState.PUBLISHED)
    save(bracket)
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
        happen(bracket, stage, by, partial(Stage.withdraw, entrant=entrant))


def draw_and_publish(bracket: Bracket, entrants: Sequence[str], by: User | None) -> None:
    publish(bracket, draw(bracket, entrants, by), by)


def discard(bracket: Bracket, by: User | None) -> None:
    for projection in projections():
        projection.discarded(bracket)
    bracket.events.all().delete()
    move(bracket, StageState.PENDING)
    bracket.snapshot, bracket.generated_at = {}, None
    if bracket.stage.sources:
        bracket.seeding = []
    save(bracket)
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


def play(
    bracket: Bracket,
    by: User | None,
    act: Callable[[Stage], Collection[str]],
    *,
    reason: str = "",
) -> tuple[str, ...]:
    """Let something happen in a running stage, and all that follows from it."""
    bracket = lock(bracket)
    _require_running(bracket)
    return happen(bracket, stages.load(bracket), by, act, reason=reason)


def change(
    bracket: Bracket,
    by: User | None,
    act: Callable[[Stage], Collection[str]],
    *,
    reason: str = "",
) -> tuple[str, ...]:
    """Let seats change in a drawn stage, played or not, and all that follows from it."""
    bracket = lock(bracket)
    require_changeable(bracket)

    def reseated(stage: Stage) -> Collection[str]:
        changed = act(stage)
        bracket.seeding = [entrant.id for entrant in stage.entrants]
        return changed

    changed = happen(bracket, stages.load(bracket), by, reseated, reason=reason)
    if bracket.state in PLAYABLE:
        _number_seeds(bracket, None)
    return changed


def check_version(bracket: Bracket, version: int | None) -> None:
    """Raise StaleVersion where somebody read another version than stands now."""
    if version is not None and version != bracket.version:
        message = _("Somebody else changed the stage meanwhile: look at it and try again.")
        raise StaleVersion(message, version=bracket.version)


def happen(
    bracket: Bracket,
    stage: Stage,
    by: User | None,
    act: Callable[[Stage], Collection[str]],
    *,
    reason: str = "",
) -> tuple[str, ...]:
    """Let something happen in a stage whose row is locked, and all that follows from it."""
    was_complete = stage.is_complete
    before = stages.load(bracket) if was_complete else None
    with stages.translated():
        changed = tuple(act(stage))
    _settle(bracket, stage)
    stages.save(bracket, stage, by)
    for projection in projections():
        projection.changed(bracket, stage, changed, reason)
    if stage.is_complete:
        _pass_on(bracket, before, by)
    elif was_complete:
        _take_back(bracket, by)
    return changed


def require_changeable(bracket: Bracket) -> None:
    """Refuse what changes a stage before the registration is closed, and when all is over."""
    if bracket.tournament.state not in _CHANGEABLE:
        message = _("The tournament is %(state)s: nothing in its stages changes now.")
        raise Conflict(message % {"state": bracket.tournament.get_state_display()})


def _require_running(bracket: Bracket) -> None:
    if bracket.state not in PLAYABLE:
        raise Conflict(_("Publish the stage first: nobody plays a draw that nobody has seen."))
    if bracket.tournament.state not in {TournamentState.LIVE, TournamentState.COMPLETED}:
        raise Conflict(_("Results are taken while the tournament is live: start it first."))


def _settle(bracket: Bracket, stage: Stage) -> None:
    """Bring the stage's own state in line with what was played in it."""
    if bracket.state == StageState.PUBLISHED and _has_begun(stage):
        move(bracket, StageState.IN_PROGRESS)
    if stage.is_complete and bracket.state == StageState.IN_PROGRESS:
        move(bracket, StageState.COMPLETED)
        bracket.completed_at = timezone.now()
    if not stage.is_complete and bracket.state == StageState.COMPLETED:
        move(bracket, StageState.IN_PROGRESS)
        bracket.completed_at = None
    if bracket.state == StageState.IN_PROGRESS and not _has_begun(stage):
        move(bracket, StageState.PUBLISHED)


def _has_begun(stage: Stage) -> bool:
    """Whether a result stands or somebody has left: until then the stage can be drawn again."""
    return bool(stage.withdrawn) or _has_result(stage)


def _has_result(stage: Stage) -> bool:
    recorded = (event.match for event in stage.history if isinstance(event, Recorded))
    return any(stage.state(match) == "played" for match in recorded)


def _pass_on(bracket: Bracket, before: Stage | None, by: User | None) -> None:
    """A stage is complete: draw those that waited for it, or end the tournament."""
    for stage in fed_by(bracket.stage):
        _renew(own_row(stage, None), bracket.stage, before, by)
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
        _unplay(bracket, by)
        require_unplayed(bracket)
        discard(bracket, by)
    if entrants is not None:
        draw_and_publish(bracket, entrants, by)


def _take_back(bracket: Bracket, by: User | None) -> None:
    """A complete stage is open again: nothing that followed from it may stand."""
    for stage in fed_by(bracket.stage):
        later = own_row(stage, None)
        if later.state != StageState.PENDING:
            _unplay(later, by)
            require_unplayed(later)
            discard(later, by)
    # Read again: a later stage that ended by walkovers alone may have let it go on already.
    tournament = lock_row(bracket.tournament)
    if tournament.state == TournamentState.COMPLETED:
        # Whoever may decide the match need not be one who runs the tournament.
        tournaments.resume_tournament(tournament=tournament, by=None)


def _unplay(bracket: Bracket, by: User | None) -> None:
    """Bring a stage back that only those changed who had left: a new draw leaves them out again."""
    if bracket.state not in PLAYED or _has_result(stages.load(bracket)):
        return
    if bracket.state == StageState.COMPLETED:
        _take_back(bracket, by)
        move(bracket, StageState.IN_PROGRESS)
        bracket.completed_at = None
    move(bracket, StageState.PUBLISHED)


def require_unplayed(bracket: Bracket) -> None:
    if bracket.state in PLAYED:
        message = _(
            "This changes who plays in “%(stage)s”, where results are in: correct those first."
        )
        raise Conflict(message % {"stage": bracket.stage.name}, code="later_stage_played")


def move(bracket: Bracket, target: StageState) -> None:
    check_transition(TRANSITIONS, bracket.state, target)
    bracket.state = target


def save(bracket: Bracket) -> None:
    bracket.version += 1
    bracket.save()
