"""Which facts of a tournament may be changed when, and what must hold among them."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine.core.lifecycle import OVER, REGISTERING, TournamentState
from tournament_engine.core.models import MAX_ENTRANTS, Tournament
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.money import checked_currency
from tournament_engine.text import one_line, prose

__all__ = [
    "EDITABLE",
    "MADE",
    "MOMENTS",
    "RESERVED_SLUGS",
    "apply",
    "check",
    "check_editable",
    "check_known",
]

_S = TournamentState
_CHECK_IN = frozenset({"check_in_opens_at", "check_in_closes_at"})
#: Nobody but its maker and the site has seen it: everything may still change.
MADE = frozenset({_S.DRAFT, _S.PENDING_APPROVAL})
_NOT_OVER = frozenset(_S) - OVER
_NOT_STARTED = REGISTERING | MADE | {_S.REGISTRATION_CLOSED, _S.CHECK_IN}

#: What an organiser may write, and in which states it may still change.
EDITABLE: Mapping[str, frozenset[TournamentState]] = {
    "slug": MADE,
    "game": MADE,
    "entrant_kind": MADE,
    "stages": MADE,
    "custom_fields": MADE,
    "min_entrants": _NOT_STARTED,
    "max_entrants": MADE,
    "needs_approval": REGISTERING,
    "eligibility": REGISTERING,
    "fee_amount": MADE,
    "fee_currency": MADE,
    "refund_policy": MADE,
    "payment_methods": _NOT_STARTED,
    "payment_instructions": _NOT_STARTED,
    "pay_by_hours": _NOT_STARTED,
    "promotion_minutes": _NOT_STARTED,
    "members_check_in": _NOT_STARTED,
    "opens_at": REGISTERING,
    "closes_at": REGISTERING,
    "check_in_opens_at": _NOT_STARTED,
    "check_in_closes_at": _NOT_STARTED,
    "starts_at": _NOT_STARTED,
    "name": _NOT_OVER,
    "summary": _NOT_OVER,
    "description": _NOT_OVER,
    "rules": _NOT_OVER,
    "visibility": _NOT_OVER,
    "has_questions": _NOT_OVER,
    "match_check_in_minutes": _NOT_OVER,
    "no_show_minutes": _NOT_OVER,
    "auto_confirm_minutes": _NOT_OVER,
    "lobby_minutes": _NOT_OVER,
    "dispute_window_minutes": _NOT_OVER,
    "dispute_sla_hours": _NOT_OVER,
}

#: Addresses that the engine's own pages have.
RESERVED_SLUGS = frozenset(
    {
        "approval",
        "certificates",
        "disputes",
        "inbox",
        "invitations",
        "join",
        "mine",
        "new",
        "prizes",
        "templates",
        "verify",
        "webhooks",
    }
)

_LONGEST_NAME = 120
_LONGEST_SUMMARY = 200
_LONGEST_TEXT = 20_000


def check_known(facts: Mapping[str, Any]) -> None:
    """Raise TypeError when a fact is none of an organiser's."""
    unknown = facts.keys() - EDITABLE.keys()
    if unknown:
        raise TypeError(f"An organiser does not write {', '.join(sorted(unknown))}.")


def check_editable(tournament: Tournament, field: str) -> None:
    """Raise Conflict when a fact is settled."""
    if tournament.state not in EDITABLE[field]:
        message = _("The tournament is %(state)s: “%(field)s” can no longer be changed.")
        words = {"state": tournament.get_state_display(), "field": _called(field)}
        raise Conflict(message % words, code="locked", field=field)


def _called(field: str) -> str:
    """Return what people call a fact; not every one is a column."""
    apart = {"stages": _("stages"), "custom_fields": _("questions")}
    return apart.get(field) or str(Tournament._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # every other fact has one


def apply(
    tournament: Tournament, changes: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put the changes that say something new into the instance; return before and after.

    Raise Conflict when a fact is settled, TypeError when it is none of an organiser's.
    """
    check_known(changes)
    new = {field: value for field, value in changes.items() if getattr(tournament, field) != value}
    before = {field: _plain(field, getattr(tournament, field)) for field in new}
    for field, value in new.items():
        check_editable(tournament, field)
        if field in _CHECK_IN:
            _check_window(tournament, field, value)
        setattr(tournament, field, value)
    return before, {field: _plain(field, value) for field, value in new.items()}


def _check_window(tournament: Tournament, field: str, moment: object) -> None:
    """Refuse to change a check-in that is over, and to take away one that has begun."""
    if tournament.is_check_in_over:
        raise Conflict(_("The check-in is over: its times stay."), code="locked", field=field)
    if tournament.state == _S.CHECK_IN and moment is None:
        message = _("The check-in has begun: move it to a later time, or close it.")
        raise Conflict(message, code="locked", field=field)


def check(tournament: Tournament) -> None:
    """Put the texts in order, and raise InvalidInput when the facts contradict each other."""
    tournament.name = one_line(tournament.name, field="name", longest=_LONGEST_NAME)
    tournament.summary = tournament.summary.strip() and one_line(
        tournament.summary, field="summary", longest=_LONGEST_SUMMARY
    )
    for field in ("description", "rules"):
        text = prose(getattr(tournament, field), field=field, longest=_LONGEST_TEXT)
        setattr(tournament, field, text)
    _check_slug(tournament.slug)
    _check_sizes(tournament)
    _check_dates(tournament)
    _check_fields(tournament)
    _check_currency(tournament)


def _check_slug(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        message = _("The address '%(slug)s' belongs to a page of the site; choose another.")
        raise InvalidInput(message % {"slug": slug}, code="reserved", field="slug")


def _check_sizes(tournament: Tournament) -> None:
    fewest, most = tournament.min_entrants, tournament.max_entrants
    if fewest < 2:  # noqa: PLR2004 - it takes two
        raise _invalid(_("A tournament needs two entrants at least."), "min_entrants")
    if most > MAX_ENTRANTS:
        message = _("Use at most %(most)d places.") % {"most": MAX_ENTRANTS}
        raise _invalid(message, "max_entrants")
    if most < fewest:
        message = _("Offer as many places as the fewest entrants you need, or more.")
        raise _invalid(message, "max_entrants")


#: Each moment must come before the next; those that may fall together are named below.
MOMENTS = ("opens_at", "closes_at", "check_in_opens_at", "check_in_closes_at", "starts_at")
_TOGETHER = frozenset(
    {
        ("closes_at", "check_in_opens_at"),
        ("closes_at", "starts_at"),
        ("check_in_closes_at", "starts_at"),
    }
)


def _check_dates(tournament: Tournament) -> None:
    for field in MOMENTS:
        moment = getattr(tournament, field)
        if moment is not None and moment.tzinfo is None:
            raise _invalid(_("Say in which time zone this is."), field)
    if (tournament.check_in_opens_at is None) != (tournament.check_in_closes_at is None):
        message = _("Say when the check-in opens and when it closes, or neither.")
        is_open = tournament.check_in_closes_at is None
        raise _invalid(message, "check_in_closes_at" if is_open else "check_in_opens_at")
    for earlier, later in combinations(MOMENTS, 2):
        _check_order(tournament, earlier, later)


def _check_order(tournament: Tournament, earlier: str, later: str) -> None:
    first, second = getattr(tournament, earlier), getattr(tournament, later)
    if first is None or second is None or first < second:
        return
    if first > second or (earlier, later) not in _TOGETHER:
        raise _invalid(str(_WORDS[earlier, later]), later)


#: What is said when two moments are in the wrong order.
_WORDS: Mapping[tuple[str, str], Promise] = {
    ("opens_at", "closes_at"): gettext_lazy("Registration must close after it opens."),
    ("opens_at", "check_in_opens_at"): gettext_lazy(
        "The check-in must open after registration opens."
    ),
    ("opens_at", "check_in_closes_at"): gettext_lazy(
        "The check-in must close after registration opens."
    ),
    ("opens_at", "starts_at"): gettext_lazy("The start must be after registration opens."),
    ("closes_at", "check_in_opens_at"): gettext_lazy(
        "The check-in must not open before registration closes."
    ),
    ("closes_at", "check_in_closes_at"): gettext_lazy(
        "The check-in must close after registration closes."
    ),
    ("closes_at", "starts_at"): gettext_lazy("The start must not be before registration closes."),
    ("check_in_opens_at", "check_in_closes_at"): gettext_lazy(
        "The check-in must close after it opens."
    ),
    ("check_in_opens_at", "starts_at"): gettext_lazy("The start must be after the check-in opens."),
    ("check_in_closes_at", "starts_at"): gettext_lazy(
        "The start must not be before the check-in closes."
    ),
}


def _check_currency(tournament: Tournament) -> None:
    """A fee says of what; the rest of its terms is registration's to check."""
    if tournament.fee_amount:
        checked_currency(tournament.fee_currency, field="fee_currency")


def _check_fields(tournament: Tournament) -> None:
    """Let Django check lengths and choices, and speak with the engine's own error."""
    try:
        tournament.clean_fields(exclude=("game", "organizer"))
    except ValidationError as error:
        messages: dict[str, list[str]] = error.message_dict
        field, [first, *_rest] = next(iter(messages.items()))
        raise _invalid(first, field) from error


def _plain(field: str, value: Any) -> Any:
    """Return a value as the log keeps it: of the rules their names, not codes and people."""
    if field == "eligibility":
        return [item.get("rule") for item in value if isinstance(item, dict)]
    if field == "payment_instructions":
        return sorted(value) if isinstance(value, dict) else []
    return str(value) if isinstance(value, Model) else value


def _invalid(message: str, field: str) -> InvalidInput:
    return InvalidInput(message, code="invalid", field=field)
