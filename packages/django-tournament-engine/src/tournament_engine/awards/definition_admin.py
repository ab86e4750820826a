"""Achievements in the admin, where site staff defines them: the services write."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from tournament_engine import permissions
from tournament_engine.awards import services
from tournament_engine.awards.models import Achievement
from tournament_engine.awards.rulebook import checked_params, rules
from tournament_engine.errors import TournamentError

__all__ = ["AchievementAdmin"]

#: What it takes stays as it was when the first earned it.
_FIXED = ("code", "rule", "params", "game", "tournament", "per_tournament")


class AchievementForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """An achievement, with the rules of the engine and of the site to choose from."""

    class Meta:
        model = Achievement
        fields = (*_FIXED, "name", "description", "icon", "colour", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "rule" in self.fields:
            choices = [(code, rule.label) for code, rule in rules().items()]
            self.fields["rule"].widget = forms.Select(choices=choices)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if self.errors:
            return facts
        try:
            words = {name: facts[name] for name in ("name", "description", "icon")}
            facts |= services.checked_words(**words)
            if "rule" in facts:
                facts["params"] = checked_params(facts["rule"], facts.get("params") or {})
        except TournamentError as error:
            self.add_error(error.field, error.message)
        return facts


@admin.register(Achievement)
class AchievementAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # the same
    """What can be earned. It is closed rather than deleted: who has it keeps it."""

    form = AchievementForm
    list_display = ("code", "name", "rule", "game", "tournament", "per_tournament", "is_active")
    list_filter = ("rule", "is_active", "per_tournament")
    list_select_related = ("game", "tournament")
    search_fields = ("=code", "name")
    autocomplete_fields = ("game", "tournament")

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's name
        obj: Any = None,
    ) -> tuple[str, ...]:
        return () if obj is None else _FIXED

    def has_add_permission(self, request: HttpRequest) -> bool:
        return permissions.is_site_staff(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return permissions.is_site_staff(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's name
        facts = form.cleaned_data
        by: Any = request.user
        if change:
            words = ("name", "description", "icon", "colour", "is_active")
            changes = {name: facts[name] for name in words}
            services.change_achievement(achievement=obj, by=by, **changes)
            return
        defined = {name: value for name, value in facts.items() if name != "is_active"}
        obj.pk = services.define_achievement(by=by, **defined).pk
