"""The organiser's desk of questions: what is asked of those who register, and in which order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tournament_engine.core import configuration
from tournament_engine.core.access import MANAGE, managed_tournament
from tournament_engine.core.configuration import EDITABLE
from tournament_engine.core.custom_fields.forms import CustomFieldsForm
from tournament_engine.core.custom_fields.models import CustomField, FieldKind
from tournament_engine.core.custom_fields.patterns import LONGEST_PATTERN
from tournament_engine.core.custom_fields.presets import PRESETS
from tournament_engine.core.custom_fields.specs import FieldSpec, spec_of
from tournament_engine.core.models import Tournament
from tournament_engine.core.ordered import free_code, place_of, replaced
from tournament_engine.core.ordered_desk import Act, OrderedDesk
from tournament_engine.errors import InvalidInput
from tournament_engine.forms import EngineForm
from tournament_engine.pages import page
from tournament_engine.replies import done

__all__ = ["QuestionForm", "question", "questions"]


#: A list is dependable, and so is yes or no: what a question may depend on.
_DECIDING = frozenset({FieldKind.CHOICE, FieldKind.MULTI_CHOICE, FieldKind.TOGGLE})


class QuestionForm(EngineForm):
    """One question as the organiser words it."""

    label = forms.CharField(label=gettext_lazy("Question"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of answer"), choices=FieldKind.choices, initial=FieldKind.TEXT
    )
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        max_length=6_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One on each line; for lists alone."),
    )
    help_text = forms.CharField(
        label=gettext_lazy("Help beside the question"), required=False, max_length=300
    )
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    is_public = forms.BooleanField(label=gettext_lazy("Everybody sees the answers"), required=False)
    preset = forms.ChoiceField(
        label=gettext_lazy("The text is a"),
        required=False,
        choices=[
            ("", gettext_lazy("text of any kind")),
            *((code, preset.label) for code, preset in PRESETS.items()),
        ],
    )
    pattern = forms.CharField(
        label=gettext_lazy("Or a pattern of your own"),
        required=False,
        max_length=LONGEST_PATTERN,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "Such as [A-Z]{2}[0-9]+ for two capitals and a number; the help should say so."
        ),
    )
    shown_by = forms.ChoiceField(label=gettext_lazy("Ask only after"), required=False)
    shown_when = forms.CharField(
        label=gettext_lazy("When its answer is"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("One of its answers; “yes” or “no” where it is a box to tick."),
    )

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    stand_ins = {"custom_fields": "label"}  # noqa: RUF012 - read, never written

    def __init__(self, data: Any = None, *, earlier: Sequence[CustomField], **options: Any) -> None:
        super().__init__(data, **options)
        deciding = [(row.code, row.label) for row in earlier if row.kind in _DECIDING]
        field = self.fields["shown_by"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [("", _("nothing: ask everybody")), *deciding]

    def spec(self, code: str) -> FieldSpec:
        """Return what the valid form asks, under a name."""
        data = dict(self.cleaned_data)
        del data["version"]
        options = [line for line in data.pop("options").splitlines() if line.strip()]
        return FieldSpec(code=code, options=options, **data)


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show what is asked; add a question, move one, take one away."""
    tournament = managed_tournament(request.user, slug)
    if request.method != "POST":
        return _questions_page(request, tournament)
    act = _ACTS.get(request.POST.get("action", ""))
    if act is None:
        raise InvalidInput(_("Choose one of the buttons of the page."))
    return act(request, tournament)


def _questions_page(
    request: HttpRequest, tournament: Tournament, form: QuestionForm | None = None
) -> HttpResponse:
    rows = list(tournament.custom_fields.all())
    form = form or QuestionForm(earlier=rows)
    context = {
        "tournament": tournament,
        "tab": "questions",
        "rows": rows,
        "form": form,
        "is_open": tournament.state in EDITABLE["custom_fields"],
        "preview": CustomFieldsForm(tournament=tournament),
    }
    template = "tournament_engine/core/questions.html"
    return render(request, template, context, status=form.status)


def _add(request: HttpRequest, tournament: Tournament) -> HttpResponseBase:
    specs = _specs(tournament)
    form = QuestionForm(request.POST, earlier=list(tournament.custom_fields.all()))
    added = form.attempt(
        lambda: _DESK.write(request, tournament, [*specs, form.spec(_code(form, specs))])
    )
    if added is None:
        return _questions_page(request, managed_tournament(request.user, tournament.slug), form)
    return done(request, _("The question is added."), "fields", tournament.slug)


def _specs(tournament: Tournament) -> list[FieldSpec]:
    return [spec_of(row) for row in tournament.custom_fields.all()]


def _gone(spec: FieldSpec) -> str:
    return _("“%(label)s” is not asked any more.") % {"label": spec.label}


_DESK = OrderedDesk(fact="custom_fields", route="fields", posted="code", read=_specs, gone=_gone)

_ACTS: dict[str, Act] = {
    "add": _add,
    "up": _DESK.move(-1),
    "down": _DESK.move(1),
    "remove": _DESK.remove,
}


@page(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str, question: str) -> HttpResponseBase:
    """Change one question."""
    tournament = managed_tournament(request.user, slug)
    configuration.check_editable(tournament, "custom_fields")
    specs = _specs(tournament)
    place = place_of(question, specs)
    earlier = list(tournament.custom_fields.all())[:place]
    old = specs[place]
    initial = {
        **vars(old),
        "options": "\n".join(old.options),
        "version": tournament.version,
    }
    form = QuestionForm(
        request.POST if request.method == "POST" else None, earlier=earlier, initial=initial
    )
    changed = form.attempt(
        lambda: _DESK.write(
            request,
            tournament,
            replaced(specs, place, form.spec(question)),
            version=form.cleaned_data["version"] or 0,
        )
    )
    if changed is None:
        if form.is_bound:
            # Read again: the refused act may have written to the instance.
            tournament = managed_tournament(request.user, slug)
        context = {"tournament": tournament, "tab": "questions", "form": form, "label": old.label}
        template = "tournament_engine/core/question.html"
        return render(request, template, context, status=form.status)
    return done(request, _("The question is changed."), "fields", slug)


def _code(form: QuestionForm, specs: Sequence[FieldSpec]) -> str:
    """Return what the address of a new question is called."""
    return free_code(form.cleaned_data["label"], specs, otherwise="question")
