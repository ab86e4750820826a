"""Badges that challenges give: chosen by an organiser, given once to those who did it."""

import pytest
from django.utils import translation
from tests.awards.prizes import concluded
from tests.challenges import a_challenge
from tests.factories import a_tournament
from tests.playing import a_live_tournament_of_people

from tournament_engine.awards import services
from tournament_engine.awards.models import Achievement, Badge
from tournament_engine.challenge import badges
from tournament_engine.challenge import services as challenges
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.core import services as tournaments

pytestmark = pytest.mark.django_db


def an_achievement(code, rule="by_hand", **facts):
    params = {"place": 1, "times": 1} if rule == "place" else {}
    return services.define_achievement(
        code=code, name=code.title(), rule=rule, params=params, by=None, **facts
    )


def test_an_organiser_chooses_from_what_is_given_by_hand_here():
    here, elsewhere = a_tournament(entrants=0), a_tournament(entrants=0)
    an_achievement("site")
    an_achievement("game", game=here.game)
    an_achievement("here", tournament=here)
    an_achievement("there", tournament=elsewhere)
    an_achievement("earned", "place")
    Achievement.objects.filter(pk=an_achievement("old").pk).update(is_active=False)

    assert badges.choices(here) == [("game", "Game"), ("here", "Here"), ("site", "Site")]


def test_the_badges_that_the_engine_brings_are_offered_in_the_readers_language():
    services.install_achievements(by=None)

    with translation.override("de"):
        offered = dict(badges.choices(a_tournament(entrants=0)))

    assert offered["mvp"] != "Most valuable player"


def test_who_did_a_challenge_wears_its_badge_once(committed):
    cup = a_live_tournament_of_people(4)
    an_achievement("knight", tournament=cup)
    a_challenge(cup, target=2, reward="badge", badge="knight")

    with committed():
        concluded(cup)
    with committed():
        challenges.award_challenges(tournament=cup)

    badge = Badge.objects.get(achievement__code="knight")
    winner = ChallengeCompletion.objects.get().entrant.registration.user
    assert (badge.tournament, badge.user) == (cup, winner)


def test_a_copy_leaves_the_badges_of_another_tournament_behind():
    cup = a_live_tournament_of_people(2)
    an_achievement("knight", tournament=cup)
    a_challenge(cup, reward="badge", badge="knight")

    made = tournaments.duplicate_tournament(tournament=cup, name="Next", by=cup.organizer)

    assert Challenge.objects.get(tournament=made).reward == "nothing"
