"""Forms of a dispute: how it is raised, what is put on file, how it is decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.dispute.lifecycle import Outcome, Reason
from tournament_engine.dispute.models import MOST_PICTURES, Dispute
from tournament_engine.dispute.services import steps
from tournament_engine.errors import StaleVersion
from tournament_engine.forms import EngineForm
from tournament_engine.match.forms import OfficialForm, OfficialWord
from tournament_engine.match.heat_forms import HeatOfficialForm
from tournament_engine.uploads.fields import UploadField, UploadsField
from tournament_engine.uploads.policies import takes_video

__all__ = [
    "DISMISS",
    "CommentForm",
    "DecisionForm",
    "EvidenceForm",
    "HeatDecisionForm",
    "NoteForm",
    "OpenForm",
    "StatementForm",
    "WordForm",
]

DISMISS = "dismiss"

_ALL_OUT = _("All are out of the heat")


def _prose(label: Any, *, longest: int = steps.LONGEST_TEXT, required: bool = True) -> Any:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=longest, widget=area, required=required)


class OpenForm(EngineForm):
    """What a side objects to, and why."""

    reason = forms.ChoiceField(
        label=_("What is it about?"), choices=Reason, widget=forms.RadioSelect
    )
    statement = _prose(_("What happened?"))
    has_claim = forms.BooleanField(label=_("I know the right result"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, sides: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__(data)
        if len(sides) > 1:
            # Whoever speaks for both has to say for which.
            self.fields["side"] = forms.TypedChoiceField(
                label=_("For which side?"), choices=sides, coerce=int, widget=forms.RadioSelect
            )

    @property
    def chosen_side(self) -> int | None:
        """Return the side that was chosen, where there was a choice."""
        return self.cleaned_data.get("side")


class EvidenceForm(EngineForm):
    """Something that shows what happened."""

    text = _prose(_("What does it show?"), required=False)
    link = forms.CharField(
        label=_("Link to a picture or video"),
        max_length=500,
        required=False,
        widget=forms.URLInput,
    )

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        self.fields["pictures"] = UploadsField(
            purpose="evidence", most=MOST_PICTURES, label=_("Pictures"), required=False
        )
        if takes_video():
            self.fields["film"] = UploadField(purpose="video", label=_("Film"), required=False)


class CommentForm(EngineForm):
    """Words to everybody in the case."""

    text = _prose(_("Your comment"))


class NoteForm(EngineForm):
    """Words among the staff."""

    text = _prose(_("Note among the staff"))


class StatementForm(EngineForm):
    """Why a decision is wrong."""

    statement = _prose(_("Why is the decision wrong?"))


class WordForm(EngineForm):
    """A word that goes with a step, if somebody wants to say one."""

    text = _prose(_("A word to the others"), required=False)


class Decision(OfficialWord):
    """How a case is decided: an outcome, and why. The result to be entered is another form's."""

    names: list[str]
    is_heat = False

    def _ask(self, dispute: Dispute, claims: Mapping[int, str]) -> None:
        """Put the questions of a case into the form."""
        self.dispute = dispute
        self.fields["reason"] = _prose(
            _("Why? The sides read this."), longest=steps.LONGEST_DECISION
        )
        self.fields["outcome"] = forms.ChoiceField(
            label=_("Decision"), choices=self._outcomes(claims), widget=forms.RadioSelect
        )
        self.stand_ins = {**self.stand_ins, "decision": "reason"}

    def _outcomes(self, claims: Mapping[int, str]) -> list[tuple[str, Any]]:
        upheld = [
            (f"{Outcome.CLAIM_UPHELD}-{side}", _claim_words(self.names[side], score))
            for side, score in claims.items()
        ]
        return [
            *upheld,
            (Outcome.CUSTOM_RESULT, _("Another result counts: the one entered below")),
            (Outcome.REPLAY, _("The match is played again")),
            (Outcome.DOUBLE_FORFEIT, _ALL_OUT if self.is_heat else _("Both sides forfeit")),
            (DISMISS, _("The dispute has no grounds: everything stays as it was before")),
        ]

    @property
    def outcome(self) -> str:
        """Return what was chosen: an outcome, or that there are no grounds."""
        return str(self.cleaned_data["outcome"]).partition("-")[0]

    @property
    def upheld_side(self) -> int | None:
        """Return the side whose claim is to count, where one is."""
        _outcome, _separator, side = str(self.cleaned_data["outcome"]).partition("-")
        return int(side) if side else None

    @property
    def is_custom(self) -> bool:
        """Whether the result that is entered counts."""
        return bool(self.cleaned_data.get("outcome") == Outcome.CUSTOM_RESULT)

    @property
    def is_stale(self) -> bool:
        """Whether something happened in the case after this form was read."""
        return isinstance(self.refusal, StaleVersion)


class DecisionForm(Decision, OfficialForm):
    """How a case about a match of two is decided."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        dispute: Dispute,
        claims: Mapping[int, str],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        known = {**(initial or {}), "version": dispute.version}
        super().__init__(data, match=dispute.match, initial=known)
        self._ask(dispute, claims)

    @property
    def needs_score(self) -> bool:
        return self.is_custom and super().needs_score


class HeatDecisionForm(Decision, HeatOfficialForm):
    """How a case about a heat is decided."""

    is_heat = True

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        dispute: Dispute,
        claims: Mapping[int, str],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        known = {**(initial or {}), "version": dispute.version}
        super().__init__(data, match=dispute.match, initial=known)
        sides = dispute.match.sides.all()
        self.names = ["" if one.entrant is None else one.entrant.name for one in sides]
        self._ask(dispute, claims)

    @property
    def needs_places(self) -> bool:
        return self.is_custom


def _claim_words(name: str, score: str) -> Any:
    words = {"name": name, "score": score}
    return _("The score that %(name)s reported counts: %(score)s") % words
