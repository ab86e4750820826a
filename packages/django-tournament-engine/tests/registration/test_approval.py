"""Requests that wait for approval: let in, turned down, sent back to be put right."""

from typing import Any

import pytest
from tests.factories import a_registration, a_site_admin, a_tournament, a_user
from tests.people.models import Person
from tests.playing import first_stage

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services as brackets
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.registration import services
from tournament_engine.registration.models import Correction, Entrant, Registration
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db


def choosy(**facts: Any) -> Tournament:
    return a_tournament(entrants=0, needs_approval=True, **facts)


def approve(row: Registration, by: Any = None) -> Registration:
    return services.approve_registration(registration=row, by=by or row.tournament.organizer)


def reject(row: Registration, by: Any = None) -> Registration:
    return services.reject_registration(
        registration=row, by=by or row.tournament.organizer, reason="Too strong"
    )


def ask(row: Registration, by: Any = None, **wanted: str) -> list[Correction]:
    return services.request_changes(
        registration=row,
        by=by or row.tournament.organizer,
        wanted=wanted or {"name": "Your real name"},
    )


def correct(row: Registration, by: Any = None, **values: Any) -> Registration:
    sender = by or row.user
    assert isinstance(sender, Person)
    return services.correct_registration(registration=row, by=sender, values=values)


def states() -> list[str]:
    return list(Registration.objects.order_by("pk").values_list("state", flat=True))


def test_a_request_waits_for_approval_and_keeps_a_place_meanwhile():
    cup = choosy(max_entrants=2)

    rows = [a_registration(cup) for _ in range(3)]

    assert states() == ["pending", "pending", "waitlisted"]
    assert not Entrant.objects.filter(registration__in=rows).exists()


def test_who_is_approved_competes_under_the_name_that_was_sent():
    row = a_registration(choosy(), name="Ann")

    approve(row)

    assert (row.state, row.entrant.name) == ("confirmed", "Ann")


def test_who_is_rejected_reads_why_and_the_next_has_the_place(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = choosy(max_entrants=2)
    rows = [a_registration(cup) for _ in range(3)]

    with committed():
        reject(rows[0])

    assert states() == ["rejected", "pending", "pending"]
    told = {sent.event: sent.context["reason"] for sent in fake_notifications.sent}
    assert told == {"registration_rejected": "Too strong", "registration_pending": ""}


def test_the_organiser_hears_of_a_request(
    fake_notifications: FakeNotifications, committed: Committed
):
    cup = choosy()

    with committed():
        row = a_registration(cup)

    told = [sent for sent in fake_notifications.sent if sent.event == "registration_asked"]
    assert [(sent.recipients, sent.context["url"]) for sent in told] == [
        ((str(cup.organizer_id),), f"/tournaments/{cup.slug}/manage/registrations/{row.pk}/")
    ]


@pytest.mark.parametrize("decide", [approve, reject])
def test_a_request_is_decided_once(decide: Any):
    row = a_registration(choosy())
    approve(row)

    with pytest.raises(Conflict) as refused:
        decide(row)

    assert refused.value.code == "not_pending"


@pytest.mark.parametrize("decide", [approve, reject, ask])
def test_strangers_decide_nothing(decide: Any):
    row = a_registration(choosy())
    stranger = a_user()

    with pytest.raises(NotAllowed):
        decide(row, by=stranger)

    assert states() == ["pending"]


@pytest.mark.parametrize("decide", [approve, reject, ask])
def test_nobody_decides_on_a_request_of_their_own(decide: Any):
    cup = choosy()
    row = a_registration(cup, cup.organizer)

    with pytest.raises(NotAllowed) as refused:
        decide(row)

    assert refused.value.code == "own_case"
    assert approve(row, by=a_site_admin()).state == "confirmed"


def test_a_member_decides_nothing_of_their_team():
    cup = choosy(entrant_kind="team")
    row = a_registration(cup)
    row.members.create(tournament=cup, user=cup.organizer, name="Org")

    with pytest.raises(NotAllowed):
        approve(row)


def test_nobody_is_approved_into_a_draw_that_stands():
    cup = choosy()
    services.add_entrants(tournament=cup, names=["Bob", "Cyd"], by=cup.organizer)
    row = a_registration(cup)
    tournaments.close_registration(tournament=cup, by=cup.organizer)

    with pytest.raises(Conflict) as refused:
        brackets.generate_bracket(stage=first_stage(cup), by=cup.organizer)

    assert refused.value.code == "undecided"
    reject(row)
    assert brackets.generate_bracket(stage=first_stage(cup), by=cup.organizer).seeding


def test_values_are_put_right_and_both_are_kept():
    row = a_registration(choosy(), name="xX_Ann_Xx")

    ask(row, name="Use a plain name")
    correct(row, name="Ann", seed="1", state="confirmed")

    row.refresh_from_db()
    assert (row.state, row.name, row.name_key) == ("pending", "Ann", "ann")
    kept = row.corrections.get()
    assert (kept.note, kept.before, kept.after) == ("Use a plain name", "xX_Ann_Xx", "Ann")
    entry = AuditEntry.objects.get(action="registration.corrected")
    assert (entry.before, entry.after) == ({}, {"fields": ["name"]})


def test_what_was_asked_once_more_is_one_question():
    row = a_registration(choosy())

    ask(row, name="First")
    ask(row, name="Second")

    assert [change.note for change in row.corrections.all()] == ["Second"]


def test_the_typed_names_of_a_team_are_put_right():
    ann = a_user("ann")
    row = a_registration(choosy(entrant_kind="team"), ann, members=["Bob", "Cyd"])
    ask(row, members="Who is Bob?")

    correct(row, members=["Robert", "Cyd", "ANN", "robert"])

    names = row.members.filter(is_active=True).order_by("pk").values_list("name", flat=True)
    assert list(names) == ["ann", "robert", "Cyd"]
    assert (row.corrections.get().before, row.corrections.get().after) == (
        ["Bob", "Cyd"],
        ["robert", "Cyd"],
    )


def test_a_name_that_is_taken_puts_nothing_right():
    cup = choosy()
    a_registration(cup, name="Ann")
    row = a_registration(cup, name="Bob")
    ask(row)

    with pytest.raises(InvalidInput, match="is taken"):
        correct(row, name="ANN")

    assert row.corrections.get().answered_at is None
    assert Registration.objects.get(pk=row.pk).name == "Bob"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [({"seed": "Why?"}, "unknown_field"), ({"members": "Who?"}, "unknown_field"), ({}, "empty")],
)
def test_only_what_a_person_sent_is_asked_for(wanted: dict[str, str], code: str):
    row = a_registration(choosy())

    with pytest.raises(InvalidInput) as refused:
        services.request_changes(registration=row, by=row.tournament.organizer, wanted=wanted)

    assert (refused.value.code, Correction.objects.count()) == (code, 0)


def test_nothing_is_put_right_that_was_not_asked_for():
    row = a_registration(choosy())

    with pytest.raises(Conflict) as refused:
        correct(row, name="Zoe")

    assert refused.value.code == "nothing_asked"


def test_nothing_is_put_right_once_it_is_decided():
    row = a_registration(choosy())
    ask(row)
    approve(row)

    with pytest.raises(Conflict) as refused:
        correct(row, name="Zoe")

    assert refused.value.code == "not_pending"


def test_somebody_else_puts_nothing_right():
    row = a_registration(choosy())
    ask(row)

    with pytest.raises(NotAllowed):
        correct(row, by=a_user(), name="Zoe")


def test_who_moves_up_waits_for_approval_too():
    cup = choosy(max_entrants=2)
    rows = [a_registration(cup) for _ in range(3)]
    user = rows[0].user
    assert isinstance(user, Person)

    services.withdraw_registration(registration=rows[0], by=user)

    assert states() == ["withdrawn", "pending", "pending"]
