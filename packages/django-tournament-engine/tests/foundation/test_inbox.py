from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import django
import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError
from django.utils import timezone
from pytest_django import Settings
from tests.factories import a_user
from tests.people.models import Person

from tests.conftest import Committed
from tournament_engine import events, hooks
from tournament_engine.errors import HookError
from tournament_engine.hooks.choices import mail_moment
from tournament_engine.hooks.inbox import POSTPONED, InboxAndMail
from tournament_engine.hooks.models import InboxMessage, NoticeChoices
from tournament_engine.hooks.notifications import URGENCIES, Notifications
from tournament_engine.hooks.services import choose_notices, mark_read
from tournament_engine.hooks.users import Users
from tournament_engine.jobs import PartlyDone
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db

CONTEXT = {
    "tournament": "Tom & Jerry Cup",
    "url": "/cup/",
    "name": "Ann",
    "reason": "Rain",
    "title": "Hall B",
    "text": "We play in hall B.",
    "achievement": "Champion",
}
NOTICES = Path(hooks.__file__).parent.parent / "templates/tournament_engine/notices"


class Flaky(EmailBackend):
    """Delivers one mail and then loses the connection, until it is mended."""

    broken = True

    def send_messages(self, messages: Any) -> int:
        if self.broken and len(mail.outbox):
            raise SMTPServerDisconnected("the line went dead")
        return super().send_messages(messages)


def send(*people: Person, event: str = "registration_confirmed", key: str = "k1") -> None:
    InboxAndMail().send(event, [str(person.pk) for person in people], CONTEXT, key)


def use_mailer(settings: Settings, backend: str) -> None:
    if django.VERSION >= (6, 1):
        settings.MAILERS = {"default": {"BACKEND": backend}}
    else:
        settings.EMAIL_BACKEND = backend


@pytest.fixture
def with_address(settings: Settings) -> None:
    settings.TOURNAMENT_ENGINE = {"BASE_URL": "https://example.org/"}


def test_a_notice_is_in_the_inbox_with_subject_text_and_link():
    ann = a_user()

    send(ann)

    notice = InboxMessage.objects.get()
    assert (notice.user, str(notice)) == (ann, "You are in: Tom & Jerry Cup")
    assert (notice.body, notice.url) == ("Ann has a place in Tom & Jerry Cup.", "/cup/")


def test_no_mail_is_sent_by_a_site_that_does_not_say_its_address():
    send(a_user())

    assert mail.outbox == []


def test_a_mail_says_what_the_inbox_says_with_the_whole_link(with_address: None):
    send(a_user("ann"))

    [message] = mail.outbox
    assert (message.subject, message.to) == ("You are in: Tom & Jerry Cup", ["ann@example.org"])
    assert message.body.endswith("Tom & Jerry Cup.\n\nhttps://example.org/cup/\n")


def test_the_same_notice_again_is_one_notice_and_one_mail(with_address: None):
    ann = a_user()

    send(ann)
    send(ann)

    assert (InboxMessage.objects.count(), len(mail.outbox)) == (1, 1)


def test_people_without_an_address_have_the_inbox(with_address: None):
    send(a_user(), Person.objects.create_user(""))

    assert (InboxMessage.objects.count(), len(mail.outbox)) == (2, 1)


def test_after_a_broken_line_only_the_rest_is_mailed(
    with_address: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    use_mailer(settings, f"{__name__}.Flaky")
    people = [a_user(), a_user(), a_user()]
    with pytest.raises(HookError, match="the line went dead"):
        send(*people)

    monkeypatch.setattr(Flaky, "broken", False)
    send(*people)

    assert sorted(message.to[0] for message in mail.outbox) == sorted(p.email for p in people)


def test_a_notice_is_written_in_the_language_of_its_reader(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"users": f"{__name__}.Readers"}}

    send(a_user("ann"), a_user("bob"))

    assert Readers.asked == {"ann", "bob"}


class Readers(Users):
    asked: ClassVar[set[str]] = set()

    def language(self, user: Any) -> str:
        self.asked.add(self.display_name(user))
        return "de" if self.display_name(user) == "bob" else "en"


@pytest.mark.parametrize("notice", sorted(path.stem for path in NOTICES.glob("*.txt")))
def test_every_notice_has_one_line_of_subject_and_a_text(notice: str):
    send(a_user(), event=notice)

    message = InboxMessage.objects.get()
    assert "Tom & Jerry Cup" in message.subject
    assert message.body
    assert "\n" not in message.subject


def test_one_reads_ones_own_notices_and_nobody_elses():
    ann, bob = a_user(), a_user()
    for key in ("k1", "k2"):
        send(ann, bob, key=key)
    first = InboxMessage.objects.filter(user=ann).first()
    assert first is not None

    marked = (mark_read(user=ann, notices=[first]), mark_read(user=ann), mark_read(user=ann))

    assert marked == (1, 1, 0)
    assert InboxMessage.objects.filter(user=bob, read_at=None).count() == 2


NIGHT = (time(22), time(8))


def choose(person: Person, *unmailed: str, quiet: tuple[time, time] | None = None) -> NoticeChoices:
    return choose_notices(user=person, unmailed=unmailed, quiet_hours=quiet)


def test_what_a_person_does_not_want_mailed_is_in_the_inbox_alone(with_address: None):
    ann = a_user()
    choose(ann, "match")

    send(ann, event="match_ready", key="1")
    send(ann, event="registration_confirmed", key="2")

    assert InboxMessage.objects.filter(user=ann).count() == 2
    assert [message.subject[:10] for message in mail.outbox] == ["You are in"]


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        (NIGHT, "21:59", "21:59"),
        (NIGHT, "22:00", "08:00 tomorrow"),
        (NIGHT, "00:30", "08:00"),
        (NIGHT, "08:00", "08:00"),
        ((time(12), time(14)), "13:00", "14:00"),
        ((time(12), time(14)), "14:00", "14:00"),
        (None, "23:00", "23:00"),
    ],
)
def test_quiet_hours_end_before_something_is_mailed(
    hours: tuple[time, time] | None, now: str, expected: str
):
    prague = ZoneInfo("Europe/Prague")
    at = datetime.combine(date(2026, 5, 1), time.fromisoformat(now), tzinfo=prague)

    moment = mail_moment(choose(a_user(), quiet=hours), "match_ready", at.astimezone(UTC), prague)

    clock, _, later = expected.partition(" ")
    day = date(2026, 5, 2 if later else 1)
    assert moment == datetime.combine(day, time.fromisoformat(clock), tzinfo=prague)


def test_what_came_in_quiet_hours_is_mailed_once_after_them(with_address: None):
    ann, now = a_user(), timezone.now()
    begin = (now - timedelta(hours=1)).time()
    choose(ann, quiet=(begin, (now + timedelta(hours=1)).time()))
    send(ann)
    kept = len(mail.outbox)

    early = POSTPONED.run(now)
    done = [POSTPONED.run(now + timedelta(hours=2)) for _twice in range(2)]

    assert (kept, early, done, len(mail.outbox)) == (0, 0, [1, 0], 1)


def test_what_was_mailed_in_vain_is_not_tried_as_postponed(with_address: None):
    send(a_user())
    InboxMessage.objects.update(mailed_at=None)

    assert POSTPONED.run(timezone.now() + timedelta(hours=2)) == 0


def test_quiet_hours_have_two_ends_in_the_database():
    with pytest.raises(IntegrityError):
        NoticeChoices.objects.create(user=a_user(), quiet_from=time(22))


BOTH = ["tournament_engine.testing.FakeNotifications"] * 2


@pytest.fixture
def two_hooks(settings: Settings) -> tuple[FakeNotifications, FakeNotifications]:
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"notifications": BOTH}}
    first, second = hooks.notifications()
    assert isinstance(first, FakeNotifications)
    assert isinstance(second, FakeNotifications)
    return first, second


def deliver() -> None:
    payload = {"recipients": ["1"], "context": CONTEXT}
    hooks.deliver(name="registration_confirmed", key="k", payload=payload)


def test_a_hook_that_fails_keeps_no_other_from_sending(
    two_hooks: tuple[FakeNotifications, FakeNotifications],
):
    first, second = two_hooks
    first.refuse = 1

    with pytest.raises(HookError, match="The service is down"):
        deliver()
    after_one = (len(first.sent), len(second.sent))
    deliver()

    assert (after_one, len(first.sent), len(second.sent)) == ((0, 1), 1, 1)


def test_a_hook_that_never_will_is_reported_after_the_others_sent(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"notifications": [f"{__name__}.Closed", *BOTH]}}

    with pytest.raises(HookError) as refused:
        deliver()

    assert not refused.value.retryable
    assert [len(hook.sent) for hook in hooks.notifications()[1:]] == [1, 1]  # type: ignore[attr-defined]  # fakes


def test_a_hook_is_not_asked_for_what_it_does_not_support(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"notifications": [f"{__name__}.Uninterested"]}}

    deliver()


class Closed(Notifications):
    def send(self, *_notice: Any, **_how: Any) -> None:
        raise HookError("closed", "The account is closed.")


class Uninterested(Closed):
    def supports(self, event: str) -> bool:
        return False


def test_a_hook_is_told_how_urgent_it_is_and_where_to_act(
    fake_notifications: FakeNotifications, committed: Committed
):
    with committed():
        events.notify("match_ready", to=[a_user()], key="1", context={"url": "/cup/m1/"})
        events.notify("result_confirmed", to=[a_user()], key="2", context={"url": "/cup/m2/"})

    told = [(one.urgency, one.channels, one.action_url) for one in fake_notifications.sent]
    assert told == [
        ("high", ("inbox", "mail", "push"), "/cup/m1/"),
        ("normal", ("inbox", "mail"), "/cup/m2/"),
    ]


def test_what_is_not_meant_to_be_mailed_is_in_the_inbox_alone(
    settings: Settings, mailoutbox: list[object]
):
    settings.TOURNAMENT_ENGINE = {"BASE_URL": "https://example.org"}

    InboxAndMail().send("match_ready", [str(a_user().pk)], CONTEXT, "k", channels=["inbox"])

    assert (InboxMessage.objects.count(), mailoutbox) == (1, [])


def test_every_urgent_event_is_a_notice_that_there_is():
    known = {path.stem for path in NOTICES.glob("*.txt")}

    assert URGENCIES.keys() <= known


class Choosy(EmailBackend):
    """Takes no mail for one address, and everybody else's."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["gone@example.org"]:
            raise SMTPRecipientsRefused({"gone@example.org": (550, b"No such user")})
        return super().send_messages(messages)


def test_an_address_that_no_mail_goes_to_keeps_nobody_waiting(
    with_address: None, settings: Settings
):
    use_mailer(settings, f"{__name__}.Choosy")
    people = [a_user("gone"), a_user("ann"), a_user("bob")]

    with pytest.raises(HookError, match="No such user"):
        send(*people)

    mailed = sorted(message.to[0] for message in mail.outbox)
    assert mailed == ["ann@example.org", "bob@example.org"]
    assert InboxMessage.objects.get(mailed_at=None).user == people[0]


def test_what_waited_is_mailed_beside_an_address_that_takes_none(
    with_address: None, settings: Settings
):
    use_mailer(settings, f"{__name__}.Choosy")
    with pytest.raises(HookError):
        send(a_user("gone"), a_user("ann"))
    mail.outbox.clear()
    created = timezone.now() - timedelta(hours=2)
    later = created + timedelta(hours=1)
    InboxMessage.objects.update(mailed_at=None, created_at=created, mail_at=later)

    with pytest.raises(PartlyDone) as partly:
        POSTPONED.run(timezone.now())

    assert (partly.value.done, partly.value.failed) == (1, 1)
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]
