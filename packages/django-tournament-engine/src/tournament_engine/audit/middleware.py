"""Where an act comes from: the request, the command or the task that is at work.

It is kept in a context variable, which a thread and a coroutine each have for themselves. The
middleware is optional; without it, and outside `origin`, nothing is known. An address is
never kept: what the log has is a keyed hash of it and of the day.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import pgettext_lazy

from tournament_engine.addresses import client_address

__all__ = ["Channel", "Origin", "current_origin", "current_request_id", "origin", "request_id"]


class Channel(TextChoices):
    """Through which door an act came; none is known of a script of the site's own."""

    WEB = "web", pgettext_lazy("channel", "page")
    ADMIN = "admin", pgettext_lazy("channel", "admin")
    COMMAND = "command", pgettext_lazy("channel", "command")
    TASK = "task", pgettext_lazy("channel", "task")


@dataclass(frozen=True)
class Origin:
    """An id that all entries of one request or run share, and from where it came."""

    id: str = ""
    address: str = ""
    channel: str = ""


#: What is left beside the id itself.
_LONGEST_KIND = 31

_current: ContextVar[Origin] = ContextVar("tournament_engine_origin", default=Origin())  # noqa: B039 - frozen


def current_origin() -> Origin:
    """Return where the acts of now come from; nothing is known outside of it."""
    return _current.get()


def current_request_id() -> str:
    """Return the id of the request that is being answered, empty outside one."""
    return _current.get().id


@contextmanager
def origin(kind: str, channel: str = Channel.COMMAND) -> Iterator[str]:
    """Give what a command or a task does an id of its own, such as "tick:6f1b…"."""
    token = _current.set(Origin(f"{kind[:_LONGEST_KIND]}:{uuid4().hex}", channel=channel))
    try:
        yield _current.get().id
    finally:
        _current.reset(token)


def request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give every request an id of its own; the answer names it in `X-Request-ID`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _current.set(Origin(uuid4().hex, _address(request), Channel.WEB))
        try:
            response = get_response(request)
            response["X-Request-ID"] = _current.get().id
            return response
        finally:
            _current.reset(token)

    # Only once the address is resolved it is known that it is one of the admin.
    middleware.process_view = _note_channel  # type: ignore[attr-defined]  # as Django looks for it
    return middleware


def _note_channel(request: HttpRequest, *_view: Any) -> None:
    if request.resolver_match is not None and "admin" in request.resolver_match.app_names:
        _current.set(replace(_current.get(), channel=Channel.ADMIN))


def _address(request: HttpRequest) -> str:
    """Return what two acts from one address share for a day, and nobody turns back into it."""
    address = client_address(request)
    today = timezone.now().date().isoformat()
    if not address:
        return ""
    salt = "tournament_engine.audit.address"
    return salted_hmac(salt, f"{today}:{address}", algorithm="sha256").hexdigest()[:16]
