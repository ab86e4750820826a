"""Pages that make a tournament after another one or after a template."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tournament_engine import permissions
from tournament_engine.core import services
from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import CREATE
from tournament_engine.core.versions.models import TournamentTemplate
from tournament_engine.forms import EngineForm, MomentField
from tournament_engine.pages import page
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["CopyForm", "TemplateForm", "copy", "template", "templates"]


class CopyForm(EngineForm):
    """What is new in a copy."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    starts_at = MomentField(
        label=gettext_lazy("Starts"),
        required=False,
        help_text=gettext_lazy("All other times move with it; left empty, none is set."),
    )


class TemplateForm(EngineForm):
    """What a template is called."""

    name = forms.CharField(label=gettext_lazy("Name of the template"), max_length=80)
    is_shared = forms.BooleanField(label=gettext_lazy("For everybody"), required=False)

    def __init__(self, data: Any = None, *, may_share: bool) -> None:
        super().__init__(data, prefix="template")
        if not may_share:
            del self.fields["is_shared"]


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Make another tournament with the settings of this one, or keep them as a template."""
    tournament = managed_tournament(request.user, slug)
    may_share = permissions.is_site_staff(acting(request))
    action = request.POST.get("action", "")
    copying = CopyForm(request.POST if action == "copy" else None)
    keeping = TemplateForm(request.POST if action == "template" else None, may_share=may_share)
    if action == "copy":
        made = copying.attempt(lambda: _copy(tournament, copying, acting(request)))
        if made is not None:
            return done(request, _("The copy is made; only you see it yet."), "console", made.slug)
    if action == "template":
        kept = keeping.attempt(lambda: _keep(tournament, keeping, acting(request)))
        if kept is not None:
            said = _("The template “%(name)s” is kept.") % {"name": kept.name}
            return done(request, said, "templates")
    context = {"tournament": tournament, "tab": "copy", "form": copying, "keeping": keeping}
    status = max(copying.status, keeping.status)
    return render(request, "tournament_engine/core/copy.html", context, status=status)


def _copy(tournament: Tournament, form: CopyForm, by: User) -> Tournament:
    return services.duplicate_tournament(tournament=tournament, by=by, **form.cleaned_data)


def _keep(tournament: Tournament, form: TemplateForm, by: User) -> TournamentTemplate:
    return services.create_template(tournament=tournament, by=by, **form.cleaned_data)


@page(CREATE)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """List the templates that this person may begin with."""
    permissions.require(request.user, CREATE)
    rows = _templates_of(acting(request)).select_related("owner")
    context = {"tab": "create", "rows": rows}
    return render(request, "tournament_engine/core/templates.html", context)


@page(CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, template: int) -> HttpResponseBase:
    """Make a tournament after a template, or throw the template away."""
    permissions.require(request.user, CREATE)
    row = get_object_or_404(_templates_of(acting(request)), pk=template)
    if request.POST.get("action") == "delete":
        services.delete_template(template=row, by=acting(request))
        said = _("The template “%(name)s” is thrown away.") % {"name": row.name}
        return done(request, said, "templates")
    form = CopyForm(request.POST if request.method == "POST" else None)
    made = form.attempt(_maker(row, form, acting(request)))
    if made is None:
        may_delete = row.owner_id == acting(request).pk or permissions.is_site_staff(request.user)
        context = {"tab": "create", "row": row, "form": form, "may_delete": may_delete}
        template_name = "tournament_engine/core/template.html"
        return render(request, template_name, context, status=form.status)
    return done(request, _("The tournament is made; only you see it yet."), "console", made.slug)


def _maker(row: TournamentTemplate, form: CopyForm, by: User) -> Callable[[], Tournament]:
    return lambda: services.create_from_template(template=row, by=by, **form.cleaned_data)


def _templates_of(user: User) -> QuerySet[TournamentTemplate]:
    return TournamentTemplate.objects.filter(Q(owner=user) | Q(is_shared=True))
