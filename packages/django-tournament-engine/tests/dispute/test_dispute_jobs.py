"""A case that nobody decides goes to the head referee by itself, and once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.disputes import a_case, a_dispute, rewind, taken

from tournament_engine import jobs
from tournament_engine.audit.models import AuditEntry
from tournament_engine.dispute import services
from tournament_engine.dispute.jobs import escalate_stale_disputes
from tournament_engine.dispute.models import Dispute

pytestmark = pytest.mark.django_db


def states():
    return list(Dispute.objects.order_by("pk").values_list("state", flat=True))


def test_the_timer_escalates_each_late_case_once():
    late, _ann, _bob = a_dispute(dispute_sla_hours=2)
    in_hand, _ann, _bob = a_dispute(dispute_sla_hours=2)
    taken(in_hand)
    a_dispute(dispute_sla_hours=4)
    a_case("dismissed")
    now = timezone.now() + timedelta(hours=3)

    done = [escalate_stale_disputes(now), escalate_stale_disputes(now)]

    assert done == [2, 0]
    assert states() == ["escalated", "escalated", "open", "dismissed"]
    assert late.comments.filter(step="escalated", by=None).count() == 1
    assert AuditEntry.objects.filter(action="dispute.escalated", actor=None).count() == 2


def test_a_case_in_its_time_is_left_alone():
    dispute, _ann, _bob = a_dispute()

    assert escalate_stale_disputes(dispute.due_at - timedelta(seconds=1)) == 0
    assert escalate_stale_disputes(dispute.due_at) == 1


def test_an_appeal_has_no_timer():
    dispute, ann, _bob = a_case("resolved")
    services.appeal_dispute(dispute=dispute, statement="No.", by=ann)
    rewind(dispute, due_at=timezone.now())

    assert escalate_stale_disputes(timezone.now() + timedelta(days=9)) == 0


def test_the_tick_knows_the_job():
    job = jobs.jobs()["escalate_stale_disputes"]

    assert job.every == timedelta(hours=1)
