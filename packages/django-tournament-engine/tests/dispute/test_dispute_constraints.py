"""What the database itself refuses, whoever writes to it."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from tests.disputes import a_case, a_dispute

from tournament_engine.core.models import Tournament
from tournament_engine.dispute.models import Dispute, DisputeComment, DisputeEvidence
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "lost"},
        {"reason": "luck"},
        {"state": "resolved"},
        {"state": "dismissed"},
        {"outcome": "replay"},
        {"decision": "So."},
        {"upheld_side": 0},
        {"decided_at": timezone.now()},
    ],
)
def test_no_open_case_has_half_a_decision(facts):
    a_dispute()

    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.update(**facts)


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        ("resolved", {"decided_by": None}),
        ("resolved", {"decided_at": None}),
        ("resolved", {"outcome": ""}),
        ("resolved", {"outcome": "a coin"}),
        ("resolved", {"outcome": "claim_upheld"}),
        ("dismissed", {"decided_by": None}),
        ("dismissed", {"decided_at": None}),
        ("dismissed", {"decision": ""}),
        ("dismissed", {"outcome": "replay"}),
    ],
)
def test_a_decision_says_who_when_and_what(state: str, facts):
    a_case(state)

    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.update(**facts)


def test_a_decision_without_an_outcome_is_a_dismissal_that_the_database_takes():
    dispute, _ann, _bob = a_case("dismissed")

    assert (dispute.outcome, dispute.decision != "") == ("", True)


def test_two_open_cases_about_one_match_are_refused():
    dispute, _ann, _bob = a_dispute()
    dispute.pk = None
    dispute._state.adding = True

    with pytest.raises(IntegrityError), transaction.atomic():
        dispute.save()

    dispute.state = "withdrawn"
    dispute.save()
    assert Dispute.objects.count() == 2


def test_a_match_with_a_case_is_not_deleted():
    a_dispute()

    with pytest.raises(RestrictedError):
        Match.objects.all().delete()


def test_whoever_decided_stays():
    dispute, ann, _bob = a_case("resolved")
    judge = dispute.tournament.organizer
    Tournament.objects.update(organizer=ann)

    with pytest.raises(ProtectedError):
        judge.delete()


def test_a_file_entry_says_something_and_steps_are_for_all():
    dispute, _ann, _bob = a_dispute()

    for entry in (
        DisputeEvidence(dispute=dispute),
        DisputeComment(dispute=dispute),
        DisputeComment(dispute=dispute, step="resolved", is_internal=True),
        DisputeComment(dispute=dispute, step="shout", text="Hey."),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.save()


def test_a_tournament_gives_the_staff_an_hour_at_least():
    a_dispute()

    with pytest.raises(IntegrityError), transaction.atomic():
        Tournament.objects.update(dispute_sla_hours=0)
