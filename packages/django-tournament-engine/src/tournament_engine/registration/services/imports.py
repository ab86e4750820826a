"""Entrants of a file come in: all of them, or none."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import guards
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import MANAGE_BRACKET
from tournament_engine.core.services import store_field_values
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.hooks.teams import TeamMember
from tournament_engine.locks import lock
from tournament_engine.registration import team_sizes
from tournament_engine.registration.imports.checking import people_of, problems_of
from tournament_engine.registration.imports.rows import EntrantRow
from tournament_engine.registration.lifecycle import BEFORE_PLAY, RegistrationState
from tournament_engine.registration.models import Entrant, Registration, RosterMember
from tournament_engine.registration.news import announce, notify
from tournament_engine.registration.permissions import MANAGE_REGISTRATIONS
from tournament_engine.text import fold
from tournament_engine.users import User

__all__ = ["import_entrants"]

_S = RegistrationState


@transaction.atomic
def import_entrants(
    *, tournament: Tournament, rows: Sequence[EntrantRow], by: User
) -> list[Registration]:
    """Enter the rows of a file in their order, or raise for the first that cannot come in.

    Seeds are written for whoever may give them; for others the order stands.
    """
    lock(tournament)
    permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    if tournament.state not in BEFORE_PLAY:
        message = _("Entrants can be added until play begins; this tournament is %(state)s.")
        words = {"state": tournament.get_state_display()}
        raise Conflict(message % words, code="closed", field="names")
    guards.check("enter", tournament)
    if not rows:
        raise InvalidInput(_("The file has no entrants."), code="empty", field="names")
    for problem in problems_of(tournament, rows, by):
        raise Conflict(problem.message, code="not_imported", field="names")
    registrations = _write(tournament, rows, is_seeding=_may_seed(by, tournament))
    for row, registration in zip(rows, registrations, strict=True):
        if row.answers:
            store_field_values(registration=registration, values=row.answers, by=by)
    names = [row.name for row in rows]
    audit.log(by=by, action="entrants.imported", subject=tournament, after={"names": names})
    announce(registrations, _S.CONFIRMED)
    if known := [row for row in registrations if row.user_id is not None]:
        notify("registration_confirmed", tournament, known)
    return registrations


def _may_seed(by: User, tournament: Tournament) -> bool:
    return permissions.can(by, MANAGE_BRACKET, tournament)


def _write(
    tournament: Tournament, rows: Sequence[EntrantRow], *, is_seeding: bool
) -> list[Registration]:
    people = people_of(rows)
    registrations = [
        Registration(
            tournament=tournament,
            user=people.get(row.login.casefold()),
            name=row.name,
            name_key=fold(row.name),
            identity=row.identity,
            state=_S.CONFIRMED,
        )
        for row in rows
    ]
    Registration.objects.bulk_create(registrations)
    pairs = list(zip(rows, registrations, strict=True))
    Entrant.objects.bulk_create(
        Entrant(
            tournament=tournament,
            registration=registration,
            name=row.name,
            club=row.club,
            rating=row.rating,
            seed=row.seed if is_seeding else None,
        )
        for row, registration in pairs
    )
    RosterMember.objects.bulk_create(
        RosterMember(
            tournament=tournament, registration=registration, name=member.name, role=member.role
        )
        for row, registration in pairs
        for member in _roster(tournament, row)
    )
    return registrations


def _roster(tournament: Tournament, row: EntrantRow) -> Sequence[TeamMember]:
    named = [TeamMember(None, name) for name in row.members]
    return team_sizes.sized(tournament.game, named)
