"""Matches in the admin: to be found and read; the services change them."""

from django.contrib import admin

from tournament_engine.match.models import (
    HeatForfeit,
    Lobby,
    Match,
    MatchCheckIn,
    MatchReminder,
    MatchSide,
    RescheduleRequest,
    RoundWindow,
    ScoreClaim,
    Veto,
    VetoChoice,
    VetoPlan,
)
from tournament_engine.match.ranked import RankedResult
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = [
    "HeatForfeitAdmin",
    "LobbyAdmin",
    "MatchAdmin",
    "MatchCheckInAdmin",
    "MatchReminderAdmin",
    "MatchSideAdmin",
    "RankedResultAdmin",
    "RescheduleRequestAdmin",
    "RoundWindowAdmin",
    "ScoreClaimAdmin",
    "VetoAdmin",
    "VetoChoiceAdmin",
    "VetoPlanAdmin",
]


@admin.register(Match)
class MatchAdmin(ReadOnlyAdmin):
    """Matches of every tournament."""

    list_display = ("code", "bracket", "state", "result_kind", "scheduled_at", "station")
    list_filter = ("state", "result_kind")
    list_select_related = ("bracket__tournament", "bracket__stage")
    search_fields = ("code", "tournament__name", "tournament__slug", "sides__entrant__name")
    date_hierarchy = "scheduled_at"


@admin.register(MatchSide)
class MatchSideAdmin(ReadOnlyAdmin):
    """Who meets whom, and where they come from."""

    list_display = ("match", "side", "entrant", "score", "is_winner", "is_bye", "feeder")
    list_filter = ("feeder", "is_bye")
    list_select_related = ("match", "entrant")
    search_fields = ("entrant__name", "match__code", "match__tournament__name")


@admin.register(ScoreClaim)
class ScoreClaimAdmin(ReadOnlyAdmin):
    """What the sides claim."""

    list_display = ("match", "side", "state", "by", "created_at")
    list_filter = ("state",)
    list_select_related = ("match", "by")
    search_fields = ("match__code", "match__tournament__name", "match__tournament__slug")


@admin.register(RankedResult)
class RankedResultAdmin(ReadOnlyAdmin):
    """Which results the rankings were told of."""

    list_display = ("match", "version", "created_at", "told_at", "reverted_at", "revert_told_at")
    list_select_related = ("match",)
    search_fields = ("match__code", "match__tournament__name", "match__tournament__slug")


@admin.register(Lobby)
class LobbyAdmin(ReadOnlyAdmin):
    """How the sides get into a match. What lets them in is theirs alone."""

    list_display = ("match", "map_name", "opens_at", "updated_at")
    exclude = ("password", "code")
    list_select_related = ("match",)
    search_fields = ("match__code", "match__tournament__name")


@admin.register(MatchCheckIn)
class MatchCheckInAdmin(ReadOnlyAdmin):
    """Who said that they are there."""

    list_display = ("match", "entrant", "by", "checked_in_at")
    list_select_related = ("match", "entrant", "by")
    search_fields = ("match__code", "entrant__name")
    date_hierarchy = "checked_in_at"


@admin.register(MatchReminder)
class MatchReminderAdmin(ReadOnlyAdmin):
    """Who was reminded of which match."""

    list_display = ("match", "minutes", "recipient", "scheduled_at", "created_at")
    list_filter = ("minutes",)
    list_select_related = ("match", "recipient")
    search_fields = ("match__code", "match__tournament__name")


@admin.register(RescheduleRequest)
class RescheduleRequestAdmin(ReadOnlyAdmin):
    """Other times that sides asked for."""

    list_display = ("match", "side", "proposed_at", "state", "by", "expires_at")
    list_filter = ("state",)
    list_select_related = ("match", "by")
    search_fields = ("match__code", "match__tournament__name")


@admin.register(RoundWindow)
class RoundWindowAdmin(ReadOnlyAdmin):
    """From when and until when a round is played."""

    list_display = ("bracket", "part", "round", "opens_at", "closes_at")
    list_select_related = ("bracket__tournament", "bracket__stage")
    search_fields = ("bracket__tournament__name",)


@admin.register(HeatForfeit)
class HeatForfeitAdmin(ReadOnlyAdmin):
    """Who is out of a heat before it has a result."""

    list_display = ("match", "entrant", "reason", "by", "created_at")
    list_select_related = ("match", "entrant", "by")
    search_fields = ("match__tournament__name", "entrant__name")


@admin.register(VetoPlan)
class VetoPlanAdmin(ReadOnlyAdmin):
    """How the sides of a stage ban and pick."""

    list_display = ("stage", "steps", "seconds", "is_automatic")
    list_select_related = ("stage",)
    search_fields = ("stage__tournament__name",)


@admin.register(Veto)
class VetoAdmin(ReadOnlyAdmin):
    """Who bans and picks before a match, and how far that is."""

    list_display = ("match", "created_at", "due_at", "finished_at")
    list_select_related = ("match",)
    search_fields = ("match__code", "match__tournament__name")


@admin.register(VetoChoice)
class VetoChoiceAdmin(ReadOnlyAdmin):
    """What was banned and picked."""

    list_display = ("veto", "number", "act", "side", "option", "by", "created_at")
    list_select_related = ("veto", "by")
    search_fields = ("option", "veto__match__code", "veto__match__tournament__name")
