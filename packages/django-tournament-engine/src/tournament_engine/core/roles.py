"""What a tournament's staff may do: one table of roles; a site adds roles of its own.

The capabilities that a role can carry are named here, because the table needs them all;
each domain's `permissions.py` takes its own from here and says what else must hold.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tournament_engine.conf import settings
from tournament_engine.economy.permissions import MANAGE_PAYOUTS

__all__ = [
    "CAPABILITIES",
    "OWNER",
    "Role",
    "capabilities_of",
    "name_of",
    "roles",
    "roles_with",
]

MANAGE = "tournament_engine.manage_tournament"
MANAGE_STAFF = "tournament_engine.manage_staff"
ANNOUNCE = "tournament_engine.announce"
VIEW_AUDIT = "tournament_engine.view_audit"
MANAGE_REGISTRATIONS = "tournament_engine.manage_registrations"
DISQUALIFY = "tournament_engine.disqualify"
REINSTATE = "tournament_engine.reinstate"
MANAGE_BRACKET = "tournament_engine.manage_bracket"
MANAGE_MATCH = "tournament_engine.manage_match"
CORRECT_MATCH = "tournament_engine.correct_match"
REVIEW_DISPUTE = "tournament_engine.review_dispute"
DECIDE_ESCALATED = "tournament_engine.decide_escalated_dispute"
REVIEW_PAYMENTS = "tournament_engine.review_payments"
MANAGE_CHALLENGES = "tournament_engine.manage_challenges"
REVIEW_CLAIMS = "tournament_engine.review_claims"

#: Everything that the organiser holds and may share by giving roles.
CAPABILITIES = frozenset(
    {
        MANAGE,
        MANAGE_STAFF,
        ANNOUNCE,
        VIEW_AUDIT,
        MANAGE_REGISTRATIONS,
        DISQUALIFY,
        REINSTATE,
        MANAGE_BRACKET,
        MANAGE_MATCH,
        CORRECT_MATCH,
        REVIEW_DISPUTE,
        DECIDE_ESCALATED,
        REVIEW_PAYMENTS,
        MANAGE_PAYOUTS,
        MANAGE_CHALLENGES,
        REVIEW_CLAIMS,
    }
)

#: An offer to take a tournament over. Nobody *has* this role: the tournament names its organiser.
OWNER = "organizer"


class Role(TextChoices):
    """The roles that every site has."""

    CO_ORGANIZER = "co_organizer", _("co-organiser")
    HEAD_REFEREE = "head_referee", _("head referee")
    REFEREE = "referee", _("referee")
    BRACKET_MANAGER = "bracket_manager", _("bracket manager")
    REGISTRATION_STAFF = "registration_staff", _("registration staff")
    PAYMENT_STAFF = "payment_staff", _("payment staff")
    MODERATOR = "moderator", _("moderator")


_REFEREE = frozenset({MANAGE_MATCH, REVIEW_DISPUTE, DISQUALIFY, REVIEW_CLAIMS})

_GRANTS: Mapping[str, frozenset[str]] = {
    Role.CO_ORGANIZER: CAPABILITIES,
    Role.HEAD_REFEREE: _REFEREE | {CORRECT_MATCH, REINSTATE, DECIDE_ESCALATED, VIEW_AUDIT},
    Role.REFEREE: _REFEREE,
    Role.BRACKET_MANAGER: frozenset({MANAGE_BRACKET, CORRECT_MATCH}),
    Role.REGISTRATION_STAFF: frozenset({MANAGE_REGISTRATIONS}),
    Role.PAYMENT_STAFF: frozenset({REVIEW_PAYMENTS, MANAGE_PAYOUTS}),
    Role.MODERATOR: frozenset({ANNOUNCE}),
}


def roles() -> dict[str, Any]:
    """Return the name of each role by its code: the engine's, then the site's."""
    return {role.value: role.label for role in Role} | {
        code: str(facts["name"]) for code, facts in settings.ROLES.items()
    }


def name_of(role: str) -> str:
    """Return what people call a role; one that the site dropped goes by its code."""
    return str(_("organiser")) if role == OWNER else str(roles().get(role, role))


def capabilities_of(role: str) -> frozenset[str]:
    """Return what a role lets one do; a role that the site dropped lets nobody do anything."""
    if role in settings.ROLES:
        return CAPABILITIES & frozenset(settings.ROLES[role]["capabilities"])
    return _GRANTS.get(role, frozenset())


def roles_with(capability: str | None = None) -> list[str]:
    """Return the roles that carry a capability, or any capability at all."""
    known = {role: capabilities_of(role) for role in [*_GRANTS, *settings.ROLES]}
    return sorted(
        role
        for role, carried in known.items()
        if (bool(carried) if capability is None else capability in carried)
    )
