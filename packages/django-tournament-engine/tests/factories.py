"""People and tournaments for the tests, made as a site makes them: by the services."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from tests.people.models import Person

from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import EntrantKind, Game, Tournament
from tournament_engine.core.roles import Role
from tournament_engine.core.stages import StageSpec
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Registration

__all__ = [
    "KNOCKOUT",
    "LEAGUE",
    "PLAYOFF",
    "POOLS",
    "a_game",
    "a_registration",
    "a_site_admin",
    "a_staff_member",
    "a_tournament",
    "a_user",
    "everybody_checked_in",
    "names",
    "somebody",
]

KNOCKOUT = StageSpec(code="knockout", name="Knockout", format="single_elimination")
LEAGUE = StageSpec(code="league", name="League", format="round_robin")
POOLS = StageSpec(code="pools", name="Pools", format="pools", options={"pools": 2})
PLAYOFF = StageSpec(
    code="playoff",
    name="Playoff",
    format="single_elimination",
    sources=({"stage": "pools", "places": [1, 2]},),
    seeding="cross",
)

_S = TournamentState
_number = count(1)

#: What an organiser says of a tournament once it is there.
_EDITED = (
    "match_check_in_minutes",
    "no_show_minutes",
    "auto_confirm_minutes",
    "lobby_minutes",
)

#: What an organiser does, in order, to bring a tournament into a state.
_STEPS = {
    _S.PUBLISHED: tournaments.publish_tournament,
    _S.REGISTRATION_OPEN: tournaments.open_registration,
    _S.REGISTRATION_CLOSED: tournaments.close_registration,
}


def a_user(name: str = "", **fields: Any) -> Person:
    """Return a new person: `a_user("ann")` is ann@example.org, with the password "secret"."""
    email = f"{name or f'person{next(_number)}'}@example.org"
    return Person.objects.create_user(email, "secret", **fields)


def somebody(user: Person | None) -> Person:
    """Return whom a row names, where there has to be somebody."""
    assert user is not None
    return user


def a_site_admin() -> Person:
    """Return a new person who may do everything on the site."""
    return Person.objects.create_superuser(f"admin{next(_number)}@example.org", "secret")


def a_staff_member(
    tournament: Tournament, role: str = Role.REFEREE, user: Person | None = None
) -> Person:
    """Return a person who accepted a role in a tournament."""
    person = user or a_user()
    asked = tournaments.assign_staff(
        tournament=tournament, user=person, role=role, by=tournament.organizer
    )
    tournaments.accept_staff_invitation(assignment=asked, by=person)
    tournament.refresh_from_db()
    return person


def a_game(name: str = "Chess") -> Game:
    """Return the game of this name."""
    return Game.objects.get_or_create(name=name, slug=name.lower())[0]


def names(size: int) -> list[str]:
    """Return the names of entrants: "Entrant 1" and so on."""
    return [f"Entrant {number}" for number in range(1, size + 1)]


def a_tournament(
    *,
    state: TournamentState = TournamentState.REGISTRATION_OPEN,
    entrants: int | Sequence[str] = 8,
    stages: Sequence[StageSpec] = (KNOCKOUT,),
    by: Person | None = None,
    **fields: Any,
) -> Tournament:
    """Return a tournament in any state up to REGISTRATION_CLOSED, or CANCELLED.

    `entrants` are names, or how many to name; `by` is the organiser.
    """
    organizer = by or a_user()
    facts: dict[str, Any] = {"name": f"Cup {next(_number)}", "game": a_game(), **fields}
    edited = {name: facts.pop(name) for name in _EDITED if name in facts}
    tournament = tournaments.create_tournament(by=organizer, stages=stages, **facts)
    if edited:
        tournaments.update_tournament(
            tournament=tournament, by=organizer, version=tournament.version, **edited
        )
    wanted = names(entrants) if isinstance(entrants, int) else list(entrants)
    if wanted:
        registrations.add_entrants(tournament=tournament, names=wanted, by=organizer)
    bring_to(tournament, state)
    return tournament


def bring_to(tournament: Tournament, state: TournamentState) -> None:
    """Take a draft through the steps that lead to a state."""
    organizer = tournament.organizer
    if state == _S.CANCELLED:
        tournaments.cancel_tournament(tournament=tournament, by=organizer, reason="Rain")
    elif state != _S.DRAFT:
        for reached, step in _STEPS.items():
            step(tournament=tournament, by=organizer)
            if reached == state:
                return
        raise ValueError(f"Play through the services of bracket and match to reach {state}.")


def a_registration(
    tournament: Tournament, user: Person | None = None, **fields: Any
) -> Registration:
    """Return the registration of a person who asked for a place."""
    person = user or a_user()
    if tournament.entrant_kind == EntrantKind.TEAM:
        fields.setdefault("name", f"Team {next(_number)}")
    return registrations.register(tournament=tournament, user=person, by=person, **fields)


def everybody_checked_in(tournament: Tournament) -> None:
    """Let the desk check in everybody who has a place."""
    for row in Registration.objects.confirmed().filter(tournament=tournament):
        registrations.check_in(registration=row, by=tournament.organizer)
