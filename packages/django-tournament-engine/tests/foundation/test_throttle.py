"""How often somebody may do a thing: exactly so often, whoever counts beside."""

import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache, caches
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from tournament_engine import throttle
from tournament_engine.conf import DEFAULT_LIMITS
from tournament_engine.errors import TooManyRequests
from tournament_engine.throttle import Rate
from tournament_engine.urls import urlpatterns

REDIS = "django.core.cache.backends.redis.RedisCache"
STOPPED = {"BACKEND": REDIS, "LOCATION": "redis://127.0.0.1:1/0"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Return a clock that stands still until a test moves it."""
    stopped = SimpleNamespace(now=3600.0 * 1000)
    monkeypatch.setattr(throttle, "time", lambda: stopped.now)
    return stopped


def a_request(
    route: str = "register", method: str = "POST", user: object = None, **meta: Any
) -> HttpRequest:
    request = RequestFactory().generic(method, "/", **meta)
    request.resolver_match = SimpleNamespace(url_name=route)  # type: ignore[assignment]
    request.user = user or SimpleNamespace(pk=7, is_authenticated=True)  # type: ignore[assignment]
    return request


def passes(request: HttpRequest) -> bool:
    try:
        throttle.spend(request)
    except TooManyRequests:
        return False
    return True


def passed_of(number: int, ask: Callable[[], bool]) -> int:
    """Return how many of so many threads pass that ask in one moment."""
    barrier = Barrier(number)

    def run() -> bool:
        barrier.wait()
        return ask()

    with ThreadPoolExecutor(number) as pool:
        return sum(future.result() for future in [pool.submit(run) for _ in range(number)])


def test_the_limit_passes_and_one_more_is_refused(clock: SimpleNamespace):
    answers = [passes(a_request()) for _ in range(12)]

    assert answers == [True] * 10 + [False] * 2


def test_a_hit_does_not_renew_the_window(clock: SimpleNamespace):
    for _ in range(12):
        passes(a_request())

    clock.now += 3599
    late = passes(a_request())
    clock.now += 1

    assert (late, passes(a_request())) == (False, True)


def test_who_is_refused_is_told_for_how_long(clock: SimpleNamespace):
    clock.now += 3000
    for _ in range(10):
        passes(a_request())

    with pytest.raises(TooManyRequests) as refused:
        throttle.spend(a_request())

    assert refused.value.message == "That was too often: try again in 10 minutes."
    assert refused.value.headers == {
        "RateLimit-Limit": "10",
        "RateLimit-Remaining": "0",
        "RateLimit-Reset": "600",
        "RateLimit-Policy": "10;w=3600",
        "Retry-After": "600",
    }


def test_reading_is_not_counted_where_the_action_does_not_say_so(clock: SimpleNamespace):
    assert throttle.spend(a_request(method="GET")) is None
    assert throttle.spend(a_request("verify", "GET")) is not None


def test_each_person_and_each_action_has_a_count_of_its_own(clock: SimpleNamespace):
    while passes(a_request()):
        pass

    other = SimpleNamespace(pk=8, is_authenticated=True)
    assert (passes(a_request(user=other)), passes(a_request("report"))) == (True, True)


def test_routes_of_one_action_count_together(clock: SimpleNamespace, settings: Settings):
    settings.TOURNAMENT_ENGINE = {"RATE_LIMITS": {"report": "2/m/user"}}

    answers = [passes(a_request(route)) for route in ("report", "accept", "match_act")]

    assert answers == [True, True, False]


def test_any_other_route_is_limited_by_its_name(clock: SimpleNamespace, settings: Settings):
    settings.TOURNAMENT_ENGINE = {"RATE_LIMITS": {"notice_choices": "1/m/user"}}

    assert [passes(a_request("notice_choices")) for _ in range(2)] == [True, False]


def test_every_route_of_an_action_is_one_of_the_engine():
    known = {route.name for route in urlpatterns}

    assert throttle.ROUTES.keys() - known == set()
    assert set(throttle.ROUTES.values()) == set(DEFAULT_LIMITS)


@pytest.mark.parametrize("limits", [None, {"register": ""}], ids=["all off", "one off"])
def test_limits_can_be_taken_off(settings: Settings, limits: dict[str, str] | None):
    settings.TOURNAMENT_ENGINE = {"RATE_LIMITS": limits}

    assert throttle.spend(a_request()) is None


def test_a_superuser_is_limited_too(clock: SimpleNamespace):
    admin = SimpleNamespace(pk=1, is_authenticated=True, is_superuser=True)

    assert sum(passes(a_request(user=admin)) for _ in range(12)) == 10


def test_visitors_are_told_apart_by_their_address(clock: SimpleNamespace):
    def visit(address: str) -> bool:
        return passes(a_request(user=AnonymousUser(), REMOTE_ADDR=address))

    assert sum(visit("203.0.113.7") for _ in range(12)) == 10
    assert visit("203.0.113.8")


def test_a_visitor_with_another_address_is_known_by_the_session(clock: SimpleNamespace):
    def visit(number: int) -> bool:
        request = a_request(user=AnonymousUser(), REMOTE_ADDR=f"203.0.113.{number}")
        request.session = SimpleNamespace(session_key="s1")  # type: ignore[assignment]
        return passes(request)

    assert sum(visit(number) for number in range(12)) == 10


def test_a_made_up_header_gives_no_new_count(clock: SimpleNamespace):
    def visit(number: int) -> bool:
        told = f"198.51.100.{number}"
        return passes(a_request(user=AnonymousUser(), HTTP_X_FORWARDED_FOR=told))

    assert sum(visit(number) for number in range(12)) == 10


def test_no_key_of_the_cache_names_a_person_or_an_address(
    clock: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
):
    keys: list[str] = []

    def note(key: str, _rate: Rate) -> int:
        keys.append(key)
        return 1

    monkeypatch.setattr(throttle, "_add_one", note)

    passes(a_request(user=AnonymousUser(), REMOTE_ADDR="203.0.113.7"))

    assert [key for key in keys if "203.0.113.7" in key] == []
    assert len(keys) == 1


def test_of_200_threads_exactly_the_limit_passes(clock: SimpleNamespace):
    assert passed_of(200, lambda: passes(a_request())) == 10


@pytest.fixture
def redis(settings: Settings) -> None:
    """Count in the Redis of the services' tests."""
    address = os.environ.get("TOURNAMENT_TEST_BROKER_URL", "")
    if not address.startswith("redis://"):
        pytest.fail("Set TOURNAMENT_TEST_BROKER_URL to a Redis for this test.")
    settings.CACHES = {"default": {"BACKEND": REDIS, "LOCATION": address, "KEY_PREFIX": "limits"}}


@pytest.mark.services
@pytest.mark.usefixtures("redis")
def test_of_200_threads_exactly_the_limit_passes_on_redis(clock: SimpleNamespace):
    clock.now += 3600 * os.getpid()

    assert passed_of(200, lambda: passes(a_request())) == 10


@pytest.mark.services
@pytest.mark.usefixtures("redis")
def test_a_count_that_reads_and_writes_back_lets_more_pass_on_redis(
    clock: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
):
    clock.now += 3600 * (os.getpid() + 100_000)
    monkeypatch.setattr(throttle, "_add_one", read_and_write_back(Barrier(200)))

    assert passed_of(200, lambda: passes(a_request())) > 10


def test_a_count_that_reads_and_writes_back_lets_more_pass(
    clock: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(throttle, "_add_one", read_and_write_back(Barrier(200)))

    assert passed_of(200, lambda: passes(a_request())) > 10


def read_and_write_back(barrier: Barrier) -> Callable[[str, Rate], int]:
    """Return the counting of the canary: everybody has read before the first writes."""

    def count(key: str, rate: Rate) -> int:
        known = int(cache.get(key, 0))
        barrier.wait()
        cache.set(key, known + 1, 2 * rate.seconds)
        return known + 1

    return count


@pytest.mark.parametrize("route", ["register", "report", "verify"])
def test_while_the_cache_is_away_people_pass_with_a_warning(
    settings: Settings, caplog: pytest.LogCaptureFixture, route: str
):
    settings.CACHES = {"default": STOPPED}

    with caplog.at_level(logging.WARNING, logger=throttle.__name__):
        assert throttle.spend(a_request(route)) is None

    assert f"The cache cannot count {route!r}" in caplog.text


def test_while_the_cache_is_away_money_is_refused(settings: Settings):
    settings.CACHES = {"default": STOPPED}

    with pytest.raises(TooManyRequests) as refused:
        throttle.spend(a_request("my_payment"))

    assert (refused.value.code, refused.value.retry_after) == ("limits_away", 60)


def test_a_site_says_what_is_refused_while_the_cache_is_away(settings: Settings):
    settings.CACHES = {"default": STOPPED}
    settings.TOURNAMENT_ENGINE = {"RATE_LIMITS_STRICT": ["register"]}

    assert (passes(a_request("my_payment")), passes(a_request("register"))) == (True, False)


def test_a_count_that_the_cache_threw_away_is_begun_anew(clock: SimpleNamespace):
    for _ in range(3):
        passes(a_request())
    caches["default"].clear()

    standing = throttle.spend(a_request())

    assert standing is not None
    assert standing.left == 9


@pytest.mark.parametrize("limit", ["", "10", "0/h/user", "10/w/user", "10/h/team", "10/h/user ", 7])
def test_what_is_no_limit_is_known_as_none(limit: object):
    assert not throttle.is_limit(limit)
