"""How many play for a team and how many wait beside it, as the game says."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.browsing import address, log_in, post
from tests.factories import a_game, a_registration, a_tournament, a_user

from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.hooks.teams import TeamMember
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration
from tournament_engine.registration.team_sizes import in_captains_words, sized
from tournament_engine.testing import FakeTeam, FakeTeams

pytestmark = pytest.mark.django_db


def a_cup(
    fewest: int = 1, most: int | None = 3, waiting: int | None = 1, **facts: Any
) -> Tournament:
    game = a_game("Rally")
    game.team_min, game.team_max, game.substitutes_max = fewest, most, waiting
    game.save()
    return a_tournament(entrants=0, entrant_kind="team", game=game, **facts)


def roles(team: Registration) -> list[str]:
    return list(team.members.filter(is_active=True).order_by("pk").values_list("role", flat=True))


def refusal(cup: Tournament, members: list[str]) -> tuple[str, str | None]:
    with pytest.raises(InvalidInput) as refused:
        a_registration(cup, members=members)
    return refused.value.code, refused.value.field


def checking_in(team: Registration) -> Tournament:
    cup, now = team.tournament, timezone.now()
    a_registration(cup, members=["Eve"])
    tournaments.update_tournament(
        tournament=cup,
        by=cup.organizer,
        version=cup.version,
        check_in_opens_at=now - timedelta(hours=1),
        check_in_closes_at=now + timedelta(hours=1),
    )
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    return tournaments.open_check_in(tournament=cup, by=cup.organizer)


def test_who_is_one_too_many_to_play_is_a_substitute():
    team = a_registration(a_cup(), members=["Bob", "Cyd", "Dan"])

    assert roles(team) == ["captain", "player", "player", "substitute"]


def test_too_few_and_too_many_are_told_how_many_there_may_be():
    cup = a_cup(fewest=2)

    assert refusal(cup, []) == ("team_too_small", "members")
    assert refusal(cup, ["Bob", "Cyd", "Dan", "Eve"]) == ("team_too_large", "members")
    assert not Registration.objects.exists()


def test_without_numbers_there_is_no_limit():
    team = a_registration(a_cup(most=None, waiting=None), members=list("BCDEFGHIJK"))

    assert roles(team) == ["captain", *["player"] * 10]


def test_a_team_of_the_site_is_held_to_it_as_well(fake_teams: FakeTeams):
    ann = a_user("ann")
    crew = tuple(TeamMember(None, name) for name in ("Bob", "Cyd", "Dan", "Eve", "Fay"))
    fake_teams.teams["7"] = FakeTeam("Rooks", frozenset({str(ann.pk)}), crew)

    with pytest.raises(InvalidInput) as refused:
        a_registration(a_cup(), ann, name="", team_ref="7")

    assert refused.value.code == "team_too_large"


def test_a_full_team_takes_nobody_more_in_that_role():
    team = a_registration(a_cup(), members=["Bob", "Cyd", "Dan"])
    ann = team.user
    assert ann is not None

    for role in ("player", "substitute"):
        with pytest.raises(Conflict) as refused:
            services.add_member(registration=team, name="Eve", role=role, by=ann)
        assert refused.value.code == "team_full"
    with pytest.raises(Conflict):
        services.set_role(member=team.members.get(name="Dan"), role="player", by=ann)


def test_a_link_into_a_full_team_lets_nobody_in():
    team = a_registration(a_cup(), members=["Bob", "Cyd"])
    ann = team.user
    assert ann is not None
    link = services.token_of(services.invite_member(registration=team, by=ann))

    with pytest.raises(Conflict) as refused:
        services.accept_invitation(token=link, by=a_user())

    assert refused.value.code == "team_full"


def test_a_substitute_who_leads_the_team_plays_and_the_former_captain_waits():
    team = a_registration(a_cup(), members=["Bob", "Cyd", "Dan"])
    dan, ann = team.members.get(name="Dan"), team.user
    assert ann is not None
    dan.user = a_user("dan")
    dan.save()

    services.name_captain(member=dan, by=ann)

    assert roles(team) == ["substitute", "player", "player", "captain"]


def test_a_team_that_is_too_small_is_not_there_until_it_is_complete():
    team = a_registration(a_cup(fewest=2), members=["Bob"])
    ann = team.user
    assert ann is not None
    services.remove_member(member=team.members.get(name="Bob"), by=ann)
    cup = checking_in(team)

    with pytest.raises(Conflict) as refused:
        services.check_in(registration=team, by=ann)
    services.check_in(registration=team, by=cup.organizer)

    assert refused.value.code == "team_too_small"
    team.refresh_from_db()
    assert team.checked_in_at is not None


def test_the_page_says_how_many_there_may_be_and_keeps_what_was_typed():
    cup, ann = a_cup(fewest=2), a_user("ann")

    page = log_in(ann).get(address("register", cup.slug)).content.decode()
    refused = post(log_in(ann), "register", cup.slug, name="Rooks", members="B\nC\nD\nE")

    words = "With you: 2 to 3 players, at most 1 substitute."
    assert words in page
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["members"])
    assert "Rooks" in refused.content.decode()


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((1, None, None), ""),
        ((5, 5, None), "With you: 5 players."),
        ((2, None, 0), "With you: 2 players or more, at most 0 substitutes."),
    ],
)
def test_sizes_are_told_in_words(sizes: tuple[Any, ...], words: str):
    game = a_cup(*sizes).game

    assert in_captains_words(game).partition(" Who")[0] == words


def test_the_order_of_the_list_says_who_plays():
    game = a_cup(most=2, waiting=None).game
    crew = [TeamMember(None, name) for name in "ABC"]

    assert [member.role for member in sized(game, crew)] == ["player", "player", "substitute"]
