"""The inbox: one's own notices, read one by one or all at once."""

import pytest
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import a_user
from tests.people.models import Person

from tournament_engine.hooks.models import InboxMessage, NoticeChoices

pytestmark = pytest.mark.django_db


def a_notice(user: Person, key: str) -> InboxMessage:
    return InboxMessage.objects.create(user=user, key=key, event="test", subject=f"News {key}")


def unread(user: Person) -> list[str]:
    return [row.key for row in InboxMessage.objects.filter(user=user, read_at=None)]


def test_a_person_sees_only_notices_of_their_own():
    ann, bob = a_user(), a_user()
    a_notice(ann, "1")
    a_notice(bob, "2")

    page = log_in(ann).get(address("inbox")).content.decode()

    assert ("News 1" in page, "News 2" in page) == (True, False)


def test_one_notice_is_marked_as_read():
    ann = a_user()
    first, _second = a_notice(ann, "1"), a_notice(ann, "2")

    post(log_in(ann), "inbox", notice=first.pk)

    assert unread(ann) == ["2"]


def test_all_notices_are_marked_as_read():
    ann, bob = a_user(), a_user()
    for person in (ann, bob):
        a_notice(person, "1")

    post(log_in(ann), "inbox")

    assert (unread(ann), unread(bob)) == ([], ["1"])


@pytest.mark.parametrize("number", ["0", "x", "-1"])
def test_a_notice_that_does_not_exist_is_missing(number: str):
    answer = post(log_in(a_user()), "inbox", notice=number)

    assert answer.status_code == 404


def test_somebody_elses_notice_is_missing_and_stays_unread():
    ann, bob = a_user(), a_user()
    theirs = a_notice(bob, "1")

    answer = post(log_in(ann), "inbox", notice=theirs.pk)

    assert (answer.status_code, unread(bob)) == (404, ["1"])


def test_a_visitor_is_led_to_the_login(client):
    answer = client.get(address("inbox"))

    assert answer.url == f"/login/?next={address('inbox')}"


def test_a_person_chooses_what_is_mailed_and_finds_the_choice_again():
    ann = a_user()
    client = log_in(ann)
    form = client.get(address("notice_choices")).context["form"]
    wanted = filled(form, mailed=["match", "other"], quiet_from="22:00", quiet_until="07:30")

    answer = post(client, "notice_choices", **wanted)

    assert answer.url == address("inbox")
    shown = client.get(address("notice_choices")).context["form"].initial
    assert shown["mailed"] == ["match", "other"]
    assert (str(shown["quiet_from"]), str(shown["quiet_until"])) == ("22:00:00", "07:30:00")


@pytest.mark.parametrize(("begin", "end"), [("22:00", ""), ("", "07:00"), ("22:00", "22:00")])
def test_quiet_hours_need_two_different_times(begin: str, end: str):
    answer = post(log_in(a_user()), "notice_choices", quiet_from=begin, quiet_until=end)

    assert (answer.status_code, NoticeChoices.objects.count()) == (422, 0)
    assert "Give two different times" in answer.content.decode()
