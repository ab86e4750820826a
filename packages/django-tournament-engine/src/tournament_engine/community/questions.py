"""The page of questions and answers, and the moderators' page of what waits."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import hooks, permissions
from tournament_engine.community import services
from tournament_engine.community.forms import PostForm
from tournament_engine.community.lifecycle import PostState
from tournament_engine.community.models import MAX_DEPTH, Post
from tournament_engine.community.permissions import ANNOUNCE, ASK
from tournament_engine.conf import settings
from tournament_engine.core.access import VIEW, managed_tournament, visible_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.pages import page
from tournament_engine.replies import acting, done, named

__all__ = ["moderate", "questions"]

_P = PostState


@page(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the questions with their answers; ask, answer, mend or report."""
    tournament = visible_tournament(request.user, slug)
    has_thread = bool(hooks.thread_for(tournament))
    if not (has_thread or tournament.has_questions):
        raise Http404
    if has_thread and request.method != "POST":
        return _thread(request, tournament)
    if request.method != "POST":
        return _page(request, tournament, PostForm())
    permissions.require(request.user, ASK, tournament)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the acts that the page of questions offers."))
    return act(request, tournament)


def _page(
    request: HttpRequest, tournament: Tournament, form: PostForm, refused: Post | None = None
) -> HttpResponse:
    """Show the threads; `form` is that of a new question, or was refused at the post `refused`."""
    shown = Post.objects.filter(state=_P.SHOWN).select_related("author").order_by("pk")
    roots = shown.filter(tournament=tournament, root=None).order_by("-is_pinned", "-pk")
    rows = Paginator(
        roots.prefetch_related(Prefetch("thread", queryset=shown, to_attr="answers")),
        settings.PAGE_SIZE,
    ).get_page(request.GET.get("page"))
    threads = [{"question": root, "answers": _in_order(root)} for root in rows]
    context = {
        "tournament": tournament,
        "tab": "questions",
        "page": rows,
        "threads": threads,
        "form": form if refused is None else PostForm(),
        "refused": None
        if refused is None
        else {"post": refused.pk, "action": request.POST["action"], "form": form},
        "max_depth": MAX_DEPTH,
        "may_ask": permissions.can(request.user, ASK, tournament),
        "may_moderate": permissions.can(request.user, ANNOUNCE, tournament),
    }
    template = "tournament_engine/community/questions.html"
    return render(request, template, context, status=form.status)


def _thread(request: HttpRequest, tournament: Tournament) -> HttpResponse:
    """Show the thread of the site's own, in the place of the questions."""
    shown = hooks.or_else("", lambda: hooks.site_ui().render_thread(request, tournament))
    context = {"tournament": tournament, "tab": "questions", "thread": shown}
    return render(request, "tournament_engine/community/thread.html", context)


def _in_order(root: Any) -> list[Post]:
    """Return the answers of a thread, each behind the one it answers; none below a hidden one."""
    below: dict[int, list[Post]] = {}
    for answer in root.answers:
        below.setdefault(answer.parent_id, []).append(answer)
    ordered: list[Post] = []
    for answer in below.get(root.pk, []):
        ordered += [answer, *below.get(answer.pk, [])]
    return ordered


def _ask(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    form = PostForm(request.POST)
    asked = form.attempt(
        lambda: services.ask_question(
            tournament=tournament, text=form.cleaned_data["text"], by=acting(request)
        )
    )
    return _page(request, tournament, form) if asked is None else _written(request, asked)


def _reply(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    form, post = PostForm(request.POST), _post(request, tournament)
    replied = form.attempt(
        lambda: services.reply_to_post(
            post=post, text=form.cleaned_data["text"], by=acting(request)
        )
    )
    if replied is None:
        return _page(request, tournament, form, refused=post)
    return _written(request, replied)


def _edit(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    form, post = PostForm(request.POST), _post(request, tournament)
    edited = form.attempt(
        lambda: services.edit_post(post=post, text=form.cleaned_data["text"], by=acting(request))
    )
    if edited is None:
        return _page(request, tournament, form, refused=post)
    return _written(request, edited)


def _report(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    reason = request.POST.get("reason", "")
    services.report_post(post=_post(request, tournament), reason=reason, by=acting(request))
    return done(request, _("A moderator will look at it."), "questions", tournament.slug)


def _written(request: HttpRequest, post: Post) -> HttpResponseBase:
    slug = post.tournament.slug
    if post.state == _P.HELD:
        said = _("A moderator looks at it before everybody reads it.")
        return done(request, said, "questions", slug)
    return done(request, _("Everybody reads it now."), "questions", slug, anchor=f"post-{post.pk}")


def _post(request: HttpRequest, tournament: Tournament) -> Post:
    rows = Post.objects.select_related("tournament", "root").exclude(state=_P.HIDDEN)
    return get_object_or_404(rows, tournament=tournament, pk=named(request, "post"))


_ACTS: dict[str, Callable[[HttpRequest, Tournament], HttpResponseBase]] = {
    "ask": _ask,
    "reply": _reply,
    "edit": _edit,
    "report": _report,
}


@page(ANNOUNCE)
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show what waits for a moderator, or what one has hidden, and do something about it."""
    tournament = managed_tournament(request.user, slug, ANNOUNCE)
    if request.method == "POST":
        return _moderate(request, tournament)
    posts = Post.objects.filter(tournament=tournament).select_related("author", "tournament")
    reported = Count("reports", filter=Q(reports__is_open=True))
    waiting = posts.annotate(reported=reported).filter(Q(state=_P.HELD) | Q(reported__gt=0))
    hidden = posts.filter(state=_P.HIDDEN)
    is_hidden = request.GET.get("state") == _P.HIDDEN
    rows = (hidden if is_hidden else waiting).order_by("pk").prefetch_related("reports")
    context = {
        "tournament": tournament,
        "tab": "moderate",
        "is_hidden": is_hidden,
        "hidden": hidden.count(),
        "page": Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "tournament_engine/community/moderate.html", context)


def _moderate(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    rows = Post.objects.select_related("tournament").filter(tournament=tournament)
    post, by = get_object_or_404(rows, pk=named(request, "post")), acting(request)
    match request.POST.get("action", ""):
        case "show":
            services.show_post(post=post, by=by)
        case "hide":
            services.hide_post(post=post, reason=request.POST.get("reason", ""), by=by)
        case "pin":
            services.pin_question(post=post, is_pinned=not post.is_pinned, by=by)
        case "lock":
            services.lock_thread(post=post, is_locked=not post.is_locked, by=by)
        case _:
            raise InvalidInput(_("Choose one of the acts that the page of moderators offers."))
    return done(request, _("The changes are saved."), "moderate", tournament.slug)
