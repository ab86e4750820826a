"""What a tournament asks of those who enter: the fee, how to pay it, and what is given back."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.money import shown
from tournament_engine.registration.lifecycle import PaymentState
from tournament_engine.registration.payments.methods import methods, offered
from tournament_engine.registration.payments.models import Payment
from tournament_engine.text import prose

__all__ = [
    "LONGEST_INSTRUCTIONS",
    "before_start",
    "check",
    "deadline",
    "instructions",
    "of_withdrawal",
    "refund_percent",
    "words",
]

LONGEST_INSTRUCTIONS = 2000
_WHOLE = 100


def check(tournament: Tournament) -> None:
    """Raise InvalidInput unless the fee, its methods and the refund policy make sense."""
    _check_methods(tournament)
    _check_instructions(tournament)
    _check_policy(tournament.refund_policy)
    if tournament.fee_amount and not tournament.payment_methods:
        message = _("Choose at least one way to pay the fee.")
        raise InvalidInput(message, code="no_method", field="payment_methods")


def deadline(tournament: Tournament, now: datetime) -> datetime:
    """Return until when a fee is to be paid that is asked for now: never after the start."""
    return before_start(tournament, now + timedelta(hours=tournament.pay_by_hours), now)


def before_start(tournament: Tournament, until: datetime, now: datetime) -> datetime:
    """Return a moment to pay by, no later than a start that is still to come."""
    starts = tournament.starts_at
    return until if starts is None or starts <= now else min(until, starts)


def refund_percent(tournament: Tournament, now: datetime) -> int:
    """Return what share of the fee somebody gets back who withdraws now."""
    for step in tournament.refund_policy:
        if now < datetime.fromisoformat(step["until"]):
            percent: int = step["percent"]
            return percent
    return 0


def instructions(tournament: Tournament, code: str) -> str:
    """Return how to pay by a method: the organiser's words, or the method's own."""
    return tournament.payment_instructions.get(code) or str(methods()[code].instructions)


def of_withdrawal(payment: Payment) -> str:
    """Return the sentence of what comes back to somebody who withdraws now; empty if unpaid."""
    if payment.state not in {PaymentState.SUBMITTED, PaymentState.VERIFIED}:
        return ""
    percent = refund_percent(payment.tournament, timezone.now())
    amount = shown((payment.paid_amount or 0) * percent // _WHOLE, payment.currency)
    return _("Of the entry fee you get %(amount)s back.") % {"amount": amount}


def words(tournament: Tournament) -> list[str]:
    """Return the sentences that somebody reads before registering; none where nothing is due."""
    if not tournament.fee_amount:
        return []
    fee = shown(tournament.fee_amount, tournament.fee_currency)
    ways = ", ".join(str(method.label) for method in offered(tournament).values())
    said = [
        _("The entry fee is %(fee)s, to be paid within %(hours)d hours by: %(ways)s.")
        % {"fee": fee, "hours": tournament.pay_by_hours, "ways": ways}
    ]
    for step in tournament.refund_policy:
        until = timezone.localtime(datetime.fromisoformat(step["until"]))
        moment = formats.date_format(until, "DATETIME_FORMAT")
        said.append(
            _("Who withdraws before %(until)s gets %(percent)d %% back.")
            % {"until": moment, "percent": step["percent"]}
        )
    nothing = _("After that nothing is given back to those who withdraw.")
    alone = _("Nothing is given back to those who withdraw.")
    return [
        *said,
        nothing if tournament.refund_policy else alone,
        _("Who is taken out by the organiser, and everybody if it is called off, gets all back."),
        _("Who is replaced by a substitute hands the paid place on and gets nothing back."),
    ]


def _check_methods(tournament: Tournament) -> None:
    chosen: object = tournament.payment_methods
    is_list = isinstance(chosen, list) and all(isinstance(code, str) for code in chosen)
    if not is_list or len(set(tournament.payment_methods)) != len(tournament.payment_methods):
        raise _wrong(_("The ways to pay are a list of codes, each once."), "payment_methods")
    for code in tournament.payment_methods:
        if code not in methods():
            message = _("'%(code)s' is no way to pay on this site.") % {"code": code[:40]}
            raise _wrong(message, "payment_methods")


def _check_instructions(tournament: Tournament) -> None:
    told: object = tournament.payment_instructions
    if not isinstance(told, dict) or not all(isinstance(text, str) for text in told.values()):
        message = _("Instructions are texts by the code of a way to pay.")
        raise _wrong(message, "payment_instructions")
    tournament.payment_instructions = {
        code: prose(text, field="payment_instructions", longest=LONGEST_INSTRUCTIONS)
        for code, text in told.items()
    }


def _check_policy(policy: Any) -> None:
    message = _("The refund policy is a list of moments, each later than the one before it.")
    if not isinstance(policy, list):
        raise _wrong(message, "refund_policy")
    before: datetime | None = None
    for step in policy:
        if not isinstance(step, dict) or step.keys() != {"until", "percent"}:
            raise _wrong(message, "refund_policy")
        until = _moment(step["until"])
        if until is None or (before is not None and until <= before):
            raise _wrong(message, "refund_policy")
        if type(step["percent"]) is not int or not 0 <= step["percent"] <= _WHOLE:
            raise _wrong(_("A share of the fee is from 0 to 100 percent."), "refund_policy")
        before = until


def _moment(value: Any) -> datetime | None:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return None if moment is None or moment.tzinfo is None else moment


def _wrong(message: str, field: str) -> InvalidInput:
    return InvalidInput(message, code="invalid", field=field)
