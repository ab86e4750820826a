"""Versions of a tournament are kept, and an earlier one is put in force again."""

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import configuration
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.core.services.keeping import keep_version
from tournament_engine.core.services.tournaments import update_tournament
from tournament_engine.core.versions import snapshots
from tournament_engine.core.versions.models import Occasion, TournamentVersion
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = ["create_version", "restore_version"]

_LONGEST_NOTE = 200


@transaction.atomic
def create_version(*, tournament: Tournament, by: User, note: str = "") -> TournamentVersion:
    """Keep what a tournament says of itself now, whether anything changed or not."""
    lock(tournament)
    permissions.require(by, MANAGE, tournament)
    note = note and sentence(note, field="note", longest=_LONGEST_NOTE)
    return keep_version(tournament, Occasion.KEPT, by, note=note, always=True)


@transaction.atomic
def restore_version(*, version: TournamentVersion, by: User) -> TournamentVersion:
    """Put an earlier version in force: its settings, never the state; return the new version.

    It is a change like any other: what is settled by now, fewer places than are taken, or
    dates that contradict each other are refused, and then nothing is changed.
    """
    tournament = lock(version.tournament)
    permissions.require(by, MANAGE, tournament)
    settings = version.content
    changes = snapshots.facts_of(settings)
    stages, questions = snapshots.stages_of(settings), snapshots.questions_of(settings)
    update_tournament(
        tournament=tournament,
        by=by,
        version=tournament.version,
        occasion=None,
        stages=stages,
        custom_fields=questions,
        **changes,
    )
    _write_parts(tournament, settings, by)
    audit.log(
        by=by, action="tournament.restored", subject=tournament, after={"version": version.number}
    )
    note = _("version %(number)d") % {"number": version.number}
    return keep_version(tournament, Occasion.RESTORED, by, note=note, always=True)


def _write_parts(tournament: Tournament, settings: snapshots.Settings, by: User) -> None:
    is_made = tournament.state in configuration.MADE
    if not is_made and snapshots.has_settled_parts(tournament, settings):
        message = _("Prizes and the like are settled once the tournament is published.")
        raise Conflict(message, code="locked")
    snapshots.write_parts(tournament, settings, by)
