"""Achievements: earned once by results, given once by hand, taken back when they no longer hold."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.awards.prizes import concluded, played
from tests.factories import a_game, a_site_admin, a_tournament, a_user, somebody
from tests.playing import (
    a_live_tournament,
    a_live_tournament_of_people,
    people,
    play,
    playable,
    started,
)

from tournament_engine import outbox
from tournament_engine.audit.models import AuditEntry
from tournament_engine.awards import services
from tournament_engine.awards.models import Achievement, Badge, FinalPlace
from tournament_engine.core import services as tournaments
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration.models import Registration
from tournament_engine.registration.services import register

pytestmark = pytest.mark.django_db


def an_achievement(code="title", rule="place", params=None, **facts):
    """Return an achievement of the whole site: by default, to win a tournament."""
    if params is None:
        params = {"place": 1, "times": 1} if rule == "place" else {}
    return services.define_achievement(
        code=code, name=code, rule=rule, params=params, by=None, **facts
    )


def by_hand(code="fair", **facts):
    return an_achievement(code, "by_hand", per_tournament=True, **facts)


def holders(achievement):
    """Return who wears an achievement, by their accounts."""
    rows = Badge.objects.filter(achievement=achievement, revoked_at=None)
    return [row.user for row in rows.select_related("user").order_by("user")]


def winner_of(cup):
    final = FinalPlace.objects.select_related("entrant__registration__user")
    return final.get(tournament=cup, place=1).entrant.registration.user


def again(cup):
    """Conclude the same steps once more."""
    return services.award_achievements(tournament=cup)


def test_the_end_of_a_tournament_gives_what_its_results_earn():
    title = an_achievement()

    cup = concluded(a_live_tournament_of_people(4))

    badge = Badge.objects.get()
    assert badge.user == winner_of(cup)
    assert (badge.achievement, badge.tournament, badge.source) == (title, cup, "rule")
    assert badge.evidence == {"count": 1, "target": 1}


def test_the_same_end_gives_nothing_twice():
    an_achievement("any", "tournaments_played", {"times": 1})
    cup = concluded(a_live_tournament_of_people(4))

    assert again(cup) == []
    assert Badge.objects.count() == 4


def test_the_database_itself_keeps_the_second_badge_out():
    title = an_achievement()
    concluded(a_live_tournament_of_people(2))
    first = Badge.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Badge.objects.create(
            achievement=title, user=first.user, source="rule", awarded_at=timezone.now()
        )


def test_what_each_tournament_gives_is_earned_in_each_and_a_title_once():
    first = an_achievement("first")
    each = an_achievement("each", per_tournament=True)
    ann, bob = a_user(), a_user()
    for _twice in range(2):
        concluded(of(ann, bob))

    assert holders(first) == [ann]
    assert holders(each) == [ann, ann]


def of(*players):
    """Return a live tournament of these people; the first of them always wins."""
    cup = a_tournament(entrants=0)
    for person in players:
        register(tournament=cup, user=person, by=person)
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    return started(cup)


def test_a_career_is_counted_over_tournaments_that_are_over():
    regular = an_achievement("regular", "tournaments_played", {"times": 2})
    ann, bob, eve = a_user(), a_user(), a_user()
    concluded(of(ann, bob))

    assert holders(regular) == []
    concluded(of(ann, eve))

    assert holders(regular) == [ann]


def test_what_is_still_being_played_does_not_count_yet():
    regular = an_achievement("regular", "tournaments_played", {"times": 2})
    ann, bob = a_user(), a_user()
    live = of(ann, a_user(), a_user(), a_user())
    for match in playable(live):
        play(match)

    concluded(of(ann, bob))

    assert holders(regular) == []


def test_an_achievement_of_a_game_counts_that_game_alone():
    cup = a_live_tournament_of_people(2)
    other = a_game("Go")
    chess = an_achievement("chess", game=cup.game)
    go = an_achievement("go", game=other)

    concluded(cup)

    assert (len(holders(chess)), len(holders(go))) == (1, 0)


def test_an_entrant_without_an_account_wears_the_badge_itself():
    title = an_achievement()

    cup = concluded(a_live_tournament(entrants=["Ann", "Bob"]))

    badge = Badge.objects.get(achievement=title)
    assert badge.user is None
    assert badge.entrant == FinalPlace.objects.get(tournament=cup, place=1).entrant


def test_corrected_results_take_back_what_they_no_longer_bear():
    title = an_achievement()
    cup = a_live_tournament_of_people(2)
    played(cup)
    again(cup)
    [before] = holders(title)
    match = Match.objects.with_stage().get(tournament=cup)
    matches.reopen_match(match=match, by=cup.organizer, reason="Wrong score")
    play(match, 1)
    played(cup)

    again(cup)

    [now] = holders(title)
    assert now != before
    lost = Badge.objects.get(user=before)
    assert (lost.revoked_for, bool(lost.revoke_reason)) == ("correction", True)


def test_what_was_corrected_twice_is_worn_again():
    title = an_achievement()
    cup = a_live_tournament_of_people(2)
    for side in (0, 1, 0):
        match = Match.objects.with_stage().get(tournament=cup)
        if match.state == "completed":
            matches.reopen_match(match=match, by=cup.organizer, reason="Wrong score")
        play(match, side)
        played(cup)
        again(cup)

    assert len(holders(title)) == 1
    assert Badge.objects.filter(revoked_at=None).get().user == winner_of(cup)


def test_a_tournament_that_is_called_off_after_all_gives_nothing():
    title = an_achievement()
    cup = a_live_tournament_of_people(2)
    played(cup)
    again(cup)
    match = Match.objects.with_stage().get(tournament=cup)
    matches.reopen_match(match=match, by=cup.organizer, reason="Wrong score")
    cup.refresh_from_db()

    tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    assert holders(title) == []


def test_what_a_person_took_back_no_rule_gives_again():
    title = an_achievement(per_tournament=True)
    cup = concluded(a_live_tournament_of_people(2))

    services.revoke_badge(badge=Badge.objects.get(), reason="Cheating", by=cup.organizer)
    again(cup)

    assert holders(title) == []
    with pytest.raises(Conflict) as raised:
        services.revoke_badge(badge=Badge.objects.get(), reason="Again", by=cup.organizer)
    assert raised.value.code == "revoked_already"


def test_a_person_gives_what_is_given_by_hand_once():
    fair = by_hand()
    cup = a_live_tournament_of_people(2)
    ann = somebody(Registration.objects.filter(tournament=cup)[0].user)

    first, second = (
        services.award_achievement(
            achievement=fair, holder=ann, tournament=cup, reason="Helped", by=cup.organizer
        )
        for _twice in range(2)
    )

    assert first == second
    assert (first.source, first.reason, first.awarded_by) == ("hand", "Helped", cup.organizer)
    assert Badge.objects.count() == 1
    assert AuditEntry.objects.filter(action="achievement.awarded").count() == 1


def test_the_site_gives_by_code_and_results_do_not_take_it_back():
    title = an_achievement()
    cup = a_live_tournament_of_people(2)
    loser = somebody(people(Match.objects.get(tournament=cup))[1])

    badge = services.award_achievement(
        achievement=title, holder=loser, tournament=cup, evidence={"challenge": 7}
    )
    concluded(cup)

    badge.refresh_from_db()
    assert (badge.source, badge.evidence, badge.stands) == ("site", {"challenge": 7}, True)


def test_who_may_give_what_by_hand():
    fair, title = by_hand(), an_achievement(per_tournament=True)
    honour = an_achievement("honour", "by_hand")
    cup, other = a_live_tournament_of_people(2), a_tournament()
    elsewhere = by_hand("elsewhere", tournament=other)
    ann = somebody(Registration.objects.filter(tournament=cup)[0].user)
    stranger = a_user()

    def refused(error, achievement, holder=ann, by=cup.organizer, tournament=cup):
        with pytest.raises(error) as raised:
            services.award_achievement(
                achievement=achievement, holder=holder, tournament=tournament, reason="x", by=by
            )
        return raised.value.code

    assert refused(Conflict, title) == "not_by_hand"
    assert refused(Conflict, elsewhere) == "elsewhere"
    assert refused(InvalidInput, fair, holder=stranger) == "not_here"
    assert refused(NotAllowed, fair, by=stranger) == "not_allowed"
    assert refused(NotAllowed, honour) == "not_allowed"
    assert refused(InvalidInput, fair, by=a_site_admin(), tournament=None) == "which_tournament"
    assert Badge.objects.count() == 0


def test_nobody_decorates_themselves():
    fair = by_hand()
    organizer = a_user()
    cup = a_tournament(entrants=0, by=organizer)
    register(tournament=cup, user=organizer, by=organizer)

    with pytest.raises(NotAllowed):
        services.award_achievement(
            achievement=fair, holder=organizer, tournament=cup, reason="x", by=organizer
        )


def test_one_that_is_closed_is_earned_by_nobody_and_kept_by_those_who_have_it():
    title = an_achievement()
    cup = concluded(a_live_tournament_of_people(2))
    services.change_achievement(
        achievement=title,
        name="Title",
        description="",
        icon="T",
        colour="gold",
        is_active=False,
        by=a_site_admin(),
    )

    concluded(a_live_tournament_of_people(2))
    again(cup)

    assert len(holders(title)) == 1
    with pytest.raises(Conflict) as raised:
        services.award_achievement(achievement=title, holder=a_user())
    assert raised.value.code == "inactive"


def test_an_achievement_that_cannot_be_is_refused():
    an_achievement("known")

    for error, code, facts in (
        (InvalidInput, "unknown_rule", {"rule": "magic"}),
        (InvalidInput, "params", {"params": {"place": 0, "times": 1}}),
        (InvalidInput, "params", {"params": {"place": 1, "times": 1, "more": 2}}),
        (InvalidInput, "code", {"code": "no code"}),
        (InvalidInput, "colour", {"colour": "plaid"}),
        (Conflict, "code_taken", {"code": "known"}),
    ):
        with pytest.raises(error) as raised:
            an_achievement(**facts)
        assert raised.value.code == code
    assert Achievement.objects.count() == 1


def test_the_profiles_hear_of_a_badge_once_and_of_its_loss(fake_profiles, committed):
    title = an_achievement()
    cup = a_live_tournament_of_people(2)
    with committed():
        concluded(cup)
    badge = Badge.objects.get(achievement=title)
    heard = {f"badge:{badge.pk}": (str(badge.user_id), "title")}

    with committed():
        again(cup)
    assert fake_profiles.achievements == heard

    with committed():
        services.revoke_badge(badge=badge, reason="Cheating", by=a_site_admin())
    assert fake_profiles.revoked == heard


def test_a_hook_that_was_away_hears_later_and_once(fake_profiles, committed):
    an_achievement()
    fake_profiles.refuse = 1
    with committed():
        concluded(a_live_tournament_of_people(2))
    assert fake_profiles.achievements == {}

    OutboxMessage.objects.update(available_at=timezone.now())
    outbox.flush()
    outbox.flush()

    assert len(fake_profiles.achievements) == 1


def test_the_site_begins_with_achievements_and_gets_each_once():
    new = services.install_achievements(by=None)

    assert len(new) == 12
    assert services.install_achievements(by=None) == []


def test_what_was_played_before_counts_when_the_site_asks_for_it():
    cup = concluded(a_live_tournament_of_people(2))
    call_command("tournament_achievements", stdout=StringIO())
    assert not Badge.objects.exists()

    said = StringIO()
    call_command("tournament_achievements", award=True, stdout=said)
    call_command("tournament_achievements", award=True, stdout=StringIO())

    earned = Badge.objects.filter(user=winner_of(cup)).values_list("achievement__code", flat=True)
    assert sorted(earned) == ["champion", "first_title", "first_tournament", "first_win", "podium"]
    assert f"  {cup.name}: 7" in said.getvalue()


def test_the_staff_of_the_site_alone_takes_back_what_is_worn_for_life():
    title = an_achievement()
    cup = concluded(a_live_tournament_of_people(2))
    badge = Badge.objects.get()

    with pytest.raises(NotAllowed):
        services.revoke_badge(badge=badge, reason="A rival", by=cup.organizer)
    assert len(holders(title)) == 1

    services.revoke_badge(badge=badge, reason="Cheating", by=a_site_admin())
    assert holders(title) == []
