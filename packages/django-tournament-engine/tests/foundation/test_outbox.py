from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings
from tests.factories import a_user

from tests.conftest import Committed
from tournament_engine import events, outbox
from tournament_engine.errors import HookError
from tournament_engine.outbox import MAX_ATTEMPTS, OutboxMessage, enqueue, flush

pytestmark = pytest.mark.django_db


class Post:
    """A handler that keeps what it gets and fails as it is told."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.trouble: list[BaseException] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def take(self, *, name: str, key: str, payload: Any, **_: object) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.meanwhile()
        self.got.append(f"{name}/{key}/{payload.get('word', '')}")


@pytest.fixture
def post() -> Post:
    post = Post()
    outbox.handler("letter", post.take)
    return post


def send(key: str = "k1", word: str = "hello") -> None:
    enqueue(topic="letter:note", key=key, payload={"word": word})


def tomorrow() -> Any:
    return timezone.now() + timedelta(days=1)


def test_a_message_is_delivered_when_its_transaction_commits(post: Post, committed: Committed):
    with committed():
        send()
        before = list(post.got)

    assert (before, post.got) == ([], ["note/k1/hello"])
    assert OutboxMessage.objects.get().delivered_at is not None


def test_a_message_of_a_transaction_that_fails_never_was(post: Post, committed: Committed):
    with committed(), transaction.atomic():
        send()
        transaction.set_rollback(True)

    assert (post.got, OutboxMessage.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_a_mistake_of_the_program(post: Post):
    with pytest.raises(RuntimeError, match="inside atomic"):
        send()


def test_the_same_key_is_one_message(post: Post, committed: Committed):
    with committed():
        send(word="first")
        send(word="second")

    assert post.got == ["note/k1/first"]


def test_messages_are_delivered_in_the_order_they_were_written(post: Post, committed: Committed):
    with committed():
        for key in ("k3", "k1", "k2"):
            send(key, word="")

    assert post.got == ["note/k3/", "note/k1/", "note/k2/"]


def test_a_failure_is_kept_and_tried_again_later(post: Post, committed: Committed):
    post.trouble = [ValueError("no ink")]
    with committed():
        send()

    message = OutboxMessage.objects.get()
    assert (message.attempts, message.last_error) == (1, "ValueError: no ink")
    assert flush() == 0
    assert flush(now=tomorrow()) == 1
    assert post.got == ["note/k1/hello"]


def waits_after_failures(post: Post, number: int) -> list[float]:
    """Return the seconds that a message waits after each failure."""
    post.trouble = [OSError()] * number
    send()
    waits = []
    for day in range(1, number + 1):
        now = timezone.now() + timedelta(days=day)
        flush(now=now)
        waits.append((OutboxMessage.objects.get().available_at - now).total_seconds())
    return waits


def test_the_wait_doubles_with_each_failure_up_to_ten_minutes(
    post: Post, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(outbox, "_jitter", lambda _least, most: most)

    assert waits_after_failures(post, 7) == [30, 60, 120, 240, 480, 600, 600]


def test_what_failed_together_is_not_tried_again_together(post: Post):
    waits = waits_after_failures(post, 7)

    for wait, longest in zip(waits, [30, 60, 120, 240, 480, 600, 600], strict=True):
        assert 0.75 * longest <= wait <= longest
    assert len({round(wait % 1, 6) for wait in waits}) > 1


def test_a_message_that_never_works_is_given_up(post: Post):
    post.trouble = [OSError()] * 99
    send()

    for day in range(1, 20):
        flush(now=timezone.now() + timedelta(days=day))

    assert OutboxMessage.objects.get().attempts == MAX_ATTEMPTS
    assert len(post.trouble) == 99 - MAX_ATTEMPTS


def test_a_hook_that_says_never_is_not_asked_again(post: Post):
    post.trouble = [HookError("gone", "The account is closed.")]
    send()

    flush()

    assert OutboxMessage.objects.get().attempts == MAX_ATTEMPTS


def test_a_hook_that_says_later_is_asked_again(post: Post):
    post.trouble = [HookError("busy", "Too many calls.", retryable=True)]
    send()

    flush()

    assert flush(now=tomorrow()) == 1


def test_a_message_that_somebody_else_delivers_is_left_to_them(post: Post):
    taken_meanwhile: list[int] = []
    post.meanwhile = lambda: taken_meanwhile.append(flush())
    send()

    delivered = flush()

    assert (delivered, taken_meanwhile, post.got) == (1, [0], ["note/k1/hello"])


def test_a_message_that_was_delivered_since_it_was_read_is_not_sent_again(post: Post):
    post.meanwhile = flush
    send("first")
    send("second")

    flush()

    assert sorted(post.got) == ["note/first/hello", "note/second/hello"]


def test_what_a_killed_worker_had_is_delivered_once_its_lease_is_over(post: Post):
    post.trouble = [SystemExit()]
    send()
    now = timezone.now()
    with pytest.raises(SystemExit):
        flush(now=now)

    assert flush(now=now + timedelta(minutes=4)) == 0
    assert flush(now=now + timedelta(minutes=6)) == 1


def test_a_topic_that_nobody_handles_waits_with_the_reason(committed: Committed):
    with committed():
        enqueue(topic="parrot:red", key="p", payload={})

    error = OutboxMessage.objects.get().last_error
    assert error == "LookupError: Nobody handles the topic 'parrot'."


def test_one_bad_message_keeps_no_other_waiting(post: Post):
    post.trouble = [TypeError("bad")]
    send("bad")
    send("good")

    assert flush() == 1
    assert post.got == ["note/good/hello"]


def write(key: str, *, stream: str = "event:7", **fields: Any) -> OutboxMessage:
    """Write what a crash left behind before it was delivered."""
    facts = {"topic": "letter:note", "available_at": timezone.now(), **fields}
    return OutboxMessage.objects.create(key=key, stream=stream, **facts)


def test_a_later_message_of_a_tournament_waits_for_the_earlier_one(post: Post):
    post.trouble = [OSError("away")]
    write("k1")
    write("k2")

    assert flush() == 0
    assert post.got == []
    assert flush(now=tomorrow()) == 2
    assert post.got == ["note/k1/", "note/k2/"]


def test_a_message_of_another_tournament_waits_for_nobody(post: Post):
    post.trouble = [OSError("away")]
    write("k1")
    write("k2", stream="event:8")

    assert flush() == 1
    assert post.got == ["note/k2/"]


def test_what_was_given_up_holds_up_nobody(post: Post):
    post.trouble = [HookError("gone", "The account is closed.")]
    write("k1")
    write("k2")

    flush()

    assert flush() == 1
    assert post.got == ["note/k2/"]


def test_on_commit_a_message_is_left_to_who_delivers_the_one_before(
    post: Post, committed: Committed
):
    with committed():
        write("k1", attempts=1, available_at=tomorrow())
        enqueue(topic="letter:note", key="k2", payload={}, stream="event:7")

    assert post.got == []
    assert OutboxMessage.objects.get(key="k2").attempts == 0


def test_whoever_delivers_a_message_goes_on_with_what_waited_behind_it(post: Post):
    first = write("k1")
    write("k2")
    write("k3")

    assert outbox.deliver_now(first.key)

    assert post.got == ["note/k1/", "note/k2/", "note/k3/"]


def test_the_last_attempt_holds_up_the_next_until_its_lease_is_over(post: Post):
    now = timezone.now()
    ending = now + timedelta(minutes=5)
    write("k1", attempts=MAX_ATTEMPTS, lease="somebody", available_at=ending)
    write("k2")

    assert flush(now=now) == 0
    assert flush(now=ending) == 1


def test_news_and_notices_of_a_tournament_are_streams_of_their_own(committed: Committed):
    with committed():
        events.announce(events.tournament_started, key="1", tournament=7)
        events.notify("match_ready", to=[a_user()], key="1", context={"url": "/x/"}, about=7)

    streams = OutboxMessage.objects.order_by("pk").values_list("stream", flat=True)
    assert list(streams) == ["event:7", "notice:7"]


def test_who_lost_the_lease_writes_nothing_of_a_failure(post: Post):
    def take_over() -> None:
        OutboxMessage.objects.update(lease="another", attempts=2, available_at=tomorrow())
        raise OSError("away")

    post.meanwhile = take_over
    write("k1")

    flush()

    message = OutboxMessage.objects.get()
    assert (message.lease, message.attempts, message.last_error) == ("another", 2, "")


def test_who_lost_the_lease_and_delivered_says_so(post: Post):
    post.meanwhile = lambda: OutboxMessage.objects.update(lease="another", attempts=2)
    write("k1")

    assert flush() == 1
    assert OutboxMessage.objects.get().delivered_at is not None


def broken_runner(key: str) -> None:
    raise ConnectionError(f"Nobody takes {key}.")


@pytest.mark.django_db(transaction=True)
def test_a_runner_that_fails_fails_no_act(
    post: Post, settings: Settings, caplog: pytest.LogCaptureFixture
):
    settings.TOURNAMENT_ENGINE = {"TASK_RUNNER": f"{__name__}.broken_runner"}

    with transaction.atomic():
        send("k1")
        send("k2")

    assert "Nobody takes k1." in caplog.text
    assert "Nobody takes k2." in caplog.text
    assert flush() == 2


def test_a_message_shows_its_key():
    assert str(OutboxMessage(key="k1")) == "k1"


def test_what_was_delivered_long_ago_is_forgotten_and_what_was_given_up_is_not(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    settings.TOURNAMENT_ENGINE = {"OUTBOX_DAYS": 30}
    monkeypatch.setattr(outbox, "_BATCH", 2)
    now = timezone.now()
    for key, days in {"old": 31, "older": 40, "oldest": 99, "new": 29}.items():
        at = now - timedelta(days=days)
        OutboxMessage.objects.create(topic="letter", key=key, available_at=at, delivered_at=at)
    lost = {"available_at": now, "attempts": MAX_ATTEMPTS}
    OutboxMessage.objects.create(topic="letter", key="dead", **lost)

    assert [outbox.FORGET.run(now) for _twice in range(2)] == [3, 0]
    assert set(OutboxMessage.objects.values_list("key", flat=True)) == {"new", "dead"}
