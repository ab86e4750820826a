"""How a view answers: its declared permission, and a page for whatever was refused.

`@page(permission)` stands on every view. The view raises `Http404` or a
`TournamentError`; this module alone turns them into 404, 403, 409, 422 and 429.
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeAlias, TypeVar, cast
from urllib.parse import urlsplit

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tournament_engine import throttle
from tournament_engine.errors import Conflict, NotAllowed, TooManyRequests, TournamentError
from tournament_engine.throttle import Standing

__all__ = ["csrf_failure", "login_address", "not_found", "page", "refused", "stand_in"]

#: A view, or a view that is awaited.
V = TypeVar("V", bound=Callable[..., HttpResponseBase | Awaitable[HttpResponseBase]])
View: TypeAlias = Callable[..., HttpResponseBase]
AsyncView: TypeAlias = Callable[..., Awaitable[HttpResponseBase]]

#: Names the template that the pages of a request extend: the engine's own until somebody does.
_frame: dict[str, Callable[[HttpRequest], str]] = {}


def stand_in(frame: Callable[[HttpRequest], str]) -> None:
    """Let the pages extend the template that `frame` names for a request."""
    _frame["template"] = frame


def page(permission: str) -> Callable[[V], V]:
    """Declare what a view asks for, and answer its errors with pages.

    The mark is for the walk over all routes; the view itself loads what the user may
    see and asks `permissions.require` before it acts. A view that is awaited stays one.
    """

    def decorate(view: V) -> V:
        is_awaited = iscoroutinefunction(view)
        # Any, because a mark on a function is no attribute that a type tells.
        answer: Any = (
            _awaited(cast("AsyncView", view)) if is_awaited else _called(cast("View", view))
        )
        answer.declared_permission = permission
        return cast("V", answer)

    return decorate


def _called(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            standing = _begin(request)
            return throttle.label(view(request, *args, **kwargs), standing)
        except (Http404, TournamentError) as error:
            return _failed(request, error, str(kwargs.get("slug", "")))

    return answer


def _awaited(view: AsyncView) -> AsyncView:
    @wraps(view)
    async def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Cache, session and templates may wait, which nobody does in the loop.
        try:
            standing = await sync_to_async(_begin)(request)
            return throttle.label(await view(request, *args, **kwargs), standing)
        except (Http404, TournamentError) as error:
            return await sync_to_async(_failed)(request, error, str(kwargs.get("slug", "")))

    return answer


def _begin(request: HttpRequest) -> Standing | None:
    _dress(request)
    return throttle.spend(request)


def _dress(request: HttpRequest) -> None:
    if "template" in _frame:
        request.te_frame = _frame["template"](request)  # type: ignore[attr-defined]  # read by layouts/base.html


def _failed(request: HttpRequest, error: Http404 | TournamentError, slug: str) -> HttpResponseBase:
    if isinstance(error, Http404):
        return not_found(request)
    return refused(request, error, slug=slug)


def not_found(request: HttpRequest) -> HttpResponseBase:
    """Answer 404 with the same bytes whether the thing is hidden or does not exist."""
    return render(request, "tournament_engine/errors/not_found.html", status=HTTPStatus.NOT_FOUND)


def refused(request: HttpRequest, error: TournamentError, *, slug: str = "") -> HttpResponseBase:
    """Answer with the page of an error; a visitor who may do more after login is led there."""
    if isinstance(error, NotAllowed) and not request.user.is_authenticated and login_address():
        return _to_login(request)
    return _refusal(request, error, slug)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """Answer a form that cannot be known to be ours: name this as CSRF_FAILURE_VIEW."""
    _dress(request)
    message = _("This form is out of date: go back, load the page again, and send it once more.")
    return _refusal(request, NotAllowed(message))


def _to_login(request: HttpRequest) -> HttpResponseBase:
    answer = redirect_to_login(_way_back(request))
    if not _is_part(request):
        return answer
    # A redirect would put the login into the middle of the page: htmx is told to go there.
    there = HttpResponse(status=HTTPStatus.FORBIDDEN)
    there["HX-Redirect"] = answer.url
    patch_vary_headers(there, ["HX-Request"])
    return there


def _refusal(request: HttpRequest, error: TournamentError, slug: str = "") -> HttpResponseBase:
    """Answer with a page, or with its middle for htmx, which puts it where the content is."""
    status, title = _status(error)
    template = f"tournament_engine/errors/{'refusal' if _is_part(request) else 'refused'}.html"
    context = {"error": error, "title": title, "slug": slug}
    answer = render(request, template, context, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    if isinstance(error, TooManyRequests):
        answer["Cache-Control"] = "no-store"
        for name, value in error.headers.items():
            answer[name] = value
    if _is_part(request):
        answer["HX-Retarget"], answer["HX-Reswap"] = "#content", "innerHTML"
        answer["HX-Reselect"] = ".te-refusal"
    return answer


def _is_part(request: HttpRequest) -> bool:
    """Whether htmx asks, for a part of a page that stands already."""
    return request.headers.get("HX-Request") == "true"


def _way_back(request: HttpRequest) -> str:
    """Return where one goes on after login: what was sent is lost, and an act is no page.

    The page that the form stood on is, as long as it is one of this site.
    """
    origin, hosts = request.headers.get("Referer", ""), {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(origin, hosts, require_https=request.is_secure())
    is_page = request.method in {"GET", "HEAD"} and not _is_part(request)
    if is_page or not is_ours:
        return request.get_full_path()
    page_of_form = urlsplit(origin)
    # Two slashes would begin the name of another site.
    path = f"/{page_of_form.path.lstrip('/')}"
    return f"{path}?{page_of_form.query}" if page_of_form.query else path


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
