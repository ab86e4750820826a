"""What people are told of a case, found out when the news of it is delivered."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from tournament_engine import events
from tournament_engine.core.permissions import holders
from tournament_engine.dispute.lifecycle import DisputeState, Step
from tournament_engine.dispute.models import Dispute, DisputeComment, DisputeEvidence
from tournament_engine.dispute.permissions import DECIDE, REVIEW, is_party
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.permissions import speakers
from tournament_engine.users import User

__all__ = ["declare"]

#: Whose turn it is now: the notice to the sides says what the staff's says as well.
_FOR_HEAD = frozenset({Step.ESCALATED, Step.APPEALED})


def declare() -> None:
    """Let people hear of what concerns them. Harmless when it is done again."""
    events.then(events.dispute_changed, _tell_step)
    events.then(events.dispute_filed, _tell_entry)


@transaction.atomic
def _tell_step(*, key: str, dispute: int, step: str, **_: Any) -> None:
    """Tell both sides and the staff of each step, whoever took it excepted."""
    for case in _cases(dispute):
        entry = case.comments.filter(step=step).last()
        capability = DECIDE if step in _FOR_HEAD else REVIEW
        people = _but(entry.by if entry else None, _sides(case) | _staff(case, capability))
        context = _context(case) | {"text": entry.text if entry else ""}
        if step == Step.RESOLVED and entry is not None:
            context |= _outcome(case, entry.facts)
        events.notify(
            f"dispute_{step}", to=people, key=key, context=context, about=case.tournament_id
        )


@transaction.atomic
def _tell_entry(*, key: str, dispute: int, kind: str, entry: int, **_: Any) -> None:
    """Tell the others of what somebody put on file; a note among the staff to the staff alone."""
    for case in _cases(dispute):
        rows = DisputeComment.objects if kind == "comment" else DisputeEvidence.objects
        row = rows.filter(dispute=case, pk=entry).select_related("by").first()
        if row is None:
            continue
        internal = kind == "comment" and row.is_internal
        people = _judges(case) if internal else _sides(case) | _staff(case, REVIEW)
        context = _context(case) | {"text": row.text, "kind": "note" if internal else kind}
        events.notify(
            "dispute_filed",
            to=_but(row.by, people),
            key=key,
            context=context,
            about=case.tournament_id,
        )


def _cases(dispute: int) -> QuerySet[Dispute]:
    return Dispute.objects.filter(pk=dispute).select_related("tournament", "match")


def _sides(case: Dispute) -> QuerySet[User]:
    return speakers(_entrants(case))


def _staff(case: Dispute, capability: str) -> QuerySet[User]:
    """Return who may act on a case, and whoever has it in hand."""
    people = holders(case.tournament, capability)
    if case.state != DisputeState.UNDER_REVIEW or case.handler_id is None:
        return people
    return people.filter(Q(pk=case.handler_id))


def _judges(case: Dispute) -> list[User]:
    return [user for user in holders(case.tournament, REVIEW) if not is_party(user, case)]


def _but(author: User | None, people: "QuerySet[User] | list[User]") -> list[User]:
    return [user for user in people if author is None or user.pk != author.pk]


def _context(case: Dispute) -> dict[str, str]:
    """Return what every notice says of a case, in plain values: each reader has a language."""
    names = _names(case)
    return {
        "tournament": case.tournament.name,
        "url": case.get_absolute_url(),
        "match": case.match.code,
        "sides": " \N{EN DASH} ".join(names.values()),
        "raiser": names[case.side],
        "reason": case.reason,
        "is_contradiction": "yes" if case.is_contradiction else "",
    }


def _outcome(case: Dispute, facts: dict[str, Any]) -> dict[str, str]:
    upheld = _names(case).get(facts["side"], "")
    return {"outcome": str(facts["outcome"]), "upheld": upheld}


def _names(case: Dispute) -> dict[int | None, str]:
    """Return the names of those who met, by side; an empty seat of a heat has none."""
    rows = Entrant.objects.in_bulk(_entrants(case))
    return {side: str(rows[int(key)]) for side, key in enumerate(case.pairing) if key}


def _entrants(case: Dispute) -> list[int]:
    return [int(key) for key in case.pairing if key]
