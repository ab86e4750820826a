"""Seeding, drawing and publishing a stage, and throwing a draw away."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine.audit import services as audit
from tournament_engine.bracket import stages
from tournament_engine.bracket.lifecycle import PLAYABLE, StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.qualification import by_hand, starters
from tournament_engine.bracket.seeding import Method, arrange
from tournament_engine.bracket.services.flow import (
    PLAYED,
    discard,
    draw,
    draw_and_publish,
    managed,
    own_row,
    publish,
    save,
)
from tournament_engine.bracket.services.lots import draw_by_lot
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import StageConfig
from tournament_engine.core.versions.models import Occasion
from tournament_engine.errors import Conflict
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.ranking import seed_values
from tournament_engine.users import User

__all__ = [
    "discard_bracket",
    "generate_bracket",
    "publish_bracket",
    "qualify_entrants",
    "seed_entrants",
]


def seed_entrants(
    *,
    stage: StageConfig,
    order: Sequence[Entrant] | None = None,
    method: str = Method.MANUAL,
    seed: int | None = None,
    by: User | None,
) -> Bracket:
    """Fix the order in which the tournament's entrants go into a stage.

    `manual` takes `order`, or the present order where none is given; `random` draws with the
    seed whose hash was published before (see `announce_draw`), or by the number `seed` where
    one comes from elsewhere; the audit log keeps either, so that anybody can draw again;
    `ranked` asks the rankings hook, whose values the log keeps. A stage that others feed is
    seeded by its places; where those leave it open, by `order` alone.
    """
    # The hook may be slow: it is asked before anything is locked.
    values = _ranking(stage) if method == Method.RANKED else {}
    return _seed(stage, method, order, seed, values, by)


def _ranking(stage: StageConfig) -> Mapping[int, float]:
    competing = Entrant.objects.competing(stage.tournament).select_related("registration")
    return seed_values(stage.tournament, competing)


@transaction.atomic
def _seed(
    stage: StageConfig,
    method: str,
    order: Sequence[Entrant] | None,
    seed: int | None,
    values: Mapping[int, float],
    by: User | None,
) -> Bracket:
    bracket = own_row(stage, by)
    if bracket.state != StageState.PENDING:
        raise Conflict(_("The stage is drawn already: discard the draw and seed again."))
    details: dict[str, Any] = {"method": str(method), "seed": seed}
    if stage.sources:
        bracket.seeding = by_hand(stage, order)
    else:
        competing = list(Entrant.objects.competing(bracket.tournament))
        if method == Method.RANDOM and seed is None:
            drawn = draw_by_lot(bracket.stage, [str(entrant.pk) for entrant in competing], by)
            bracket.seeding = drawn.seeding
            details |= {"seed": drawn.seed, "hash": drawn.commitment, "draw": drawn.number}
        else:
            entrants = arrange(competing, method, order=order, seed=seed, values=values)
            bracket.seeding = [str(entrant.pk) for entrant in entrants]
    save(bracket)
    details["seeding"] = bracket.seeding
    if values:
        details["values"] = {str(entrant): value for entrant, value in values.items()}
    audit.log(by=by, action="bracket.seeded", subject=bracket, after=details)
    return bracket


@transaction.atomic
def generate_bracket(*, stage: StageConfig, by: User | None) -> Bracket:
    """Draw a stage and write its matches; a stage that is drawn already is left as it is."""
    bracket = own_row(stage, by)
    if bracket.state == StageState.PENDING:
        tournaments.keep_version(bracket.tournament, Occasion.DRAWN, by)
        draw(bracket, starters(bracket), by)
    return bracket


@transaction.atomic
def publish_bracket(*, bracket: Bracket, by: User | None) -> Bracket:
    """Show a drawn stage to everybody; a stage that is published already is left as it is."""
    bracket = managed(bracket, by)
    if bracket.state not in PLAYABLE:
        publish(bracket, stages.load(bracket), by)
    return bracket


@transaction.atomic
def discard_bracket(*, bracket: Bracket, by: User | None) -> Bracket:
    """Throw a draw away, so that the stage can be seeded and drawn again."""
    bracket = managed(bracket, by)
    if bracket.state in PLAYED:
        raise Conflict(_("Results are in: correct them, the stage is not drawn again."))
    discard(bracket, by)
    return bracket


@transaction.atomic
def qualify_entrants(*, stage: StageConfig, by: User | None) -> Bracket:
    """Draw and publish a stage as soon as the stages that feed it are complete."""
    bracket = own_row(stage, by)
    if not stage.sources:
        raise Conflict(_("Nobody qualifies for this stage: the tournament's entrants play it."))
    if bracket.state == StageState.PENDING:
        draw_and_publish(bracket, starters(bracket), by)
    return bracket
