"""The page on which an organiser says who may register: a box and its values for each rule."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.core.services import update_tournament
from tournament_engine.forms import EngineForm
from tournament_engine.pages import page
from tournament_engine.registration import rulebook
from tournament_engine.replies import acting, done

__all__ = ["EligibilityForm", "eligibility"]


class EligibilityForm(EngineForm):
    """Every rule that there is: whether it holds, and its parameters."""

    version = forms.IntegerField(label=gettext_lazy("Version"), widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, tournament: Tournament) -> None:
        stored = {item["rule"]: item for item in tournament.eligibility}
        initial: dict[str, Any] = {"version": tournament.version}
        for code in rulebook.rules():
            initial[code] = code in stored
            for name, value in stored.get(code, {}).items():
                initial[f"{code}-{name}"] = value
        super().__init__(data, initial=initial)
        for code, rule in rulebook.rules().items():
            self.fields[code] = forms.BooleanField(label=str(rule.label), required=False)
            for name, field in rule.fields().items():
                # What a rule that does not hold asks for may be left empty.
                field.required = False
                self.fields[f"{code}-{name}"] = field

    def clean(self) -> dict[str, Any]:
        super().clean()
        for code in rulebook.rules():
            if self.cleaned_data.get(code):
                self._clean_rule(code)
        return self.cleaned_data

    def _clean_rule(self, code: str) -> None:
        """Ask the rule's own form, whose fields may not be left empty."""
        form = rulebook.form_of(code, self._values(code))
        for name, errors in form.errors.items():
            if f"{code}-{name}" not in self.errors:
                self.add_error(f"{code}-{name}" if name in form.fields else None, errors)

    def _values(self, code: str) -> dict[str, Any]:
        names = rulebook.rules()[code].fields()
        return {name: self.cleaned_data.get(f"{code}-{name}") for name in names}

    def stored(self) -> list[dict[str, Any]]:
        """Return the rules that hold, as they are stored."""
        return [
            {"rule": code, **self._values(code)}
            for code in rulebook.rules()
            if self.cleaned_data[code]
        ]

    def groups(self) -> list[Mapping[str, Any]]:
        """Return the fields by rule, as the page shows them."""
        return [
            {
                "box": self[code],
                "fields": [self[f"{code}-{name}"] for name in rule.fields()],
            }
            for code, rule in rulebook.rules().items()
        ]


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def eligibility(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show and change the rules of who may register."""
    tournament = managed_tournament(request.user, slug)
    if request.method != "POST":
        return _page(request, tournament, EligibilityForm(tournament=tournament))
    form = EligibilityForm(request.POST, tournament=tournament)
    saved = form.attempt(
        lambda: update_tournament(
            tournament=tournament,
            by=acting(request),
            version=form.cleaned_data["version"],
            eligibility=form.stored(),
        )
    )
    if saved is None:
        return _page(request, managed_tournament(request.user, slug), form)
    return done(request, _("The changes are saved."), "console", slug)


def _page(request: HttpRequest, tournament: Tournament, form: EligibilityForm) -> HttpResponse:
    context = {"tournament": tournament, "tab": "edit", "form": form}
    template = "tournament_engine/registration/eligibility.html"
    return render(request, template, context, status=form.status)
