"""How one gets into a match: written down, and kept out of the log."""

from datetime import datetime

import pytest
from tests.playing import a_duel, organizer, play

from tournament_engine.audit.models import AuditEntry
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import services

pytestmark = pytest.mark.django_db


def test_a_lobby_is_written_and_the_log_does_not_say_what_it_says():
    match, _ann, _bob = a_duel()

    services.set_lobby(
        match=match,
        by=organizer(match),
        server="eu-1",
        password="s3same",
        chat_url="https://chat.example.org/1",
    )

    match.refresh_from_db()
    assert (match.lobby.server, match.lobby.password) == ("eu-1", "s3same")
    entry = AuditEntry.objects.get(action="match.lobby_set")
    assert entry.after == {"fields": ["server", "password", "chat_url"]}


def test_a_second_lobby_takes_the_place_of_the_first():
    match, _ann, _bob = a_duel()
    services.set_lobby(match=match, by=organizer(match), server="eu-1", code="A1")

    services.set_lobby(match=match, by=organizer(match), code="B2")

    match.refresh_from_db()
    assert (match.lobby.server, match.lobby.code) == ("", "B2")


def test_a_side_writes_no_lobby():
    match, ann, _bob = a_duel()

    with pytest.raises(NotAllowed):
        services.set_lobby(match=match, by=ann, server="mine")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"chat_url": "javascript:alert(1)"}, "chat_url"),
        ({"opens_at": datetime(2026, 1, 1)}, "opens_at"),  # noqa: DTZ001
        ({"server": "x" * 201}, "server"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(facts, field):
    match, _ann, _bob = a_duel()

    with pytest.raises(InvalidInput) as refused:
        services.set_lobby(match=match, by=organizer(match), **facts)

    assert refused.value.field == field


def test_a_finished_match_has_no_lobby_to_write():
    match, _ann, _bob = a_duel()
    play(match)

    with pytest.raises(Conflict):
        services.set_lobby(match=match, by=organizer(match), server="eu-1")
