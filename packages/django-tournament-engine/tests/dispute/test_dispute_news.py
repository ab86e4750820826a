"""What both sides and the staff are told of a case."""

import pytest
from tests.disputes import a_dispute, a_finished_duel, a_referee, raise_dispute

from tests.conftest import Committed
from tournament_engine import events, outbox
from tournament_engine.core.roles import Role
from tournament_engine.dispute import services
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db


def ids(*people):
    return sorted(str(person.pk) for person in people)


def told(fake: FakeNotifications):
    return {sent.event: sorted(sent.recipients) for sent in fake.sent}


def test_both_sides_and_the_staff_hear_of_each_step(
    fake_notifications: FakeNotifications, committed: Committed
):
    match, ann, bob = a_finished_duel()
    organizer = match.tournament.organizer
    referee = a_referee(match.tournament)
    head = a_referee(match.tournament, Role.HEAD_REFEREE)

    with committed():
        dispute = raise_dispute(match, bob)
    with committed():
        services.review_dispute(dispute=dispute, by=referee)
    with committed():
        services.escalate_dispute(dispute=dispute, by=referee)
    with committed():
        services.resolve_dispute(
            dispute=dispute, outcome="double_forfeit", decision="Both late.", by=head
        )
    with committed():
        services.appeal_dispute(dispute=dispute, statement="No.", by=ann)
    with committed():
        services.dismiss_dispute(dispute=dispute, decision="It stays.", by=organizer)

    heard = told(fake_notifications)
    assert heard["dispute_opened"] == ids(ann, organizer, referee, head)
    assert heard["dispute_review"] == ids(ann, bob)
    assert heard["dispute_escalated"] == ids(ann, bob, organizer, head)
    assert heard["dispute_resolved"] == ids(ann, bob, organizer, referee)
    assert heard["dispute_appealed"] == ids(bob, organizer, head)
    assert heard["dispute_dismissed"] == ids(ann, bob, referee, head)


def test_what_is_put_on_file_is_told_to_the_others(
    fake_notifications: FakeNotifications, committed: Committed
):
    dispute, ann, bob = a_dispute()
    organizer = dispute.tournament.organizer

    with committed():
        services.add_comment(dispute=dispute, text="No.", by=ann)
    with committed():
        services.add_evidence(dispute=dispute, text="A picture.", by=bob)

    recipients = [
        sorted(sent.recipients) for sent in fake_notifications.sent if sent.event == "dispute_filed"
    ]
    assert recipients == [ids(bob, organizer), ids(ann, organizer)]


def test_a_note_among_the_staff_is_told_to_no_party(
    fake_notifications: FakeNotifications, committed: Committed
):
    dispute, ann, _bob = a_dispute()
    referee = a_referee(dispute.tournament)
    head = a_referee(dispute.tournament, Role.HEAD_REFEREE)
    dispute.tournament.staff.filter(user=head).update(user=ann)

    with committed():
        services.add_comment(dispute=dispute, text="Hm.", by=referee, internal=True)

    [sent] = [sent for sent in fake_notifications.sent if sent.event == "dispute_filed"]
    assert sorted(sent.recipients) == ids(dispute.tournament.organizer)


def test_receivers_of_the_site_hear_of_a_case(committed: Committed):
    heard = []

    def receive(sender, *, dispute, step, state, **kwargs):
        heard.append((dispute, step, state))

    events.dispute_changed.connect(receive)
    try:
        with committed():
            dispute, _ann, bob = a_dispute()
            services.withdraw_dispute(dispute=dispute, by=bob)
    finally:
        events.dispute_changed.disconnect(receive)

    assert [step for _dispute, step, _state in heard] == ["opened", "withdrawn"]


@pytest.mark.parametrize(
    ("outcome", "facts", "words"),
    [
        ("replay", {}, "is played again."),
        ("double_forfeit", {}, "Both sides forfeit"),
        ("claim_upheld", {"side": 0}, "The score that "),
    ],
)
def test_the_notice_of_a_decision_says_what_it_is_and_why(
    outcome, facts, words, committed: Committed
):
    with committed():
        dispute, _ann, bob = a_dispute()
        organizer = dispute.tournament.organizer
        services.review_dispute(dispute=dispute, by=organizer)
        services.resolve_dispute(
            dispute=dispute, outcome=outcome, decision="I saw it.", by=organizer, **facts
        )
    outbox.flush()

    notice = InboxMessage.objects.get(event="dispute_resolved", user=bob)
    assert words in notice.body
    assert notice.body.endswith("The reason: I saw it.")
    assert notice.url == dispute.get_absolute_url()
