"""The pages of achievements and badges: what can be earned, what one wears, what staff gives."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.awards.prizes import concluded
from tests.desk.browsing import address, log_in, post
from tests.factories import a_site_admin, a_tournament, a_user, somebody
from tests.playing import a_live_tournament, a_live_tournament_of_people, started

from tournament_engine.awards import services
from tournament_engine.awards.models import Achievement, Badge
from tournament_engine.awards.rarity import Rarity, rarities
from tournament_engine.core import services as tournaments
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.registration.models import Registration
from tournament_engine.registration.services import register

pytestmark = pytest.mark.django_db


def an_achievement(code="title", rule="place", params=None, **facts):
    if params is None:
        params = {"place": 1, "times": 1} if rule == "place" else {}
    facts = {"name": f"The {code}", **facts}
    return services.define_achievement(code=code, rule=rule, params=params, by=None, **facts)


def read(browser, route, *args):
    return browser.get(address(route, *args)).content.decode()


def test_everybody_reads_what_can_be_earned_and_how_rare_it_is(client):
    an_achievement()
    an_achievement("regular", "tournaments_played", {"times": 10})
    concluded(a_live_tournament_of_people(4))

    shown = read(client, "achievements")

    assert "Win a tournament." in shown
    assert "Uncommon: 25\xa0%" in shown or "Uncommon: 25 %" in shown
    assert "Play a tournament, 10 times." in shown
    assert "Nobody has it yet." in shown
    assert "<progress" not in shown


def test_a_player_sees_how_far_it_is(client):
    an_achievement()
    an_achievement("regular", "tournaments_played", {"times": 10})
    concluded(a_live_tournament_of_people(2))
    winner = somebody(Badge.objects.get().user)

    shown = read(log_in(winner), "achievements")

    assert "You have it" in shown
    assert '<progress max="10" value="1"' in shown
    assert "1 of 10" in shown


def test_what_is_closed_is_shown_to_nobody_unless_somebody_has_it(client):
    title, other = an_achievement(), an_achievement("other")
    concluded(a_live_tournament_of_people(2))
    Badge.objects.filter(achievement=other).delete()
    Achievement.objects.update(is_active=False)

    shown = read(client, "achievements")

    assert title.name in shown
    assert "It cannot be earned any more." in shown
    assert other.name not in shown


def test_rarity_is_the_share_of_those_who_have_played():
    title = an_achievement()
    chess = an_achievement("chess", game=a_tournament(entrants=0).game)
    concluded(a_live_tournament_of_people(4))
    concluded(a_live_tournament(entrants=3))

    found = rarities([title, chess])

    assert found == {title.pk: Rarity(1, 4), chess.pk: Rarity(1, 4)}
    assert (found[title.pk].percent, found[title.pk].name) == (25.0, "uncommon")


def test_who_has_played_alone_and_in_a_team_is_one_player():
    ann, bob = a_user(), a_user()
    title = an_achievement()
    solo = a_tournament(entrants=0)
    team = a_tournament(entrants=0, entrant_kind="team")
    for person in (ann, bob):
        register(tournament=solo, user=person, by=person)
        register(tournament=team, user=person, by=person, name=f"Team {person.pk}")
    for cup in (solo, team):
        tournaments.close_registration(tournament=cup, by=cup.organizer)
        concluded(started(cup))

    assert rarities([title])[title.pk].players == 2


def test_anybody_sees_what_somebody_wears_and_no_address(client):
    an_achievement()
    cup = concluded(a_live_tournament_of_people(2))
    winner = somebody(Badge.objects.get().user)

    answer = client.get(address("badges_of", winner.pk))

    shown = answer.content.decode()
    assert "The title" in shown
    assert cup.name in shown
    assert winner.email not in shown
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("key", ["0", "nobody", "9" * 40])
def test_who_has_nothing_to_show_is_the_same_as_nobody(client, key):
    person = a_user()
    nobody = client.get(address("badges_of", key))

    assert nobody.status_code == 404
    assert client.get(address("badges_of", person.pk)).content == nobody.content


def test_what_was_earned_in_private_is_shown_to_those_who_were_there(client):
    an_achievement()
    cup = concluded(a_live_tournament_of_people(2))
    cup.visibility = "private"
    cup.save()
    winner = somebody(Badge.objects.get().user)

    assert client.get(address("badges_of", winner.pk)).status_code == 404
    assert cup.name in read(log_in(cup.organizer), "badges_of", winner.pk)
    assert cup.name in read(log_in(winner), "badges_of", winner.pk)


def test_what_was_taken_back_the_holder_alone_reads_with_the_reason(client):
    an_achievement()
    an_achievement("first", "match_wins", {"times": 1})
    concluded(a_live_tournament_of_people(2))
    badge = Badge.objects.get(achievement__code="title")
    wearer = somebody(badge.user)
    services.revoke_badge(badge=badge, reason="A wrong score", by=a_site_admin())

    own = log_in(wearer).get(address("own_badges"), follow=True).content.decode()

    assert "A wrong score" in own
    assert "The title" not in read(client, "badges_of", wearer.pk)


def test_what_is_worn_for_life_the_staff_of_the_site_alone_is_offered_to_take_back():
    an_achievement()
    cup = concluded(a_live_tournament_of_people(2))
    act = "Take the badge back"

    offered = [
        act in read(log_in(user), "manage_badges", cup.slug)
        for user in (cup.organizer, a_site_admin())
    ]

    assert offered == [False, True]


def test_the_organiser_gives_one_by_hand_and_takes_it_back(committed):
    fair = an_achievement("fair", "by_hand", per_tournament=True)
    an_achievement("honour", "by_hand")
    cup = a_live_tournament_of_people(2)
    ann = somebody(Registration.objects.filter(tournament=cup)[0].user)
    browser = log_in(cup.organizer)
    assert "The honour" not in read(browser, "manage_badges", cup.slug)

    form = {"action": "give", "achievement": fair.pk, "holder": f"user:{ann.pk}"}
    with committed():
        answer = post(browser, "manage_badges", cup.slug, **form, reason="Lent a mouse")

    assert answer.status_code == 302
    assert "Lent a mouse" in read(browser, "manage_badges", cup.slug)
    assert InboxMessage.objects.get(event="badge_awarded").user == ann
    badge = Badge.objects.get()
    back = {"action": "revoke", "badge": badge.pk, "reason": "Mistake"}
    assert post(browser, "manage_badges", cup.slug, **back).status_code == 302
    assert "Mistake" in read(browser, "manage_badges", cup.slug)


def test_what_is_wrong_with_a_gift_is_said_and_nothing_given():
    fair = an_achievement("fair", "by_hand", per_tournament=True)
    cup = a_live_tournament_of_people(2)
    ann = somebody(Registration.objects.filter(tournament=cup)[0].user)
    browser = log_in(cup.organizer)

    right = {"achievement": fair.pk, "holder": f"user:{ann.pk}", "reason": "x"}
    for wrong in ({"holder": f"user:{a_user().pk}"}, {"achievement": 0}, {"reason": ""}):
        answer = post(browser, "manage_badges", cup.slug, action="give", **{**right, **wrong})
        assert answer.status_code == 422
    assert not Badge.objects.exists()


def test_a_badge_of_another_tournament_is_not_there():
    an_achievement()
    concluded(a_live_tournament_of_people(2))
    badge, other = Badge.objects.get(), a_tournament(entrants=0)
    form = {"action": "revoke", "badge": badge.pk, "reason": "x"}

    answer = post(log_in(other.organizer), "manage_badges", other.slug, **form)

    assert answer.status_code == 404


def test_a_person_without_an_account_is_given_one_as_an_entrant():
    fair = an_achievement("fair", "by_hand", per_tournament=True)
    cup = a_live_tournament(entrants=["Ann", "Bob"])
    ann = cup.entrants.get(name="Ann")
    form = {"action": "give", "achievement": fair.pk, "holder": f"entrant:{ann.pk}", "reason": "x"}

    post(log_in(cup.organizer), "manage_badges", cup.slug, **form)

    assert Badge.objects.get().entrant == ann
    assert "Ann" in read(log_in(cup.organizer), "manage_badges", cup.slug)


def test_site_staff_gives_what_is_given_once_in_a_life():
    honour = an_achievement("honour", "by_hand")
    cup = a_live_tournament_of_people(2)
    ann = somebody(Registration.objects.filter(tournament=cup)[0].user)
    form = {"action": "give", "achievement": honour.pk, "holder": f"user:{ann.pk}", "reason": "x"}

    post(log_in(a_site_admin()), "manage_badges", cup.slug, **form)

    assert Badge.objects.get().user == ann


def queries_of(browser, *route):
    read(browser, *route)
    with CaptureQueriesContext(connection) as captured:
        read(browser, *route)
    return len(captured)


def test_the_lists_take_as_many_queries_for_three_as_for_one():
    cup = a_live_tournament_of_people(4)
    an_achievement("played", "tournaments_played", {"times": 1})
    concluded(cup)
    person = somebody(Badge.objects.all()[0].user)
    desk, own = log_in(cup.organizer), log_in(person)
    Badge.objects.exclude(user=person).update(tournament=None)
    routes = (
        (own, "achievements"),
        (own, "badges_of", person.pk),
        (desk, "manage_badges", cup.slug),
    )
    for_one = [queries_of(*route) for route in routes]

    for code in ("second", "third"):
        an_achievement(code, "tournaments_played", {"times": 1})
    Badge.objects.update(tournament=cup)
    services.award_achievements(tournament=cup)

    assert [queries_of(*route) for route in routes] == for_one
