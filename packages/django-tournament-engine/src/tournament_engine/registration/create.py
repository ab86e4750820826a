"""The create page: a tournament, its format and, where they are known, its entrants."""

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import CREATE
from tournament_engine.core.recipes import stages_of
from tournament_engine.core.services import create_tournament
from tournament_engine.pages import page
from tournament_engine.registration.forms import NewTournamentForm
from tournament_engine.registration.services import add_entrants
from tournament_engine.replies import acting, done
from tournament_engine.users import User

__all__ = ["create", "make_tournament"]

#: What a tournament has when neither the organiser nor the names say more.
_PLACES = 64


@page(CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponseBase:
    """Make a draft from one page; nothing is made when anything in it is wrong."""
    permissions.require(request.user, CREATE)
    if request.method != "POST":
        return _create_page(request, NewTournamentForm())
    form = NewTournamentForm(request.POST, request.FILES)
    made = form.attempt(lambda: make_tournament(form, acting(request)))
    if made is None:
        return _create_page(request, form)
    return done(request, _("The tournament is made; only you see it yet."), "console", made.slug)


def _create_page(request: HttpRequest, form: NewTournamentForm) -> HttpResponse:
    context = {"form": form, "tab": "create"}
    template = "tournament_engine/registration/create.html"
    return render(request, template, context, status=form.status)


@transaction.atomic
def make_tournament(form: NewTournamentForm, by: User) -> Tournament:
    """Make the draft that a valid form describes, and enter its names."""
    names = form.entrant_names()
    data = form.cleaned_data
    tournament = create_tournament(
        name=data["name"],
        game=data["game"],
        by=by,
        entrant_kind=data["entrant_kind"],
        visibility=data["visibility"],
        description=data["description"],
        rules=data["rules"],
        max_entrants=_places(data["max_entrants"], names),
        stages=stages_of(form.plan()),
        **form.entry(),
        **form.moments(),
    )
    if names:
        add_entrants(tournament=tournament, names=names, by=by)
    return tournament


def _places(asked: int | None, names: Sequence[str]) -> int:
    return asked if asked is not None else max(_PLACES, len(names))
