"""Who stands in for an entrant, and a disqualification that is taken back."""

from typing import Any

import pytest
from django.utils import timezone
from tests.desk.browsing import address, log_in, post
from tests.factories import a_registration, a_tournament, a_user, somebody
from tests.playing import a_live_tournament_of_people, play, playable, started

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services as brackets
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import StaffAssignment, Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, TournamentError
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db


def full(**facts: Any) -> tuple[Tournament, list[Registration]]:
    """Return a tournament of two places, and one more who waits."""
    cup = a_tournament(entrants=0, max_entrants=2, **facts)
    return cup, [a_registration(cup) for _ in range(3)]


def replace(row: Registration, by: Any = None, **facts: Any) -> Entrant:
    told: dict[str, Any] = {"reason": "Ill"} | facts
    return services.replace_registration(
        registration=row, by=by or row.tournament.organizer, **told
    )


def states() -> list[str]:
    return list(Registration.objects.order_by("pk").values_list("state", flat=True))


def test_who_waits_takes_over_the_place_and_the_seed(
    fake_notifications: FakeNotifications, committed: Committed
):
    _cup, [first, _second, third] = full()
    Entrant.objects.filter(registration=first).update(seed=1)

    with committed():
        entrant = replace(first, substitute=third)

    assert states() == ["cancelled", "confirmed", "confirmed"]
    assert (entrant.registration, entrant.seed) == (third, 1)
    assert Entrant.objects.get(registration=first).seed is None
    told = {sent.event: sent.recipients for sent in fake_notifications.sent}
    assert told == {
        "registration_cancelled": (str(first.user_id),),
        "registration_confirmed": (str(third.user_id),),
    }
    entry = AuditEntry.objects.get(action="registration.replaced")
    assert (entry.after["to"], entry.reason) == (third.pk, "Ill")


def test_who_waited_until_play_began_takes_over_with_their_team():
    cup, [first, second, third] = full(entrant_kind="team")
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    started(cup)
    for row in (first, second, third):
        row.refresh_from_db()

    entrant = replace(first, substitute=third)

    assert states() == ["cancelled", "confirmed", "expired", "confirmed"]
    assert entrant.registration.user == third.user
    [captain] = entrant.registration.members.filter(is_active=True)
    assert (captain.user, captain.role) == (third.user, "captain")


def test_somebody_who_never_asked_stands_in_by_name():
    _cup, [first, *_others] = full()

    entrant = replace(first, name=" Zoe ")

    assert (entrant.name, entrant.registration.state) == ("Zoe", "confirmed")
    assert states() == ["cancelled", "confirmed", "waitlisted", "confirmed"]


def test_a_name_that_is_taken_stands_in_for_nobody():
    _cup, [first, second, _third] = full()

    with pytest.raises(Conflict) as refused:
        replace(first, name=second.name.upper())

    assert (refused.value.code, states()) == (
        "already_registered",
        ["confirmed", "confirmed", "waitlisted"],
    )


def test_only_who_waits_in_this_tournament_stands_in():
    _cup, [first, second, third] = full()
    foreign = a_registration(a_tournament(entrants=0))

    with pytest.raises(InvalidInput) as other:
        replace(first, substitute=foreign)
    with pytest.raises(Conflict) as inside:
        replace(first, substitute=second)
    with pytest.raises(Conflict) as waiting:
        replace(third, name="Zoe")

    codes = [error.value.code for error in (other, inside, waiting)]
    assert codes == ["foreign", "not_waiting", "not_confirmed"]
    assert states() == ["confirmed", "confirmed", "waitlisted", "confirmed"]


def test_nobody_gives_a_place_to_themselves():
    cup = a_tournament(entrants=0, max_entrants=2)
    first, _second = a_registration(cup), a_registration(cup)
    own = a_registration(cup, cup.organizer)

    with pytest.raises(NotAllowed) as refused:
        replace(first, substitute=own)

    assert refused.value.code == "own_case"


def test_strangers_replace_nobody():
    _cup, [first, _second, third] = full()

    with pytest.raises(NotAllowed):
        replace(first, by=a_user(), substitute=third)


def test_nobody_is_replaced_when_all_is_over():
    cup, [first, _second, third] = full()
    tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")
    first.refresh_from_db()

    with pytest.raises(TournamentError) as refused:
        replace(first, substitute=third)

    assert refused.value.code == "closed"


@pytest.fixture
def live() -> tuple[Tournament, Entrant]:
    """Return a live tournament of four people and one of them, who is disqualified."""
    cup = a_live_tournament_of_people(4)
    match = playable(cup)[0]
    entrant = match.sides.select_related("entrant__registration__tournament").get(side=0).entrant
    assert entrant is not None
    brackets.disqualify_entrant(entrant=entrant, by=cup.organizer, reason="Cheated")
    return cup, Entrant.objects.select_related("registration__tournament", "tournament").get(
        pk=entrant.pk
    )


def reinstate(entrant: Entrant, by: Any = None) -> Entrant:
    return brackets.reinstate_entrant(
        entrant=entrant, by=by or entrant.tournament.organizer, reason="It was another one"
    )


def test_a_disqualification_is_taken_back_with_its_walkovers(
    live: tuple[Tournament, Entrant], fake_notifications: FakeNotifications, committed: Committed
):
    cup, entrant = live
    assert len(playable(cup)) == 1

    with committed():
        reinstate(entrant)

    entrant.registration.refresh_from_db()
    assert (entrant.registration.state, len(playable(cup))) == ("confirmed", 2)
    assert "registration_reinstated" in {sent.event for sent in fake_notifications.sent}


def test_a_disqualification_stays_once_play_went_on(live: tuple[Tournament, Entrant]):
    cup, entrant = live
    play(playable(cup)[0])

    with pytest.raises(Conflict) as refused:
        reinstate(entrant)

    entrant.registration.refresh_from_db()
    assert (refused.value.code, entrant.registration.state) == ("played_on", "disqualified")


def test_a_disqualification_that_ended_the_tournament_is_taken_back():
    cup = a_live_tournament_of_people(2)
    entrant = Entrant.objects.select_related("registration__tournament", "tournament").first()
    assert entrant is not None
    brackets.disqualify_entrant(entrant=entrant, by=cup.organizer, reason="Cheated")

    reinstate(entrant)

    cup.refresh_from_db()
    assert (cup.state, len(playable(cup))) == ("live", 1)


def test_only_a_head_referee_takes_a_disqualification_back(live: tuple[Tournament, Entrant]):
    cup, entrant = live
    referee, head = a_user(), a_user()
    for user, role in ((referee, "referee"), (head, "head_referee")):
        StaffAssignment.objects.create(
            tournament=cup, user=user, role=role, state="active", expires_at=timezone.now()
        )

    with pytest.raises(NotAllowed):
        reinstate(entrant, by=referee)
    reinstate(entrant, by=head)

    entrant.registration.refresh_from_db()
    assert entrant.registration.state == "confirmed"


def test_who_is_not_disqualified_is_not_reinstated():
    cup = a_live_tournament_of_people(2)
    entrant = Entrant.objects.select_related("registration__tournament", "tournament").first()
    assert entrant is not None

    with pytest.raises(Conflict) as refused:
        reinstate(entrant)

    assert (refused.value.code, cup.state) == ("not_disqualified", "live")


def test_members_of_a_reinstated_team_are_back_unless_they_play_for_others():
    cup = a_tournament(entrants=0, entrant_kind="team")
    rows = [a_registration(cup, name=name, members=["Bob"]) for name in ("Rooks", "Knights")]
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    started(cup)
    entrant = Entrant.objects.select_related("registration__tournament", "tournament").get(
        registration=rows[0]
    )
    brackets.disqualify_entrant(entrant=entrant, by=cup.organizer, reason="Cheated")
    captain = rows[0].user
    other = rows[1].members.get(name="Bob")
    other.user = captain
    other.save()

    with pytest.raises(Conflict) as refused:
        reinstate(Entrant.objects.select_related("registration", "tournament").get(pk=entrant.pk))
    other.user = None
    other.save()
    reinstate(Entrant.objects.select_related("registration", "tournament").get(pk=entrant.pk))

    assert refused.value.code == "member_registered"
    assert rows[0].members.filter(is_active=True).count() == 2


def test_a_disqualification_is_taken_back_on_a_page(live: tuple[Tournament, Entrant]):
    cup, entrant = live
    client, words = log_in(cup.organizer), (cup.slug, entrant.registration_id)

    listed = client.get(address("manage_entrants", cup.slug)).content.decode()
    shown = client.get(address("reinstate_entrant", *words))
    silent = post(client, "reinstate_entrant", *words)
    stranger = post(log_in(a_user()), "reinstate_entrant", *words, reason="Please")
    post(client, "reinstate_entrant", *words, reason="A mistake")

    entrant.registration.refresh_from_db()
    assert address("reinstate_entrant", *words) in listed
    assert (shown.status_code, silent.status_code, stranger.status_code) == (200, 422, 403)
    assert entrant.registration.state == "confirmed"


def test_who_comes_back_is_known_in_the_game_as_before():
    cup = a_tournament(entrants=0, max_entrants=2)
    row = a_registration(cup)
    Registration.objects.filter(pk=row.pk).update(state="withdrawn", identity="ann#1")
    row.refresh_from_db()

    again = services.readmit(registration=row, by=None, reason="A mistake")

    assert (again.state, again.identity) == ("confirmed", "ann#1")


def test_the_place_of_a_substitute_who_had_one_goes_to_the_next():
    cup = a_tournament(entrants=0, max_entrants=2, promotion_minutes=60)
    first, second, third, fourth = [a_registration(cup) for _ in range(4)]
    services.withdraw_registration(registration=second, by=somebody(second.user))
    third.refresh_from_db()
    assert third.accept_by is not None

    replace(first, substitute=third)

    fourth.refresh_from_db()
    assert states() == ["cancelled", "withdrawn", "confirmed", "waitlisted"]
    assert fourth.accept_by is not None
