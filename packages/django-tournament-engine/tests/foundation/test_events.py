from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from tests.factories import a_user

from tests.conftest import Committed
from tournament_engine import events, outbox
from tournament_engine.outbox import OutboxMessage
from tournament_engine.testing import FakeNotifications, Sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """Listen as a site's own code does."""
    news: list[dict[str, Any]] = []

    def listen(sender: object, *, signal: object, **data: Any) -> None:
        news.append(data)

    events.match_ready.connect(listen)
    yield news
    events.match_ready.disconnect(listen)


def test_a_signal_is_sent_after_the_commit_with_plain_data(
    heard: list[dict[str, Any]], committed: Committed
):
    with committed():
        events.announce(events.match_ready, key="7:1", tournament=1, match=7)
        before = list(heard)

    assert before == []
    assert heard == [{"key": "match_ready:7:1", "tournament": 1, "match": 7}]


def test_a_receiver_that_fails_harms_nobody(heard: list[dict[str, Any]], committed: Committed):
    def fail(**_: Any) -> None:
        raise ValueError("broken site code")

    events.match_ready.connect(fail)
    try:
        with committed():
            events.announce(events.match_ready, key="7:1", match=7)
    finally:
        events.match_ready.disconnect(fail)

    assert len(heard) == 1
    assert OutboxMessage.objects.get().delivered_at is not None


def test_people_are_told_after_the_commit(
    fake_notifications: FakeNotifications, committed: Committed
):
    ann = a_user()

    with committed():
        events.notify("match_ready", to=[ann, None, ann], key="7:1", context={"url": "/x/"})

    assert fake_notifications.sent == [
        Sent(
            "match_ready",
            (str(ann.pk),),
            {"url": "/x/"},
            "notice:match_ready:7:1",
            channels=("inbox", "mail", "push"),
            urgency="high",
            action_url="/x/",
        )
    ]


def test_nobody_to_tell_is_no_message():
    with transaction.atomic():
        events.notify("match_ready", to=[None], key="7:1", context={})

    assert OutboxMessage.objects.count() == 0


def test_a_lost_answer_sends_no_second_notice(
    fake_notifications: FakeNotifications, committed: Committed
):
    fake_notifications.lose = 1
    with committed():
        events.notify("match_ready", to=[a_user()], key="7:1", context={})
    OutboxMessage.objects.update(available_at="2000-01-01T00:00Z")

    delivered = outbox.flush()

    assert (delivered, len(fake_notifications.sent)) == (1, 1)


def test_a_notice_may_have_the_name_and_the_key_of_its_news(
    heard: list[dict[str, Any]], fake_notifications: FakeNotifications, committed: Committed
):
    with committed():
        events.announce(events.match_ready, key="7:1", match=7)
        events.notify("match_ready", to=[a_user()], key="7:1", context={})

    assert (len(heard), len(fake_notifications.sent)) == (1, 1)


def test_what_follows_from_news_is_tried_again_until_it_works(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
):
    tries: list[str] = []

    def follow(*, key: str, match: int) -> None:
        tries.append(f"{key}/{match}")
        if len(tries) == 1:
            raise OSError("no connection")

    monkeypatch.setattr(events.match_ready, "followers", [])
    for _twice in range(2):
        events.then(events.match_ready, follow)
    with committed():
        events.announce(events.match_ready, key="7:1", match=7)
    OutboxMessage.objects.update(available_at="2000-01-01T00:00Z")

    delivered = outbox.flush()

    assert (delivered, tries) == (1, ["match_ready:7:1/7"] * 2)


def test_no_receiver_can_change_what_the_next_one_gets(
    heard: list[dict[str, Any]], committed: Committed
):
    with committed():
        events.announce(events.match_ready, key="7:1", match=7, entrants=[1, 2])

    assert heard == [{"key": "match_ready:7:1", "match": 7, "entrants": (1, 2)}]


def test_receivers_hear_in_the_order_in_which_they_connected(committed: Committed):
    order: list[str] = []
    receivers = [lambda word=word, **_: order.append(word) for word in ("first", "second", "third")]
    for receiver in receivers:
        events.match_ready.connect(receiver)
    try:
        with committed():
            events.announce(events.match_ready, key="7:1", match=7)
    finally:
        for receiver in receivers:
            events.match_ready.disconnect(receiver)

    assert order == ["first", "second", "third"]
