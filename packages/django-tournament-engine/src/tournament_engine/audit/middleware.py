"""The id of the request that an act came by. The middleware is optional; without it, empty."""

from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

__all__ = ["current_request_id", "request_id"]

_current: ContextVar[str] = ContextVar("tournament_engine_request_id", default="")


def current_request_id() -> str:
    """Return the id of the request that is being answered, empty outside one."""
    return _current.get()


def request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give every request an id of its own; the answer names it in `X-Request-ID`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = _current.set(uuid4().hex)
        try:
            response = get_response(request)
            response["X-Request-ID"] = _current.get()
            return response
        finally:
            _current.reset(token)

    return middleware
