from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import guards
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed
from tournament_engine.registration import services
from tournament_engine.registration.lifecycle import TRANSITIONS, RegistrationState
from tournament_engine.registration.models import Entrant, Registration, RosterMember
from tournament_engine.testing import FakeNotifications, FakeTeam, FakeTeams

pytestmark = pytest.mark.django_db

_S, _R = TournamentState, RegistrationState


@pytest.fixture
def full() -> tuple[Tournament, list[Registration]]:
    """Return a tournament of two places, with two more who wait."""
    cup = a_tournament(entrants=0, max_entrants=2)
    return cup, [a_registration(cup, a_user()) for _ in range(4)]


def someone(registration: Registration) -> Person:
    assert registration.user is not None
    return registration.user


def withdraw(registration: Registration, by: Any = None) -> Registration:
    return services.withdraw_registration(
        registration=registration, by=by or someone(registration), reason="Ill"
    )


def cancel(registration: Registration, by: Any = None) -> Registration:
    return services.cancel_registration(
        registration=registration, by=by or registration.tournament.organizer, reason="Rude"
    )


def states() -> list[str]:
    return list(Registration.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize(("leave", "state"), [(withdraw, "withdrawn"), (cancel, "cancelled")])
def test_a_freed_place_goes_to_the_first_who_waits(
    full: tuple[Tournament, list[Registration]], leave: Callable[..., Registration], state: str
):
    cup, [first, second, third, _fourth] = full

    leave(first)

    assert states() == [state, "confirmed", "confirmed", "waitlisted"]
    competing = [entrant.registration for entrant in Entrant.objects.competing(cup)]
    assert competing == [second, third]


def test_who_leaves_the_waitlist_frees_no_place(full: tuple[Tournament, list[Registration]]):
    _cup, [_first, _second, third, _fourth] = full

    withdraw(third)

    assert states() == ["confirmed", "confirmed", "withdrawn", "waitlisted"]


def test_leaving_is_counted_logged_and_kept_with_its_reason(
    full: tuple[Tournament, list[Registration]],
):
    _cup, [first, *_others] = full

    cancel(first)

    first.refresh_from_db()
    assert (first.reason, first.version) == ("Rude", 2)
    entry = AuditEntry.objects.filter(action="registration.cancelled").get()
    assert (entry.before, entry.after) == (
        {str(first.pk): "confirmed"},
        {str(first.pk): "cancelled"},
    )
    assert (entry.subject_id, entry.reason) == (str(first.pk), "Rude")


def test_who_left_may_come_again_and_takes_the_last_place_in_the_line(
    full: tuple[Tournament, list[Registration]],
):
    cup, [first, *_others] = full
    withdraw(first)

    again = a_registration(cup, first.user)

    assert again.state == "waitlisted"
    assert states() == ["withdrawn", "confirmed", "confirmed", "waitlisted", "waitlisted"]


def test_nobody_leaves_twice(full: tuple[Tournament, list[Registration]]):
    _cup, [first, *_others] = full
    withdraw(first)

    with pytest.raises(IllegalTransition):
        withdraw(first)


def test_a_seed_goes_with_its_entrant(full: tuple[Tournament, list[Registration]]):
    _cup, [first, *_others] = full
    Entrant.objects.filter(registration=first).update(seed=1)

    withdraw(first)

    assert Entrant.objects.get(registration=first).seed is None


def test_the_members_of_a_team_that_left_are_free_for_another():
    cup = a_tournament(entrants=0, entrant_kind="team")
    ann = a_user()
    rockets = a_registration(cup, ann)

    withdraw(rockets)

    assert not RosterMember.objects.get(registration=rockets).is_active
    assert a_registration(cup, ann).state == "confirmed"


def test_a_place_is_given_back_by_those_who_hold_it(fake_teams: FakeTeams):
    cup = a_tournament(entrants=0, entrant_kind="team")
    ann, manager, stranger = a_user(), a_user(), a_user()
    fake_teams.teams["7"] = FakeTeam("Rockets", frozenset({str(ann.pk)}))
    registration = services.register(tournament=cup, user=ann, by=ann, team_ref="7")
    fake_teams.teams["7"] = FakeTeam("Rockets", frozenset({str(manager.pk)}))

    for nobody in (stranger, cup.organizer, AnonymousUser(), a_user(is_active=False)):
        with pytest.raises(NotAllowed):
            withdraw(registration, by=nobody)
    withdraw(registration, by=manager)

    assert states() == ["withdrawn"]


def test_a_captain_gives_back_the_place_of_the_team():
    cup = a_tournament(entrants=0, entrant_kind="team")
    registration = a_registration(cup)
    captain = registration.user
    Registration.objects.update(user=None)

    assert withdraw(registration, by=captain).state == "withdrawn"


def test_only_who_runs_the_tournament_takes_others_out(
    full: tuple[Tournament, list[Registration]],
):
    _cup, [first, second, *_others] = full

    for nobody in (first.user, second.user, AnonymousUser()):
        with pytest.raises(NotAllowed):
            cancel(first, by=nobody)


def test_who_is_taken_out_reads_why(
    full: tuple[Tournament, list[Registration]],
    fake_notifications: FakeNotifications,
    committed: Committed,
):
    _cup, [first, _second, third, _fourth] = full

    with committed():
        cancel(first)

    assert [
        (sent.event, sent.recipients, sent.context["reason"]) for sent in fake_notifications.sent
    ] == [
        ("registration_confirmed", (str(third.user_id),), ""),
        ("registration_cancelled", (str(first.user_id),), "Rude"),
    ]


def test_a_reason_is_needed_to_take_somebody_out(full: tuple[Tournament, list[Registration]]):
    cup, [first, *_others] = full

    with pytest.raises(InvalidInput) as refused:
        services.cancel_registration(registration=first, by=cup.organizer, reason="")

    assert refused.value.field == "reason"


@pytest.mark.parametrize("state", TournamentState)
@pytest.mark.parametrize("leave", [withdraw, cancel])
def test_people_come_and_go_until_play_begins(
    full: tuple[Tournament, list[Registration]],
    leave: Callable[..., Registration],
    state: TournamentState,
):
    _cup, [first, *_others] = full
    Tournament.objects.update(state=state)

    try:
        leave(first)
    except Conflict:
        has_left = False
    else:
        has_left = True

    before_play = {
        _S.DRAFT,
        _S.PUBLISHED,
        _S.REGISTRATION_OPEN,
        _S.REGISTRATION_CLOSED,
        _S.CHECK_IN,
    }
    assert has_left == (state in before_play)


@pytest.mark.parametrize("state", RegistrationState)
@pytest.mark.parametrize(("leave", "target"), [(withdraw, _R.WITHDRAWN), (cancel, _R.CANCELLED)])
def test_each_way_out_follows_the_edges_of_the_table(
    leave: Callable[..., Registration], target: RegistrationState, state: RegistrationState
):
    registration = a_registration(a_tournament(entrants=0))
    Registration.objects.update(state=state)

    try:
        leave(registration)
    except IllegalTransition:
        has_left = False
    else:
        has_left = True

    assert has_left == (target in TRANSITIONS[state])


def test_nobody_leaves_a_draw(full: tuple[Tournament, list[Registration]], core_alone: None):
    _cup, [first, *_others] = full

    def drawn(_: Tournament) -> None:
        raise Conflict("The draw is made.")

    guards.register("leave", drawn)

    with pytest.raises(Conflict, match="The draw is made"):
        withdraw(first)


def test_places_are_settled_once_people_can_register(full: tuple[Tournament, list[Registration]]):
    cup, _registrations = full
    cup.refresh_from_db()

    with pytest.raises(Conflict) as refused:
        tournaments.update_tournament(
            tournament=cup, by=cup.organizer, version=cup.version, max_entrants=3
        )

    assert (refused.value.code, refused.value.field) == ("locked", "max_entrants")


def test_fewer_places_than_entrants_are_refused():
    cup = a_tournament(state=TournamentState.DRAFT, entrants=3)

    with pytest.raises(Conflict, match="3 places are taken") as refused:
        tournaments.update_tournament(
            tournament=cup, by=cup.organizer, version=cup.version, max_entrants=2
        )

    assert refused.value.field == "max_entrants"


def free_a_place_unseen(registration: Registration) -> None:
    Registration.objects.filter(pk=registration.pk).update(state="withdrawn")


def test_an_organiser_fills_places_by_hand(full: tuple[Tournament, list[Registration]]):
    cup, [first, second, third, fourth] = full
    free_a_place_unseen(first)
    free_a_place_unseen(second)

    promoted = services.promote_from_waitlist(tournament=cup, by=cup.organizer)

    assert promoted == [third, fourth]
    assert services.promote_from_waitlist(tournament=cup) == []


def test_strangers_fill_no_places(full: tuple[Tournament, list[Registration]]):
    cup, [first, *_others] = full

    with pytest.raises(NotAllowed):
        services.promote_from_waitlist(tournament=cup, by=first.user)


def test_nobody_moves_up_once_play_has_begun(full: tuple[Tournament, list[Registration]]):
    cup, [first, *_others] = full
    free_a_place_unseen(first)
    Tournament.objects.update(state="live")

    with pytest.raises(Conflict, match="play has begun"):
        services.promote_from_waitlist(tournament=cup)


def test_who_still_waits_at_the_start_is_told(
    full: tuple[Tournament, list[Registration]],
    fake_notifications: FakeNotifications,
    committed: Committed,
):
    cup, [_first, _second, third, fourth] = full

    with committed():
        services.expire_waitlist(cup, None)

    assert states() == ["confirmed", "confirmed", "expired", "expired"]
    [notice] = fake_notifications.sent
    assert notice.event == "registration_expired"
    assert set(notice.recipients) == {str(third.user_id), str(fourth.user_id)}


def test_a_start_with_nobody_waiting_says_nothing():
    cup = a_tournament()

    services.expire_waitlist(cup, None)

    assert not AuditEntry.objects.filter(action="registration.expired").exists()


def test_a_tournament_that_is_called_off_tells_everybody(
    full: tuple[Tournament, list[Registration]],
    fake_notifications: FakeNotifications,
    committed: Committed,
):
    cup, [first, *_others] = full
    withdraw(first)

    with committed():
        tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    assert states() == ["withdrawn", "cancelled", "cancelled", "cancelled"]
    [notice] = [sent for sent in fake_notifications.sent if sent.event == "tournament_cancelled"]
    assert (len(notice.recipients), notice.context["reason"]) == (3, "Rain")


def test_a_tournament_without_entrants_is_called_off_in_silence():
    cup = a_tournament(entrants=0)

    tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    assert states() == []


def test_a_tournament_needs_its_fewest_entrants_to_start():
    cup = a_tournament(state=_S.REGISTRATION_CLOSED, entrants=2, min_entrants=3)

    with pytest.raises(Conflict, match="2 of at least 3 entrants"):
        tournaments.start_tournament(tournament=cup, by=cup.organizer)


def test_who_was_cancelled_still_sees_a_private_tournament_and_who_left_does_not(
    full: tuple[Tournament, list[Registration]],
):
    _cup, [first, second, *_others] = full
    withdraw(first)
    cancel(second)
    Tournament.objects.update(visibility="private")

    seen = [Tournament.objects.visible_to(someone(row)).count() for row in (first, second)]

    assert seen == [0, 1]
