"""Tournaments in the admin: to be found and read; their own console changes them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from tournament_engine import permissions
from tournament_engine.core import services
from tournament_engine.core.custom_fields.models import CustomField, CustomFieldValue
from tournament_engine.core.game_form import GameForm
from tournament_engine.core.models import Game, StaffAssignment, StageConfig, Tournament
from tournament_engine.core.permissions import EDIT_GAMES
from tournament_engine.core.versions.models import TournamentTemplate, TournamentVersion
from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.replies import acting

__all__ = [
    "CustomFieldAdmin",
    "CustomFieldValueAdmin",
    "GameAdmin",
    "StaffAssignmentAdmin",
    "StageConfigAdmin",
    "TournamentAdmin",
    "TournamentTemplateAdmin",
    "TournamentVersionAdmin",
]


@admin.register(Game)
class GameAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """What is played: the site's staff says here how it is counted, and a service writes it."""

    form = GameForm
    list_display = ("name", "slug", "result_kind", "score_rule", "identity_label")
    list_filter = ("result_kind",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 - Django's own shape

    def save_model(
        self,
        request: HttpRequest,
        obj: Game,
        form: Any,  # noqa: ARG002 - Django's signature
        change: bool,  # noqa: ARG002, FBT001 - the same
    ) -> None:
        services.save_game(game=obj, by=acting(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        # The service asks for the same, whether a game is new or not.
        return permissions.can(request.user, EDIT_GAMES)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        # A game that was played stays readable; one that was not harms nobody.
        return False


@admin.register(Tournament)
class TournamentAdmin(ReadOnlyAdmin):
    """Every tournament of the site, whoever may see it."""

    list_display = ("name", "game", "organizer", "state", "visibility", "starts_at")
    list_filter = ("state", "visibility", "entrant_kind", "game")
    list_select_related = ("game", "organizer")
    search_fields = ("name", "slug")
    date_hierarchy = "created_at"


@admin.register(StageConfig)
class StageConfigAdmin(ReadOnlyAdmin):
    """How the stages of tournaments are played."""

    list_display = ("name", "tournament", "position", "format")
    list_filter = ("format",)
    list_select_related = ("tournament",)
    search_fields = ("name", "code", "tournament__name")


@admin.register(CustomField)
class CustomFieldAdmin(ReadOnlyAdmin):
    """What tournaments ask of those who register."""

    list_display = ("label", "tournament", "position", "kind", "is_required", "is_public")
    list_filter = ("kind",)
    list_select_related = ("tournament",)
    search_fields = ("label", "code", "tournament__name")


@admin.register(CustomFieldValue)
class CustomFieldValueAdmin(ReadOnlyAdmin):
    """What was answered, and when it was something else."""

    list_display = ("field", "registration", "value", "is_current", "created_at")
    list_filter = ("is_current",)
    list_select_related = ("field", "registration")


@admin.register(StaffAssignment)
class StaffAssignmentAdmin(ReadOnlyAdmin):
    """Who was asked to work for a tournament, and what became of it."""

    list_display = ("user", "tournament", "role", "state", "invited_by", "expires_at")
    list_filter = ("role", "state")
    list_select_related = ("user", "tournament", "invited_by")
    search_fields = ("tournament__name", "role")
    date_hierarchy = "invited_at"


@admin.register(TournamentVersion)
class TournamentVersionAdmin(ReadOnlyAdmin):
    """What a tournament said of itself, and when."""

    list_display = ("tournament", "number", "occasion", "by", "created_at")
    list_filter = ("occasion",)
    list_select_related = ("tournament", "by")
    search_fields = ("tournament__name", "note")


@admin.register(TournamentTemplate)
class TournamentTemplateAdmin(ReadOnlyAdmin):
    """Settings that new tournaments begin with."""

    list_display = ("name", "owner", "is_shared", "created_at")
    list_filter = ("is_shared",)
    list_select_related = ("owner",)
    search_fields = ("name",)
