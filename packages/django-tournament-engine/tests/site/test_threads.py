"""A thread of the site's own takes the place of the questions."""

import pytest
from django.test import Client
from django.utils.safestring import mark_safe
from tests.desk.browsing import address, log_in, post
from tests.factories import a_tournament, a_user

from tournament_engine.community import services
from tournament_engine.community.models import Post
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.testing import FakeSiteUI

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup(fake_site_ui: FakeSiteUI) -> Tournament:
    """Return a tournament with a thread of the site's own."""
    cup = a_tournament(entrants=0, has_questions=True)
    fake_site_ui.talks[str(cup.pk)] = mark_safe("<article>From the forum</article>")
    fake_site_ui.counts[str(cup.pk)] = 3
    return cup


def test_the_site_s_thread_stands_on_the_page_of_questions(client: Client, cup: Tournament):
    page = client.get(address("questions", cup.slug)).content.decode()

    assert "<article>From the forum</article>" in page
    assert "Ask something" not in page


def test_the_way_to_the_thread_says_how_many_comments_there_are(client: Client, cup: Tournament):
    page = client.get(cup.get_absolute_url()).content.decode()

    assert "Questions (3)" in page


def test_a_thread_needs_no_questions_of_the_engine(client: Client, fake_site_ui: FakeSiteUI):
    cup = a_tournament(entrants=0)
    fake_site_ui.talks[str(cup.pk)] = "Plain <b>text</b>"

    page = client.get(address("questions", cup.slug)).content.decode()

    assert "Plain &lt;b&gt;text&lt;/b&gt;" in page


def test_nobody_asks_the_engine_beside_the_thread(cup: Tournament):
    answer = post(log_in(a_user()), "questions", cup.slug, action="ask", text="When?")

    assert "ask there" in answer.content.decode()
    assert Post.objects.count() == 0
    with pytest.raises(Conflict) as refused:
        services.ask_question(tournament=cup, text="When?", by=a_user())
    assert refused.value.code == "elsewhere"


def test_while_the_site_cannot_say_the_engine_s_questions_are_there(
    client: Client, cup: Tournament, fake_site_ui: FakeSiteUI
):
    fake_site_ui.refuse = 100

    page = client.get(address("questions", cup.slug)).content.decode()

    assert "No questions yet" in page


def test_a_thread_that_fails_leaves_a_page(
    client: Client, cup: Tournament, fake_site_ui: FakeSiteUI, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fake_site_ui, "render_thread", lambda *_: "")

    answer = client.get(address("questions", cup.slug))

    assert answer.status_code == 200
    assert "cannot be shown for the moment" in answer.content.decode()
