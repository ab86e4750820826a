"""A tournament is made, and what it says of itself is changed.

A service locks the tournament, checks who acts and whether the state allows it under that
lock, writes, logs and announces, all in one transaction. The instance that is passed in is
brought up to date and handed back. `by=None` is the system, where the life cycle lets it act.
"""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import configuration, guards, naming
from tournament_engine.core.custom_fields.models import CustomField
from tournament_engine.core.custom_fields.specs import FieldSpec, field_rows, same_questions
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Game, StageConfig, Tournament
from tournament_engine.core.permissions import CREATE, MANAGE
from tournament_engine.core.services.edges import announce_change, move
from tournament_engine.core.services.keeping import keep_version
from tournament_engine.core.stages import StageSpec, same_stages, stage_rows
from tournament_engine.core.versions.models import Occasion
from tournament_engine.errors import InvalidInput, StaleVersion
from tournament_engine.locks import lock
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = ["create_tournament", "lock", "update_tournament"]

_S = TournamentState

#: More than a tournament has stages.
_OUT_OF_THE_WAY = 1000


@transaction.atomic
def create_tournament(
    *,
    name: str,
    game: Game | str,
    by: User,
    slug: str | None = None,
    stages: Sequence[StageSpec] = (),
    custom_fields: Sequence[FieldSpec] = (),
    **facts: Any,
) -> Tournament:
    """Make a draft. Without `slug` the address is made from the name.

    `facts` are those of `configuration.EDITABLE`; what is left out has the model's default.
    """
    permissions.require(by, CREATE)
    configuration.check_known(facts)
    tournament = Tournament(
        name=name,
        slug=_free_slug(name) if slug is None else slug,
        game=_game(game),
        organizer=by,
        **facts,
    )
    configuration.check(tournament)
    _save(tournament)
    StageConfig.objects.bulk_create(stage_rows(stages, tournament))
    CustomField.objects.bulk_create(field_rows(custom_fields, tournament))
    guards.check("configure", tournament)
    told = {"name": tournament.name, "slug": tournament.slug}
    audit.log(by=by, action="tournament.created", subject=tournament, after=told)
    return tournament


@transaction.atomic
def update_tournament(
    *,
    tournament: Tournament,
    by: User,
    version: int,
    occasion: Occasion | None = Occasion.CHANGED,
    **changes: Any,
) -> Tournament:
    """Change facts of a tournament that was read at `version`.

    `changes` are those of `configuration.EDITABLE`; `stages` and `custom_fields` replace them
    all. A fact that is settled and sent unchanged is no matter; a different one is a Conflict.
    What people could read already is kept as a version of this `occasion`.
    """
    lock(tournament)
    permissions.require(by, MANAGE, tournament)
    if tournament.version != version:
        message = _("Somebody else changed the tournament meanwhile; look at it and try again.")
        raise StaleVersion(message, version=tournament.version)
    if "game" in changes:
        changes["game"] = _game(changes["game"])
    stages: Sequence[StageSpec] | None = changes.pop("stages", None)
    questions: Sequence[FieldSpec] | None = changes.pop("custom_fields", None)
    before, after = configuration.apply(tournament, changes)
    has_new_stages = stages is not None and not same_stages(stages, tournament)
    has_new_questions = questions is not None and not same_questions(questions, tournament)
    if not (after or has_new_stages or has_new_questions):
        return tournament
    configuration.check(tournament)
    tournament.version += 1
    _save(tournament)
    if stages is not None and has_new_stages:
        _replace_stages(tournament, stages)
        after["stages"] = [stage.code for stage in stages]
    if questions is not None and has_new_questions:
        _replace_questions(tournament, questions)
        after["custom_fields"] = [question.code for question in questions]
    guards.check("configure", tournament)
    audit.log(by=by, action="tournament.updated", subject=tournament, before=before, after=after)
    guards.follow("configure", tournament, by)
    if occasion is not None and tournament.state not in configuration.MADE:
        keep_version(tournament, occasion, by)
    if _is_postponed(tournament):
        return move(tournament, "postpone", {_S.CHECK_IN}, _S.REGISTRATION_CLOSED, by=by)
    announce_change(tournament)
    return tournament


def _is_postponed(tournament: Tournament) -> bool:
    """Whether the window of a check-in that has begun was moved ahead."""
    opens_at = tournament.check_in_opens_at
    is_ahead = opens_at is not None and opens_at > timezone.now()
    return tournament.state == _S.CHECK_IN and is_ahead and not tournament.is_check_in_over


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
    """Write the stages; one that keeps its code keeps its row, and so its bans and picks."""
    configuration.check_editable(tournament, "stages")
    known = {row.code: row.pk for row in tournament.stages.all()}
    rows = stage_rows(specs, tournament)
    tournament.stages.exclude(code__in=[row.code for row in rows]).delete()
    # Out of the way first: two that change places would meet on one.
    tournament.stages.update(position=F("position") + _OUT_OF_THE_WAY)
    for row in rows:
        row.pk = known.get(row.code)
        row.save(force_insert=row.pk is None, force_update=row.pk is not None)


def _replace_questions(tournament: Tournament, specs: Sequence[FieldSpec]) -> None:
    """Write the questions; one that keeps its code keeps its row, and so its answers."""
    configuration.check_editable(tournament, "custom_fields")
    known = {row.code: row for row in tournament.custom_fields.all()}
    rows = field_rows(specs, tournament)
    tournament.custom_fields.exclude(code__in=[row.code for row in rows]).delete()
    for row in rows:
        row.pk = known[row.code].pk if row.code in known else None
        row.save(force_insert=row.pk is None, force_update=row.pk is not None)
