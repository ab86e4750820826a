"""How often somebody may do a thing: `RATE_LIMITS`, counted by `pages` before a view begins.

A limit belongs to an action: the routes of ROUTES that count together, or one other route by its
name. It counts what changes something, and for the actions of READS what is only asked, too.
It is counted outside of every transaction: a slow cache holds no lock. The count is kept in
the cache under the number of the window, so that a hit never renews it, and `incr` alone
decides who is within the limit. Nobody is exempt.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from time import time

from django.core.cache import cache
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import conf
from tournament_engine.addresses import client_address, neighbourhood
from tournament_engine.errors import TooManyRequests

__all__ = [
    "PERIODS",
    "READS",
    "ROUTES",
    "Rate",
    "Standing",
    "is_limit",
    "label",
    "limit_of",
    "read",
    "spend",
]

logger = logging.getLogger(__name__)

#: The routes of each action. A route that is not here is an action of its own.
ROUTES: Mapping[str, str] = {
    "register": "register",
    "create": "create",
    "create_guided": "create",
    "report": "report",
    "accept": "report",
    "match_act": "report",
    "open_dispute": "dispute",
    "dispute": "case",
    "claim_challenge": "claim",
    "questions": "post",
    "staff": "invite",
    "invitation": "join",
    "join": "join",
    "my_roster": "roster",
    "my_payment": "money",
    "own_prizes": "money",
    "payments": "money",
    "payment": "money",
    "payouts": "money",
    "audit_export": "export",
    "verify": "verify",
    "verify_form": "verify",
    "report_certificate": "complain",
    "payment_webhook": "webhook",
    "sponsors_seen": "sponsors_seen",
}

#: The actions whose reading is counted as well.
READS = frozenset({"verify"})

#: Seconds of a window, by the letter in a limit.
PERIODS: Mapping[str, int] = {"s": 1, "m": 60, "h": 3600, "d": 86400}

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_LIMIT = re.compile(r"([1-9][0-9]{0,8})/([smhd])/(user|ip)")

#: Whoever is refused because nobody can count may try again after this.
_RETRY = 60


@dataclass(frozen=True)
class Rate:
    """So many times in a window of so many seconds, for each person or for each address."""

    most: int
    seconds: int
    by: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where somebody stands within a limit: how often is left, until the window ends."""

    rate: Rate
    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """Return what an answer says of the limit."""
        return {
            "RateLimit-Limit": str(self.rate.most),
            "RateLimit-Remaining": str(self.left),
            "RateLimit-Reset": str(self.seconds),
            "RateLimit-Policy": f"{self.rate.most};w={self.rate.seconds}",
        }


def read(limit: str) -> Rate:
    """Return what a limit of the settings means; ValueError where it is none.

    >>> read("10/h/user")
    Rate(most=10, seconds=3600, by='user')
    """
    found = _LIMIT.fullmatch(limit)
    if found is None:
        raise ValueError(limit)
    most, period, by = found.groups()
    return Rate(int(most), PERIODS[period], by)


def is_limit(limit: object) -> bool:
    """Whether this is a limit as the settings name one."""
    return isinstance(limit, str) and _LIMIT.fullmatch(limit) is not None


def limit_of(request: HttpRequest) -> tuple[str, Rate] | None:
    """Return the action that a request is counted as and its limit, None where there is none."""
    match = request.resolver_match
    route = "" if match is None else match.url_name or ""
    action = ROUTES.get(route, route)
    limit: str | None = conf.settings.RATE_LIMITS.get(action)
    if not limit or (request.method in _SAFE and action not in READS):
        return None
    return action, read(limit)


def spend(request: HttpRequest) -> Standing | None:
    """Count a request; raise TooManyRequests when that is one too many.

    None means that nothing limits it, or that nobody can count and it passes all the same.
    """
    limited = limit_of(request)
    if limited is None:
        return None
    action, rate = limited
    window, passed = divmod(int(time()), rate.seconds)
    counts = [_count(f"te:limit:{action}:{who}:{window}", rate) for who in _buckets(request, rate)]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts):
        _miss(action)
    if not known:
        return None
    left = rate.most - max(known)
    standing = Standing(rate=rate, left=max(left, 0), seconds=rate.seconds - passed)
    if left < 0:
        raise TooManyRequests(
            _too_many(standing.seconds), retry_after=standing.seconds, headers=standing.headers()
        )
    return standing


def label(response: HttpResponseBase, standing: Standing | None) -> HttpResponseBase:
    """Say on an answer how much of the limit is left."""
    for name, value in (standing.headers() if standing else {}).items():
        response[name] = value
    return response


def _buckets(request: HttpRequest, rate: Rate) -> Iterator[str]:
    """Yield what a request is counted under; no key tells who it is."""
    if rate.by == "user" and request.user.is_authenticated:
        yield _veiled(f"user:{request.user.pk}")
        return
    yield _veiled(f"ip:{neighbourhood(client_address(request))}")
    # Whoever changes the address keeps the session, and the other way round.
    session = getattr(request, "session", None)
    if session is not None and session.session_key:
        yield _veiled(f"session:{session.session_key}")


def _veiled(name: str) -> str:
    return salted_hmac("tournament_engine.throttle", name, algorithm="sha256").hexdigest()[:32]


def _count(key: str, rate: Rate) -> int | None:
    """Return how often this was counted now, None where the cache cannot say."""
    counting = Signal()
    counting.connect(lambda **_: _add_one(key, rate), weak=False)
    # Each cache raises errors of its own kind; Django's signals log and return them all.
    [(_receiver, outcome)] = counting.send_robust(sender=Rate)
    return outcome if isinstance(outcome, int) else None


def _add_one(key: str, rate: Rate) -> int:
    # The number of the window is in the key: what is left of an old one counts for nothing.
    cache.add(key, 0, timeout=2 * rate.seconds)
    return cache.incr(key)


def _miss(action: str) -> None:
    """Let an action pass that nobody can count, unless the site says that it must not."""
    if action in conf.settings.RATE_LIMITS_STRICT:
        message = _("This cannot be done for the moment: try again in a minute.")
        headers = {"RateLimit-Policy": "unavailable"}
        raise TooManyRequests(message, code="limits_away", retry_after=_RETRY, headers=headers)
    logger.warning("The cache cannot count %r: it passes without a limit.", action)


def _too_many(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "That was too often: try again in %(minutes)d minute.",
        "That was too often: try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
