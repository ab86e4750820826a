"""Pages of achievements: what can be earned, how far one is, and what a person wears."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tournament_engine import conf, hooks, permissions
from tournament_engine.awards import rulebook
from tournament_engine.awards.careers import Player, Run, careers
from tournament_engine.awards.models import Achievement, Badge
from tournament_engine.awards.permissions import OWN_PRIZES, VIEW_BADGES
from tournament_engine.awards.rarity import Rarity, rarities
from tournament_engine.awards.rulebook import Progress
from tournament_engine.core.models import Tournament
from tournament_engine.pages import page
from tournament_engine.replies import acting
from tournament_engine.users import AnyUser, User

__all__ = ["achievements", "badges_of", "own_badges"]


@dataclass(frozen=True, kw_only=True)
class _Line:
    """An achievement as the list shows it: `times` is how often the reader has it."""

    achievement: Achievement
    task: str
    rarity: Rarity
    times: int
    progress: Progress | None


@page(VIEW_BADGES)
@require_safe
def achievements(request: HttpRequest) -> HttpResponse:
    """Show what can be earned everywhere: how rare it is, and how far the reader has come."""
    standing = Badge.objects.filter(achievement=OuterRef("pk"), revoked_at=None)
    rows = Achievement.objects.filter(tournament=None).select_related("game")
    # What is closed is shown for those who have it.
    rows = rows.filter(Q(is_active=True) | Exists(standing)).order_by("game__name", "name", "pk")
    pages = Paginator(rows, conf.settings.PAGE_SIZE)
    shown = pages.get_page(request.GET.get("page"))
    context = {"page": shown, "lines": _lines(list(shown.object_list), request.user)}
    return render(request, "tournament_engine/awards/achievements.html", context)


@page(OWN_PRIZES)
@require_safe
def own_badges(request: HttpRequest) -> HttpResponseBase:
    """Lead somebody to the page of their own badges."""
    permissions.require(request.user, OWN_PRIZES)
    return redirect("tournament_engine:badges_of", person=acting(request).pk)


@page(VIEW_BADGES)
@require_safe
def badges_of(request: HttpRequest, person: str) -> HttpResponse:
    """Show what a person wears; to the person also what was taken back, and why."""
    holder = _person(person)
    is_own = holder == request.user
    rows = Badge.objects.filter(user=holder).select_related("achievement", "tournament")
    if not is_own:
        rows = _seen_by(request.user, rows.filter(revoked_at=None))
        if not rows.exists():
            # Whoever has nothing to show is the same as nobody.
            raise Http404
    pages = Paginator(rows.order_by("-awarded_at", "pk"), conf.settings.PAGE_SIZE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "name": hooks.users().display_name(holder),
        "is_own": is_own,
        "page": shown,
        "lines": [(badge, _task(badge.achievement)) for badge in shown.object_list],
    }
    answer = render(request, "tournament_engine/awards/badges.html", context)
    # People find it by a link; no search engine lists who has played where.
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _lines(rows: list[Achievement], reader: AnyUser) -> list[_Line]:
    rarity = rarities(rows)
    times, runs = _own(reader, rows) if reader.is_authenticated else ({}, None)
    return [
        _Line(
            achievement=row,
            task=_task(row),
            rarity=rarity[row.pk],
            times=times.get(row.pk, 0),
            progress=_progress(row, runs),
        )
        for row in rows
    ]


def _task(achievement: Achievement) -> str:
    """Return what it is given for, in the words of whoever defined it or of its rule."""
    return achievement.words or rulebook.in_words(achievement)


def _own(reader: User, rows: list[Achievement]) -> tuple[dict[int, int], list[Run]]:
    worn = Badge.objects.filter(user=reader, achievement__in=rows, revoked_at=None)
    times = dict(worn.order_by().values_list("achievement").annotate(Count("pk")))
    [(_player, runs)] = careers([Player(user=reader.pk)])
    return times, runs


def _progress(row: Achievement, runs: list[Run] | None) -> Progress | None:
    """Return how far somebody is; nothing can be said of what is given anew each time."""
    if runs is None or row.per_tournament or rulebook.is_by_hand(row):
        return None
    return rulebook.progress(row, runs)


def _person(key: str) -> User:
    """Return the person of a key; a key that can be none is nobody's."""
    model = get_user_model()
    try:
        found = model._default_manager.filter(pk=key, is_active=True).first()
    except (ValidationError, ValueError) as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _seen_by(reader: AnyUser, rows: QuerySet[Badge]) -> QuerySet[Badge]:
    """Leave out what was earned where the reader may not look."""
    visible = Tournament.objects.visible_to(reader)
    return rows.filter(Q(tournament=None) | Q(tournament__in=visible))
