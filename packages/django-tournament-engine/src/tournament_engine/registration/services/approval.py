"""Whether a request for a place is let in: approved, rejected, or sent back to be put right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import guards
from tournament_engine.core.custom_fields.answers import clean_field_values, name_of
from tournament_engine.core.custom_fields.queries import answers_of
from tournament_engine.core.models import Tournament
from tournament_engine.core.services import store_field_values
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.registration import corrections
from tournament_engine.registration.applicant import clean_member, require_room
from tournament_engine.registration.corrections import MEMBERS, NAME
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import MAX_NAME, Correction, Registration, RosterMember
from tournament_engine.registration.news import announce, notify, notify_staff
from tournament_engine.registration.permissions import ANSWER, MANAGE_REGISTRATIONS
from tournament_engine.registration.services.steps import (
    change_all,
    give_places,
    refuse_own_case,
    require_before_play,
    take,
)
from tournament_engine.registration.services.waitlist import fill_places
from tournament_engine.rows import update_rows
from tournament_engine.text import fold, one_line, sentence
from tournament_engine.users import User

__all__ = [
    "approve_registration",
    "correct_registration",
    "reject_registration",
    "request_changes",
]

_S = RegistrationState


@transaction.atomic
def approve_registration(*, registration: Registration, by: User) -> Registration:
    """Let a request in that waits for approval."""
    tournament = _take_pending(registration, by)
    guards.check("enter", tournament)
    give_places(tournament, [registration], by=by, is_approved=True)
    return registration


@transaction.atomic
def reject_registration(*, registration: Registration, by: User, reason: str) -> Registration:
    """Turn a request down, with the reason that the person reads; the place is free again."""
    tournament = _take_pending(registration, by)
    reason = sentence(reason, field="reason", longest=500)
    change_all([registration], _S.REJECTED, by=by, reason=reason)
    notify("registration_rejected", tournament, [registration], reason=reason)
    fill_places(tournament, by)
    return registration


@transaction.atomic
def request_changes(
    *, registration: Registration, wanted: Mapping[str, str], by: User
) -> list[Correction]:
    """Ask for values to be put right: `wanted` says for each field what is wrong with it.

    The request keeps its place meanwhile. What was asked before and is still open stays so.
    """
    tournament = _take_pending(registration, by)
    if not wanted:
        raise InvalidInput(_("Name a field and what is wrong with it."), code="empty")
    present = corrections.values(registration)
    notes = {
        field: sentence(note, field=field, longest=300)
        for field, note in wanted.items()
        if _is_correctable(field, present)
    }
    asked = [
        Correction.objects.update_or_create(
            registration=registration,
            field=field,
            answered_at=None,
            defaults={"tournament": tournament, "note": note, "before": present[field]},
        )[0]
        for field, note in notes.items()
    ]
    _bump(registration)
    audit.log(by=by, action="registration.changes_requested", subject=registration, after=notes)
    announce([registration], _S(registration.state))
    notify("registration_changes", tournament, [registration], reason=" ".join(notes.values()))
    return asked


@transaction.atomic
def correct_registration(
    *, registration: Registration, values: Mapping[str, Any], by: User
) -> Registration:
    """Send again what was to be put right. Other fields change nothing; both values are kept."""
    tournament = take(registration)
    permissions.require(by, ANSWER, registration)
    if registration.state != _S.PENDING:
        raise Conflict(_("Nothing is to be put right any more."), code="not_pending")
    open_ones = list(registration.corrections.filter(answered_at=None))
    if not open_ones:
        raise Conflict(_("Nothing is to be put right at present."), code="nothing_asked")
    written = {
        row.field: _WRITE[row.field](registration, values)
        for row in open_ones
        if row.field in _WRITE
    }
    written |= _write_answers(
        registration, [row.field for row in open_ones if row.field not in _WRITE], values, by
    )
    now = timezone.now()
    for row in open_ones:
        row.after, row.answered_at = written[row.field], now
    update_rows(open_ones, ("after", "answered_at"))
    _bump(registration)
    audit.log(
        by=by,
        action="registration.corrected",
        subject=registration,
        # Which values, not what they say: the log stays for ever, the corrections do not.
        after={"fields": sorted(written)},
    )
    announce([registration], _S(registration.state))
    notify_staff("registration_corrected", tournament, registration)
    return registration


def _write_name(registration: Registration, values: Mapping[str, Any]) -> str:
    name = one_line(str(values.get(NAME) or ""), field=NAME, longest=MAX_NAME)
    others = Registration.objects.standing().filter(tournament=registration.tournament)
    if others.filter(name_key=fold(name)).exclude(pk=registration.pk).exists():
        message = _("The name '%(name)s' is taken; choose another.") % {"name": name}
        raise InvalidInput(message, code="name_taken", field=NAME)
    registration.name, registration.name_key = name, fold(name)
    return name


def _write_members(registration: Registration, values: Mapping[str, Any]) -> list[str]:
    """Put other typed names in place of those that are there; people with accounts stay."""
    standing = registration.members.filter(is_active=True)
    known = {fold(member.name) for member in standing.exclude(user=None)}
    sent: Sequence[str] = values.get(MEMBERS) or ()
    typed = {fold(name): name for name in (clean_member(name) for name in sent)}
    names = [name for key, name in typed.items() if key not in known]
    require_room(len(known) + len(names))
    standing.filter(user=None).update(is_active=False, left_at=timezone.now())
    RosterMember.objects.bulk_create(
        RosterMember(tournament=registration.tournament, registration=registration, name=name)
        for name in names
    )
    return names


def _write_answers(
    registration: Registration, fields: Sequence[str], values: Mapping[str, Any], by: User
) -> dict[str, Any]:
    """Answer some of the tournament's questions anew; the others stay as they are."""
    tournament = registration.tournament
    codes = {name_of(question.code): question.code for question in tournament.custom_fields.all()}
    asked = {codes[field]: values.get(field) for field in fields if field in codes}
    if not asked:
        return dict.fromkeys(fields)
    checked = clean_field_values(tournament, {**answers_of(registration), **asked})
    store_field_values(registration=registration, values=checked, by=by)
    return {field: checked.get(codes.get(field, "")) for field in fields}


_WRITE: Mapping[str, Callable[[Registration, Mapping[str, Any]], Any]] = {
    NAME: _write_name,
    MEMBERS: _write_members,
}


def _take_pending(registration: Registration, by: User) -> Tournament:
    """Lock a request that waits for approval, for somebody who may decide on it."""
    tournament = take(registration)
    permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    refuse_own_case(by, registration)
    require_before_play(tournament)
    if registration.state != _S.PENDING:
        message = _("%(name)s is %(state)s: there is nothing to decide.")
        words = {"name": registration.name, "state": registration.get_state_display()}
        raise Conflict(message % words, code="not_pending")
    return tournament


def _is_correctable(field: str, present: Mapping[str, Any]) -> bool:
    if field not in present:
        message = _("'%(field)s' is nothing that can be put right here.")
        raise InvalidInput(message % {"field": field}, code="unknown_field", field=field)
    return True


def _bump(registration: Registration) -> None:
    registration.version += 1
    registration.save(update_fields=("name", "name_key", "version", "updated_at"))
