"""Questions, answers, and what a moderator does about them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.desk.browsing import address, log_in, post
from tests.factories import a_staff_member, a_tournament, a_user
from tests.people.models import Person

from tournament_engine.community import services
from tournament_engine.community.models import Post, PostReport
from tournament_engine.community.policy import must_wait
from tournament_engine.community.services import posts
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Tournament:
    return a_tournament(entrants=2, has_questions=True)


@pytest.fixture
def moderator(cup: Tournament) -> Person:
    return a_staff_member(cup, Role.MODERATOR)


def asked(cup: Tournament, text: str = "Where is it?", by: Person | None = None) -> Post:
    return services.ask_question(tournament=cup, text=text, by=by or a_user())


def no_swearing(text: str) -> bool:
    return "darn" in text


def test_a_tournament_takes_no_questions_unless_it_says_so(client):
    cup = a_tournament(entrants=0)

    with pytest.raises(Conflict) as refused:
        asked(cup)

    assert refused.value.code == "off"
    assert client.get(address("questions", cup.slug)).status_code == 404


def test_an_answer_of_the_staff_is_marked_and_nesting_ends(cup: Tournament, moderator: Person):
    question = asked(cup)
    answer = services.reply_to_post(post=question, text="In the hall.", by=moderator)
    thanks = services.reply_to_post(post=answer, text="Thank you", by=a_user())

    with pytest.raises(Conflict) as refused:
        services.reply_to_post(post=thanks, text="Welcome", by=moderator)

    assert [(row.depth, row.by_staff) for row in (question, answer, thanks)] == [
        (0, False),
        (1, True),
        (2, False),
    ]
    assert refused.value.code == "too_deep"


def test_ten_posts_in_five_minutes_and_no_more(cup: Tournament):
    ann, other = a_user(), a_tournament(entrants=0, has_questions=True)
    for number in range(posts.MOST):
        asked(cup if number % 2 else other, f"Question {number}", by=ann)

    with pytest.raises(Conflict) as refused:
        asked(cup, by=ann)
    asked(cup)
    Post.objects.update(created_at=timezone.now() - posts.WINDOW)
    asked(cup, by=ann)

    assert refused.value.code == "too_many"


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("See https://spam.example", True),
        ("see www.spam.example", True),
        ("Buy at cheap-things.com now", True),
        ("This is a darn shame", True),
        ("Is it at 10.30 p.m. in hall 2?", False),
        ("Final score 3:1, e.g. by goals.", False),
    ],
)
def test_links_and_filtered_words_wait_for_a_moderator(text: str, waits: bool, settings: Settings):
    settings.TOURNAMENT_ENGINE = {"WORD_FILTER": f"{__name__}.no_swearing"}

    assert must_wait(text) == waits


def test_what_waits_is_read_by_nobody_until_a_moderator_lets_it(
    cup: Tournament, moderator: Person, client
):
    held = asked(cup, "See https://example.org")
    page = address("questions", cup.slug)
    before = client.get(page).content.decode()

    services.show_post(post=held, by=moderator)

    assert "https://example.org" not in before
    assert "https://example.org" in client.get(page).content.decode()


def test_a_moderator_s_own_link_needs_nobody(cup: Tournament, moderator: Person):
    assert asked(cup, "See https://example.org", by=moderator).state == "shown"


def test_one_mends_one_s_own_post_a_short_while(cup: Tournament):
    ann = a_user()
    question = asked(cup, by=ann)

    services.edit_post(post=question, text="Where exactly?", by=ann)
    with pytest.raises(NotAllowed):
        services.edit_post(post=question, text="Hm", by=a_user())
    held = services.edit_post(post=question, text="www.spam.example", by=ann)
    assert held.state == "held"
    Post.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    with pytest.raises(Conflict) as refused:
        services.edit_post(post=question, text="Hm", by=ann)

    assert refused.value.code == "too_late"


def test_a_hidden_question_hides_its_answers_and_takes_none(
    cup: Tournament, moderator: Person, client
):
    question = asked(cup, "Rude words")
    services.reply_to_post(post=question, text="Please be kind", by=moderator)

    services.hide_post(post=question, reason="Rude", by=moderator)

    assert "Please be kind" not in client.get(address("questions", cup.slug)).content.decode()
    with pytest.raises(Conflict):
        services.reply_to_post(post=question, text="Why?", by=a_user())


def test_a_closed_question_is_answered_by_the_staff_alone(cup: Tournament, moderator: Person):
    question = asked(cup)
    services.lock_thread(post=question, is_locked=True, by=moderator)

    services.reply_to_post(post=question, text="One last word.", by=moderator)
    with pytest.raises(Conflict) as refused:
        services.reply_to_post(post=question, text="But", by=a_user())

    assert refused.value.code == "locked"


def test_a_report_is_made_once_a_person_and_settled_by_a_decision(
    cup: Tournament, moderator: Person
):
    question, ann = asked(cup), a_user()
    for _number in range(2):
        services.report_post(post=question, reason="Off topic", by=ann)
    assert PostReport.objects.filter(is_open=True).count() == 1

    services.show_post(post=question, by=moderator)

    assert not PostReport.objects.filter(is_open=True).exists()


def test_nobody_else_moderates(cup: Tournament):
    question, referee = asked(cup), a_staff_member(cup, Role.REFEREE)

    for act in (
        lambda: services.hide_post(post=question, reason="x", by=referee),
        lambda: services.show_post(post=question, by=referee),
        lambda: services.pin_question(post=question, is_pinned=True, by=referee),
        lambda: services.lock_thread(post=question, is_locked=True, by=referee),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_only_a_question_is_pinned(cup: Tournament, moderator: Person):
    first = asked(cup, "First")
    asked(cup, "Second")
    answer = services.reply_to_post(post=first, text="Yes", by=moderator)

    services.pin_question(post=first, is_pinned=True, by=moderator)
    with pytest.raises(InvalidInput):
        services.pin_question(post=answer, is_pinned=True, by=moderator)

    page = log_in(moderator).get(address("questions", cup.slug))
    assert [thread["question"].text for thread in page.context["threads"]] == ["First", "Second"]


def test_the_page_asks_answers_mends_and_reports(cup: Tournament, moderator: Person):
    ann, bob = log_in(a_user()), log_in(a_user())

    def send(browser: Any, **fields: object) -> int:
        return int(post(browser, "questions", cup.slug, **fields).status_code)

    answers = [send(ann, action="ask", text="Where?"), send(ann, action="ask", text="")]
    question = Post.objects.get()
    answers += [
        send(bob, action="reply", post=question.pk, text="There"),
        send(ann, action="edit", post=question.pk, text="Where, please?"),
        send(bob, action="edit", post=question.pk, text="Mine now"),
        send(bob, action="report", post=question.pk, reason="Off topic"),
        send(bob, action="reply", post="x", text="There"),
        send(bob, action="reply", post=question.pk, text=""),
        send(ann, action="edit", post=question.pk, text=""),
        send(bob, action="dance"),
        send(ann, action="ask", text="See www.example.org"),
    ]

    assert answers == [302, 422, 302, 302, 403, 302, 404, 422, 422, 422, 302]


def test_the_moderators_page_lists_and_decides(cup: Tournament, moderator: Person):
    held, shown = asked(cup, "See www.example.org"), asked(cup)
    services.report_post(post=shown, reason="Off topic", by=a_user())
    browser = log_in(moderator)

    page = browser.get(address("moderate", cup.slug))
    answers = [
        post(browser, "moderate", cup.slug, post=row.pk, **fields).status_code
        for row, fields in (
            (held, {"action": "show"}),
            (shown, {"action": "pin"}),
            (shown, {"action": "lock"}),
            (shown, {"action": "hide", "reason": "Off topic"}),
            (shown, {"action": "dance"}),
        )
    ]

    assert [row.pk for row in page.context["page"]] == [held.pk, shown.pk]
    assert "Off topic" in page.content.decode()
    assert answers == [302, 302, 302, 302, 422]
    assert not browser.get(address("moderate", cup.slug)).context["page"].object_list


@pytest.mark.parametrize("rows", [1, 3])
def test_the_questions_take_as_many_queries_for_three_as_for_one(
    cup: Tournament, moderator: Person, rows: int, client, django_assert_num_queries
):
    for _number in range(rows):
        services.reply_to_post(post=asked(cup), text="Yes", by=moderator)

    with django_assert_num_queries(4):
        client.get(address("questions", cup.slug))


def test_an_answer_that_is_refused_is_no_question(cup: Tournament):
    question, ann = asked(cup), a_user()
    for number in range(posts.MOST):
        asked(cup, f"Question {number}", by=ann)

    page = post(
        log_in(ann), "questions", cup.slug, action="reply", post=question.pk, text="In the hall"
    )

    assert page.status_code == 409
    assert not page.context["form"].is_bound
    assert page.context["refused"]["post"] == question.pk
    assert "You wrote a lot just now" in page.content.decode()
    assert page.content.decode().count(">In the hall</textarea>") == 1


def test_what_was_hidden_is_listed_and_shown_again(cup: Tournament, moderator: Person, client):
    question, browser = asked(cup, "Rude words"), log_in(moderator)
    services.hide_post(post=question, reason="Rude", by=moderator)

    page = browser.get(address("moderate", cup.slug), {"state": "hidden"})
    post(browser, "moderate", cup.slug, action="show", post=question.pk)

    assert [row.pk for row in page.context["page"]] == [question.pk]
    assert 'value="hide"' not in page.content.decode()
    assert "Rude words" in client.get(address("questions", cup.slug)).content.decode()


def test_a_settled_report_is_made_again_only_once_the_post_was_changed(
    cup: Tournament, moderator: Person
):
    ann, bob = a_user(), a_user()
    question = asked(cup, by=ann)
    services.report_post(post=question, reason="Off topic", by=bob)
    services.show_post(post=question, by=moderator)

    with pytest.raises(Conflict) as refused:
        services.report_post(post=question, reason="Still off topic", by=bob)
    services.edit_post(post=question, text="Worse", by=ann)
    again = services.report_post(post=question, reason="Now it is rude", by=bob)

    assert refused.value.code == "decided"
    assert (again.is_open, again.reason) == (True, "Now it is rude")


def test_a_report_says_what_is_wrong(cup: Tournament):
    with pytest.raises(InvalidInput, match="Say what is wrong"):
        services.report_post(post=asked(cup), reason=" ", by=a_user())
