"""How a view answers: its declared permission, and a page for whatever was refused.

`@page(permission)` stands on every view. The view raises `Http404` or a
`TournamentError`; this module alone turns them into 404, 403, 409, 422 and 429.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeAlias, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tournament_engine import throttle
from tournament_engine.errors import Conflict, NotAllowed, TooManyRequests, TournamentError

__all__ = ["login_address", "not_found", "page", "refused", "stand_in"]

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

#: Names the template that the pages of a request extend: the engine's own until somebody does.
_frame: dict[str, Callable[[HttpRequest], str]] = {}


def stand_in(frame: Callable[[HttpRequest], str]) -> None:
    """Let the pages extend the template that `frame` names for a request."""
    _frame["template"] = frame


def page(permission: str) -> Callable[[View[P]], View[P]]:
    """Declare what a view asks for, and answer its errors with pages.

    The mark is for the walk over all routes; the view itself loads what the user may
    see and asks `permissions.require` before it acts.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if "template" in _frame:
                request.te_frame = _frame["template"](request)  # type: ignore[attr-defined]  # read by layouts/base.html
            try:
                standing = throttle.spend(request)
                return throttle.label(view(request, *args, **kwargs), standing)
            except Http404:
                return not_found(request)
            except TournamentError as error:
                return refused(request, error, slug=str(kwargs.get("slug", "")))

        answer.declared_permission = permission  # type: ignore[attr-defined]  # a function's mark
        return cast("View[P]", answer)

    return decorate


def not_found(request: HttpRequest) -> HttpResponseBase:
    """Answer 404 with the same bytes whether the thing is hidden or does not exist."""
    return render(request, "tournament_engine/errors/not_found.html", status=HTTPStatus.NOT_FOUND)


def refused(request: HttpRequest, error: TournamentError, *, slug: str = "") -> HttpResponseBase:
    """Answer with the page of an error; a visitor who may do more after login is led there."""
    if isinstance(error, NotAllowed) and not request.user.is_authenticated and login_address():
        return redirect_to_login(_way_back(request))
    status, title = _status(error)
    context = {"error": error, "title": title, "slug": slug}
    if isinstance(error, TooManyRequests):
        return _slowed_down(request, error, context)
    return render(request, "tournament_engine/errors/refused.html", context, status=status)


def _way_back(request: HttpRequest) -> str:
    """Return where one goes on after login: what was sent is lost, and an act is no page.

    The page that the form stood on is, as long as it is one of this site.
    """
    origin, hosts = request.headers.get("Referer", ""), {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(origin, hosts, require_https=request.is_secure())
    if request.method in {"GET", "HEAD"} or not is_ours:
        return request.get_full_path()
    page_of_form = urlsplit(origin)
    # Two slashes would begin the name of another site.
    path = f"/{page_of_form.path.lstrip('/')}"
    return f"{path}?{page_of_form.query}" if page_of_form.query else path


def _slowed_down(
    request: HttpRequest, error: TooManyRequests, context: Mapping[str, object]
) -> HttpResponseBase:
    """Answer with a page, or with its middle for htmx, which puts it where the content is."""
    is_part = request.headers.get("HX-Request") == "true"
    template = f"tournament_engine/errors/{'refusal' if is_part else 'refused'}.html"
    answer = render(request, template, context, status=HTTPStatus.TOO_MANY_REQUESTS)
    for name, value in error.headers.items():
        answer[name] = value
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["HX-Request"])
    if is_part:
        answer["HX-Retarget"], answer["HX-Reswap"] = "#content", "innerHTML"
        answer["HX-Reselect"] = ".te-refusal"
    return answer


def login_address() -> str:
    """Return where people log in, empty when the site serves no such page."""
    address = resolve_url(settings.LOGIN_URL)
    if not address.startswith("/"):
        return address
    try:
        resolve("/" + address.removeprefix(get_script_prefix()))
    except Resolver404:
        return ""
    return address


def _status(error: TournamentError) -> tuple[HTTPStatus, str]:
    match error:
        case NotAllowed():
            return HTTPStatus.FORBIDDEN, _("You may not do this")
        case Conflict():
            return HTTPStatus.CONFLICT, _("That is not possible now")
        case TooManyRequests():
            return HTTPStatus.TOO_MANY_REQUESTS, _("Too often")
        case _:
            return HTTPStatus.UNPROCESSABLE_ENTITY, _("Something in this is not right")
