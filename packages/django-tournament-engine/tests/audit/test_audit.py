from collections.abc import Callable
from functools import partial

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from tests.factories import a_game, a_registration, a_tournament, a_user

from tournament_engine.audit import services as audit
from tournament_engine.audit.middleware import current_request_id, request_id
from tournament_engine.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_an_entry_names_who_did_what_to_what():
    ann, tournament = a_user(), a_tournament(entrants=0)

    entry = audit.log(
        by=ann, action="tournament.waved_at", subject=tournament, after={"hand": 1}, reason="Joy"
    )

    assert str(entry) == f"tournament.waved_at tournament_engine.tournament {tournament.pk}"
    assert (entry.actor, entry.scope) == (ann, str(tournament.pk))
    assert (entry.before, entry.after, entry.reason) == ({}, {"hand": 1}, "Joy")


def test_the_scope_of_a_row_is_its_tournament_and_of_other_rows_the_site():
    tournament = a_tournament(entrants=0)
    registration = a_registration(tournament)

    scopes = [
        audit.log(by=None, action="x", subject=subject).scope
        for subject in (registration, a_game())
    ]

    assert scopes == [str(tournament.pk), ""]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_logged_outside_the_transaction_of_the_act():
    tournament = a_tournament(entrants=0)

    with pytest.raises(RuntimeError, match="inside atomic"):
        audit.log(by=None, action="x", subject=tournament)


def test_entries_are_neither_changed_nor_taken_out():
    entry = audit.log(by=None, action="x", subject=a_game())
    change = partial(AuditEntry.objects.update, reason="never was")
    ways: list[Callable[[], object]] = [
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        change,
    ]

    for way in ways:
        with pytest.raises(TypeError, match="append-only"):
            way()


def test_an_entry_outlives_its_actor_and_its_subject():
    ann, game = a_user(), a_game()
    audit.log(by=ann, action="x", subject=game)

    ann.delete()
    game.delete()

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.subject_type) == (None, "tournament_engine.game")


def test_what_is_done_in_a_request_carries_its_id():
    seen: list[str] = []

    def view(_: HttpRequest) -> HttpResponse:
        seen.append(audit.log(by=None, action="x", subject=a_game()).request_id)
        return HttpResponse()

    response = request_id(view)(HttpRequest())

    assert seen == [response["X-Request-ID"]]
    assert (len(seen[0]), current_request_id()) == (32, "")


def test_two_requests_never_share_an_id(client: Client):
    ids = {client.get("/login/")["X-Request-ID"] for _ in range(2)}

    assert len(ids) == 2
