"""Stages and matches for the tests: drawn, started and played by the services."""

from collections.abc import Sequence
from random import Random
from typing import Any

from tests.factories import a_tournament, a_user
from tests.people.models import Person

from bracketcore import DoubleForfeit, Draw, Forfeit, Walkover, Win
from bracketcore.results import Result
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.match import services as matches
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant, Registration

__all__ = [
    "a_closed_tournament",
    "a_duel",
    "a_live_tournament",
    "a_live_tournament_of_people",
    "any_result",
    "bracket_of",
    "entrant_at",
    "first_stage",
    "match_of",
    "people",
    "play",
    "playable",
    "report",
    "sides",
    "started",
    "win",
]


def a_closed_tournament(**facts: Any) -> Tournament:
    """Return a tournament whose registration is closed: it can be drawn."""
    return a_tournament(state=TournamentState.REGISTRATION_CLOSED, **facts)


def a_live_tournament(**facts: Any) -> Tournament:
    """Return a tournament whose first stage is drawn and published, and that has begun."""
    return started(a_closed_tournament(**facts))


def a_live_tournament_of_people(entrants: int, **facts: Any) -> Tournament:
    """Return one whose entrants are people who can report their matches."""
    tournament = a_tournament(entrants=0, **facts)
    for _number in range(entrants):
        person = a_user()
        registrations.register(tournament=tournament, user=person, by=person)
    tournaments.close_registration(tournament=tournament, by=tournament.organizer)
    return started(tournament)


def started(tournament: Tournament) -> Tournament:
    by = tournament.organizer
    bracket = brackets.generate_bracket(stage=first_stage(tournament), by=by)
    brackets.publish_bracket(bracket=bracket, by=by)
    return tournaments.start_tournament(tournament=tournament, by=by)


def a_duel(**facts: Any) -> tuple[Match, Person, Person]:
    """Return a match that two people play against each other, and the two by side."""
    tournament = a_live_tournament_of_people(2, **facts)
    match = Match.objects.with_stage().get(tournament=tournament)
    first, second = people(match)
    assert first is not None
    assert second is not None
    return match, first, second


def first_stage(tournament: Tournament) -> StageConfig:
    return tournament.stages.order_by("position")[0]


def bracket_of(tournament: Tournament, stage: str = "") -> Bracket:
    rows = Bracket.objects.with_stage().filter(tournament=tournament)
    return rows.get(stage__code=stage) if stage else rows.order_by("stage__position")[0]


def match_of(tournament: Tournament, code: str, stage: str = "") -> Match:
    rows = Match.objects.with_stage().filter(tournament=tournament, code=code)
    return rows.get(bracket__stage__code=stage) if stage else rows.get()


def sides(match: Match) -> list[str]:
    """Return the entrants of a match by side, as bracketcore names them."""
    return [str(side.entrant_id) for side in match.sides.order_by("side")]


def entrant_at(match: Match, side: int = 0) -> Entrant:
    """Return who stands on a side of a match, where somebody does."""
    rows = Entrant.objects.select_related("registration__tournament", "tournament")
    return rows.get(sides__match=match, sides__side=side)


def win(match: Match, side: int = 0, score: tuple[int, int] | None = None) -> Win:
    """Return a win for one side of a match; `score` is by side."""
    return Win(sides(match)[side], score=score)


def play(match: Match, side: int = 0, *, by: Person | None = None) -> Match:
    """Let one side of a match win, officially."""
    return matches.confirm_result(match=match, result=win(match, side), by=by or organizer(match))


def organizer(match: Match) -> Person:
    return match.tournament.organizer


def playable(tournament: Tournament) -> Sequence[Match]:
    """Return the matches that can be played now, in playing order."""
    ready = Match.objects.filter(tournament=tournament, state=MatchState.READY)
    return list(ready.with_stage().order_by("bracket__stage__position", "position"))


def people(match: Match) -> tuple[Person | None, Person | None]:
    """Return who registered the entrants of a match, by side."""
    registered = Registration.objects.filter(entrant__sides__match=match)
    first, second = registered.select_related("user").order_by("entrant__sides__side")
    return first.user, second.user


def report(match: Match, random: Random) -> None:
    """Let a match be decided in one of the ways there are: by its sides or by the organiser."""
    result, by = any_result(match, random), organizer(match)
    first, second = people(match)
    way = random.choice(["official", "claims", "accepted", "disputed"])
    if first is None or second is None or way == "official":
        matches.confirm_result(match=match, result=result, by=by)
        return
    matches.submit_score(match=match, side=0, result=result, by=first)
    if way == "claims":
        matches.submit_score(match=match, side=1, result=result, by=second)
    elif way == "accepted":
        matches.accept_score(match=match, by=second)
    else:
        other = any_result(match, random)
        matches.submit_score(match=match, side=1, result=other, by=second)
        if other != result:
            matches.override_result(match=match, result=other, by=by)


def any_result(match: Match, random: Random) -> Result:
    """Return some result that the match may end with."""
    first, second = sides(match)
    winner = random.choice((first, second))
    loser = second if winner == first else first
    low, high = sorted(random.sample(range(6), 2))
    score = (high, low) if winner == first else (low, high)
    results: list[Result] = [
        Win(winner, score=score),
        Win(winner),
        Win(winner, score=(low, low), shootout=score),
        Walkover(winner),
        Forfeit(loser),
        DoubleForfeit(),
    ]
    if not match.decisive:
        results += [Draw(score=(low, low)), Draw(score=(high, high))]
    weights = [8, 1, 1, 1, 1, 1, 4, 4][: len(results)]
    return random.choices(results, weights)[0]
