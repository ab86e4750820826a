"""A substitute takes over a place with its seed and its matches, on one page and in one step."""

from typing import Any

import pytest
from tests.desk.browsing import address, log_in, post
from tests.factories import a_registration, a_staff_member, a_tournament, a_user
from tests.playing import a_live_tournament, bracket_of, first_stage, match_of, play, started

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services as brackets
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.match.consistency import check_projection
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Tournament:
    return a_live_tournament(entrants=["Ann", "Bob", "Cyd", "Dee"])


def row_of(tournament: Tournament, name: str) -> Registration:
    return Registration.objects.get(tournament=tournament, name=name)


def replace(tournament: Tournament, leaving: str, by: Any = None, **fields: object) -> Any:
    facts = {"action": "save", "reason": "Ill"} | fields
    client = log_in(by or tournament.organizer)
    key = row_of(tournament, leaving).pk
    return post(client, "replace_entrant", tournament.slug, key, **facts)


def test_the_list_of_entrants_leads_to_the_page(cup: Tournament):
    client, key = log_in(cup.organizer), row_of(cup, "Bob").pk

    listed = client.get(address("manage_entrants", cup.slug)).content.decode()
    shown = client.get(address("replace_entrant", cup.slug, key)).content.decode()

    assert address("replace_entrant", cup.slug, key) in listed
    assert "A substitute for Bob" in shown
    assert "R1.2" in shown
    assert "Cyd" in shown


def test_what_changes_is_shown_before_anything_does(cup: Tournament):
    answer = replace(cup, "Bob", action="preview", name="Zoe")

    assert "Let Zoe take over" in answer.content.decode()
    assert row_of(cup, "Bob").state == "confirmed"
    assert not Registration.objects.filter(name="Zoe").exists()


def test_somebody_by_name_gets_the_place_the_seed_and_the_matches(cup: Tournament):
    seed = Entrant.objects.get(name="Bob", tournament=cup).seed

    answer = replace(cup, "Bob", name="Zoe")

    zoe = Entrant.objects.get(name="Zoe", tournament=cup)
    assert answer.url == address("manage_entrants", cup.slug)
    assert (row_of(cup, "Bob").state, zoe.registration.state) == ("cancelled", "confirmed")
    assert zoe.seed == seed
    assert match_of(cup, "R1.2").sides.filter(entrant=zoe).exists()
    assert check_projection(bracket_of(cup)) == []
    reasons = AuditEntry.objects.filter(action__endswith=".replaced").values_list("reason")
    assert set(reasons) == {("Ill",)}


def test_who_waited_takes_over_and_both_are_told(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = a_tournament(entrants=0, max_entrants=2)
    ann, _bob, cyd = (a_registration(cup) for _ in range(3))
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    started(cup)

    with committed():
        replace(cup, ann.name, waiting=cyd.pk)

    assert cyd.name in match_names(cup)
    told = [(sent.event, sent.recipients) for sent in fake_notifications.sent]
    assert ("registration_cancelled", (str(ann.user_id),)) in told
    assert ("registration_confirmed", (str(cyd.user_id),)) in told


def match_names(cup: Tournament) -> set[str]:
    return set(cup.matches.values_list("sides__entrant__name", flat=True))


def test_a_seed_goes_over_before_the_draw():
    cup = a_tournament(entrants=["Ann", "Bob", "Cyd"])
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    order = list(Entrant.objects.filter(tournament=cup).order_by("-name"))
    brackets.seed_entrants(stage=first_stage(cup), order=order, by=cup.organizer)

    replace(cup, "Cyd", name="Zoe")

    zoe = Entrant.objects.get(name="Zoe", tournament=cup)
    assert bracket_of(cup).seeding[0] == str(zoe.pk)


def test_who_has_played_is_taken_out_instead(cup: Tournament):
    play(match_of(cup, "R1.2"))

    shown = log_in(cup.organizer).get(address("replace_entrant", cup.slug, row_of(cup, "Bob").pk))
    sent = replace(cup, "Bob", name="Zoe")

    assert address("remove_entrant", cup.slug, row_of(cup, "Bob").pk) in shown.content.decode()
    assert 'name="reason"' not in shown.content.decode()
    assert sent.status_code == 409
    assert row_of(cup, "Bob").state == "confirmed"


def test_a_refusal_by_the_stage_leaves_the_place_as_it_is(cup: Tournament):
    sent = replace(cup, "Bob", name="Ann")

    assert sent.status_code == 409
    assert row_of(cup, "Bob").state == "confirmed"
    assert set(match_names(cup)) == {"Ann", "Bob", "Cyd", "Dee", None}


@pytest.mark.parametrize(
    "fields", [{"name": ""}, {"name": "Zoe", "reason": ""}], ids=["nobody", "no reason"]
)
def test_what_is_missing_is_asked_for(cup: Tournament, fields: dict[str, str]):
    assert replace(cup, "Bob", **fields).status_code == 422


def test_one_who_waits_or_a_name_and_not_both():
    cup = a_tournament(entrants=0, max_entrants=2)
    ann, _bob, cyd = (a_registration(cup) for _ in range(3))

    assert replace(cup, ann.name, waiting=cyd.pk, name="Zoe").status_code == 422


def test_seats_are_given_by_who_manages_the_bracket(cup: Tournament):
    clerk = a_staff_member(cup, Role.REGISTRATION_STAFF)

    assert replace(cup, "Bob", clerk, name="Zoe").status_code == 403
    assert replace(cup, "Bob", a_user(), name="Zoe").status_code == 403
    assert row_of(cup, "Bob").state == "confirmed"
    assert (
        "replace/" not in log_in(clerk).get(address("manage_entrants", cup.slug)).content.decode()
    )
