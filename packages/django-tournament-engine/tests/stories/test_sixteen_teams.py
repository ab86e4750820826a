"""A whole tournament, told from the first request for a place to the final standings."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import a_tournament, a_user
from tests.playing import bracket_of, first_stage, match_of, playable, sides

from bracketcore import Win
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket import stages
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.stages import StageSpec
from tournament_engine.dispute import services as disputes
from tournament_engine.dispute.models import Dispute
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.match import services as matches
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant, Registration

pytestmark = pytest.mark.django_db

CUP = StageSpec(code="cup", name="Cup", format="double_elimination")


class Story:
    """Sixteen places, seventeen captains, an organiser and a referee."""

    def __init__(self) -> None:
        now = timezone.now()
        self.cup = a_tournament(
            entrants=0,
            stages=(CUP,),
            entrant_kind="team",
            max_entrants=16,
            check_in_opens_at=now + timedelta(hours=1),
            check_in_closes_at=now + timedelta(hours=2),
            starts_at=now + timedelta(hours=3),
        )
        self.organizer = self.cup.organizer
        self.captains = [a_user(f"captain{number}") for number in range(1, 18)]
        self.referee = a_user("referee")
        asked = tournaments.assign_staff(
            tournament=self.cup, user=self.referee, role="referee", by=self.organizer
        )
        tournaments.accept_staff_invitation(assignment=asked, by=self.referee)

    def everybody_asks_for_a_place(self):
        return [
            registrations.register(
                tournament=self.cup,
                user=captain,
                by=captain,
                name=f"Team {number}",
                members=(f"Player {number}a", f"Player {number}b"),
            ).state
            for number, captain in enumerate(self.captains, start=1)
        ]

    def team(self, number):
        return Registration.objects.get(tournament=self.cup, name=f"Team {number}")

    def all_but_team_seven_check_in(self):
        tournaments.close_registration(tournament=self.cup, by=self.organizer)
        tournaments.open_check_in(tournament=self.cup, by=self.organizer)
        for number, captain in enumerate(self.captains, start=1):
            if number != 7:
                registrations.check_in(registration=self.team(number), by=captain)
        tournaments.close_check_in(tournament=self.cup, by=self.organizer)

    def the_draw_is_made_and_play_begins(self):
        stage, by = first_stage(self.cup), self.organizer
        order = sorted(
            Entrant.objects.competing(self.cup), key=lambda one: int(one.name.split()[1])
        )
        brackets.seed_entrants(stage=stage, order=order, by=by)
        bracket = brackets.generate_bracket(stage=stage, by=by)
        brackets.publish_bracket(bracket=bracket, by=by)
        tournaments.start_tournament(tournament=self.cup, by=by)

    def match(self, code):
        return match_of(self.cup, code)

    def captains_of(self, match):
        rows = Registration.objects.filter(entrant__sides__match=match)
        return [row.user for row in rows.order_by("entrant__sides__side")]

    def both_report(self, match, winner):
        """Both sides say the same, each for itself: that is official."""
        result = Win(winner, score=(2, 0) if sides(match)[0] == winner else (0, 2))
        for side, captain in enumerate(self.captains_of(match)):
            matches.submit_score(match=match, side=side, result=result, by=captain)

    def favourite(self, match):
        """The side with the better seed."""
        playing = Entrant.objects.filter(pk__in=sides(match)).order_by("seed")
        return str(playing.values_list("pk", flat=True)[0])

    def is_played(self, *codes):
        for code in codes:
            self.both_report(self.match(code), self.favourite(self.match(code)))

    def is_played_out(self):
        while ready := playable(self.cup):
            self.is_played(ready[0].code)

    def standings(self):
        stage = stages.load(bracket_of(self.cup))
        names = {str(one.pk): one.name for one in Entrant.objects.filter(tournament=self.cup)}
        return [(row.place, names[row.entrant]) for row in stage.standings()]


def test_a_tournament_of_sixteen_teams_from_the_first_request_to_the_final_standings(committed):
    with committed():
        story = Story()
        cup = story.cup

        # Seventeen ask for sixteen places; the last one waits.
        states = story.everybody_asks_for_a_place()
        assert Counter(states) == {"confirmed": 16, "waitlisted": 1}

        # One team does not come, and the one that waited takes its place.
        story.all_but_team_seven_check_in()
        assert story.team(7).state == "no_show"
        assert story.team(17).state == "confirmed"

        # The favourites win the first round, reported by both sides.
        story.the_draw_is_made_and_play_begins()
        story.is_played(*(f"U1.{number}" for number in range(2, 9)))

        # In the first match each side says that it won: the referee decides for side 0.
        first = story.match("U1.1")
        one, other = sides(first)
        ann, bob = story.captains_of(first)
        matches.submit_score(match=first, side=0, result=Win(one, score=(2, 1)), by=ann)
        matches.submit_score(match=first, side=1, result=Win(other, score=(1, 2)), by=bob)
        assert story.match("U1.1").state == "disputed"
        case = Dispute.objects.get(match=first)
        disputes.review_dispute(dispute=case, by=story.referee)
        disputes.resolve_dispute(
            dispute=case,
            outcome="claim_upheld",
            side=0,
            decision="The screenshot of side 0 shows the end of the match.",
            by=story.referee,
        )
        assert story.match("U1.1").state == "completed"

        # Play goes on; then it turns out that U1.2 was misread, and what follows is cleared.
        story.is_played("U2.1", "L1.1")
        second = story.match("U1.2")
        loser = next(key for key in sides(second) if key != story.favourite(second))
        matches.override_result(
            match=second,
            result=Win(loser, score=(2, 0) if sides(second)[0] == loser else (0, 2)),
            by=story.organizer,
            reason="The sheet was read upside down",
            cascade=True,
        )
        cleared = [story.match(code) for code in ("U2.1", "L1.1")]
        assert [match.result_kind for match in cleared] == ["", ""]
        assert loser in sides(story.match("U2.1"))

        # It is played to its end, and the rows are those of the stage.
        story.is_played_out()
        cup.refresh_from_db()
        assert cup.state == TournamentState.COMPLETED
        assert check_projection(bracket_of(cup)) == []

    standings = story.standings()
    assert [place for place, _name in standings] == [1, 2, 3, 4, 5, 5, 7, 7, *[9] * 4, *[13] * 4]
    assert standings[:2] == [(1, "Team 1"), (2, "Team 2")]
    assert "Team 7" not in dict(map(reversed, standings))
    assert Match.objects.filter(tournament=cup, state="skipped").count() == 1

    # What was to happen after commit has happened, once.
    assert not OutboxMessage.objects.filter(delivered_at=None).exists()
    waited = InboxMessage.objects.filter(user=story.captains[16]).values_list("event", flat=True)
    assert {"registration_waitlisted", "registration_confirmed"} <= set(waited)
    keys = InboxMessage.objects.values_list("user", "key")
    assert len(keys) == len(set(keys))
