"""Which classes the site chose, one instance of each, made when it is first asked for."""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache
from typing import Any, cast

from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from tournament_engine import conf
from tournament_engine.errors import HookError
from tournament_engine.hooks.notifications import Notifications
from tournament_engine.hooks.teams import Teams
from tournament_engine.hooks.users import Users

__all__ = ["BASES", "deliver", "notifications", "teams", "users"]

#: What a class must offer to be a hook of this name.
BASES: Mapping[str, type] = {"users": Users, "teams": Teams, "notifications": Notifications}


@cache
def users() -> Users:
    """Return the site's users hook."""
    return cast(Users, _make(conf.settings.HOOKS["users"]))


@cache
def teams() -> Teams:
    """Return the site's teams hook."""
    return cast(Teams, _make(conf.settings.HOOKS["teams"]))


@cache
def notifications() -> tuple[Notifications, ...]:
    """Return the site's notifications hooks, in the order of the settings."""
    return tuple(cast(Notifications, _make(path)) for path in conf.settings.HOOKS["notifications"])


def deliver(*, name: str, key: str, payload: Mapping[str, Any], **_: object) -> None:
    """Hand a notice to every hook that wants it, whatever becomes of the others.

    What may work later is raised, and everything is tried again with the same key.
    """
    final: list[HookError] = []
    with ExitStack() as sending:
        for hook in reversed(notifications()):
            if hook.supports(name):
                sending.callback(_send, hook, name, key, payload, final)
    if final:
        raise final[0]


def _send(
    hook: Notifications, name: str, key: str, payload: Mapping[str, Any], final: list[HookError]
) -> None:
    try:
        hook.send(name, payload["recipients"], payload["context"], key)
    except HookError as error:
        if error.retryable:
            raise
        final.append(error)


def _make(path: str) -> object:
    return import_string(path)()


def _forget(*, setting: str, **_: object) -> None:
    if setting == conf.NAME:
        for chosen in (users, teams, notifications):
            chosen.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tournament_engine.hooks")
