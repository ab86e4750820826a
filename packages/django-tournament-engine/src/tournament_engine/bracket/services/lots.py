"""Draws by lot that nobody can choose: the seed is fixed and its hash published beforehand.

Every stage that may be seeded by lot has one seed waiting from the moment that its tournament
is published. A draw uses it up, and the hash of the next is published with it: whoever draws
again leaves a trace.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import lots
from tournament_engine.bracket.models import DrawSeed
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.locks import lock
from tournament_engine.users import User

__all__ = ["announce_draw", "announce_draws", "draw_by_lot"]


@transaction.atomic
def announce_draw(*, stage: StageConfig, by: User | None) -> DrawSeed:
    """Publish the hash of the seed for the next draw of a stage; the one that waits stays."""
    stage.tournament = lock(stage.tournament)
    permissions.require_unless_system(by, MANAGE_BRACKET, stage.tournament)
    return _waiting(stage) or _announce(stage, by)


def announce_draws(tournament: Tournament, by: User | None) -> None:
    """Publish a hash for every stage that takes the entrants of a locked tournament."""
    for stage in tournament.stages.all():
        if not stage.sources and _waiting(stage) is None:
            stage.tournament = tournament
            _announce(stage, by)


def draw_by_lot(stage: StageConfig, entrants: Sequence[str], by: User | None) -> DrawSeed:
    """Use up the seed of a stage whose tournament is locked, and publish the hash of the next."""
    draw = _waiting(stage) or _announce(stage, by)
    draw.drawn_at, draw.seeding = timezone.now(), lots.in_order(draw.seed, entrants)
    draw.save()
    _announce(stage, by)
    return draw


def _waiting(stage: StageConfig) -> DrawSeed | None:
    return DrawSeed.objects.filter(stage=stage, drawn_at=None).first()


def _announce(stage: StageConfig, by: User | None) -> DrawSeed:
    last = DrawSeed.objects.filter(stage=stage).order_by("-number").first()
    seed = lots.new_seed()
    draw = DrawSeed.objects.create(
        tournament=stage.tournament,
        stage=stage,
        number=1 if last is None else last.number + 1,
        seed=seed,
        commitment=lots.commitment(seed),
    )
    told = {"stage": stage.code, "number": draw.number, "hash": draw.commitment}
    audit.log(by=by, action="draw.announced", subject=draw, after=told)
    events.announce(
        events.draw_announced,
        key=str(draw.pk),
        tournament=stage.tournament_id,
        stage=stage.pk,
        number=draw.number,
        commitment=draw.commitment,
    )
    return draw
