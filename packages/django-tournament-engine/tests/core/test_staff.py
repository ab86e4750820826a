"""Invited, at work, gone; and how a tournament changes hands."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories import a_site_admin, a_staff_member, a_tournament, a_user
from tests.people.models import Person

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.lifecycle import STAFF_TRANSITIONS, StaffState
from tournament_engine.core.models import StaffAssignment, Tournament
from tournament_engine.core.roles import OWNER, Role
from tournament_engine.core.services import (
    accept_staff_invitation,
    assign_staff,
    cancel_tournament,
    decline_staff_invitation,
    expire_invitations,
    leave_staff,
    revoke_staff,
    transfer_ownership,
)
from tournament_engine.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db

_F = StaffState


def asked(tournament: Tournament, role: str = Role.REFEREE) -> StaffAssignment:
    return assign_staff(tournament=tournament, user=a_user(), role=role, by=tournament.organizer)


def test_an_invitation_gives_nothing_until_it_is_accepted():
    tournament = a_tournament(entrants=0)
    row = asked(tournament)
    assert tournament.roles_of(row.user) == frozenset()

    accept_staff_invitation(assignment=row, by=row.user)

    tournament.refresh_from_db()
    assert tournament.roles_of(row.user) == {Role.REFEREE}


def test_each_step_is_told_and_written_down(
    committed: Committed, fake_notifications: FakeNotifications
):
    tournament = a_tournament(entrants=0)

    with committed():
        row = asked(tournament)
    with committed():
        accept_staff_invitation(assignment=row, by=row.user)
    with committed():
        revoke_staff(assignment=row, by=tournament.organizer, reason="The cup is smaller now.")

    told = [(one.event, one.recipients) for one in fake_notifications.sent]
    assert told == [("staff_invited", (str(row.user.pk),)), ("staff_revoked", (str(row.user.pk),))]
    entries = AuditEntry.objects.filter(action__startswith="staff.").order_by("pk")
    assert [(one.action, one.actor, one.reason) for one in entries] == [
        ("staff.invited", tournament.organizer, ""),
        ("staff.active", row.user, ""),
        ("staff.revoked", tournament.organizer, "The cup is smaller now."),
    ]


def test_who_declines_is_not_staff_and_the_sender_hears_of_it(
    committed: Committed, fake_notifications: FakeNotifications
):
    tournament = a_tournament(entrants=0)
    row = asked(tournament)

    with committed():
        decline_staff_invitation(assignment=row, by=row.user)

    assert (row.state, tournament.roles_of(row.user)) == (_F.DECLINED, frozenset())
    assert [one.recipients for one in fake_notifications.sent] == [(str(tournament.organizer.pk),)]


def test_who_leaves_is_free_and_the_organiser_hears_of_it(
    committed: Committed, fake_notifications: FakeNotifications
):
    tournament = a_tournament(entrants=0)
    person = a_staff_member(tournament)

    with committed():
        leave_staff(assignment=tournament.staff.get(), by=person)

    tournament.refresh_from_db()
    assert tournament.roles_of(person) == frozenset()
    assert [one.event for one in fake_notifications.sent] == ["staff_left"]


def test_nobody_answers_for_another():
    tournament = a_tournament(entrants=0)
    row = asked(tournament)

    for act in (accept_staff_invitation, decline_staff_invitation, leave_staff):
        with pytest.raises(NotAllowed, match="somebody else"):
            act(assignment=row, by=tournament.organizer)

    row.refresh_from_db()
    assert row.state == _F.INVITED


def test_an_invitation_ends_by_time_even_before_the_job_has_run():
    row = asked(a_tournament(entrants=0))
    StaffAssignment.objects.update(expires_at=timezone.now())

    with pytest.raises(Conflict, match="ended") as refused:
        accept_staff_invitation(assignment=row, by=row.user)

    assert refused.value.code == "invitation_expired"


def test_the_job_ends_what_is_due_and_nothing_else():
    tournament = a_tournament(entrants=0)
    due, later = asked(tournament), asked(tournament)
    a_staff_member(tournament)
    now = due.expires_at + timedelta(seconds=1)
    StaffAssignment.objects.filter(pk=later.pk).update(expires_at=now + timedelta(days=1))

    done = [expire_invitations(now), expire_invitations(now)]

    assert done == [1, 0]
    assert sorted(tournament.staff.values_list("state", flat=True)) == [
        "active",
        "expired",
        "invited",
    ]


def test_whoever_is_asked_already_is_not_asked_twice():
    tournament = a_tournament(entrants=0)
    row = asked(tournament)

    with pytest.raises(Conflict) as refused:
        assign_staff(tournament=tournament, user=row.user, role=row.role, by=tournament.organizer)

    assert (refused.value.code, refused.value.field) == ("already_staff", "person")


def test_whoever_declined_may_be_asked_again():
    tournament = a_tournament(entrants=0)
    row = asked(tournament)
    decline_staff_invitation(assignment=row, by=row.user)

    again = assign_staff(
        tournament=tournament, user=row.user, role=row.role, by=tournament.organizer
    )

    assert (again.state, tournament.staff.count()) == (_F.INVITED, 2)


def test_a_role_that_does_not_exist_and_people_who_cannot_work_are_refused():
    tournament = a_tournament(entrants=0)
    by = tournament.organizer

    for user, role, code in (
        (a_user(), "emperor", "unknown_role"),
        (a_user(), OWNER, "unknown_role"),
        (a_user(is_active=False), Role.REFEREE, "banned"),
        (by, Role.REFEREE, "is_organizer"),
    ):
        with pytest.raises(InvalidInput) as refused:
            assign_staff(tournament=tournament, user=user, role=role, by=by)
        assert refused.value.code == code


def test_nobody_is_asked_to_work_for_what_is_over():
    tournament = a_tournament(entrants=0)
    cancel_tournament(tournament=tournament, by=tournament.organizer, reason="Rain")

    with pytest.raises(Conflict, match="any more"):
        asked(tournament)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CO_ORGANIZER])
def test_nobody_but_organisers_gives_or_takes_roles(role: Role):
    tournament = a_tournament(entrants=0)
    person = a_staff_member(tournament, role)
    other = a_staff_member(tournament, Role.REFEREE)
    row = tournament.staff.get(user=other)

    with pytest.raises(NotAllowed):
        assign_staff(tournament=tournament, user=a_user(), role=Role.MODERATOR, by=person)
    with pytest.raises(NotAllowed):
        revoke_staff(assignment=row, by=person)
    with pytest.raises(NotAllowed):
        transfer_ownership(tournament=tournament, user=a_user(), by=person)


def test_a_co_organiser_gives_roles_but_makes_no_other_co_organiser():
    tournament = a_tournament(entrants=0)
    second = a_staff_member(tournament, Role.CO_ORGANIZER)
    third = a_staff_member(tournament, Role.CO_ORGANIZER)

    given = assign_staff(tournament=tournament, user=a_user(), role=Role.REFEREE, by=second)
    revoke_staff(assignment=given, by=second)

    with pytest.raises(NotAllowed, match="Only the organiser gives"):
        assign_staff(tournament=tournament, user=a_user(), role=Role.CO_ORGANIZER, by=second)
    with pytest.raises(NotAllowed, match="Only the organiser takes"):
        revoke_staff(assignment=tournament.staff.get(user=third), by=second)


def test_the_organiser_of_one_tournament_gives_nothing_in_another():
    mine, other = a_tournament(entrants=0), a_tournament(entrants=0)

    with pytest.raises(NotAllowed):
        assign_staff(tournament=other, user=a_user(), role=Role.REFEREE, by=mine.organizer)


def handed_over(tournament: Tournament, to: Person) -> StaffAssignment:
    by = tournament.organizer
    return transfer_ownership(tournament=tournament, user=to, by=by)


def test_a_tournament_changes_hands_by_acceptance_and_the_old_organiser_stays_to_help():
    tournament = a_tournament(entrants=0)
    old, new = tournament.organizer, a_staff_member(tournament, Role.MODERATOR)
    offer = handed_over(tournament, new)
    tournament.refresh_from_db()
    assert tournament.organizer == old

    accept_staff_invitation(assignment=offer, by=new)

    tournament = Tournament.objects.get()
    assert tournament.organizer == new
    assert tournament.roles_of(old) == {Role.CO_ORGANIZER}
    assert tournament.roles_of(new) == frozenset()
    written = AuditEntry.objects.get(action="tournament.owner_changed")
    assert (written.actor, written.before, written.after) == (
        new,
        {"organizer": str(old.pk)},
        {"organizer": str(new.pk)},
    )


def test_a_tournament_is_offered_to_one_at_a_time_and_the_offer_can_be_taken_back():
    tournament = a_tournament(entrants=0)
    offer = handed_over(tournament, a_user())

    with pytest.raises(Conflict, match="already"):
        handed_over(tournament, a_user())
    revoke_staff(assignment=offer, by=tournament.organizer)
    with pytest.raises(IllegalTransition):
        accept_staff_invitation(assignment=offer, by=offer.user)

    assert handed_over(tournament, a_user()).state == _F.INVITED


def test_the_site_s_staff_may_see_to_it_where_an_organiser_is_gone():
    tournament = a_tournament(entrants=0)

    offer = transfer_ownership(tournament=tournament, user=a_user(), by=a_site_admin())

    assert offer.role == OWNER


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "asleep"},
        {"state": _F.ACTIVE, "role": OWNER},
        {"state": _F.ACTIVE},
    ],
    ids=["no such state", "a second organiser", "the same role twice"],
)
def test_the_database_refuses_an_impossible_row(wrong: dict[str, str]):
    tournament = a_tournament(entrants=0)
    person = a_staff_member(tournament)
    facts = {"role": Role.REFEREE, "user": person, "expires_at": timezone.now()} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        tournament.staff.create(**facts)


def test_every_state_has_its_edges_and_only_those():
    assert STAFF_TRANSITIONS.keys() == set(StaffState)
    for state, targets in STAFF_TRANSITIONS.items():
        assert state not in targets


def test_who_was_given_the_tournament_past_an_offer_passes_it_on_all_the_same():
    tournament = a_tournament(entrants=0)
    heir = a_staff_member(tournament, Role.CO_ORGANIZER)
    Tournament.objects.filter(pk=tournament.pk).update(organizer=heir)
    tournament.refresh_from_db()
    offer = transfer_ownership(tournament=tournament, user=a_user(), by=heir)

    accept_staff_invitation(assignment=offer, by=offer.user)

    tournament.refresh_from_db()
    assert tournament.organizer == offer.user
    assert tournament.roles_of(heir) == {Role.CO_ORGANIZER}
