"""Which classes the site chose, one instance of each, made when it is first asked for."""

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.core.signals import setting_changed
from django.http import HttpRequest
from django.utils.module_loading import import_string

from tournament_engine import conf
from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import Economy
from tournament_engine.hooks.notifications import Notifications, channels_of, urgency_of
from tournament_engine.hooks.profiles import Profiles
from tournament_engine.hooks.rankings import Rankings
from tournament_engine.hooks.site_ui import BASE_TEMPLATE, SiteUI
from tournament_engine.hooks.teams import Teams
from tournament_engine.hooks.users import Users
from tournament_engine.users import User

if TYPE_CHECKING:
    from tournament_engine.core.models import Tournament

__all__ = [
    "BASES",
    "deliver",
    "economy",
    "frame",
    "managed_teams",
    "notifications",
    "or_else",
    "profiles",
    "rankings",
    "site_ui",
    "teams",
    "thread_for",
    "users",
]

T = TypeVar("T")

logger = logging.getLogger(__name__)

#: What a class must offer to be a hook of this name.
BASES: Mapping[str, type] = {
    "users": Users,
    "teams": Teams,
    "notifications": Notifications,
    "profiles": Profiles,
    "rankings": Rankings,
    "site_ui": SiteUI,
    "economy": Economy,
}


@cache
def _chosen(name: str) -> object:
    return _make(conf.settings.HOOKS[name])


def users() -> Users:
    """Return the site's users hook."""
    return cast(Users, _chosen("users"))


def teams() -> Teams:
    """Return the site's teams hook."""
    return cast(Teams, _chosen("teams"))


def profiles() -> Profiles:
    """Return the site's profiles hook."""
    return cast(Profiles, _chosen("profiles"))


def rankings() -> Rankings:
    """Return the site's rankings hook."""
    return cast(Rankings, _chosen("rankings"))


def site_ui() -> SiteUI:
    """Return the site's hook for the frame of the pages."""
    return cast(SiteUI, _chosen("site_ui"))


def economy() -> Economy:
    """Return the site's economy hook."""
    return cast(Economy, _chosen("economy"))


@cache
def notifications() -> tuple[Notifications, ...]:
    """Return the site's notifications hooks, in the order of the settings."""
    return tuple(cast(Notifications, _make(path)) for path in conf.settings.HOOKS["notifications"])


def or_else(fallback: T, ask: Callable[[], T]) -> T:
    """Return what a hook answers; where it cannot, log that and go on with `fallback`.

    For pages that show more with the answer and are of use without it. What decides
    something asks the hook itself, and refuses when it cannot answer.
    """
    try:
        return ask()
    except HookError as error:
        logger.warning("A hook could not answer (%s): %s", error.code, error.message)
        return fallback


def managed_teams(user: User) -> list[str]:
    """Return the ids of a person's teams for a page; none while the site cannot say."""
    nothing: list[str] = []
    return or_else(nothing, lambda: [team.id for team in teams().teams_for(user)])


def thread_for(tournament: "Tournament") -> str:
    """Return the site's thread about a tournament; none while the site cannot say."""
    return or_else("", lambda: site_ui().thread_for(tournament))


def frame(request: HttpRequest) -> str:
    """Return the template that the pages of a request extend."""
    return or_else(BASE_TEMPLATE, lambda: site_ui().base_template(request))


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
        hook.send(
            name,
            payload["recipients"],
            payload["context"],
            key,
            channels=channels_of(name),
            urgency=urgency_of(name),
            action_url=str(payload["context"].get("url", "")),
        )
    except HookError as error:
        if error.retryable:
            raise
        final.append(error)


def _make(path: str) -> object:
    return import_string(path)()


def _forget(*, setting: str, **_: object) -> None:
    if setting == conf.NAME:
        for chosen in (_chosen, notifications):
            chosen.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tournament_engine.hooks")
