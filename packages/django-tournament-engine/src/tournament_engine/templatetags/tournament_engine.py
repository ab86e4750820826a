"""What the templates ask for beyond Django's own tags: `{% load tournament_engine %}`."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import template
from django.apps import apps
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django_htmx.jinja import htmx_script

from tournament_engine import hooks, moments, pages, permissions
from tournament_engine import money as moneys
from tournament_engine.hooks.profiles import Profile
from tournament_engine.hooks.site_ui import NavigationLink
from tournament_engine.users import User

if TYPE_CHECKING:
    from tournament_engine.core.models import Tournament

register = template.Library()

# htmx answers to its own site alone, evaluates nothing and adds no style of its own.
_HTMX_CONFIG = {
    "selfRequestsOnly": True,
    "allowEval": False,
    "allowScriptTags": False,
    "includeIndicatorStyles": False,
    "historyCacheSize": 0,
    # As htmx has it, and one more: what refuses or says "too often" is shown, by the answer's
    # HX-Retarget.
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "403|429", "swap": True, "error": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}


@register.simple_tag(takes_context=True)
def engine_scripts(context: Context) -> SafeString:
    """Return the script elements: the engine's own, and htmx where the site serves it."""
    nonce = _nonce(context)
    own = format_html(
        '<script src="{}"{}></script>',
        static("tournament_engine/engine.js"),
        "" if nonce is None else format_html(' nonce="{}"', nonce),
    )
    if not apps.is_installed("django_htmx"):
        return own
    config = format_html('<meta name="htmx-config" content="{}">', json.dumps(_HTMX_CONFIG))
    return own + config + htmx_script(nonce=nonce)


@register.simple_tag(takes_context=True)
def htmx_headers(context: Context) -> SafeString:
    """Return the body's attribute that lets htmx post; visitors have nothing to post."""
    request = _request(context)
    if not (apps.is_installed("django_htmx") and request.user.is_authenticated):
        return SafeString()
    return format_html('hx-headers="{}"', json.dumps({"x-csrftoken": get_token(request)}))


@register.simple_tag(takes_context=True)
def can(context: Context, capability: str, subject: Any = None) -> bool:
    """Say whether the user of this page may: `{% can "…manage_tournament" tournament as ok %}`."""
    return permissions.can(_request(context).user, capability, subject)


@register.simple_tag(takes_context=True)
def login_url(context: Context) -> str:
    """Return the login page that leads back here, empty where the site has none."""
    address = pages.login_address()
    if not address:
        return ""
    query = urlencode({"next": _request(context).get_full_path()})
    return f"{address}{'&' if '?' in address else '?'}{query}"


@register.simple_tag
def logout_url() -> str:
    """Return where people log out, empty where the site has no route of that name."""
    try:
        return reverse("logout")
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def notices(context: Context) -> list[Any]:
    """Return the messages of Django's framework; none where the site does not use it."""
    return list(get_messages(_request(context)))


@register.simple_tag
def display_name(user: User) -> str:
    """Return what the site calls a person; the login while the site cannot say."""
    return hooks.or_else(
        user.get_username().partition("@")[0], lambda: hooks.users().display_name(user)
    )


@register.simple_tag
def profile(user: User) -> Profile:
    """Return the address of a person's page and picture, empty where there is none."""
    nothing: dict[str, Profile] = {}
    known = hooks.or_else(nothing, lambda: dict(hooks.profiles().get_many([user])))
    return known.get(str(user.pk), Profile())


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Sequence[NavigationLink]:
    """Return the site's own links for the head of the page."""
    request = _request(context)
    nothing: Sequence[NavigationLink] = ()
    return hooks.or_else(nothing, lambda: hooks.site_ui().navigation(request))


@register.simple_tag
def thread_url(tournament: "Tournament") -> str:
    """Return where people talk about a tournament, empty where they do not."""
    return hooks.or_else("", lambda: hooks.site_ui().thread_url(tournament))


@register.simple_tag
def thread_for(tournament: "Tournament") -> str:
    """Return the site's thread that takes the place of the questions, empty for none."""
    return hooks.thread_for(tournament)


@register.simple_tag
def comment_count(tournament: "Tournament") -> int | None:
    """Return how many comments the site's thread has, None where the site does not say."""
    nothing: dict[str, int] = {}
    counts = hooks.or_else(nothing, lambda: dict(hooks.site_ui().comment_count([tournament])))
    return counts.get(str(tournament.pk))


@register.simple_tag
def moment(value: datetime) -> SafeString:
    """Return a time in the reader's format and zone, with the zone's name beside it."""
    local = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{} <span class="te-zone">{}</span></time>',
        local.isoformat(timespec="minutes"),
        formats.date_format(local, "DATETIME_FORMAT"),
        formats.date_format(local, "T"),
    )


@register.simple_tag
def money(amount: int, currency: str) -> SafeString:
    """Return an amount of minor units with its currency, in the reader's format."""
    return format_html("<bdi>{}</bdi>", moneys.shown(amount, currency))


@register.filter
def told_time(value: str) -> str:
    """Return a time that a notice carries as ISO text in the reader's format, with its zone."""
    if not value:
        return ""
    return moments.shown(datetime.fromisoformat(value))


def _request(context: Context) -> HttpRequest:
    request: HttpRequest = context["request"]
    return request


def _nonce(context: Context) -> Any:
    # Django 6 offers the nonce to templates, django-csp hangs it on the request.
    return context.get("csp_nonce", getattr(_request(context), "csp_nonce", None))
