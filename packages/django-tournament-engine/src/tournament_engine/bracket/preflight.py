"""What a tournament still lacks before it can be played, each with the page where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.core import panels
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.core.permissions import MANAGE
from tournament_engine.registration.lifecycle import BEFORE_PLAY
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.users import AnyUser

__all__ = ["Check", "checks", "declare"]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing to look at: whether it is in order, in words, and where it is mended."""

    words: str
    is_fine: bool
    url: str


def declare() -> None:
    """Put the list into the console, until play begins."""
    panels.register(
        Panel(
            key="preflight",
            order=3,
            template="tournament_engine/bracket/preflight.html",
            context=_panel,
            capabilities=(MANAGE, MANAGE_BRACKET),
        )
    )


def checks(tournament: Tournament) -> list[Check]:
    """Return everything that must be in order before the start; nothing once it is played."""
    if tournament.state not in BEFORE_PLAY:
        return []
    return [
        *_of_settings(tournament),
        *_of_entrants(tournament),
        *_of_check_in(tournament),
    ]


def _panel(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    listed = checks(tournament)
    return {
        "checks": listed,
        "open": sum(not check.is_fine for check in listed),
        # Who only draws the brackets reads what is open; others have the pages to mend it.
        "may_mend": permissions.can(user, MANAGE, tournament),
    }


def _of_settings(tournament: Tournament) -> Iterator[Check]:
    has_stage = tournament.stages.exists()
    words = _("How it is played is chosen.") if has_stage else _("Choose how it is played.")
    yield _check(tournament, words, "plan", is_fine=has_stage)
    has_start = tournament.starts_at is not None
    words = _("It has a start.") if has_start else _("Say when it starts, or start it yourself.")
    yield _check(tournament, words, "edit", is_fine=has_start)
    if tournament.fee_amount:
        has_way = bool(tournament.payment_methods)
        words = _("The fee can be paid.") if has_way else _("Say how the fee can be paid.")
        yield _check(tournament, words, "fee", is_fine=has_way)


def _of_entrants(tournament: Tournament) -> Iterator[Check]:
    there = Entrant.objects.competing(tournament).count()
    words = ngettext(
        "%(count)d entrant is in; %(least)d must be.",
        "%(count)d entrants are in; %(least)d must be.",
        there,
    )
    words %= {"count": there, "least": tournament.min_entrants}
    is_enough = there >= tournament.min_entrants
    yield _check(tournament, words, "manage_entrants", is_fine=is_enough)
    waiting = Registration.objects.undecided().filter(tournament=tournament).count()
    if not waiting:
        words = _("Nobody waits for a decision, a payment or an answer.")
    else:
        words = ngettext(
            "%(count)d waits for a decision, a payment or an answer.",
            "%(count)d wait for a decision, a payment or an answer.",
            waiting,
        ) % {"count": waiting}
    yield _check(tournament, words, "registrations", is_fine=not waiting)


def _of_check_in(tournament: Tournament) -> Iterator[Check]:
    if tournament.has_check_in:
        is_over = tournament.is_check_in_over
        words = _("The check-in is over.") if is_over else _("The check-in is still to come.")
        if tournament.state == TournamentState.CHECK_IN and not is_over:
            words = _("The check-in is open.")
        yield _check(tournament, words, "check_in_desk", is_fine=is_over)


def _check(tournament: Tournament, words: str, route: str, *, is_fine: bool) -> Check:
    url = reverse(f"tournament_engine:{route}", args=(tournament.slug,))
    return Check(words=words, is_fine=is_fine, url=url)
