"""Who acts in a request and on which row, and how an act that worked is answered."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse

from tournament_engine.conf import settings
from tournament_engine.text import whole_number
from tournament_engine.users import User

__all__ = ["acting", "done", "named", "whole_address"]


def acting(request: HttpRequest) -> User:
    """Return who acts, for views that required what nobody anonymous may do."""
    return cast("User", request.user)


def named(request: HttpRequest, field: str) -> int:
    """Return the key of the row that a button means; there is no such page without one."""
    key = whole_number(request.POST.get(field, ""))
    if key is None:
        raise Http404
    return key


def whole_address(request: HttpRequest, path: str) -> str:
    """Return an address that is passed on: of the site as it calls itself, not as it was asked."""
    base: str = settings.BASE_URL.rstrip("/")
    return f"{base}{path}" if base else request.build_absolute_uri(path)


def done(
    request: HttpRequest, said: str, route: str, *args: str | int, anchor: str = ""
) -> HttpResponseRedirect:
    """Say what was done on the page of a route of the engine, and lead there.

    A site without the messages framework loses the words and nothing else.
    """
    messages.success(request, said, fail_silently=True)
    address = reverse(f"tournament_engine:{route}", args=args)
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)
