"""A tournament of heats from the registration to the prizes' order: all that happens to heats."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_staff_member, a_tournament, a_user
from tests.match.test_heats import HEATS
from tests.playing import bracket_of, entrant_at, match_of, playable, started

from tests.conftest import Committed
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket import stages
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.dispute import services as disputes
from tournament_engine.hooks.models import Rating
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.match.results import Report, parse_result
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db


def people_of(match: Match) -> list[Any]:
    rows = Registration.objects.filter(entrant__sides__match=match)
    return [row.user for row in rows.select_related("user").order_by("entrant__sides__side")]


def all_report(match: Match, report: Report) -> None:
    result = parse_result(match, report)
    for side, place in enumerate(report.places):
        if place is not None:
            services.submit_score(match=match, side=side, result=result, by=people_of(match)[side])


def a_field_of_people(size: int) -> Tournament:
    cup = a_tournament(entrants=0, stages=(HEATS,), match_check_in_minutes=30, name="Cup")
    for _ in range(size):
        person = a_user()
        registrations.register(tournament=cup, user=person, by=person)
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    return started(cup)


def test_twelve_play_heats_to_a_champion(committed: Committed):
    cup = a_field_of_people(12)
    first, second, third = (match_of(cup, f"R1.{number}") for number in (1, 2, 3))
    judge = a_staff_member(cup, Role.HEAD_REFEREE)

    with committed():
        _check_in_with_one_absent(first)
        all_report(first, Report(places=(1, 2, 3, None), out=(3,)))
        _disqualify(second, 3)
        all_report(second, Report(places=(2, 1, 3, None)))
        all_report(third, Report(places=(1, 2, 3, 4)))
        _contest(third, 3, judge)
    with committed():
        while ready := playable(cup):
            _play(ready[0])

    cup.refresh_from_db()
    bracket = bracket_of(cup)
    assert cup.state == "completed"
    assert check_projection(bracket) == []
    assert stages.load(bracket).champion is not None
    assert third.sides.get(side=3).place == 1
    standings = [row.entrant for row in stages.load(bracket).standings()]
    assert len(standings) == 12
    absent = Rating.objects.filter(entrant=f"user:{people_of(first)[3].pk}")
    assert not absent.exists()
    assert Rating.objects.count() == 10


def _check_in_with_one_absent(match: Match) -> None:
    soon = timezone.now() + timedelta(minutes=10)
    match = services.schedule_match(match=match, scheduled_at=soon, by=match.tournament.organizer)
    for side, person in enumerate(people_of(match)[:3]):
        services.check_in_side(match=match, side=side, by=person)
    services.mark_no_shows(timezone.now() + timedelta(hours=2))
    match.refresh_from_db()
    assert match.state == "ready"


def _disqualify(match: Match, side: int) -> None:
    entrant = entrant_at(match, side)
    brackets.disqualify_entrant(entrant=entrant, by=match.tournament.organizer, reason="Cheated")


def _contest(match: Match, side: int, judge: Any) -> None:
    """Let one who came in last contest that, with the right places, and be believed."""
    match = Match.objects.with_stage().get(pk=match.pk)
    claim = parse_result(match, Report(places=(2, 3, 4, 1)))
    case = disputes.open_dispute(
        match=match,
        reason="score",
        statement="I was first",
        by=people_of(match)[side],
        claim=claim,
    )
    case = disputes.review_dispute(dispute=case, by=judge)
    disputes.resolve_dispute(
        dispute=case, outcome="claim_upheld", side=side, decision="Photo finish", by=judge
    )


def _play(match: Match) -> None:
    """Let a heat come in as it sits."""
    seated = [side for side in match.sides.order_by("side") if side.entrant_id is not None]
    taking = iter(range(1, len(seated) + 1))
    sides = match.sides.order_by("side")
    places = [None if side.entrant_id is None else next(taking) for side in sides]
    result = parse_result(match, Report(places=places))
    services.confirm_result(match=match, result=result, by=match.tournament.organizer)
