"""What was given up can be seen in the admin, and sent again."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.desk.browsing import log_in
from tests.factories import a_site_admin, a_user

from tests.conftest import Committed
from tournament_engine import outbox
from tournament_engine.audit.models import AuditEntry
from tournament_engine.dead_letters import send_again
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.outbox import MAX_ATTEMPTS, OutboxMessage, given_up

pytestmark = pytest.mark.django_db

LIST = reverse("admin:tournament_engine_outboxmessage_changelist")


@pytest.fixture
def got() -> list[str]:
    taken: list[str] = []

    def take(*, key: str, **_: Any) -> None:
        taken.append(key)

    # The outbox keeps no handler alive by itself.
    outbox.handler("letter", take)
    return taken


def a_dead_letter(key: str = "k1", **fields: Any) -> OutboxMessage:
    facts = {"attempts": MAX_ATTEMPTS, "last_error": "OSError: away", **fields}
    return OutboxMessage.objects.create(
        topic="letter", key=key, available_at=timezone.now(), **facts
    )


def chosen(browser: Client, *messages: OutboxMessage) -> str:
    """Choose rows in the admin and have them sent again; return the page that follows."""
    data = {"action": "send_again", "_selected_action": [message.pk for message in messages]}
    return browser.post(LIST, data, follow=True).content.decode()


def test_what_was_given_up_is_sent_again(got: list[str], committed: Committed):
    with committed():
        send_again(message=a_dead_letter(), by=a_site_admin())

    assert got == ["k1"]
    assert list(given_up()) == []


def test_who_had_it_sent_again_is_written_down():
    message, admin = a_dead_letter(), a_site_admin()

    send_again(message=message, by=admin)

    entry = AuditEntry.objects.get(action="outbox.sent_again")
    assert (entry.actor, entry.category) == (admin, "override")
    assert entry.before == {"key": "k1", "attempts": MAX_ATTEMPTS}


@pytest.mark.parametrize("fields", [{"attempts": 3}, {"delivered_at": timezone.now()}])
def test_what_was_not_given_up_is_left_alone(fields: dict[str, Any]):
    with pytest.raises(Conflict) as refused:
        send_again(message=a_dead_letter(**fields), by=a_site_admin())

    assert refused.value.code == "not_given_up"


def test_only_the_site_s_staff_has_it_sent_again():
    with pytest.raises(NotAllowed):
        send_again(message=a_dead_letter(), by=a_user())


def test_a_dead_letter_is_sent_again_from_the_admin(got: list[str], committed: Committed):
    with committed():
        dead, delivered = a_dead_letter(), a_dead_letter("k2", delivered_at=timezone.now())
        page = chosen(log_in(a_site_admin()), dead, delivered)

    assert got == ["k1"]
    assert "1 is tried again." in page
    assert "K2: Only what was given up is sent again" in page


@pytest.mark.parametrize(
    ("fate", "keys"), [("given_up", ["dead"]), ("waiting", ["late"]), ("delivered", ["there"])]
)
def test_the_admin_finds_what_was_given_up(fate: str, keys: list[str]):
    a_dead_letter("dead")
    a_dead_letter("late", attempts=2)
    a_dead_letter("there", delivered_at=timezone.now())

    page = log_in(a_site_admin()).get(LIST, {"fate": fate})

    assert [row.key for row in page.context["cl"].result_list] == keys
