"""Disputes for the tests: raised, contradicted and brought into any state by the services."""

from typing import Any

from tests.factories import a_staff_member
from tests.people.models import Person
from tests.playing import a_duel, a_live_tournament_of_people, match_of, people, play, win

from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.dispute import services
from tournament_engine.dispute.lifecycle import DisputeState
from tournament_engine.dispute.models import Dispute
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match

__all__ = [
    "a_case",
    "a_contradiction",
    "a_dispute",
    "a_finished_duel",
    "a_played_cup",
    "a_referee",
    "fresh",
    "player",
    "raise_dispute",
    "rewind",
    "taken",
]


def a_finished_duel(**facts: Any) -> tuple[Match, Person, Person]:
    """Return a match that side 0 won 2:1, as both sides agreed, and its two people."""
    match, ann, bob = a_duel(**facts)
    matches.submit_score(match=match, side=0, result=win(match, score=(2, 1)), by=ann)
    return matches.accept_score(match=match, by=bob), ann, bob


def player(match: Match, side: int) -> Person:
    """Return who registered the entrant of a side."""
    found = people(match)[side]
    assert found is not None
    return found


def raise_dispute(match: Match, by: Person, **facts: Any) -> Dispute:
    """Let a side contest a match."""
    told = {"reason": "score", "statement": "It was the other way round.", **facts}
    return services.open_dispute(match=match, by=by, **told)


def a_dispute(**facts: Any) -> tuple[Dispute, Person, Person]:
    """Return a dispute that bob raised about a match that ann won, and the two."""
    match, ann, bob = a_finished_duel(**facts)
    return raise_dispute(match, bob), ann, bob


def a_contradiction() -> tuple[Dispute, Person, Person]:
    """Return the dispute of two claims: ann said first that she won, bob then that he did."""
    match, ann, bob = a_duel()
    matches.submit_score(match=match, side=0, result=win(match, 0, (2, 1)), by=ann)
    matches.submit_score(match=match, side=1, result=win(match, 1, (0, 2)), by=bob)
    return fresh(match.disputes.get()), ann, bob


def a_referee(tournament: Tournament, role: Role = Role.REFEREE) -> Person:
    """Return somebody who has a role in a tournament."""
    return a_staff_member(tournament, role)


def taken(dispute: Dispute, by: Person | None = None) -> Dispute:
    """Let somebody take a case: a new referee, unless one is named."""
    return services.review_dispute(dispute=dispute, by=by or a_referee(dispute.tournament))


def a_case(state: str, **facts: Any) -> tuple[Dispute, Person, Person]:
    """Return a dispute of bob's in a state; its organiser did what led there."""
    dispute, ann, bob = a_dispute(**facts)
    by = dispute.tournament.organizer
    match state:
        case DisputeState.UNDER_REVIEW:
            taken(dispute, by)
        case DisputeState.ESCALATED:
            services.escalate_dispute(dispute=dispute, by=None)
        case DisputeState.RESOLVED:
            taken(dispute, by)
            services.resolve_dispute(
                dispute=dispute, outcome="double_forfeit", decision="Both were late.", by=by
            )
        case DisputeState.DISMISSED:
            taken(dispute, by)
            services.dismiss_dispute(dispute=dispute, decision="Nothing of it.", by=by)
        case DisputeState.WITHDRAWN:
            services.withdraw_dispute(dispute=dispute, by=bob)
        case _:
            pass
    return dispute, ann, bob


def a_played_cup() -> tuple[Tournament, Match, Person]:
    """Return a cup of four that is played to its end, its first match and who lost that."""
    cup = a_live_tournament_of_people(4)
    for code in ("R1.1", "R1.2", "R2.1"):
        play(match_of(cup, code))
    first = match_of(cup, "R1.1")
    return cup, first, player(first, 1)


def fresh(dispute: Dispute) -> Dispute:
    """Return a dispute as the database has it, read like a page reads it."""
    found: Dispute = Dispute.objects.for_list().get(pk=dispute.pk)
    return found


def rewind(dispute: Dispute, **moments: Any) -> None:
    """Let something in a case have been at another time."""
    Dispute.objects.filter(pk=dispute.pk).update(**moments)
