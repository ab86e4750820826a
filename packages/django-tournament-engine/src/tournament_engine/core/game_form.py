"""The form in which the site's staff says what a game is."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from tournament_engine.core import score_rules
from tournament_engine.core.custom_fields.presets import PRESETS
from tournament_engine.core.models import Game
from tournament_engine.core.services import check_game
from tournament_engine.errors import InvalidInput

__all__ = ["GameForm"]


class GameForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """A game; its score rule and its pattern are chosen from those that there are."""

    class Meta:
        model = Game
        fields = (
            "name",
            "slug",
            "result_kind",
            "score_rule",
            "score_options",
            "identity_label",
            "identity_preset",
            "identity_pattern",
            "team_min",
            "team_max",
            "substitutes_max",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [(code, capfirst(str(rule.label))) for code, rule in score_rules.rules().items()]
        self.fields["score_rule"] = forms.ChoiceField(label=_("Scores are"), choices=rules)
        self.fields["identity_preset"] = forms.ChoiceField(
            label=_("Looks like"),
            choices=[("", _("a pattern of its own, or any text"))]
            + [(code, preset.label) for code, preset in PRESETS.items()],
            required=False,
        )

    def _post_clean(self) -> None:
        # Django puts the values into the instance here: only now can they be looked at.
        super()._post_clean()  # type: ignore[misc]  # a step that the stubs do not know
        if not self.errors:
            try:
                check_game(self.instance)
            except InvalidInput as error:
                self.add_error(error.field, error.message)
