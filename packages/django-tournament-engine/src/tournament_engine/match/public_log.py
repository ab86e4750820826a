"""What everybody may read of a tournament's log: its results and draws, and nobody's own affairs.

The page shows no actor, no reason and no value of the log but the result itself; the number of an
entry in the chain lets the organiser point at the whole of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bracketcore import DoubleForfeit, Draw, Forfeit, Walkover, Win
from bracketcore.results import Placement, Result, totals
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket.draws import public_draws
from tournament_engine.conf import settings
from tournament_engine.core.access import VIEW, visible_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.match import results
from tournament_engine.match.cards import dashed
from tournament_engine.match.listing import Counts, place_of, round_counts
from tournament_engine.match.models import Match
from tournament_engine.match.rounds import number_in_round
from tournament_engine.match.scores import leader_of
from tournament_engine.pages import page
from tournament_engine.registration.models import Entrant

__all__ = ["PUBLIC", "public_log"]

#: What is told of the log, in words that name nobody who did it.
PUBLIC: Mapping[str, Promise] = {
    "tournament.published": gettext_lazy("The tournament was published."),
    "tournament.registration_open": gettext_lazy("Registration opened."),
    "tournament.registration_closed": gettext_lazy("Registration closed."),
    "tournament.check_in": gettext_lazy("Check-in opened."),
    "tournament.check_in_closed": gettext_lazy("Check-in closed."),
    "tournament.live": gettext_lazy("Play began."),
    "tournament.completed": gettext_lazy("The last match was over."),
    "tournament.concluded": gettext_lazy("The tournament was concluded."),
    "tournament.cancelled": gettext_lazy("The tournament was cancelled."),
    "draw.announced": gettext_lazy("The hash of the seed for a draw by lot was published."),
    "bracket.published": gettext_lazy("A draw was published."),
    "bracket.discarded": gettext_lazy("A draw was thrown away."),
    "bracket.swapped": gettext_lazy("Two entrants changed seats."),
    "bracket.replaced": gettext_lazy("A seat was given to another entrant."),
    "bracket.withdrawn": gettext_lazy("An entrant left the stage."),
    "bracket.returned": gettext_lazy("An entrant came back into the stage."),
    "bracket.undone": gettext_lazy("The last event of a stage was taken back."),
    "match.confirmed": gettext_lazy("A result was confirmed."),
    "match.auto_confirmed": gettext_lazy("A result was confirmed, as nobody contradicted in time."),
    "match.overridden": gettext_lazy("The staff decided a result."),
    "match.forfeited": gettext_lazy("The staff decided a forfeit."),
    "match.forfeit_taken_back": gettext_lazy("A forfeit was taken back."),
    "match.walked_over": gettext_lazy("A match was decided because a side was absent."),
    "match.no_show": gettext_lazy("A side did not come in time."),
    "match.corrected": gettext_lazy("The staff corrected a result."),
    "match.reopened": gettext_lazy("A result was taken back: the match is played again."),
    "match.replay_ordered": gettext_lazy("The staff had a match played again."),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry as the public reads it; `match` is None where it is about no match of now."""

    entry: AuditEntry
    words: str
    result: str
    place: str
    match: Match | None


@page(VIEW)
@require_safe
def public_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what happened in a tournament, the newest first, and how its draws are checked."""
    tournament = visible_tournament(request.user, slug)
    entries = AuditEntry.objects.filter(scope=str(tournament.pk), action__in=PUBLIC)
    shown = Paginator(entries, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tournament": tournament,
        "tab": "log",
        "page": shown,
        "lines": list(_lines(tournament, shown.object_list)),
        "draws": public_draws(tournament),
    }
    return render(request, "tournament_engine/match/public_log.html", context)


def _lines(tournament: Tournament, entries: Iterable[AuditEntry]) -> Iterable[Line]:
    of_matches = [row.subject_id for row in entries if row.action.startswith("match.")]
    rows = Match.objects.select_related("bracket__stage").prefetch_related("sides")
    matches = rows.filter(tournament=tournament, pk__in=of_matches).in_bulk()
    counts = round_counts(tournament)
    known = Entrant.objects.filter(tournament=tournament).values_list("pk", "name")
    names = {str(pk): name for pk, name in known}
    for entry in entries:
        match = matches.get(int(entry.subject_id)) if entry.subject_id in of_matches else None
        yield Line(
            entry=entry,
            words=str(PUBLIC[entry.action]),
            result=_result(entry.after, match, names),
            place="" if match is None else _place(match, counts),
            match=match,
        )


def _place(match: Match, counts: Counts) -> str:
    round_ = place_of(match, counts)
    return f"{match.bracket.stage.name}: {round_}, {number_in_round(match.code)}"


def _result(told: Mapping[str, Any], match: Match | None, names: Mapping[str, str]) -> str:
    """Return the result that an entry tells, in words; empty where it tells none."""
    if match is None or "result" not in told:
        return ""
    # A correction keeps its result beside what it changed.
    plain = told["result"] if isinstance(told["result"], dict) else dict(told)
    return _words(results.from_plain(plain), names)


def _words(result: Result, names: Mapping[str, str]) -> str:
    words = ""
    match result:
        case Win(winner=winner, score=None):
            words = _("%(name)s won") % {"name": names.get(winner, "")}
        case Win(winner=winner):
            scores = _scores(result)
            words = _("%(name)s won %(score)s") % {"name": names.get(winner, ""), "score": scores}
        case Draw(score=None):
            words = _("A draw")
        case Draw():
            words = _("A draw %(score)s") % {"score": _scores(result)}
        case Walkover(winner=winner):
            words = _("%(name)s went on without play") % {"name": names.get(winner, "")}
        case Forfeit(loser=loser):
            words = _("%(name)s lost by forfeit") % {"name": names.get(loser, "")}
        case DoubleForfeit():
            words = _("Both lost by forfeit")
        case Placement(order=order):
            words = ", ".join(names.get(entrant, "") for entrant in order)
    return words


def _scores(result: Win | Draw) -> str:
    """Return a score, game by game, the winner's number first.

    The numbers say which side that was: others may sit there by now.
    """
    score: Sequence[Any] = result.score or ()
    is_turned = isinstance(result, Win) and _leader(result) == 1
    games: Sequence[Any] = score if score and isinstance(score[0], tuple) else (score,)
    words = ", ".join(_pair(game, is_turned=is_turned) for game in games)
    if isinstance(result, Win) and result.shootout is not None:
        shot = _pair(result.shootout, is_turned=is_turned)
        words += ", " + _("shootout %(score)s") % {"score": shot}
    return words


def _leader(result: Win) -> int | None:
    score = () if result.score is None else totals(result.score)
    ahead = leader_of(score) if score else None
    return leader_of(result.shootout) if ahead is None and result.shootout else ahead


def _pair(pair: Sequence[int], *, is_turned: bool) -> str:
    return dashed(pair[::-1] if is_turned else pair)
