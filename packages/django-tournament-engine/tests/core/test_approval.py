"""Where the site asks for it, its staff looks at a tournament before people see it."""

import pytest
from pytest_django import Settings
from tests.factories import a_site_admin, a_tournament

from tests.conftest import Committed
from tournament_engine.core import services
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import IllegalTransition, InvalidInput, NotAllowed
from tournament_engine.hooks.models import InboxMessage

pytestmark = pytest.mark.django_db

_S = TournamentState


@pytest.fixture
def handed_in(settings: Settings) -> Tournament:
    settings.TOURNAMENT_ENGINE = {"REQUIRE_APPROVAL": True}
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    return services.publish_tournament(tournament=tournament, by=tournament.organizer)


def test_a_draft_waits_for_approval_where_the_site_asks_for_it(handed_in: Tournament):
    assert (handed_in.state, handed_in.published_at) == (_S.PENDING_APPROVAL, None)
    assert not Tournament.objects.published().exists()


def test_the_site_staff_publishes_its_own_without_asking(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"REQUIRE_APPROVAL": True}
    tournament = a_tournament(state=_S.DRAFT, entrants=0)

    services.publish_tournament(tournament=tournament, by=a_site_admin())

    assert tournament.state == _S.PUBLISHED


def test_an_approved_tournament_is_announced_and_its_organiser_told(
    handed_in: Tournament, committed: Committed
):
    with committed():
        services.approve_tournament(tournament=handed_in, by=a_site_admin())

    assert (handed_in.state, handed_in.published_at is None) == (_S.PUBLISHED, False)
    assert InboxMessage.objects.get().user == handed_in.organizer


def test_a_returned_tournament_is_a_draft_again_with_words_for_its_organiser(
    handed_in: Tournament, committed: Committed
):
    with committed():
        services.return_tournament(tournament=handed_in, by=a_site_admin(), reason="Add rules.")

    assert handed_in.state == _S.DRAFT
    assert "Add rules." in InboxMessage.objects.get().body


def test_a_tournament_is_not_returned_without_words(handed_in: Tournament):
    with pytest.raises(InvalidInput):
        services.return_tournament(tournament=handed_in, by=a_site_admin(), reason=" ")

    assert Tournament.objects.get().state == _S.PENDING_APPROVAL


def test_an_organiser_does_not_approve_their_own(handed_in: Tournament):
    with pytest.raises(NotAllowed):
        services.approve_tournament(tournament=handed_in, by=handed_in.organizer)
    with pytest.raises(NotAllowed):
        services.return_tournament(tournament=handed_in, by=handed_in.organizer, reason="No.")

    assert Tournament.objects.get().state == _S.PENDING_APPROVAL


@pytest.mark.parametrize("state", [state for state in _S if state != _S.PENDING_APPROVAL])
def test_only_what_was_handed_in_is_approved_or_returned(state: str):
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    Tournament.objects.update(state=state)

    with pytest.raises(IllegalTransition):
        services.approve_tournament(tournament=tournament, by=a_site_admin())
    with pytest.raises(IllegalTransition):
        services.return_tournament(tournament=tournament, by=a_site_admin(), reason="No.")
