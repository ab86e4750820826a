"""Who clicks: people are told apart for a day, programs are not counted, nobody is known.

A visitor is a hash, keyed by the site's secret and the day, of the address and the browser's
name. Neither is kept, and tomorrow the same visitor is another one.
"""

import re
from datetime import datetime

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tournament_engine.addresses import client_address

__all__ = ["is_person", "visitor_of"]

_SALT = "tournament_engine.sponsor.visitor"

#: What programs call themselves that follow links without anybody looking.
_PROGRAM = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|monitor|headless|scan|fetch|embed"
    r"|curl|wget|python|java/|go-http|okhttp|httpx|axios|node|whatsapp|telegram|facebookexternal",
    re.IGNORECASE,
)


def is_person(request: HttpRequest) -> bool:
    """Whether a browser asks that somebody sits at, as far as it says so itself."""
    agent = request.headers.get("User-Agent", "")
    return bool(agent) and not _PROGRAM.search(agent)


def visitor_of(request: HttpRequest, now: datetime) -> str:
    """Return what stands for a visitor today; empty where a program asks, or nobody clicked."""
    if request.method == "HEAD" or not is_person(request) or _is_ahead(request):
        return ""
    agent = request.headers["User-Agent"]
    told = f"{now.date().isoformat()}:{client_address(request)}:{agent}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()[:32]


def _is_ahead(request: HttpRequest) -> bool:
    """Whether a browser loads a page before it is wanted, or as a part of another."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
