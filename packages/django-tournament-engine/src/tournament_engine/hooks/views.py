"""The inbox of the default notifications hook: a person's own notices, read and unread."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.conf import settings
from tournament_engine.hooks import services
from tournament_engine.hooks.forms import NoticeChoicesForm
from tournament_engine.hooks.models import InboxMessage, NoticeChoices
from tournament_engine.hooks.permissions import INBOX
from tournament_engine.pages import page
from tournament_engine.replies import acting, done, named

__all__ = ["choices", "inbox"]


@page(INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponseBase:
    """Show one's own notices; mark one of them as read, or all."""
    permissions.require(request.user, INBOX)
    if request.method == "POST":
        return _mark(request)
    own = InboxMessage.objects.filter(user=acting(request))
    context = {
        "page": Paginator(own, settings.PAGE_SIZE).get_page(request.GET.get("page")),
        "unread": own.filter(read_at=None).count(),
    }
    return render(request, "tournament_engine/hooks/inbox.html", context)


def _mark(request: HttpRequest) -> HttpResponseBase:
    own = InboxMessage.objects.filter(user=acting(request))
    if not request.POST.get("notice"):
        services.mark_read(user=acting(request))
        return done(request, _("All notices are read."), "inbox")
    notice = get_object_or_404(own, pk=named(request, "notice"))
    services.mark_read(user=acting(request), notices=[notice])
    return done(request, _("The notice is read."), "inbox")


@page(INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponseBase:
    """Choose what is mailed, and the hours without mails."""
    permissions.require(request.user, INBOX)
    user = acting(request)
    if request.method != "POST":
        form = NoticeChoicesForm.of(NoticeChoices.objects.filter(user=user).first())
    else:
        form = NoticeChoicesForm(request.POST)
        saved = form.attempt(lambda: services.choose_notices(user=user, **form.details()))
        if saved is not None:
            return done(request, _("Your choice is saved."), "inbox")
    template = "tournament_engine/hooks/choices.html"
    return render(request, template, {"form": form}, status=form.status)
