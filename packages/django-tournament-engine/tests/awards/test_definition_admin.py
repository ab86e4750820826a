"""Site staff defines in the admin what can be earned."""

import pytest
from tests.desk.browsing import log_in
from tests.factories import a_site_admin, a_user

from tournament_engine.audit.models import AuditEntry
from tournament_engine.awards.models import Achievement

pytestmark = pytest.mark.django_db

LIST = "/admin/tournament_engine/achievement/"
TITLE = {
    "code": "title",
    "name": "Title",
    "rule": "place",
    "params": '{"place": 1, "times": 1}',
    "icon": "T",
    "colour": "gold",
    "is_active": "on",
}


@pytest.fixture
def staff():
    return log_in(a_site_admin())


def test_an_achievement_is_defined_reworded_and_closed(staff):
    assert staff.post(f"{LIST}add/", TITLE).status_code == 302
    title = Achievement.objects.get()
    words = {"name": "The title", "icon": "1", "colour": "silver"}

    answer = staff.post(f"{LIST}{title.pk}/change/", {**words, "params": "{}", "rule": "by_hand"})

    assert answer.status_code == 302
    title.refresh_from_db()
    assert (title.name, title.colour, title.is_active) == ("The title", "silver", False)
    assert (title.rule, title.params) == ("place", {"place": 1, "times": 1})
    actions = AuditEntry.objects.filter(action__startswith="achievement.").order_by("pk")
    assert [entry.action for entry in actions] == ["achievement.defined", "achievement.changed"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"params": '{"place": 0, "times": 1}'}, "does not take these parameters"),
        ({"params": "[]"}, "does not take these parameters"),
        ({"name": "A\u200bB"}, "cannot be seen"),
        ({"code": "no code"}, "valid"),
    ],
)
def test_what_cannot_be_is_said_on_the_page(staff, wrong, said):
    answer = staff.post(f"{LIST}add/", {**TITLE, **wrong})

    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Achievement.objects.exists()


def test_nobody_else_defines_anything_and_nobody_deletes(staff):
    staff.post(f"{LIST}add/", TITLE)
    title = Achievement.objects.get()

    stranger = log_in(a_user(is_staff=True))

    assert stranger.post(f"{LIST}add/", {**TITLE, "code": "other"}).status_code == 403
    assert stranger.post(f"{LIST}{title.pk}/change/", TITLE).status_code == 403
    assert staff.post(f"{LIST}{title.pk}/delete/", {"post": "yes"}).status_code == 403
