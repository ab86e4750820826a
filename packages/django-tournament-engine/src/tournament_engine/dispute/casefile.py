"""The page of a case: its facts, everything that was said and done, and who may do what now."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tournament_engine import hooks, permissions
from tournament_engine.dispute import services
from tournament_engine.dispute.lifecycle import RETRACTABLE, UNRESOLVED, DisputeState, Outcome, Step
from tournament_engine.dispute.models import Dispute, DisputeComment, EvidenceFile
from tournament_engine.dispute.permissions import APPEAL, DECIDE, REVIEW
from tournament_engine.dispute.words import in_words
from tournament_engine.errors import Conflict
from tournament_engine.match.changes import columns_of
from tournament_engine.match.listing import place_of, round_counts
from tournament_engine.match.queries import sides_of
from tournament_engine.match.results import columns, from_plain
from tournament_engine.registration.models import Entrant
from tournament_engine.uploads.models import StoredFile
from tournament_engine.users import AnyUser, User

__all__ = ["CasePage", "Entry", "names_of"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the file: who, when, what kind of thing, and what it shows.

    A file that was removed by its age is None.
    """

    at: datetime
    kind: str
    title: str
    author: str
    text: str = ""
    link: str = ""
    files: tuple[StoredFile | None, ...] = ()
    is_internal: bool = False


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """Everything the template of a case shows to one reader."""

    dispute: Dispute
    place: str
    names: tuple[str, ...]
    stands: str
    result: str
    handler: str
    entries: tuple[Entry, ...]
    is_overdue: bool
    may_judge: bool
    may_note: bool
    may_write: bool
    may_withdraw: bool
    may_appeal: bool

    @classmethod
    def of(cls, dispute: Dispute, user: AnyUser) -> Self:
        """Gather the page of a case for one reader."""
        names = names_of(dispute)
        is_open = dispute.state in UNRESOLVED
        reviews = permissions.can(user, REVIEW, dispute)
        return cls(
            dispute=dispute,
            place=place_of(dispute.match, round_counts(dispute.tournament)),
            names=names,
            stands=_standing_words(dispute, names),
            result=_outcome_words(dispute, names),
            handler=_name(dispute.handler),
            entries=tuple(sorted(_entries(dispute, names, reviews), key=lambda one: one.at)),
            is_overdue=dispute.state in RETRACTABLE and dispute.due_at <= timezone.now(),
            may_judge=is_open and _judges(user, dispute),
            may_note=reviews,
            may_write=is_open,
            may_withdraw=_may_withdraw(dispute, user),
            may_appeal=_may_appeal(dispute, user),
        )

    @property
    def may_take(self) -> bool:
        """Whether the case waits for somebody to take it into their hands."""
        return self.may_judge and self.dispute.state == DisputeState.OPEN

    @property
    def may_decide(self) -> bool:
        """Whether the case can be decided now."""
        return self.may_judge and self.dispute.state != DisputeState.OPEN

    @property
    def may_escalate(self) -> bool:
        """Whether the case can be passed to the head referee."""
        return self.may_judge and self.dispute.state in RETRACTABLE


def names_of(dispute: Dispute) -> tuple[str, ...]:
    """Return the names of those who met, by side."""
    rows = Entrant.objects.in_bulk([int(key) for key in dispute.pairing if key])
    return tuple(str(rows[int(key)]) if key else "" for key in dispute.pairing)


def _judges(user: AnyUser, dispute: Dispute) -> bool:
    is_escalated = dispute.state == DisputeState.ESCALATED
    return permissions.can(user, DECIDE if is_escalated else REVIEW, dispute)


def _may_withdraw(dispute: Dispute, user: AnyUser) -> bool:
    return dispute.state in RETRACTABLE and dispute.side in sides_of(user, dispute.match)


def _may_appeal(dispute: Dispute, user: AnyUser) -> bool:
    if dispute.decided_at is None or not permissions.can(user, APPEAL, dispute):
        return False
    try:
        services.require_appealable(dispute=dispute)
    except Conflict:
        return False
    return True


def _entries(dispute: Dispute, names: Sequence[str], reviews: Any) -> Iterator[Entry]:
    yield from _claims(dispute, names)
    files = _files(dispute)
    for piece in dispute.evidence.select_related("by"):
        yield Entry(
            at=piece.created_at,
            kind="evidence",
            title=capfirst(_("evidence")),
            author=_name(piece.by),
            text=piece.text,
            link=piece.link,
            files=tuple(files[piece.pk]),
        )
    for comment in dispute.comments.select_related("by"):
        if reviews or not comment.is_internal:
            yield _comment(comment, dispute, names)


def _files(dispute: Dispute) -> Mapping[int, list[StoredFile | None]]:
    """Return the files of a case by the evidence that they came with."""
    found = defaultdict[int, list[StoredFile | None]](list)
    rows = EvidenceFile.objects.filter(evidence__dispute=dispute).select_related("stored")
    for row in rows:
        found[row.evidence_id].append(row.stored)
    return found


def _claims(dispute: Dispute, names: Sequence[str]) -> Iterator[Entry]:
    for claim in dispute.match.claims.filter(pairing=dispute.pairing):
        words = {
            "name": names[claim.side],
            "score": in_words(columns(from_plain(claim.result), dispute.pairing), names),
        }
        yield Entry(
            at=claim.created_at,
            kind="claim",
            title=_("%(name)s reported %(score)s") % words,
            author="",
            text=claim.note,
            link=claim.evidence_url,
        )


def _comment(comment: DisputeComment, dispute: Dispute, names: Sequence[str]) -> Entry:
    title = str(comment.get_step_display())
    if comment.is_internal:
        title = _("note among the staff")
    elif comment.step == Step.RESOLVED:
        title = f"{title}: {_decided(comment.facts, dispute, names)}"
    is_system = comment.by is None and comment.step == Step.ESCALATED
    return Entry(
        at=comment.created_at,
        kind="note" if comment.is_internal else comment.step,
        title=capfirst(title),
        author=_("the timer") if is_system else _name(comment.by),
        text=comment.text,
        is_internal=comment.is_internal,
    )


def _decided(facts: dict[str, Any], dispute: Dispute, names: Sequence[str]) -> str:
    if facts["outcome"] in {Outcome.REPLAY, Outcome.DOUBLE_FORFEIT}:
        return str(Outcome(facts["outcome"]).label)
    result = in_words(columns(from_plain(facts["result"]), dispute.pairing), names)
    return f"{Outcome(facts['outcome']).label} ({result})"


def _standing_words(dispute: Dispute, names: Sequence[str]) -> str:
    """Return the result that the match goes by now in words; empty while it has none."""
    match = dispute.match
    return in_words(columns_of(match), names) if match.result_kind else ""


def _outcome_words(dispute: Dispute, names: Sequence[str]) -> str:
    """Return the decision that is in force in words; empty while there is none."""
    last = None
    if dispute.state == DisputeState.RESOLVED:
        last = dispute.comments.filter(step=Step.RESOLVED).last()
    return "" if last is None else _decided(last.facts, dispute, names)


def _name(user: User | None) -> str:
    return "" if user is None else hooks.users().display_name(user)
