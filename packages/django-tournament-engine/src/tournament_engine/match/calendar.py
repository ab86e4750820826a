"""Matches as a calendar file (RFC 5545): times in UTC, which the reader's calendar puts in place.

How one gets into a match is never in it: a file is passed on.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tournament_engine.core.access import VIEW, visible_tournament
from tournament_engine.errors import NotAllowed
from tournament_engine.match.cards import slot_words
from tournament_engine.match.models import Match
from tournament_engine.match.permissions import REPORT
from tournament_engine.match.queries import MatchQuerySet
from tournament_engine.pages import not_found, page
from tournament_engine.replies import whole_address

__all__ = ["calendar_of", "match_calendar", "own_calendar"]

#: A line has at most so many bytes; what is longer goes on in the next, after a space.
_LONGEST_LINE = 75

_CANCELLED = frozenset({"cancelled", "skipped"})


@page(VIEW)
@require_safe
def match_calendar(request: HttpRequest, slug: str, stage: str, code: str) -> HttpResponseBase:
    """Return one match as a file for a calendar."""
    tournament = visible_tournament(request.user, slug)
    rows = Match.objects.filter(tournament=tournament, bracket__stage__code=stage, code=code)
    return _file(request, rows, f"{slug}-{code}.ics")


@page(REPORT)
@require_safe
def own_calendar(request: HttpRequest) -> HttpResponseBase:
    """Return every match with a time that this person plays, past and to come."""
    if not request.user.is_authenticated:
        raise NotAllowed(_("Log in to get the calendar of your own matches."))
    return _file(request, Match.objects.for_user(request.user), "matches.ics", may_be_empty=True)


def _file(
    request: HttpRequest, rows: MatchQuerySet, name: str, *, may_be_empty: bool = False
) -> HttpResponseBase:
    matches = list(rows.public().with_stage().with_sides().exclude(scheduled_at=None))
    if not matches and not may_be_empty:
        return not_found(request)
    text = calendar_of(matches, request)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def calendar_of(matches: Iterable[Match], request: HttpRequest) -> str:
    """Return a calendar with an event for each match that has a time."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tournament_engine//matches//EN"]
    for match in matches:
        lines += _event(match, request)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(match: Match, request: HttpRequest) -> Iterator[str]:
    begins = match.scheduled_at
    if begins is None:
        return
    address = whole_address(request, match.get_absolute_url())
    names = " \N{EN DASH} ".join(_name(side) for side in match.sides.all() if not side.is_bye)
    yield "BEGIN:VEVENT"
    yield f"UID:match-{match.pk}@{urlsplit(address).netloc}"
    yield f"SEQUENCE:{match.version}"
    yield f"DTSTAMP:{_utc(match.updated_at)}"
    yield f"DTSTART:{_utc(begins)}"
    yield f"DTEND:{_utc(begins + timedelta(minutes=match.minutes))}"
    yield f"SUMMARY:{_escaped(f'{names} ({match.tournament.name}, {match.code})')}"
    if match.station:
        yield f"LOCATION:{_escaped(match.station)}"
    yield f"URL:{address}"
    yield f"STATUS:{'CANCELLED' if match.state in _CANCELLED else 'CONFIRMED'}"
    yield "END:VEVENT"


def _name(side: Any) -> str:
    return slot_words(side) if side.entrant is None else str(side.entrant.name)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign, told in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, told)
    return text


def _folded(line: str) -> Iterator[str]:
    """Break a line where its bytes are too many, and never inside a character."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _LONGEST_LINE:
            yield part
            part, size = " ", 1
        part += sign
        size += width
    yield part
