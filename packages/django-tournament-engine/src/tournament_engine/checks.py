"""System checks: what is wrong with the site's settings, and what to do about it.

E001 an unknown key        E002 a path that leads nowhere   E003 a hook without a method
E004 a value of the wrong type                              E005 MySQL or MariaDB
E007 a task runner that needs a later Django                        W006 a key that is retired
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any

import django
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - Django's name
from django.db import connections, router
from django.utils.module_loading import import_string

from tournament_engine import conf, throttle
from tournament_engine.addresses import is_proxy
from tournament_engine.hooks.registry import BASES
from tournament_engine.outbox import OutboxMessage
from tournament_engine.urls import urlpatterns

__all__ = ["check_database", "check_settings", "refuse_database"]

_DESCRIPTIONS: Mapping[str, str] = {
    "HOOKS": "a dictionary of hooks by name",
    "BASE_URL": "empty, or an address such as 'https://example.org'",
    "FORMATS": "a dictionary of dotted paths by name",
    "ELIGIBILITY_RULES": "a dictionary of dotted paths by name",
    "SCORE_RULES": "a dictionary of dotted paths by name",
    "ACHIEVEMENT_RULES": "a dictionary of dotted paths by code",
    "PAYMENT_METHODS": "a dictionary of dotted paths by code",
    "CHALLENGE_RULES": "a dictionary of dotted paths by code",
    "PAGE_SIZE": "a whole number above zero",
    "TASK_RUNNER": "the dotted path of a function",
    "MAX_DISMISSED_DISPUTES": "a whole number, 0 for no limit",
    "REQUIRE_APPROVAL": "True or False",
    "ARCHIVE_AFTER_DAYS": "a whole number above zero",
    "ROLES": "a dictionary of roles by code, each with a 'name' and a list of 'capabilities'",
    "INVITATION_DAYS": "a whole number above zero",
    "OUTBOX_DAYS": "a whole number above zero",
    "SPONSOR_SAMPLE": "a whole number above zero",
    "WORD_FILTER": "the dotted path of a function",
    "CERTIFICATE_RENDERER": "the dotted path of a function",
    "CERTIFICATE_FONTS": "a list of paths of TrueType files",
    "APPROVE_PAYOUTS_ABOVE": "a dictionary of whole amounts in minor units by currency",
    "UPLOADS": "a dictionary: POLICIES, STORAGES, DAILY_QUOTA, ANTIVIRUS, ACCEL_PREFIX, VIDEO, "
    "CHILD_PROCESS, KEEP_DAYS",
    "RATE_LIMITS": "None, or a dictionary of limits by action",
    "RATE_LIMITS_STRICT": "a list of actions",
    "TRUSTED_PROXIES": "a list of addresses, networks, or 'unix'",
}

#: Django's own framework for tasks came with Django 6.
_DJANGO_TASKS = "tournament_engine.django_tasks."

#: What a limit may be counted for: actions, and routes that are no part of one.
_LIMITED = frozenset({*throttle.ROUTES.values(), *(str(route.name) for route in urlpatterns)})

#: Their values are dotted paths by a name of the site's own.
_PATHS_BY_NAME = frozenset(
    {
        "FORMATS",
        "ELIGIBILITY_RULES",
        "SCORE_RULES",
        "PAYMENT_METHODS",
        "CHALLENGE_RULES",
        "ACHIEVEMENT_RULES",
    }
)


@register
def check_settings(**_: object) -> list[CheckMessage]:
    """Look at every key of TOURNAMENT_ENGINE and at what it names."""
    given = getattr(django_settings, conf.NAME, {})
    if not isinstance(given, Mapping):
        return [_wrong_type(conf.NAME, "a dictionary")]
    known = {key.name for key in fields(conf.Settings)}
    current = {key: value for key, value in given.items() if key not in conf.RETIRED}
    messages = [*_unknown(current, known, conf.NAME), *_retired(given)]
    for key in known & given.keys():
        messages.extend(_check_value(key, given[key]))
    return messages


@register
def check_database(**_: object) -> list[CheckMessage]:
    """Look at the database that the engine writes to."""
    alias = router.db_for_write(OutboxMessage)
    return refuse_database(alias, connections[alias].vendor)


def refuse_database(alias: str, vendor: str) -> list[CheckMessage]:
    """Return the error for a database that lacks what the engine relies on."""
    if vendor != "mysql":
        return []
    message = f"The database '{alias}' is MySQL or MariaDB, which lacks partial constraints."
    hint = "Use PostgreSQL, or SQLite on one machine."
    return [Error(message, hint=hint, id="tournament_engine.E005")]


def _check_value(key: str, value: Any) -> Iterator[CheckMessage]:
    match key, value:
        case "HOOKS", Mapping():
            yield from _check_hooks(value)
        case _, Mapping() if key in _PATHS_BY_NAME:
            for name, path in value.items():
                yield from _check_path(f"{key}[{name!r}]", path)
        case "TASK_RUNNER" | "CERTIFICATE_RENDERER" | "WORD_FILTER", str() if value:
            yield from _check_function(key, value)
        case "RATE_LIMITS", None | Mapping():
            yield from _check_limits(value or {})
        case "RATE_LIMITS_STRICT", list() | tuple() if all(isinstance(one, str) for one in value):
            yield from _unknown(dict.fromkeys(value), set(_LIMITED), key)
        case _:
            if not _is_right(key, value):
                yield _wrong_type(key, _DESCRIPTIONS[key])


def _is_right(key: str, value: Any) -> bool:
    """Whether a value is of its type, where that is all there is to say of it."""
    match key, value:
        case "BASE_URL", str():
            return not value or value.startswith(("http://", "https://"))
        case (
            "PAGE_SIZE"
            | "ARCHIVE_AFTER_DAYS"
            | "INVITATION_DAYS"
            | "OUTBOX_DAYS"
            | "SPONSOR_SAMPLE",
            int(),
        ):
            return value > 0 and value is not True
        case "MAX_DISMISSED_DISPUTES", int():
            return value >= 0 and not isinstance(value, bool)
        case ("REQUIRE_APPROVAL", bool()) | ("UPLOADS", Mapping()) | ("WORD_FILTER", ""):
            return True
        case _:
            return _are_entries(key, value)


def _check_function(key: str, path: str) -> Iterator[CheckMessage]:
    if path.startswith(_DJANGO_TASKS) and django.VERSION < (6,):
        message = f"{key}: {path!r} needs Django 6.0 or later; this is {django.get_version()}."
        hint = "Use 'tournament_engine.tasks.by_celery' or 'tournament_engine.runners.in_thread'."
        yield Error(message, hint=hint, id="tournament_engine.E007")
        return
    problems = list(_check_path(key, path))
    yield from problems
    if not problems and not callable(import_string(path)):
        yield _wrong_type(key, _DESCRIPTIONS[key])


def _is_role(role: tuple[object, object]) -> bool:
    match role:
        case str(), {"name": _, "capabilities": list() | tuple() | set() | frozenset() as carried}:
            return all(isinstance(capability, str) for capability in carried)
        case _:
            return False


def _are_entries(key: str, value: object) -> bool:
    match key, value:
        case "ROLES", Mapping():
            return all(map(_is_role, value.items()))
        case "APPROVE_PAYOUTS_ABOVE", Mapping():
            return all(map(_is_limit, value.items()))
        case "TRUSTED_PROXIES", list() | tuple():
            return all(map(is_proxy, value))
        case "CERTIFICATE_FONTS", list() | tuple():
            return all(isinstance(path, str) for path in value)
        case _:
            return False


def _is_limit(limit: tuple[object, object]) -> bool:
    match limit:
        case str(), int() as amount:
            return amount >= 0 and amount is not True
        case _:
            return False


def _check_limits(limits: Mapping[str, Any]) -> Iterator[CheckMessage]:
    yield from _unknown(limits, set(_LIMITED), "RATE_LIMITS")
    for action, limit in limits.items():
        if limit and not throttle.is_limit(limit):
            yield _wrong_type(f"RATE_LIMITS[{action!r}]", "empty, or as '10/h/user' or '60/m/ip'")


def _check_hooks(hooks: Mapping[str, Any]) -> Iterator[CheckMessage]:
    yield from _unknown(hooks, set(BASES), "HOOKS")
    for name in BASES.keys() & hooks.keys():
        place = f"HOOKS[{name!r}]"
        match hooks[name]:
            case list() | tuple() as paths if name == "notifications":
                for path in paths:
                    yield from _check_hook(place, path, BASES[name])
            case str() as path if name != "notifications":
                yield from _check_hook(place, path, BASES[name])
            case _:
                kind = "a list of dotted paths" if name == "notifications" else "a dotted path"
                yield _wrong_type(place, kind)


def _check_hook(place: str, path: object, base: type) -> Iterator[CheckMessage]:
    problems = list(_check_path(place, path))
    yield from problems
    if not problems:
        hook = import_string(str(path))
        missing = [name for name in _operations(base) if not callable(getattr(hook, name, None))]
        if missing:
            message = f"{place}: {path} has no {', '.join(missing)}."
            hint = f"Derive it from {base.__module__}.{base.__name__}."
            yield Error(message, hint=hint, id="tournament_engine.E003")


def _operations(base: type) -> list[str]:
    return sorted(name for name in vars(base) if not name.startswith("_"))


def _check_path(place: str, path: object) -> Iterator[CheckMessage]:
    if not isinstance(path, str):
        yield _wrong_type(place, "a dotted path")
        return
    try:
        import_string(path)
    except ImportError as error:
        message = f"{place}: {path!r} cannot be imported: {error}"
        hint = "Name a class by its dotted path, as in 'mysite.hooks.Teams'."
        yield Error(message, hint=hint, id="tournament_engine.E002")


def _unknown(given: Mapping[str, Any], known: set[str], place: str) -> Iterator[CheckMessage]:
    for key in sorted(map(str, given.keys() - known)):
        close = get_close_matches(key, known, n=1)
        hint = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(sorted(known))}."
        yield Error(f"{place} has no key {key!r}.", hint=hint, id="tournament_engine.E001")


def _retired(given: Mapping[str, Any]) -> Iterator[CheckMessage]:
    for key in sorted(conf.RETIRED.keys() & given.keys()):
        message = f"{conf.NAME} has the retired key {key!r}: it does nothing any more."
        yield Warning(message, hint=conf.RETIRED[key], id="tournament_engine.W006")


def _wrong_type(place: str, description: str) -> Error:
    message = f"{place} must be {description}."
    return Error(message, hint="See the reference of the settings.", id="tournament_engine.E004")
