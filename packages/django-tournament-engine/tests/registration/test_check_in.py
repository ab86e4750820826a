"""Who is there: by themselves, by the desk, and what becomes of those who are not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person
from tests.playing import first_stage

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services as brackets
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
OPENS = timezone.now() - HOUR
CLOSES = timezone.now() + HOUR


def checking_in(size: int = 3, **facts: Any) -> tuple[Tournament, list[Registration]]:
    """Return a tournament in check-in, two places unless said otherwise, and who asked for one."""
    usual: dict[str, Any] = {
        "max_entrants": 2,
        "check_in_opens_at": OPENS,
        "check_in_closes_at": CLOSES,
    }
    cup = a_tournament(entrants=0, **usual | facts)
    rows = [a_registration(cup) for _ in range(size)]
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    tournaments.open_check_in(tournament=cup, by=cup.organizer)
    return cup, rows


def someone(registration: Registration) -> Person:
    assert registration.user is not None
    return registration.user


def come(row: Registration, by: Any = None, now: datetime | None = None) -> Registration:
    return services.check_in(registration=row, by=by or someone(row), now=now)


def close(cup: Tournament) -> None:
    tournaments.close_check_in(tournament=cup, by=cup.organizer)


def states() -> list[str]:
    return list(Registration.objects.order_by("pk").values_list("state", flat=True))


def test_a_player_checks_in_and_a_second_time_changes_nothing():
    _cup, [row, *_others] = checking_in()

    come(row)
    first = row.checked_in_at
    come(row)

    row.refresh_from_db()
    assert (row.state, row.checked_in_at) == ("confirmed", first)
    assert AuditEntry.objects.filter(action="registration.checked_in").count() == 1


def test_a_check_in_is_taken_back():
    _cup, [row, *_others] = checking_in()
    come(row)

    services.undo_check_in(registration=row, by=someone(row))
    services.undo_check_in(registration=row, by=someone(row))

    row.refresh_from_db()
    assert row.checked_in_at is None
    assert AuditEntry.objects.filter(action="registration.check_in_undone").count() == 1


def test_the_desk_checks_anybody_in_and_strangers_nobody():
    cup, [row, other, _waiting] = checking_in()

    come(row, by=cup.organizer)
    with pytest.raises(NotAllowed):
        come(other, by=a_user())

    assert row.checked_in_at is not None
    assert other.checked_in_at is None


def test_a_member_checks_the_team_in_where_the_tournament_lets_members():
    cup, [row, *_others] = checking_in(entrant_kind="team")
    bob = a_user()
    row.members.create(tournament=cup, user=bob, name="Bob")

    with pytest.raises(NotAllowed):
        come(row, by=bob)
    Tournament.objects.update(members_check_in=True)
    come(Registration.objects.get(pk=row.pk), by=bob)

    row.refresh_from_db()
    assert row.checked_in_at is not None


def test_players_check_in_until_the_time_is_over_and_the_desk_until_it_is_closed():
    cup, [row, *_others] = checking_in()
    late = CLOSES + timedelta(seconds=1)

    with pytest.raises(Conflict) as refused:
        come(row, now=late)
    come(row, by=cup.organizer, now=late)
    close(cup)
    with pytest.raises(Conflict):
        services.undo_check_in(registration=row, by=cup.organizer)

    assert refused.value.code == "check_in_closed"


def test_nobody_checks_in_before_it_opens():
    cup = a_tournament(entrants=0, check_in_opens_at=OPENS, check_in_closes_at=CLOSES)
    row = a_registration(cup)

    with pytest.raises(Conflict):
        come(row)


def test_who_left_is_not_checked_in():
    cup, [row, *_others] = checking_in()
    services.withdraw_registration(registration=row, by=someone(row))

    with pytest.raises(Conflict) as refused:
        come(row, by=cup.organizer)

    assert refused.value.code == "not_expected"


def test_who_did_not_come_gives_the_place_to_who_waits(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup, [there, absent, waiting] = checking_in()
    come(there)

    with committed():
        close(cup)

    assert states() == ["confirmed", "no_show", "confirmed"]
    assert [entrant.registration for entrant in Entrant.objects.competing(cup)] == [there, waiting]
    told = {sent.event: sent.recipients for sent in fake_notifications.sent}
    assert told == {
        "registration_no_show": (str(absent.user_id),),
        "registration_confirmed": (str(waiting.user_id),),
    }


def test_who_waits_and_came_moves_up_before_who_waits_and_did_not():
    cup, [there, _absent, _away, came] = checking_in(size=4)
    come(there)
    come(came)

    close(cup)

    assert states() == ["confirmed", "no_show", "waitlisted", "confirmed"]


def test_a_place_on_offer_is_given_when_the_check_in_closes():
    cup, [there, leaving, _offered] = checking_in(promotion_minutes=60)
    come(there)
    services.withdraw_registration(registration=leaving, by=someone(leaving))

    close(cup)

    assert states() == ["confirmed", "withdrawn", "confirmed"]
    assert not Registration.objects.offered().exists()


def test_everybody_there_loses_nobody():
    cup, rows = checking_in(size=2)
    for row in rows:
        come(row)

    close(cup)

    assert states() == ["confirmed", "confirmed"]


def test_who_came_late_is_let_in_again_while_a_place_is_left():
    cup, [there, late] = checking_in(size=2)
    come(there)
    close(cup)
    late.refresh_from_db()

    services.restore_no_show(registration=late, by=cup.organizer)

    assert states() == ["confirmed", "confirmed"]
    assert late.checked_in_at is not None
    assert Entrant.objects.competing(cup).count() == 2


def test_nobody_is_let_in_again_when_the_places_are_taken():
    cup, [there, late, _waiting] = checking_in()
    come(there)
    close(cup)
    late.refresh_from_db()

    with pytest.raises(Conflict) as refused:
        services.restore_no_show(registration=late, by=cup.organizer)

    assert (refused.value.code, states()) == ("full", ["confirmed", "no_show", "confirmed"])


def test_nobody_is_let_in_again_once_it_is_drawn():
    cup, [there, here, late] = checking_in(size=3, max_entrants=3)
    come(there)
    come(here)
    close(cup)
    brackets.generate_bracket(stage=first_stage(cup), by=cup.organizer)
    late.refresh_from_db()

    with pytest.raises(Conflict) as refused:
        services.restore_no_show(registration=late, by=cup.organizer)

    assert refused.value.code == "drawn"


def test_only_the_desk_lets_somebody_in_again():
    cup, [there, late] = checking_in(size=2)
    come(there)
    close(cup)
    late.refresh_from_db()

    with pytest.raises(NotAllowed):
        services.restore_no_show(registration=late, by=someone(late))
    with pytest.raises(Conflict) as refused:
        services.restore_no_show(registration=there, by=cup.organizer)

    assert refused.value.code == "not_missing"


def test_everybody_hears_when_the_check_in_opens(
    fake_notifications: FakeNotifications, committed: Committed
):
    with committed():
        _cup, rows = checking_in()

    [told] = [sent for sent in fake_notifications.sent if sent.event == "check_in_opened"]
    assert set(told.recipients) == {str(row.user_id) for row in rows}
    assert told.context["until"] == f"{CLOSES:%Y-%m-%d %H:%M} UTC"


def test_nobody_who_was_missing_comes_back_when_all_is_called_off():
    cup = a_tournament(entrants=0)
    row = a_registration(cup)
    Registration.objects.filter(pk=row.pk).update(state="no_show")
    Tournament.objects.filter(pk=cup.pk).update(state="cancelled", cancel_reason="Rain")

    with pytest.raises(Conflict) as refused:
        services.restore_no_show(registration=row, by=cup.organizer)

    assert refused.value.code == "closed"
