"""What players are known by in the game: asked, checked, taken from the profile, and kept."""

from typing import Any

import pytest
from tests.desk.browsing import address, log_in, post
from tests.factories import a_game, a_registration, a_tournament, a_user

from tournament_engine.core.models import Game, Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration, RosterMember
from tournament_engine.testing import FakeProfiles

pytestmark = pytest.mark.django_db


def a_riot_game(**look: str) -> Game:
    game = a_game("Valorant")
    game.identity_label = "Riot ID"
    game.identity_preset = look.get("preset", "riot")
    game.identity_pattern = look.get("pattern", "")
    game.save()
    return game


def a_cup(**facts: Any) -> Tournament:
    return a_tournament(entrants=0, game=facts.pop("game", None) or a_riot_game(), **facts)


def test_who_registers_says_what_the_game_knows_them_by():
    row = a_registration(a_cup(), identity=" Ann#EUW ")

    assert row.identity == "Ann#EUW"


@pytest.mark.parametrize(
    ("given", "code"), [("", "no_identity"), ("Ann", "identity"), ("A" * 90, "too_long")]
)
def test_what_does_not_look_so_is_refused(given: str, code: str):
    with pytest.raises(InvalidInput) as refused:
        a_registration(a_cup(), identity=given)

    assert (refused.value.code, refused.value.field) == (code, "identity")
    assert not Registration.objects.exists()


def test_a_pattern_of_the_site_s_own_is_held_to():
    cup = a_cup(game=a_riot_game(preset="", pattern=r"\d{4,10}"))

    with pytest.raises(InvalidInput):
        a_registration(cup, identity="abc")

    assert a_registration(cup, identity="12345").identity == "12345"


def test_a_game_without_one_asks_for_none():
    row = a_registration(a_tournament(entrants=0), identity="whatever")

    assert row.identity == ""


def test_the_profile_says_it_and_the_input_wins(fake_profiles: FakeProfiles):
    cup, ann, bob = a_cup(), a_user("ann"), a_user("bob")
    for person in (ann, bob):
        fake_profiles.identities[str(person.pk), str(cup.game.pk)] = "Old#EUW"

    assert a_registration(cup, ann).identity == "Old#EUW"
    assert a_registration(cup, bob, identity="New#EUW").identity == "New#EUW"


def test_a_profile_that_is_wrong_or_away_stops_nobody(fake_profiles: FakeProfiles):
    cup, ann = a_cup(), a_user("ann")
    fake_profiles.identities[str(ann.pk), str(cup.game.pk)] = "no tag"
    with pytest.raises(InvalidInput):
        a_registration(cup, ann)
    fake_profiles.refuse = 5

    assert a_registration(cup, ann, identity="Ann#EUW").identity == "Ann#EUW"


def test_the_form_asks_with_the_game_s_own_word_and_the_profile_fills_it(
    fake_profiles: FakeProfiles,
):
    cup, ann = a_cup(), a_user("ann")
    fake_profiles.identities[str(ann.pk), str(cup.game.pk)] = "Ann#EUW"
    client = log_in(ann)

    form = client.get(address("register", cup.slug)).context["form"]
    wrong = post(client, "register", cup.slug, name="Ann", identity="Ann")

    assert (form["identity"].label, form["identity"].value()) == ("Riot ID", "Ann#EUW")
    assert wrong.context["form"].errors["identity"] == ["Enter a Riot ID, such as Ann#EUW."]
    assert (wrong.status_code, Registration.objects.count()) == (422, 0)


def test_a_captain_says_their_own_and_members_say_theirs_when_they_join():
    cup, ann, bob = a_cup(entrant_kind="team"), a_user("ann"), a_user("bob")
    team = a_registration(cup, ann, identity="Ann#EUW")
    link = services.token_of(services.invite_member(registration=team, by=ann))
    client, page = log_in(bob), address("join", link)

    asked = client.get(page).context["form"]
    refused = client.post(page, {"identity": "Bob"})
    client.post(page, {"identity": "Bob#EUW"})

    known = RosterMember.objects.order_by("pk").values_list("identity", flat=True)
    assert asked["identity"].label == "Riot ID"
    assert refused.status_code == 422
    assert list(known) == ["Ann#EUW", "Bob#EUW"]


def test_the_staff_reads_it_with_the_registration():
    cup = a_cup()
    row = a_registration(cup, identity="Ann#EUW")

    page = log_in(cup.organizer).get(address("registration", cup.slug, row.pk)).content.decode()

    assert "<dt>Riot ID</dt><dd><bdi>Ann#EUW</bdi></dd>" in page
