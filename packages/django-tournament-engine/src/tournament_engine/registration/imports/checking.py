"""What keeps the rows of a file from coming in: who is there already, and what is full."""

from collections.abc import Iterator, Mapping, Sequence

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.hooks.teams import TeamMember
from tournament_engine.registration import team_sizes
from tournament_engine.registration.imports.rows import EntrantRow, Problem
from tournament_engine.registration.models import Entrant, Registration, RosterMember
from tournament_engine.text import fold
from tournament_engine.users import User

__all__ = ["people_of", "problems_of"]


def problems_of(tournament: Tournament, rows: Sequence[EntrantRow], by: User) -> list[Problem]:
    """Return everything that the tournament has against these rows, by line.

    The answer holds under the tournament's lock.
    """
    found = [
        *_names_taken(tournament, rows),
        *_seeds_taken(tournament, rows),
        *_sizes(tournament, rows),
        *_logins(tournament, rows, by),
        *_too_many(tournament, rows),
    ]
    return sorted(found, key=lambda problem: problem.line)


def people_of(rows: Sequence[EntrantRow]) -> Mapping[str, User]:
    """Return the people whose logins the rows name, by the login in small letters."""
    logins = {row.login.casefold() for row in rows if row.login}
    if not logins:
        return {}
    model = get_user_model()
    field = model.USERNAME_FIELD
    # One question for each: databases differ in how they compare letters of another case.
    people = (model._default_manager.filter(**{f"{field}__iexact": login}) for login in logins)
    return {user.get_username().casefold(): user for some in people for user in some[:1]}


def _names_taken(tournament: Tournament, rows: Sequence[EntrantRow]) -> Iterator[Problem]:
    standing = Registration.objects.standing().filter(tournament=tournament)
    taken = set(standing.values_list("name_key", flat=True))
    for row in rows:
        if fold(row.name) in taken:
            message = _("'%(name)s' is already registered; take the line out.")
            yield Problem(row.line, message % {"name": row.name})


def _seeds_taken(tournament: Tournament, rows: Sequence[EntrantRow]) -> Iterator[Problem]:
    seeded = Entrant.objects.filter(tournament=tournament).exclude(seed=None)
    names = dict(seeded.values_list("seed", "name"))
    for row in rows:
        if row.seed in names:
            message = _("seed %(seed)d is that of %(name)s; choose another.")
            yield Problem(row.line, message % {"seed": row.seed, "name": names[row.seed]})


def _sizes(tournament: Tournament, rows: Sequence[EntrantRow]) -> Iterator[Problem]:
    for row in rows:
        try:
            team_sizes.sized(tournament.game, [TeamMember(None, name) for name in row.members])
        except InvalidInput as error:
            yield Problem(row.line, error.message)


def _logins(tournament: Tournament, rows: Sequence[EntrantRow], by: User) -> Iterator[Problem]:
    """Yield what is wrong with the people that rows name.

    Only the site's own staff enters others by their logins: nobody else may try out who has an
    account here, or put people into tournaments that they never asked for.
    """
    named = [row for row in rows if row.login]
    if named and not permissions.is_site_staff(by):
        message = _("Leave the column “login” empty: only the site's staff enters people by it.")
        yield from (Problem(row.line, message) for row in named)
        return
    people = people_of(named)
    here = {"tournament": tournament, "user__in": people.values()}
    busy = {
        *Registration.objects.standing().filter(**here).values_list("user", flat=True),
        *RosterMember.objects.filter(**here, is_active=True).values_list("user", flat=True),
    }
    seen = set[str]()
    for row in named:
        login = row.login.casefold()
        person = people.get(login)
        if person is None:
            message = _("Nobody here logs in as '%(login)s'; leave it empty.")
            yield Problem(row.line, message % {"login": row.login})
        elif person.pk in busy or login in seen:
            message = _("'%(login)s' is in this tournament already.")
            yield Problem(row.line, message % {"login": row.login})
        seen.add(login)


def _too_many(tournament: Tournament, rows: Sequence[EntrantRow]) -> Iterator[Problem]:
    taken = Registration.objects.holding().filter(tournament=tournament).count()
    free = max(0, tournament.max_entrants - taken)
    if len(rows) > free:
        left = ngettext("Only %(count)d place is left", "Only %(count)d places are left", free)
        message = _("%(left)s and the file holds %(asked)d entrants; offer more places first.")
        yield Problem(0, message % {"left": left % {"count": free}, "asked": len(rows)})
