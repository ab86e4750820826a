"""How winners say where their prizes are to go, and how the staff hears of it."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tournament_engine import events
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import holders
from tournament_engine.economy import services as economy
from tournament_engine.economy.models import Payout
from tournament_engine.economy.permissions import MANAGE_PAYOUTS
from tournament_engine.errors import InvalidInput
from tournament_engine.text import prose
from tournament_engine.users import User

__all__ = ["checked_contact", "claim_prize", "tell_staff"]

_LONGEST_CONTACT = 500


@transaction.atomic
def claim_prize(*, payout: Payout, contact: str, by: User) -> Payout:
    """Say how to be reached for money that is paid by hand; saying it again replaces it."""
    claimed = economy.claim_payout(payout=payout, contact=checked_contact(contact), by=by)
    tell_staff(claimed.tournament, key=f"payout:{claimed.pk}:{claimed.version}")
    return claimed


def checked_contact(contact: str) -> str:
    """Return what somebody wrote as it is stored."""
    text = prose(contact, field="contact", longest=_LONGEST_CONTACT)
    if not text:
        message = _("Say how the organiser can reach you, or where the prize is to go.")
        raise InvalidInput(message, code="no_contact", field="contact")
    return text


def tell_staff(tournament: Tournament, *, key: str) -> None:
    """Let those who pay hear that somebody waits; what was written stays on their page."""
    events.notify(
        "prize_claimed",
        to=holders(tournament, MANAGE_PAYOUTS),
        key=key,
        context={
            "tournament": tournament.name,
            "url": reverse("tournament_engine:payouts", args=(tournament.slug,)),
        },
    )
