"""What somebody reads who did something too often."""

import logging

import pytest
from django.test import Client
from pytest_django import Settings
from tests.desk.browsing import address, log_in, post
from tests.factories import a_site_admin, a_tournament, a_user

from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db

STOPPED = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "LOCATION": "redis://127.0.0.1:1/0",
}


@pytest.fixture
def twice(settings: Settings) -> None:
    """Let everybody register twice an hour, and look up one certificate a minute."""
    limits = {"register": "2/h/user", "verify": "1/m/ip", "post": "1/h/user"}
    settings.TOURNAMENT_ENGINE = {"RATE_LIMITS": limits}


@pytest.mark.usefixtures("twice")
def test_a_third_attempt_is_answered_with_a_page_that_says_when():
    cup, browser = a_tournament(entrants=0), log_in(a_user())
    for _twice in range(2):
        post(browser, "register", cup.slug, name="Ann")

    answer = post(browser, "register", cup.slug, name="Ann")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 3600
    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"]) == ("2", "0")
    assert "That was too often: try again in" in answer.content.decode()
    assert Registration.objects.filter(tournament=cup).count() == 1


@pytest.mark.usefixtures("twice")
def test_who_is_within_the_limit_is_told_how_much_is_left():
    answer = post(log_in(a_user()), "register", a_tournament(entrants=0).slug, name="Ann")

    assert (answer["RateLimit-Limit"], answer["RateLimit-Remaining"]) == ("2", "1")


@pytest.mark.usefixtures("twice")
def test_htmx_gets_the_middle_of_the_page_and_where_it_belongs():
    cup, browser = a_tournament(entrants=0), log_in(a_user())
    for _twice in range(2):
        post(browser, "register", cup.slug, name="Ann")

    answer = browser.post(address("register", cup.slug), headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Retarget"]) == (429, "#content")
    assert answer.content.decode().lstrip().startswith('<div class="te-refusal">')
    assert "HX-Request" in answer["Vary"]


@pytest.mark.usefixtures("twice")
def test_reading_the_form_is_not_counted():
    cup, browser = a_tournament(entrants=0), log_in(a_user())

    answers = {browser.get(address("register", cup.slug)).status_code for _ in range(5)}

    assert answers == {200}


@pytest.mark.usefixtures("twice")
def test_looking_up_certificates_is_counted_for_visitors(client: Client):
    answers = [client.get(address("verify", "unknown")).status_code for _ in range(2)]

    assert answers == [404, 429]


@pytest.mark.usefixtures("twice")
def test_an_administrator_has_the_limit_of_everybody():
    cup, browser = a_tournament(entrants=0), log_in(a_site_admin())

    answers = [post(browser, "register", cup.slug, name="Ann").status_code for _ in range(3)]

    assert answers[2] == 429


def test_with_a_stopped_redis_people_register(settings: Settings, caplog: pytest.LogCaptureFixture):
    settings.CACHES = {"default": STOPPED}
    cup, browser = a_tournament(entrants=0), log_in(a_user())

    with caplog.at_level(logging.WARNING):
        answer = post(browser, "register", cup.slug, name="Ann")

    assert answer.status_code == 302
    assert "passes without a limit" in caplog.text
    assert Registration.objects.filter(tournament=cup).count() == 1


def test_with_a_stopped_redis_nobody_moves_money(settings: Settings):
    settings.CACHES = {"default": STOPPED}
    cup, browser = a_tournament(entrants=0), log_in(a_user())

    answer = post(browser, "my_payment", cup.slug)

    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "try again in a minute" in answer.content.decode()
