"""A tournament is made after another, or after a template: settings, never people or money."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import CREATE, MANAGE
from tournament_engine.core.services.tournaments import create_tournament
from tournament_engine.core.versions import snapshots
from tournament_engine.core.versions.models import TournamentTemplate
from tournament_engine.core.versions.snapshots import Settings
from tournament_engine.errors import InvalidInput, NotAllowed
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = [
    "create_from_template",
    "create_template",
    "delete_template",
    "duplicate_tournament",
]

_LONGEST_NAME = 80


@transaction.atomic
def duplicate_tournament(
    *, tournament: Tournament, name: str, by: User, starts_at: datetime | None = None
) -> Tournament:
    """Make a draft with the settings of a tournament that one runs.

    All times move with the start; without `starts_at` there are none.
    """
    permissions.require(by, MANAGE, tournament)
    made = _make(snapshots.settings_of(tournament), name, by, starts_at)
    audit.log(by=by, action="tournament.copied", subject=made, after={"from": tournament.pk})
    return made


@transaction.atomic
def create_template(
    *, tournament: Tournament, name: str, by: User, is_shared: bool = False
) -> TournamentTemplate:
    """Keep the settings of a tournament to begin others with; site staff may share them."""
    permissions.require(by, MANAGE, tournament)
    if is_shared and not permissions.is_site_staff(by):
        raise NotAllowed(_("Only the site's staff makes templates for everybody."))
    template = TournamentTemplate(
        owner=by,
        name=one_line(name, field="name", longest=_LONGEST_NAME),
        is_shared=is_shared,
        content=snapshots.settings_of(tournament),
    )
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        message = _("You have a template “%(name)s” already; choose another name.")
        words = {"name": template.name}
        raise InvalidInput(message % words, code="taken", field="name") from error
    audit.log(by=by, action="template.created", subject=template)
    return template


@transaction.atomic
def create_from_template(
    *, template: TournamentTemplate, name: str, by: User, starts_at: datetime | None = None
) -> Tournament:
    """Make a draft with the settings of a template: one's own, or one for everybody."""
    if not (template.is_shared or template.owner_id == by.pk):
        raise NotAllowed(_("This template is somebody else's."))
    made = _make(template.content, name, by, starts_at)
    audit.log(by=by, action="tournament.copied", subject=made, after={"template": template.pk})
    return made


@transaction.atomic
def delete_template(*, template: TournamentTemplate, by: User) -> None:
    """Throw a template away; tournaments made after it stay as they are."""
    if template.owner_id != by.pk and not permissions.is_site_staff(by):
        raise NotAllowed(_("This template is somebody else's."))
    audit.log(by=by, action="template.deleted", subject=template, before={"name": template.name})
    template.delete()


def _make(settings: Settings, name: str, by: User, starts_at: datetime | None) -> Tournament:
    permissions.require(by, CREATE)
    facts = snapshots.shifted(snapshots.facts_of(settings), starts_at)
    made = create_tournament(
        by=by,
        stages=snapshots.stages_of(settings),
        custom_fields=snapshots.questions_of(settings),
        **{**facts, "name": name},
    )
    moved = {**settings, "parts": snapshots.moved_parts(settings, starts_at)}
    snapshots.write_parts(made, moved, by, is_copy=True)
    return made
