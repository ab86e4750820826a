"""A new tournament in four steps: what, how, who and when, and a look at all of it.

Nothing is kept between the steps: the page carries what was said before, so that one goes
back and forth without loss, and two tabs do not disturb each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tournament_engine import permissions
from tournament_engine.core.formats import plan_values
from tournament_engine.core.permissions import CREATE
from tournament_engine.core.recipes import STARTERS
from tournament_engine.pages import page
from tournament_engine.registration.create import make_tournament
from tournament_engine.registration.forms import NewTournamentForm
from tournament_engine.registration.names import parse_names
from tournament_engine.replies import acting, done

__all__ = ["GuidedForm", "create_guided"]


@dataclass(frozen=True, kw_only=True)
class _Step:
    """One page of the four, with the fields that it asks for."""

    title: Promise
    fields: tuple[str, ...] = ()


_FORMAT = ("recipe", "best_of", "third_place", "legs", "pools", "heat_size", "advance")

_STEPS = (
    _Step(title=gettext_lazy("What is played"), fields=("starter", "name", "game", "entrant_kind")),
    _Step(title=gettext_lazy("How it is played"), fields=(*_FORMAT, "max_entrants")),
    _Step(
        title=gettext_lazy("Who comes, and when"),
        fields=(
            "names",
            "visibility",
            "opens_at",
            "closes_at",
            "check_in_opens_at",
            "check_in_closes_at",
            "starts_at",
            "needs_approval",
            "promotion_minutes",
            "members_check_in",
            "description",
            "rules",
        ),
    ),
    _Step(title=gettext_lazy("Look it over")),
)

_REVIEW = len(_STEPS) - 1


class GuidedForm(NewTournamentForm):
    """Everything that the steps ask for. A file cannot be carried along: names are typed here."""

    file = None  # type: ignore[assignment]  # so Django takes an inherited field away
    starter = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        choices=[(code, starter.words) for code, starter in STARTERS.items()],
        initial="casual",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It fills in the next page; you can change all of it there."),
    )
    #: The starter whose plan the format has been filled with.
    applied = forms.CharField(required=False)

    def entrant_names(self) -> list[str]:
        """Return the names that were typed."""
        return parse_names(self.cleaned_data["names"])

    def keep_errors_of(self, step: int) -> bool:
        """Leave only what is wrong on one page; return whether anything is."""
        own = (*_STEPS[step].fields, NON_FIELD_ERRORS)
        for name in [name for name in self.errors if name not in own]:
            del self.errors[name]
        return bool(self.errors)

    def facts(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the label and the words of each field that says something."""
        for name in names:
            words = self._words(name) if name != "starter" and self.has_option(name) else ""
            if words:
                yield str(self.fields[name].label), words

    def _words(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data.get(name)
        match value:
            case None | "" | False:
                return ""
            case True:
                return _("yes")
            case datetime():
                return f"{date_format(timezone.localtime(value), 'DATETIME_FORMAT')} {value:%Z}"
            case _ if isinstance(field, forms.ChoiceField):
                return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]  # no groups
            case _:
                return str(value)

    def first_wrong_step(self) -> int:
        """Return the first page on which something is wrong; the last where it is none's."""
        steps = (number for number, step in enumerate(_STEPS) if {*step.fields} & {*self.errors})
        return next(steps, _REVIEW)


@page(CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
def create_guided(request: HttpRequest) -> HttpResponseBase:
    """Ask step by step, and make the draft at the end; nothing is written before."""
    permissions.require(request.user, CREATE)
    if request.method != "POST":
        return _step_page(request, 0, {})
    sent = _sent(request)
    here, go = _number(request.POST.get("step", "")), request.POST.get("go", "next")
    if go not in {"next", "create"}:
        return _step_page(request, min(_number(go), here), sent)
    form = GuidedForm(sent)
    if go == "create" and here == _REVIEW:
        return _create(request, form, sent)
    if form.errors and form.keep_errors_of(here):
        return _step_page(request, here, sent, form)
    return _step_page(request, min(here + 1, _REVIEW), _filled(sent) if here == 0 else sent)


def _create(request: HttpRequest, form: GuidedForm, sent: Mapping[str, str]) -> HttpResponseBase:
    made = form.attempt(lambda: make_tournament(form, acting(request)))
    if made is not None:
        said = _("The tournament is made; only you see it yet.")
        return done(request, said, "console", made.slug)
    return _wrong_page(request, form, sent)


def _wrong_page(request: HttpRequest, form: GuidedForm, sent: Mapping[str, str]) -> HttpResponse:
    """Lead back to the first page on which something is to be put right."""
    step = form.first_wrong_step()
    form.keep_errors_of(step)
    return _step_page(request, step, sent, form)


def _sent(request: HttpRequest) -> dict[str, str]:
    """Return what was said so far, as it was typed."""
    names = GuidedForm.base_fields.keys()
    return {name: request.POST[name] for name in names if request.POST.get(name)}


def _number(text: str) -> int:
    """Return which of the pages is meant; the first where it is none."""
    return int(text) if text in {str(number) for number in range(len(_STEPS))} else 0


def _filled(sent: Mapping[str, str]) -> dict[str, str]:
    """Put the plan of the chosen starter in, once: what is changed after that stays."""
    chosen = sent["starter"]
    if sent.get("applied") == chosen:
        return dict(sent)
    plan = {name: str(value) for name, value in plan_values(STARTERS[chosen].plan).items() if value}
    others = {name: value for name, value in sent.items() if name not in _FORMAT}
    return {**others, **plan, "applied": chosen}


def _step_page(
    request: HttpRequest, step: int, sent: Mapping[str, str], wrong: GuidedForm | None = None
) -> HttpResponse:
    checked = GuidedForm(sent) if step == _REVIEW and wrong is None else None
    if checked is not None and not checked.is_valid():
        return _wrong_page(request, checked, sent)
    form = wrong or checked or GuidedForm(initial=dict(sent))
    context = {
        "tab": "create",
        "form": form,
        "step": step,
        "title": _STEPS[step].title,
        "steps": [
            {"number": number, "title": one.title, "is_here": number == step}
            for number, one in enumerate(_STEPS)
        ],
        "shown": [form[name] for name in _STEPS[step].fields if name not in _FORMAT],
        "asks_format": step == 1,
        "carried": [(name, told) for name, told in sent.items() if name not in _STEPS[step].fields],
        "review": _told(checked) if checked is not None else (),
    }
    template = "tournament_engine/registration/guided.html"
    return render(request, template, context, status=form.status)


def _told(form: GuidedForm) -> list[dict[str, Any]]:
    """Return page by page what was said, in the words of the form."""
    return [
        {"number": number, "title": step.title, "facts": list(form.facts(step.fields))}
        for number, step in enumerate(_STEPS[:_REVIEW])
    ]
