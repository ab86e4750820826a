"""What an organiser says of a challenge, and what must hold in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tournament_engine import money
from tournament_engine.challenge import badges, rulebook
from tournament_engine.challenge.lifecycle import ChallengeKind, Reward, Subject
from tournament_engine.challenge.models import Challenge
from tournament_engine.challenge.models.challenges import MAX_NAME, MAX_TEXT
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.text import one_line, prose

__all__ = ["ALWAYS", "ChallengeSpec", "checked", "facts_of", "spec_of"]

#: What may still change once somebody has done it: everybody else is to have the same terms.
ALWAYS = frozenset({"name", "description", "closes_at"})

_MOST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class ChallengeSpec:
    """A challenge as somebody describes it; see the model for what each field means."""

    name: str
    kind: str
    description: str = ""
    subject: str = Subject.ENTRANT
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    rule: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    target: int = 1
    reward: str = Reward.NOTHING
    amount: int = 0
    currency: str = ""
    badge: str = ""
    winners: int | None = None


def spec_of(challenge: Challenge) -> ChallengeSpec:
    """Return what a challenge says now."""
    return ChallengeSpec(
        **{one.name: getattr(challenge, one.name) for one in fields(ChallengeSpec)}
    )


def facts_of(spec: ChallengeSpec) -> dict[str, Any]:
    """Return the columns of a challenge."""
    return {one.name: getattr(spec, one.name) for one in fields(spec)}


def checked(tournament: Tournament, spec: ChallengeSpec) -> ChallengeSpec:
    """Return a description as it is stored; InvalidInput names the field to change."""
    _check_choices(tournament, spec)
    _check_window(spec)
    _check_numbers(spec)
    clean = replace(
        spec,
        name=one_line(spec.name, field="name", longest=MAX_NAME),
        description=prose(spec.description, field="description", longest=MAX_TEXT),
    )
    return _with_reward(tournament, _with_rule(tournament, clean))


def _check_choices(tournament: Tournament, spec: ChallengeSpec) -> None:
    known = {"kind": ChallengeKind, "subject": Subject, "reward": Reward}
    for name, choices in known.items():
        if getattr(spec, name) not in choices.values:
            message = _("Choose one of those that the page offers.")
            raise InvalidInput(message, code="unknown", field=name)
    if spec.subject == Subject.MEMBER and tournament.entrant_kind != EntrantKind.TEAM:
        message = _("Here everybody plays for themselves: let it be for the entrant.")
        raise InvalidInput(message, code="no_members", field="subject")


def _check_window(spec: ChallengeSpec) -> None:
    if spec.opens_at and spec.closes_at and spec.closes_at <= spec.opens_at:
        raise InvalidInput(_("It must end after it begins."), code="order", field="closes_at")


def _check_numbers(spec: ChallengeSpec) -> None:
    for name in ("target", "winners"):
        number = getattr(spec, name)
        if number is not None and (type(number) is not int or not 1 <= number <= _MOST):
            message = _("Give a whole number from 1 on.")
            raise InvalidInput(message, code="number", field=name)


def _with_rule(tournament: Tournament, spec: ChallengeSpec) -> ChallengeSpec:
    if spec.kind == ChallengeKind.MANUAL:
        return replace(spec, rule="", params={}, target=1)
    params = rulebook.checked_params(tournament, spec.rule, spec.params)
    return replace(spec, params=params)


def _with_reward(tournament: Tournament, spec: ChallengeSpec) -> ChallengeSpec:
    nothing = replace(spec, amount=0, currency="", badge="")
    match spec.reward:
        case Reward.PAYOUT:
            currency = money.checked_currency(spec.currency)
            if type(spec.amount) is not int or not 0 < spec.amount <= money.LARGEST:
                message = _("Say how much each winner gets: more than nothing.")
                raise InvalidInput(message, code="amount", field="amount")
            return replace(nothing, amount=spec.amount, currency=currency)
        case Reward.BADGE:
            if spec.badge not in dict(badges.choices(tournament)):
                message = _("Choose a badge that there is.")
                raise InvalidInput(message, code="no_badge", field="badge")
            return replace(nothing, badge=spec.badge)
        case _:
            return nothing
