from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import WARNING, CheckMessage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tournament_engine import conf
from tournament_engine.checks import check_database, check_settings, refuse_database
from tournament_engine.deployment import check_deployment, check_schedule
from tournament_engine.jobs import JobRun


class Mute:
    """A hook without a single method."""


def found(messages: list[CheckMessage]) -> list[tuple[str, str]]:
    return [
        (str(message.id).removeprefix("tournament_engine."), message.msg) for message in messages
    ]


GOOD = {
    "HOOKS": {
        "users": "tournament_engine.hooks.users.Users",
        "teams": "tournament_engine.testing.FakeTeams",
        "notifications": ["tournament_engine.hooks.inbox.InboxAndMail"],
    },
    "BASE_URL": "https://example.org",
    "FORMATS": {"own": "tournament_engine.testing.FakeTeams"},
    "PAGE_SIZE": 10,
    "TASK_RUNNER": "tournament_engine.runners.in_thread",
    "REQUIRE_APPROVAL": True,
    "ARCHIVE_AFTER_DAYS": 30,
    "APPROVE_PAYOUTS_ABOVE": {"EUR": 50000},
    "CERTIFICATE_RENDERER": "tournament_engine.awards.rendering.render",
    "CERTIFICATE_FONTS": ["/usr/share/fonts/own.ttf"],
    "UPLOADS": {"DAILY_QUOTA": 1},
    "WORD_FILTER": "tournament_engine.links.checked_link",
    "RATE_LIMITS": {"register": "20/h/user", "notice_choices": "5/m/ip", "post": ""},
    "RATE_LIMITS_STRICT": ["money", "register"],
    "TRUSTED_PROXIES": ["10.0.0.0/8", "unix"],
    "ROLES": {"caster": {"name": "Caster", "capabilities": ["tournament_engine.announce"]}},
}

_ROLES = "a dictionary of roles by code, each with a 'name' and a list of 'capabilities'"

BAD: list[tuple[Any, list[tuple[str, str]]]] = [
    ({"BASE_ULR": ""}, [("E001", "TOURNAMENT_ENGINE has no key 'BASE_ULR'.")]),
    ({"HOOKS": {"team": "x.Y"}}, [("E001", "HOOKS has no key 'team'.")]),
    (
        {"HOOKS": {"teams": "no.such.Teams"}},
        [("E002", "HOOKS['teams']: 'no.such.Teams' cannot be imported: No module named 'no'")],
    ),
    (
        {"FORMATS": {"own": "nodots"}},
        [
            (
                "E002",
                (
                    "FORMATS['own']: 'nodots' cannot be imported: "
                    "nodots doesn't look like a module path"
                ),
            )
        ],
    ),
    ([], [("E004", "TOURNAMENT_ENGINE must be a dictionary.")]),
    ({"HOOKS": []}, [("E004", "HOOKS must be a dictionary of hooks by name.")]),
    ({"HOOKS": {"teams": ["x.Y"]}}, [("E004", "HOOKS['teams'] must be a dotted path.")]),
    (
        {"HOOKS": {"notifications": "x.Y"}},
        [("E004", "HOOKS['notifications'] must be a list of dotted paths.")],
    ),
    (
        {"HOOKS": {"notifications": [7]}},
        [("E004", "HOOKS['notifications'] must be a dotted path.")],
    ),
    (
        {"BASE_URL": None},
        [("E004", "BASE_URL must be empty, or an address such as 'https://example.org'.")],
    ),
    (
        {"BASE_URL": "example.org"},
        [("E004", "BASE_URL must be empty, or an address such as 'https://example.org'.")],
    ),
    (
        {"TASK_RUNNER": "nobody.there"},
        [
            (
                "E002",
                "TASK_RUNNER: 'nobody.there' cannot be imported: No module named 'nobody'",
            )
        ],
    ),
    (
        {"TASK_RUNNER": "tournament_engine.outbox.MAX_ATTEMPTS"},
        [("E004", "TASK_RUNNER must be the dotted path of a function.")],
    ),
    ({"FORMATS": "x"}, [("E004", "FORMATS must be a dictionary of dotted paths by name.")]),
    ({"PAGE_SIZE": 0}, [("E004", "PAGE_SIZE must be a whole number above zero.")]),
    ({"PAGE_SIZE": True}, [("E004", "PAGE_SIZE must be a whole number above zero.")]),
    ({"REQUIRE_APPROVAL": 1}, [("E004", "REQUIRE_APPROVAL must be True or False.")]),
    (
        {"ARCHIVE_AFTER_DAYS": 0},
        [("E004", "ARCHIVE_AFTER_DAYS must be a whole number above zero.")],
    ),
    ({"ROLES": []}, [("E004", f"ROLES must be {_ROLES}.")]),
    ({"ROLES": {"caster": "Caster"}}, [("E004", f"ROLES must be {_ROLES}.")]),
    (
        {"ROLES": {"caster": {"name": "x", "capabilities": [7]}}},
        [("E004", f"ROLES must be {_ROLES}.")],
    ),
    (
        {"APPROVE_PAYOUTS_ABOVE": {"EUR": "50000"}},
        [
            (
                "E004",
                (
                    "APPROVE_PAYOUTS_ABOVE must be a dictionary of whole amounts in minor units by "
                    "currency."
                ),
            )
        ],
    ),
    (
        {"CERTIFICATE_FONTS": "own.ttf"},
        [("E004", "CERTIFICATE_FONTS must be a list of paths of TrueType files.")],
    ),
    ({"INVITATION_DAYS": 0}, [("E004", "INVITATION_DAYS must be a whole number above zero.")]),
    ({"OUTBOX_DAYS": 0}, [("E004", "OUTBOX_DAYS must be a whole number above zero.")]),
    ({"RATE_LIMITS": {"regster": ""}}, [("E001", "RATE_LIMITS has no key 'regster'.")]),
    (
        {"RATE_LIMITS": {"register": "10/hour"}},
        [("E004", "RATE_LIMITS['register'] must be empty, or as '10/h/user' or '60/m/ip'.")],
    ),
    (
        {"RATE_LIMITS": []},
        [("E004", "RATE_LIMITS must be None, or a dictionary of limits by action.")],
    ),
    ({"RATE_LIMITS_STRICT": ["mony"]}, [("E001", "RATE_LIMITS_STRICT has no key 'mony'.")]),
    ({"RATE_LIMITS_STRICT": "money"}, [("E004", "RATE_LIMITS_STRICT must be a list of actions.")]),
    (
        {"TRUSTED_PROXIES": ["nginx"]},
        [("E004", "TRUSTED_PROXIES must be a list of addresses, networks, or 'unix'.")],
    ),
    ({"PAGE_SIZE": "24"}, [("E004", "PAGE_SIZE must be a whole number above zero.")]),
]


def test_good_settings_pass(settings: Settings):
    settings.TOURNAMENT_ENGINE = GOOD

    assert check_settings() == []


@pytest.mark.parametrize(("value", "expected"), BAD)
def test_bad_settings_are_named(settings: Settings, value: Any, expected: list[tuple[str, str]]):
    settings.TOURNAMENT_ENGINE = value

    assert found(check_settings()) == expected


def test_a_key_that_is_nearly_right_is_suggested(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"PAGESIZE": 3, "COLOUR": "red"}

    hints = [message.hint for message in check_settings()]

    known = ", ".join(sorted(field.name for field in fields(conf.Settings)))
    assert hints == [f"Known: {known}.", "Did you mean 'PAGE_SIZE'?"]


def test_an_action_that_is_nearly_right_is_suggested(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"RATE_LIMITS": {"regster": "10/h/user"}}

    assert [message.hint for message in check_settings()] == ["Did you mean 'register'?"]


def test_a_hook_without_its_methods_is_named_with_what_is_missing(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"notifications": [f"{__name__}.Mute"]}}

    [message] = check_settings()

    assert message.id == "tournament_engine.E003"
    assert message.msg.endswith("Mute has no send, supports.")
    assert message.hint == "Derive it from tournament_engine.hooks.notifications.Notifications."


def test_the_database_of_the_tests_is_one_that_the_engine_works_with():
    assert check_database() == []


def test_mysql_and_mariadb_are_refused():
    [message] = refuse_database("default", "mysql")

    assert message.id == "tournament_engine.E005"
    assert message.hint == "Use PostgreSQL, or SQLite on one machine."


def test_a_retired_key_is_named_with_what_to_do_instead(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(conf, "RETIRED", {"NOTIFIERS": "Use HOOKS['notifications']."})
    settings.TOURNAMENT_ENGINE = {"NOTIFIERS": []}

    [message] = check_settings()

    assert (message.id, message.hint) == ("tournament_engine.W006", "Use HOOKS['notifications'].")
    assert message.level == WARNING


def a_cache(kind: str) -> dict[str, dict[str, str]]:
    """Return the setting of a cache of Django's own."""
    return {"default": {"BACKEND": f"django.core.cache.backends.{kind}", "LOCATION": "x"}}


READY: dict[str, Any] = {
    "TOURNAMENT_ENGINE": {
        "BASE_URL": "https://example.org",
        "TASK_RUNNER": "tournament_engine.runners.in_thread",
        "TRUSTED_PROXIES": ["10.0.0.0/8"],
    },
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
}


@pytest.fixture
def production(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Settings:
    """A site that lacks nothing, on a database of many writers unless the test says otherwise."""
    monkeypatch.setattr(connection, "vendor", getattr(request, "param", "postgresql"))
    for name, value in READY.items():
        setattr(settings, name, value)
    return settings


def codes() -> list[str]:
    return [code for code, _message in found(check_deployment())]


def test_a_site_that_is_ready_is_not_warned(production: Settings):
    assert codes() == []


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("TOURNAMENT_ENGINE", READY["TOURNAMENT_ENGINE"] | {"BASE_URL": ""}, "W001"),
        ("TOURNAMENT_ENGINE", READY["TOURNAMENT_ENGINE"] | {"BASE_URL": "http://x.org"}, "W001"),
        ("TOURNAMENT_ENGINE", {"BASE_URL": "https://example.org"}, "W002"),
        ("CACHES", a_cache("locmem.LocMemCache"), "E006"),
        ("CACHES", a_cache("dummy.DummyCache"), "E006"),
        ("CACHES", a_cache("db.DatabaseCache"), "W015"),
        ("CACHES", a_cache("filebased.FileBasedCache"), "W015"),
        ("USE_X_FORWARDED_HOST", True, "W005"),
    ],
    ids=[
        "no address",
        "no https",
        "immediate",
        "a cache a process",
        "no cache",
        "a cache in the database",
        "a cache of files",
        "any host",
    ],
)
def test_what_does_not_fit_production_is_named(
    production: Settings, setting: str, value: Any, code: str
):
    production.ALLOWED_HOSTS = ["*"]
    setattr(production, setting, value)

    assert codes() == [code]


@pytest.mark.parametrize(
    ("kind", "warned"), [("locmem.LocMemCache", ["W003"]), ("db.DatabaseCache", [])]
)
def test_a_local_cache_is_a_warning_where_nothing_is_limited(
    production: Settings, kind: str, warned: list[str]
):
    production.CACHES = a_cache(kind)
    production.TOURNAMENT_ENGINE = READY["TOURNAMENT_ENGINE"] | {"RATE_LIMITS": None}

    assert codes() == warned


@pytest.mark.parametrize("kind", ["memcached.PyMemcacheCache", "redis.RedisCache"])
def test_a_cache_that_counts_in_one_step_is_not_warned_of(production: Settings, kind: str):
    production.CACHES = a_cache(kind)

    assert codes() == []


def test_a_warning_of_the_cache_says_what_to_use(production: Settings):
    production.CACHES = a_cache("db.DatabaseCache")

    [message] = check_deployment()

    assert "Redis or Memcached" in str(message.hint)


def test_a_site_behind_a_proxy_that_it_does_not_trust_is_named(production: Settings):
    production.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    production.TOURNAMENT_ENGINE = READY["TOURNAMENT_ENGINE"] | {"TRUSTED_PROXIES": []}

    assert codes() == ["W007"]


def test_a_site_that_moves_no_money_is_told_so(production: Settings):
    hooks = {"economy": "tournament_engine.hooks.economy.Economy"}
    production.TOURNAMENT_ENGINE = READY["TOURNAMENT_ENGINE"] | {"HOOKS": hooks}

    assert codes() == ["W014"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ago", "warned"),
    [(None, ["W012"]), (timedelta(hours=1), ["W012"]), (timedelta(minutes=2), [])],
    ids=["never", "long ago", "just now"],
)
def test_a_site_where_nothing_runs_by_time_is_told_so(ago: timedelta | None, warned: list[str]):
    if ago is not None:
        now = timezone.now()
        JobRun.objects.create(code="x", next_at=now, ran_at=now - ago)

    found_now = found(check_schedule(databases=["default"]))

    assert [code for code, _message in found_now] == warned


def test_the_tables_are_asked_only_where_a_database_is_named():
    assert check_schedule() == []


@pytest.mark.parametrize("production", ["sqlite"], indirect=True)
def test_sqlite_in_production_is_named(production: Settings):
    assert codes() == ["W004"]
