"""What the organisers tell everybody."""

from typing import Any

import pytest
from tests.desk.browsing import address, log_in, post
from tests.factories import a_registration, a_staff_member, a_tournament, a_user

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.community import services
from tournament_engine.community.models import Announcement
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, StaleVersion
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Tournament:
    return a_tournament(entrants=2)


def said(cup: Tournament, title: str = "We begin late", **facts: Any) -> Announcement:
    told: dict[str, Any] = {"by": cup.organizer, "text": "At ten."} | facts
    return services.publish_announcement(tournament=cup, title=title, **told)


def test_everybody_who_is_in_is_told_after_the_commit(
    cup: Tournament, committed: Committed, fake_notifications: FakeNotifications
):
    player, _outsider = a_user(), a_user()
    with committed():
        a_registration(cup, player)

    with committed():
        said(cup)

    [told] = [one for one in fake_notifications.sent if one.event == "announcement"]
    assert told.recipients == (str(player.pk),)
    assert (told.context["title"], told.context["text"]) == ("We begin late", "At ten.")


def test_an_announcement_is_mended_pinned_and_taken_away(cup: Tournament):
    old, new = said(cup, "Old"), said(cup, "New")

    services.edit_announcement(
        announcement=old, title="Older", text="", version=old.version, by=cup.organizer
    )
    services.pin_announcement(announcement=old, is_pinned=True, by=cup.organizer)
    shown = [row.title for row in cup.announcements.all()]
    services.remove_announcement(announcement=new, by=cup.organizer)

    assert shown == ["Older", "New"]
    assert [row.title for row in cup.announcements.all()] == ["Older"]
    entry = AuditEntry.objects.get(action="announcement.removed")
    assert entry.before == {"title": "New", "text": "At ten."}


def test_a_change_on_top_of_somebody_else_s_is_refused(cup: Tournament):
    row = said(cup)
    by = cup.organizer
    services.edit_announcement(announcement=row, title="One", text="", version=1, by=by)

    with pytest.raises(StaleVersion):
        services.edit_announcement(announcement=row, title="Two", text="", version=1, by=by)


def test_a_moderator_announces_and_others_do_not(cup: Tournament):
    said(cup, by=a_staff_member(cup, Role.MODERATOR))

    for nobody in (a_staff_member(cup, Role.REFEREE), a_user()):
        with pytest.raises(NotAllowed):
            said(cup, by=nobody)


def test_nothing_is_announced_of_a_draft_or_without_a_title(cup: Tournament):
    with pytest.raises(Conflict, match="publish it first"):
        said(a_tournament(entrants=0, state=TournamentState.DRAFT))
    with pytest.raises(InvalidInput):
        said(cup, title=" ")


def test_the_pages_show_and_write_them(cup: Tournament, client):
    browser = log_in(cup.organizer)

    published = post(
        browser, "manage_announcements", cup.slug, action="publish", title="Hello <b>", text="All"
    )
    row = Announcement.objects.get()
    for action, fields in (
        ("edit", {"title": "Hello you", "text": "All", "version": row.version}),
        ("pin", {}),
    ):
        answer = post(
            browser, "manage_announcements", cup.slug, action=action, announcement=row.pk, **fields
        )
        assert answer.status_code == 302
    pages = [
        client.get(address(name, cup.slug)).content.decode()
        for name in ("announcements", "tournament")
    ]
    removed = post(browser, "manage_announcements", cup.slug, action="remove", announcement=row.pk)

    assert (published.status_code, removed.status_code) == (302, 302)
    assert all("Hello you" in page and "pinned" in page for page in pages)
    assert not Announcement.objects.exists()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"action": "publish", "title": ""}, 422),
        ({"action": "edit", "title": "x", "version": 99}, 409),
        ({"action": "pin", "announcement": "x"}, 404),
        ({"action": "dance"}, 422),
    ],
)
def test_what_makes_no_sense_is_refused(cup: Tournament, fields: dict[str, Any], status: int):
    row = said(cup)
    sent = {"announcement": row.pk} | fields

    answer = log_in(cup.organizer).post(address("manage_announcements", cup.slug), sent)

    assert answer.status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_the_news_takes_as_many_queries_for_three_as_for_one(
    cup: Tournament, rows: int, client, django_assert_num_queries
):
    for _number in range(rows):
        said(cup)

    with django_assert_num_queries(3):
        client.get(address("announcements", cup.slug))


def test_a_change_that_is_refused_stays_a_change_of_its_announcement(cup: Tournament):
    row, other = said(cup, "Old"), said(cup, "Other")
    services.edit_announcement(
        announcement=row, title="Newer", text="", version=1, by=cup.organizer
    )
    sent = {"action": "edit", "announcement": row.pk, "title": "Mine", "version": 1}

    page = log_in(cup.organizer).post(address("manage_announcements", cup.slug), sent)

    forms = {line["announcement"].pk: line["form"] for line in page.context["rows"]}
    assert forms[row.pk]["title"].value() == "Mine"
    assert "Somebody else changed" in str(forms[row.pk].non_field_errors())
    assert not forms[other.pk].is_bound
    assert not page.context["form"].is_bound
    assert (
        f'name="announcement" value="{row.pk}"><input type="hidden" name="version" value="2"'
        in (page.content.decode())
    )
