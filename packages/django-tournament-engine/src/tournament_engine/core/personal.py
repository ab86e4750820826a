"""What tournaments and their settings hold of people."""

from django.utils.translation import gettext as _

from tournament_engine.core.custom_fields.models import CustomField, CustomFieldValue
from tournament_engine.core.models import Game, StaffAssignment, StageConfig, Tournament
from tournament_engine.core.services.erasing import hand_over
from tournament_engine.core.versions.models import TournamentTemplate, TournamentVersion
from tournament_engine.privacy.holdings import Holding, declare, prevent
from tournament_engine.privacy.people import Person

__all__ = ["declare_personal"]

_TEXTS_OF_A_TOURNAMENT = (
    "name",
    "slug",
    "eligibility",
    "fee_currency",
    "payment_methods",
    "payment_instructions",
    "refund_policy",
)


def declare_personal() -> None:
    """Say what these tables hold."""
    prevent(_organises)
    declare(
        Holding(
            model=StaffAssignment,
            owner=("user",),
            tournament="tournament",
            deleted=True,
            impersonal=("role",),
        ),
        Holding(
            model=CustomFieldValue,
            owner=("registration__user",),
            tournament="registration__tournament",
            deleted=True,
        ),
        Holding(
            model=TournamentVersion,
            owner=("by",),
            tournament="tournament",
            blank=("note",),
            impersonal=("content",),
        ),
        Holding(model=TournamentTemplate, owner=("owner",), deleted=True),
        Holding(
            model=Tournament,
            tournament="pk",
            swept=("summary", "description", "rules", "cancel_reason"),
            impersonal=_TEXTS_OF_A_TOURNAMENT,
            handled=("organizer",),
            also=hand_over,
        ),
        Holding(
            model=StageConfig,
            impersonal=("code", "name", "format", "options", "sources", "seeding"),
        ),
        Holding(
            model=CustomField,
            impersonal=(
                "code",
                "label",
                "help_text",
                "options",
                "preset",
                "pattern",
                "shown_by",
                "shown_when",
            ),
        ),
        Holding(
            model=Game,
            impersonal=(
                "name",
                "slug",
                "score_rule",
                "score_options",
                "identity_label",
                "identity_preset",
                "identity_pattern",
            ),
        ),
    )


def _organises(person: Person) -> str:
    own = Tournament.objects.filter(organizer=person.user)
    if person.successor is not None or not own.exists():
        return ""
    names = ", ".join(f"'{name}'" for name in own.values_list("name", flat=True)[:5])
    return _("Name who takes over what this person organises: %(names)s.") % {"names": names}
